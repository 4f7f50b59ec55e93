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

// defaultWaits are the pauses before further tries, if the server postpones a
// recipient or cannot be reached. Servers that postpone unknown senders usually
// accept them within five minutes.
var defaultWaits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute}

// Options configure a sending.
type Options struct {
	Issue      Identity // it identifies the ledger, together with Subject
	Subject    string
	Recipients []Recipient
	// Message makes the message for one recipient, the only one in To, Cc and
	// Bcc. It is called again for each try.
	Message func(to netmail.Address) (*gomail.Msg, error)
	Server  Server
	Ledger  string   // path; see [FindLedger]
	Earlier []string // older ledgers of the issue, whose entries are copied

	// Again also sends to uncertain recipients, who may get a second message.
	Again bool
	// DryRun makes all messages, but sends and writes nothing.
	DryRun bool
	// Test, if it has an address, is the only recipient of the message, whoever
	// is on the list; the ledger is neither read nor written.
	Test Recipient

	PerMinute int             // maximum number of messages a minute, tries included; 0 for no limit
	Waits     []time.Duration // before each further try; nil for [defaultWaits]
	// Progress, if not nil, is called at the beginning and whenever a recipient
	// is settled; total is the number of recipients of this run.
	Progress func(done, total int)
}

// Outcome is the result for a recipient, with its reason.
type Outcome struct {
	Recipient
	At     time.Time
	Reason string // the server's reply, or French
}

// Report is the result of a sending. Its lists are in the order of the
// recipients and include those settled by earlier runs.
type Report struct {
	Planned   []Recipient // the recipients of this run
	Size      int         // bytes of the largest message made
	Accepted  int         // messages that the server accepted in this run
	Earlier   int         // recipients with an accepted message from earlier runs
	Refused   []Outcome   // for good; later runs do not try again
	Postponed []Outcome   // postponed at the end of the run; the next one tries again
	Uncertain []Outcome   // the message may or may not have been accepted
	Left      []Recipient // not tried before the run ended
}

// Send sends an issue or, with DryRun, reports what it would do. If ctx ends,
// it stops after the current message with an error that wraps ctx's. The report
// is valid with any error. Errors are French.
func Send(ctx context.Context, o Options) (Report, error) {
	if o.Waits == nil {
		o.Waits = defaultWaits
	}
	if strings.ContainsAny(o.Issue.Address+o.Issue.Number, "\t\r\n") || o.Issue.Address == "" {
		return Report{}, fmt.Errorf("nom de numéro %q : il lui faut un nom d’une ligne, sans tabulation", o.Issue)
	}
	s := &sending{Options: o, book: newBook(o.Issue, o.Subject)}
	if o.Test.Address != "" {
		s.Recipients = []Recipient{o.Test}
		s.Waits = []time.Duration{} // somebody waits at the terminal
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
	book       *book   // what is known of recipients; the ledger's if there is one
	report     Report
	connection *connection
	opened     bool        // the server was reached in this run
	outages    int         // connections lost since the server's last reply about a recipient
	suspects   []Recipient // refused since the last accepted message
	next       time.Time   // when the rate limit allows another message
	done       int
}

// readPast reads what earlier runs did.
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

// plan selects the recipients of this run: each address once, without those
// that are settled.
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

// run sends to the planned recipients, or makes their messages.
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

// message makes the message for a recipient, and returns the address that
// refusals are sent to.
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

// conclude fills the report with what is known of each recipient.
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
