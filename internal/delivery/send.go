package delivery

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	netmail "net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// DefaultWaits come before the second and later tries at a recipient that the
// server puts off, and at a server that cannot be reached. Servers that put
// off unknown senders let them in after five minutes at most, as a rule.
var DefaultWaits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute}

// Options say what is sent to whom.
type Options struct {
	Issue      Identity // with Subject, what the ledger is tied to
	Subject    string
	Recipients []Recipient
	// Message makes the message for one recipient, whose address is the only
	// one in To, Cc and Bcc. It is called again for each try.
	Message func(to netmail.Address) (*gomail.Msg, error)
	Server  Server
	Ledger  string   // path; see [FindLedger]
	Earlier []string // ledgers whose lines are taken up

	// Again sends to uncertain recipients too, who may get a second message.
	Again bool
	// DryRun makes all messages, and neither sends nor writes anything.
	DryRun bool
	// Test, where it has an address, gets the message alone, whoever is on the
	// list; the ledger is neither read nor written.
	Test Recipient

	PerMinute int             // most messages a minute, tries included; 0 for no limit
	Waits     []time.Duration // before each further try; nil for [DefaultWaits]
	// Progress, where not nil, is called at the beginning and when a recipient
	// is settled, with the recipients of this run.
	Progress func(done, total int)
}

// Outcome is what became of a recipient, and why.
type Outcome struct {
	Recipient
	At     time.Time
	Reason string // the server's words, or French
}

// Report is what a sending did. Its lists are in the order of the recipients
// and cover all of them, whether settled now or by an earlier run.
type Report struct {
	Planned   []Recipient // to whom this run was to send
	Size      int         // bytes of the largest message made
	Accepted  int         // messages that the server took in this run
	Earlier   int         // recipients that had theirs before this run
	Refused   []Outcome   // permanently; not tried again by later runs
	Postponed []Outcome   // put off to the end; the next run tries again
	Uncertain []Outcome   // the message may have been accepted or not
	Left      []Recipient // never tried, since the run ended before
}

// Send sends an issue, or says what it would do (DryRun). It ends early when
// ctx does, after the message under way, with an error that wraps ctx's. The
// report is true with any error. Errors are French.
func Send(ctx context.Context, o Options) (Report, error) {
	if o.Waits == nil {
		o.Waits = DefaultWaits
	}
	if strings.ContainsAny(o.Issue.Address+o.Issue.Number, "\t\r\n") || o.Issue.Address == "" {
		return Report{}, fmt.Errorf("nom de numéro %q : il lui faut un nom d’une ligne, sans tabulation", o.Issue)
	}
	s := &sending{Options: o, book: newBook(o.Issue, o.Subject)}
	if o.Test.Address != "" {
		s.Recipients = []Recipient{o.Test}
		s.Waits = []time.Duration{} // somebody waits for it at the terminal
	} else if err := s.readPast(); err != nil {
		return Report{}, err
	}
	s.plan()
	err := s.run(ctx)
	if s.ledger != nil {
		err = errors.Join(err, s.ledger.close())
	}
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		err = fmt.Errorf("envoi interrompu : %w", err)
	}
	s.conclude()
	return s.report, err
}

// sending is one run of [Send].
type sending struct {
	Options
	ledger     *ledger // nil for a dry run and a test
	book       *book   // what is known of recipients; the ledger's where there is one
	report     Report
	connection *connection
	opened     bool        // the server could be reached in this run
	outages    int         // connections lost since the server last answered about a recipient
	suspects   []Recipient // refused since a message was last accepted
	next       time.Time   // when the rate allows another message
	done       int
}

// readPast takes up what earlier runs did.
func (s *sending) readPast() (err error) {
	switch {
	case s.DryRun && s.Ledger == "":
		return nil
	case s.DryRun:
		if s.book, _, err = readLedger(s.Ledger, s.Issue, s.Subject); err != nil {
			return err
		}
		before, err := readEarlier(s.Earlier, s.Issue, s.Subject, s.book)
		maps.Copy(s.book.entries, before)
		return err
	case s.Ledger == "":
		return errors.New("pas d’envoi sans journal (donnez son chemin)")
	}
	if s.ledger, err = openLedger(s.Ledger, s.Issue, s.Subject, s.Earlier); err != nil {
		return err
	}
	s.book = s.ledger.book
	return nil
}

// plan finds to whom this run sends: each address once, and nobody who has
// been settled.
func (s *sending) plan() {
	seen := map[string]bool{}
	var once []Recipient
	for _, r := range s.Recipients {
		if seen[r.Key()] {
			continue
		}
		seen[r.Key()] = true
		once = append(once, r)
		e, known := s.book.of(r)
		switch {
		case !known, e.state == postponed, e.state == begun && s.Again:
			s.report.Planned = append(s.report.Planned, r)
		case e.state == accepted:
			s.report.Earlier++
		}
	}
	s.Recipients = once
}

// run sends to those planned, or makes their messages.
func (s *sending) run(ctx context.Context) error {
	s.progress(0)
	if !s.DryRun {
		return s.deliver(ctx)
	}
	for _, r := range s.report.Planned {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, _, err := s.message(r); err != nil {
			return err
		}
		s.progress(1)
	}
	return nil
}

func (s *sending) progress(more int) {
	s.done += more
	if s.Progress != nil {
		s.Progress(s.done, len(s.report.Planned))
	}
}

// message makes the message for a recipient, and the address that refusals go
// to.
func (s *sending) message(r Recipient) (from string, content []byte, err error) {
	m, err := s.Message(netmail.Address(r))
	if err != nil {
		return "", nil, fmt.Errorf("message pour %s : %w", r, err)
	}
	if to := m.GetTo(); len(to) != 1 || to[0].Address != r.Address || len(m.GetCc())+len(m.GetBcc()) > 0 {
		return "", nil, fmt.Errorf("message pour %s : il n’est pas adressé à cette seule personne", r)
	}
	from, err = m.GetSender(false)
	if err != nil {
		return "", nil, fmt.Errorf("message pour %s : il n’a pas d’expéditeur : %w", r, err)
	}
	var out bytes.Buffer
	if _, err := m.WriteTo(&out); err != nil {
		return "", nil, fmt.Errorf("message pour %s : %w", r, err)
	}
	s.report.Size = max(s.report.Size, out.Len())
	return strings.Trim(from, "<>"), out.Bytes(), nil
}

// conclude puts what is known of each recipient into the report.
func (s *sending) conclude() {
	for _, r := range s.Recipients {
		e, known := s.book.of(r)
		o := Outcome{r, e.at, e.reason}
		switch {
		case !known:
			if !s.DryRun {
				s.report.Left = append(s.report.Left, r)
			}
		case e.state == refused:
			s.report.Refused = append(s.report.Refused, o)
		case e.state == postponed:
			s.report.Postponed = append(s.report.Postponed, o)
		case e.state == begun:
			o.Reason = "la réponse du serveur n’est pas venue ou n’a pas pu être notée"
			s.report.Uncertain = append(s.report.Uncertain, o)
		}
	}
}
