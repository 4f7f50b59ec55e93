package delivery

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"intraqvt/internal/mailaddr"
)

// maxSuspects is the maximum number of consecutive refusals that count as dead
// addresses of a list; with more, the server refuses everything.
const maxSuspects = 10

// try is a recipient that waits for a message.
type try struct {
	Recipient
	failures int       // tries that the server postponed
	due      time.Time // earliest time of the next try
}

// queue holds the waiting recipients. Postponed ones come next when they are
// due, else after all others.
type queue struct {
	fresh []Recipient
	later []try
}

func (q *queue) take() (t try, ok bool) {
	soonest := 0
	for i := range q.later {
		if q.later[i].due.Before(q.later[soonest].due) {
			soonest = i
		}
	}
	if len(q.fresh) > 0 && (len(q.later) == 0 || q.later[soonest].due.After(time.Now())) {
		t, q.fresh = try{Recipient: q.fresh[0]}, q.fresh[1:]
		return t, true
	}
	if len(q.later) == 0 {
		return try{}, false
	}
	t = q.later[soonest]
	q.later = append(q.later[:soonest], q.later[soonest+1:]...)
	return t, true
}

// deliver sends until all planned recipients are settled.
func (s *sending) deliver(ctx context.Context) error {
	defer func() {
		if s.connection != nil {
			s.connection.quit()
		}
	}()
	q := &queue{fresh: s.report.Planned}
	for {
		t, ok := q.take()
		if !ok {
			return s.condemn()
		}
		if err := pause(ctx, time.Until(t.due)); err != nil {
			return err
		}
		if err := s.attempt(ctx, q, t); err != nil {
			return err
		}
	}
}

// attempt sends one message and handles the result: t is settled, or waits in q
// again. An error ends the sending.
func (s *sending) attempt(ctx context.Context, q *queue, t try) error {
	from, content, err := s.message(t.Recipient)
	if err != nil {
		return err
	}
	if err := s.pace(ctx); err != nil {
		return err
	}
	if err := s.connect(ctx); err != nil {
		return err
	}
	var ledgerErr error
	reached, err := s.connection.hand(from, t.Address, content, func() error {
		ledgerErr = s.note(t.Recipient, begun, "")
		return ledgerErr
	})
	code, reason := replyCode(err), oneLine(err)
	lost := err != nil && (code == 0 || code == 421)
	worn := s.connection.used
	switch {
	case err == nil:
		s.connection.used = true
	case lost || !s.connection.reset():
		s.connection.drop()
		s.connection = nil
	}
	switch {
	case ledgerErr != nil:
		return ledgerErr
	case err == nil:
		return s.accept(t.Recipient)
	case reached == inEnd && (code < 400 || code > 599):
		// The ledger still says « début »: the server did not reply, or said
		// neither yes nor no.
		s.progress(1)
		return s.outage(ctx, err)
	case lost && worn:
		// Servers end long sessions; this is not a failure.
		q.later = append(q.later, try{t.Recipient, t.failures, time.Time{}})
		return s.note(t.Recipient, postponed, reason)
	case lost || reached == inSender && code < 500:
		if err := s.putOff(q, t, reason); err != nil {
			return err
		}
		return s.outage(ctx, err)
	case reached == inSender:
		return fmt.Errorf("le serveur refuse l’expéditeur %s : %w", from, errors.Join(err, s.note(t.Recipient, postponed, reason)))
	case code < 500:
		s.outages = 0
		return s.putOff(q, t, reason)
	default:
		s.outages = 0
		return s.refuse(t.Recipient, reason)
	}
}

func (s *sending) accept(r Recipient) error {
	s.outages = 0
	s.report.Accepted++
	if err := s.note(r, accepted, ""); err != nil {
		return err
	}
	s.progress(1)
	return s.condemn() // the server does accept messages
}

// putOff queues t for another try, or leaves it to the next sending.
func (s *sending) putOff(q *queue, t try, reason string) error {
	if t.failures < len(s.Waits) {
		q.later = append(q.later, try{t.Recipient, t.failures + 1, time.Now().Add(s.Waits[t.failures])})
	} else {
		s.progress(1)
	}
	return s.note(t.Recipient, postponed, reason)
}

// refuse records a refusal. It counts as postponed until a later message is
// accepted, which shows that the refusal was about this recipient.
func (s *sending) refuse(r Recipient, reason string) error {
	s.suspects = append(s.suspects, r)
	s.progress(1)
	if err := s.note(r, postponed, reason); err != nil {
		return err
	}
	if len(s.suspects) >= maxSuspects {
		return fmt.Errorf("le serveur refuse tout : %d refus de suite, le dernier : %s (rien n’est noté comme définitif ; vérifiez le "+
			"droit d’envoyer par ce serveur et la taille du message)", len(s.suspects), reason)
	}
	return nil
}

// condemn makes the recorded refusals permanent.
func (s *sending) condemn() error {
	for _, r := range s.suspects {
		e, _ := s.book.of(r)
		if err := s.note(r, refused, e.reason); err != nil {
			return err
		}
	}
	s.suspects = nil
	return nil
}

// note records the result for a recipient, in the ledger if there is one.
func (s *sending) note(r Recipient, what state, reason string) error {
	e := entry{what, time.Now(), reason}
	if s.ledger != nil {
		return s.ledger.note(r, e)
	}
	s.book.set(r, e)
	return nil
}

// connect opens a connection if there is none. If the server cannot be reached
// at the start, it returns an error, since somebody at the terminal can act;
// later it waits.
func (s *sending) connect(ctx context.Context) error {
	if s.connection != nil && !s.connection.alive() {
		s.connection.drop()
		s.connection = nil
	}
	for s.connection == nil {
		c, err := s.Server.dial(ctx)
		switch {
		case err == nil:
			s.connection, s.opened = c, true
		case ctx.Err() != nil:
			return ctx.Err()
		case !s.opened || !temporary(err):
			return err
		default:
			if err := s.outage(ctx, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// outage waits after a lost connection: not at all after the first, longer
// after each further one; finally it gives up.
func (s *sending) outage(ctx context.Context, cause error) error {
	s.outages++
	switch n := s.outages - 2; {
	case n < 0:
		return nil
	case n < len(s.Waits):
		return pause(ctx, s.Waits[n])
	}
	return fmt.Errorf("le serveur %s coupe la connexion (%d fois de suite) : %w", s.Server, s.outages, cause)
}

// pace waits until the rate limit allows another message.
func (s *sending) pace(ctx context.Context) error {
	if err := pause(ctx, time.Until(s.next)); err != nil {
		return err
	}
	if s.PerMinute > 0 {
		s.next = time.Now().Add(time.Minute / time.Duration(s.PerMinute))
	}
	return nil
}

// pause waits for d, or returns the error of a context that ends.
func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 || ctx.Err() != nil {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// oneLine returns an error as the ledger stores it: the server's reply without
// line breaks, cut if it is long.
func oneLine(err error) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	if replyCode(err) == 0 {
		text = "connexion coupée : " + text
	}
	const most = 300
	runes := []rune(mailaddr.SingleLine(strings.ToValidUTF8(text, "�")))
	if len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return string(runes)
}
