package delivery

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// maxReply is how many bytes a server may send between two of our commands: a
// reply, or its part of a TLS handshake with a long chain of certificates.
// Whoever sends more is no mail server, or a broken one. It bounds the lines of
// a reply too, which have at least five bytes.
const maxReply = 64 << 10

// errEndless is a reply that is longer.
var errEndless = errors.New("réponse sans fin")

// patience is how long a server may take, whatever it sends meanwhile. A longer
// silence, and a longer reply, is a dropped connection.
type patience struct {
	connect time.Duration // from the first byte until logged in
	message time.Duration // for a message, from MAIL to the reply to its end
	goodbye time.Duration // for the message under way, once the sending was interrupted
}

// usualPatience has for a message what RFC 5321, section 4.5.3.2 asks for the
// reply to its end, halved: a shorter time would make messages uncertain.
var usualPatience = patience{connect: 30 * time.Second, message: 5 * time.Minute, goodbye: 10 * time.Second}

// bounded is a connection of which replies have an end, and which has one
// itself. It stands below TLS, so that nothing comes in around it.
type bounded struct {
	net.Conn
	forget func() bool // the context that interrupts

	mu          sync.Mutex
	left        int           // bytes that may still come before our next command
	goodbye     time.Duration // how long it lasts once it is interrupted
	interrupted bool
	limit       time.Time // no deadline is later; zero for none
	asked       time.Time // the deadline that was asked for
}

// bind bounds a connection, which lasts so long at most before it is settled,
// and ends at once where ctx does.
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

// settle takes the limit back: from now on a context that is done leaves it the
// time of a goodbye.
func (b *bounded) settle(goodbye time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.goodbye, b.limit = goodbye, time.Time{}
	if b.interrupted {
		b.limit = time.Now().Add(goodbye)
	}
	_ = b.setDeadline() // fails where the other side is gone, which the next command tells
}

// end has the connection end after some time, whatever deadline is asked for.
func (b *bounded) end(after time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.limit = time.Now().Add(after)
	_ = b.setDeadline() // as above
}

// Close ends it.
func (b *bounded) Close() error {
	b.forget()
	return b.Conn.Close()
}

// Read ends with [errEndless] where the other side sends without end.
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

// Write begins another turn, unless the one before had no end.
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

// SetDeadline sets a deadline, or the limit where that comes before.
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
