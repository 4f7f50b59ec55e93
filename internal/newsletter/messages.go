package newsletter

import "github.com/wneessen/go-mail"

// Messages makes the message for one recipient after the other, for
// [Options.Message].
func (i *Issue) Messages(o MessageOptions) func(Recipient) (*mail.Msg, error) {
	return func(r Recipient) (*mail.Msg, error) { return i.For(r, o) }
}
