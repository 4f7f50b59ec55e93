package delivery

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// maxReply is the maximum number of bytes that a server may send between two
// commands: a reply, or its part of a TLS handshake with many certificates. It
// also limits the lines of a reply, which have at least five bytes.
const maxReply = 64 << 10

// errEndless is the error for a longer reply.
var errEndless = errors.New("réponse sans fin")

// patience holds the maximum times for a server, whatever it sends meanwhile.
// Beyond them the connection counts as lost.
type patience struct {
	connect time.Duration // from the first byte until logged in
	message time.Duration // for a message, from MAIL to the final reply
	goodbye time.Duration // for the current message after an interruption
}

// usualPatience allows for a message half of what RFC 5321, section 4.5.3.2
// asks for the final reply: a shorter time would make messages uncertain.
var usualPatience = patience{connect: 30 * time.Second, message: 5 * time.Minute, goodbye: 10 * time.Second}

// bounded is a connection with limits for replies and for its own duration. It
// is below TLS, so that nothing bypasses it.
type bounded struct {
	net.Conn
	forget func() bool // stops watching the context

	mu          sync.Mutex
	left        int           // bytes that may still come before the next command
	goodbye     time.Duration // how long the connection lasts after an interruption
	interrupted bool
	limit       time.Time // the latest possible deadline; zero for none
	asked       time.Time // the deadline that was set last
}

// bind limits a connection to the given time until settle is called; it ends at
// once if ctx does.
func bind(ctx context.Context, raw net.Conn, connect time.Duration) *bounded {
	b := &bounded{Conn: raw, left: maxReply}
	b.end(connect)
	b.forget = context.AfterFunc(ctx, func() {
		b.mu.Lock()
		b.interrupted = true
		goodbye := b.goodbye
		b.mu.Unlock()
		b.end(goodbye)
	})
	return b
}

// settle removes the limit of bind: from now on the connection lasts for the
// goodbye time after ctx is done.
func (b *bounded) settle(goodbye time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.goodbye, b.limit = goodbye, time.Time{}
	if b.interrupted {
		b.limit = time.Now().Add(goodbye)
	}
	_ = b.setDeadline() // fails if the other side is gone; the next command reports it
}

// end closes the connection after some time, whatever deadline is set.
func (b *bounded) end(after time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.limit = time.Now().Add(after)
	_ = b.setDeadline() // as above
}

// Close closes the connection.
func (b *bounded) Close() error {
	b.forget()
	return b.Conn.Close()
}

// Read fails with [errEndless] if the other side sends without end.
func (b *bounded) Read(p []byte) (int, error) {
	if err := b.turn(false); err != nil {
		return 0, err
	}
	b.mu.Lock()
	p = p[:min(len(p), b.left)]
	b.mu.Unlock()
	n, err := b.Conn.Read(p)
	b.mu.Lock()
	b.left -= n
	b.mu.Unlock()
	return n, err
}

// Write starts another turn, unless the previous reply had no end.
func (b *bounded) Write(p []byte) (int, error) {
	if err := b.turn(true); err != nil {
		return 0, err
	}
	return b.Conn.Write(p)
}

func (b *bounded) turn(another bool) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left <= 0 {
		return errEndless
	}
	if another {
		b.left = maxReply
	}
	return nil
}

// SetDeadline sets a deadline, or the limit if that is earlier.
func (b *bounded) SetDeadline(t time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.asked = t
	return b.setDeadline()
}

func (b *bounded) setDeadline() error {
	t := b.asked
	if !b.limit.IsZero() && (t.IsZero() || b.limit.Before(t)) {
		t = b.limit
	}
	return b.Conn.SetDeadline(t)
}
