package newsletter

import (
	"github.com/wneessen/go-mail"

	"intraqvt/internal/recipients"
)

// Messages makes the message for one recipient after the other, for
// [Options.Message].
func (i *Issue) Messages(o MessageOptions) func(recipients.Recipient) (*mail.Msg, error) {
	return func(r recipients.Recipient) (*mail.Msg, error) { return i.For(r, o) }
}
