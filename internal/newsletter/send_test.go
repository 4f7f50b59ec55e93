package newsletter

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/jhillyerd/enmime/v2"
	"github.com/wneessen/go-mail"
)

func TestSendEncrypted(t *testing.T) {
	for _, scheme := range []string{"smtp", "smtps"} {
		t.Run(scheme, func(t *testing.T) {
			server := serve(t, scheme, &mailServer{password: "secret d’été"})
			o := options(t, server, 5)
			var bar [][2]int
			o.Progress = func(done, total int) { bar = append(bar, [2]int{done, total}) }
			report, err := Send(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			server.wantOneEach(t, o.Recipients)
			if report.Accepted != 5 || report.Size < 300 || len(report.Left) > 0 {
				t.Errorf("report: %+v", report)
			}
			if server.connections != 1 || server.logins != 1 {
				t.Errorf("%d connections and %d logins, want one of each for all messages", server.connections, server.logins)
			}
			if want := [][2]int{{0, 5}, {1, 5}, {2, 5}, {3, 5}, {4, 5}, {5, 5}}; !slices.Equal(bar, want) {
				t.Errorf("progress %v, want %v", bar, want)
			}
			got := server.inbox("p3@exemple.fr")[0]
			parsed, err := enmime.ReadEnvelope(strings.NewReader(got.content))
			if err != nil {
				t.Fatal(err)
			}
			to, err := parsed.AddressList("To")
			if err != nil || len(to) != 1 || to[0].Name != "Éloïse n° 3" || to[0].Address != "p3@exemple.fr" {
				t.Errorf("To: %v %v", to, err)
			}
			if got.from != "lettre@exemple.fr" || !strings.Contains(parsed.Text, "\n.\r\n") || !strings.Contains(parsed.Text, "ne finit pas") {
				t.Errorf("from %s: %q", got.from, parsed.Text)
			}
		})
	}
}

// Nothing may leave where the server is not the one it claims to be, does not
// encrypt, or does not know the user; a second try could lock the account.
func TestSendStopsBeforeTheFirstMessage(t *testing.T) {
	tests := []struct {
		name    string
		scheme  string
		server  *mailServer
		options func(*Options)
		want    string
	}{
		{"unknown certificate", "smtp", &mailServer{}, func(o *Options) { o.Server.Authorities = nil }, "certificat"},
		{"unknown certificate at once", "smtps", &mailServer{}, func(o *Options) { o.Server.Authorities = nil }, "certificat"},
		{"no STARTTLS", "smtp+plain", &mailServer{}, func(o *Options) { o.Server.security = startTLS }, "essayez smtps://"},
		{"no TLS", "smtp+plain", &mailServer{}, func(o *Options) { o.Server.security = implicitTLS }, "essayez smtp://"},
		{"wrong password", "smtp", &mailServer{password: "juste"}, func(o *Options) { o.Server.password = "faux" }, PasswordVariable},
		{"nobody logged in", "smtp", &mailServer{password: "juste"}, func(o *Options) { o.Server.user = "" }, "authenticate"},
		{"nobody there", "smtp+plain", &mailServer{}, func(o *Options) { o.Server.port = 1 }, "connexion à 127.0.0.1:1"},
		{"sender refused", "smtp", &mailServer{hook: func(m moment, _ string, _ *smtp.Conn) error {
			if m == atMail {
				return &smtp.SMTPError{Code: 550, Message: "not from here"}
			}
			return nil
		}}, nil, "refuse l’expéditeur lettre@exemple.fr : 550"},
		{"no ledger", "smtp", &mailServer{}, func(o *Options) { o.Ledger = "" }, "journal"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := serve(t, test.scheme, test.server)
			o := options(t, server, 3)
			if test.options != nil {
				test.options(&o)
			}
			o.Waits = []time.Duration{time.Hour} // whoever waits here is late
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			report, err := Send(ctx, o)
			if err == nil || !strings.Contains(err.Error(), test.want) || ctx.Err() != nil {
				t.Errorf("got %v, want an error that says %q at once", err, test.want)
			}
			if server.total() > 0 || report.Accepted > 0 || len(report.Refused) > 0 {
				t.Errorf("sent all the same: %+v", report)
			}
			if server.logins > 1 {
				t.Errorf("logged in %d times", server.logins)
			}
		})
	}
}

func TestSendRefusalsAndDelays(t *testing.T) {
	once := map[string]func() error{
		"p2@exemple.fr": times(2, func() error { return &smtp.SMTPError{Code: 451, Message: "greylisted"} }),
		"p3@exemple.fr": times(99, func() error { return &smtp.SMTPError{Code: 452, Message: "mailbox\nfull"} }),
		"p4@exemple.fr": times(99, func() error { return &smtp.SMTPError{Code: 550, Message: "no such user"} }),
	}
	server := serve(t, "smtp", &mailServer{hook: func(m moment, to string, _ *smtp.Conn) error {
		switch {
		case m == atRcpt && once[to] != nil:
			return once[to]()
		case m == atContent && to == "p5@exemple.fr":
			return &smtp.SMTPError{Code: 554, Message: "looks like junk"}
		}
		return nil
	}})
	o := options(t, server, 8)
	report, err := Send(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	server.wantOneEach(t, o.Recipients, "p3@exemple.fr", "p4@exemple.fr", "p5@exemple.fr")
	if got := addresses(report.Refused); !slices.Equal(got, []string{"p4@exemple.fr", "p5@exemple.fr"}) || !strings.Contains(report.Refused[0].Reason, "no such user") {
		t.Errorf("refused: %+v", report.Refused)
	}
	if got := addresses(report.Postponed); !slices.Equal(got, []string{"p3@exemple.fr"}) || !strings.HasPrefix(report.Postponed[0].Reason, "452") {
		t.Errorf("postponed: %+v", report.Postponed)
	}
	if server.connections != 1 {
		t.Errorf("%d connections: a refusal is no reason for another", server.connections)
	}

	// The next run tries only the one that was put off.
	once["p3@exemple.fr"] = nil
	report, err = Send(t.Context(), o)
	if err != nil || report.Accepted != 1 || report.Earlier != 5 || len(report.Refused) != 2 || len(report.Postponed) != 0 {
		t.Errorf("second run: %v %+v", err, report)
	}
	server.wantOneEach(t, o.Recipients, "p4@exemple.fr", "p5@exemple.fr")
}

func TestSendDroppedConnection(t *testing.T) {
	long := strings.Repeat("Une ligne de texte qui remplit les tampons entre ici et le serveur.\r\n", 60_000)
	tests := []struct {
		name      string
		when      moment
		how       func(*smtp.Conn) error
		message   string
		uncertain []string
	}{
		{"before the recipient", atMail, drop, "", nil},
		{"at the recipient", atRcpt, drop, "", nil},
		{"in the content", atData, drop, long, nil},
		{"421", atRcpt, func(*smtp.Conn) error { return &smtp.SMTPError{Code: 421, Message: "too many messages"} }, "", nil},
		{"after the content", atContent, drop, "", []string{"p3@exemple.fr"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			messages := 0
			server := serve(t, "smtp", &mailServer{hook: func(m moment, to string, c *smtp.Conn) error {
				if m == test.when {
					if messages++; messages == 3 {
						return test.how(c)
					}
				}
				return nil
			}})
			o := options(t, server, 5)
			if test.message != "" {
				o.Message = func(r Recipient) (*mail.Msg, error) {
					m, err := letter(r)
					if err == nil {
						m.SetBodyString(mail.TypeTextPlain, test.message)
					}
					return m, err
				}
			}
			report, err := Send(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			if got := addresses(report.Uncertain); !slices.Equal(got, test.uncertain) {
				t.Errorf("uncertain: %v, want %v", got, test.uncertain)
			}
			server.wantOneEach(t, o.Recipients, test.uncertain...)
			if server.connections != 2 {
				t.Errorf("%d connections, want the first and one after the drop", server.connections)
			}
			for _, r := range o.Recipients {
				for _, got := range server.inbox(r.Address) {
					if !strings.HasSuffix(strings.TrimSpace(got.content), "serveur.") && test.message != "" {
						t.Errorf("%s got half a message", r.Address)
					}
				}
			}

			// An uncertain recipient gets another message only when asked for.
			if _, err := Send(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			server.wantOneEach(t, o.Recipients, test.uncertain...)
			o.Again = true
			if report, err := Send(t.Context(), o); err != nil || len(report.Planned) != len(test.uncertain) || len(report.Uncertain) > 0 {
				t.Errorf("again: %v %+v", err, report)
			}
			server.wantOneEach(t, o.Recipients)
		})
	}
}

// A server that refuses everybody has something against the sender: no
// recipient may be struck off for it.
func TestSendServerRefusesEverybody(t *testing.T) {
	var refusing bool
	server := serve(t, "smtp+plain", &mailServer{hook: func(m moment, _ string, _ *smtp.Conn) error {
		if m == atRcpt && refusing {
			return &smtp.SMTPError{Code: 550, Message: "relaying denied"}
		}
		return nil
	}})
	refusing = true
	o := options(t, server, 30)
	report, err := Send(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "relaying denied") || len(report.Refused) > 0 || len(report.Left)+len(report.Postponed) != 30 {
		t.Errorf("got %v, refused %d, left %d, postponed %d", err, len(report.Refused), len(report.Left), len(report.Postponed))
	}
	refusing = false
	if _, err := Send(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	server.wantOneEach(t, o.Recipients)
}

// Many refusals among accepted messages are a bad list, not a bad server.
func TestSendManyRefused(t *testing.T) {
	n := 0
	server := serve(t, "smtp+plain", &mailServer{hook: func(m moment, _ string, _ *smtp.Conn) error {
		if m == atRcpt {
			if n++; n%2 == 0 {
				return &smtp.SMTPError{Code: 550, Message: "no such user"}
			}
		}
		return nil
	}})
	report, err := Send(t.Context(), options(t, server, 2*maxSuspects+10))
	if err != nil || len(report.Refused) != maxSuspects+5 || report.Accepted != maxSuspects+5 {
		t.Errorf("%v: %d refused, %d accepted", err, len(report.Refused), report.Accepted)
	}
}

// A server that has nobody free for a while is waited for.
func TestSendServerComesBack(t *testing.T) {
	var server *mailServer
	gone := times(1, func() error {
		server.mu.Lock()
		defer server.mu.Unlock()
		server.busy = 4 // two connections: EHLO, then HELO
		return errDropped
	})
	server = serve(t, "smtp", &mailServer{hook: func(m moment, to string, c *smtp.Conn) error {
		if m == atRcpt && to == "p3@exemple.fr" && gone() != nil {
			return drop(c)
		}
		return nil
	}})
	o := options(t, server, 5)
	report, err := Send(t.Context(), o)
	if err != nil || report.Accepted != 5 || server.busy > 0 {
		t.Errorf("%v %+v, busy %d", err, report, server.busy)
	}
	server.wantOneEach(t, o.Recipients)
}

// A message that was broken off, here since the ledger could not be written,
// is not ended by a farewell: the server would accept what it has.
func TestSendBrokenOff(t *testing.T) {
	server := serve(t, "smtp", &mailServer{})
	connection, err := options(t, server, 1).Server.dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	if reached, err := connection.hand("lettre@exemple.fr", "p1@exemple.fr", []byte("Subject: x\r\n\r\ny"), func() error { return full }); reached != inContent || !errors.Is(err, full) {
		t.Errorf("reached %d: %v", reached, err)
	}
	connection.drop()
	if server.total() > 0 {
		t.Errorf("accepted %q", server.inbox("p1@exemple.fr"))
	}
}

// A server that goes away for good ends the sending, after a message or two
// that nobody knows of, not after a list of them.
func TestSendServerGoesAway(t *testing.T) {
	server := serve(t, "smtp+plain", &mailServer{hook: func(m moment, to string, c *smtp.Conn) error {
		if m == atContent && to != "p1@exemple.fr" {
			return drop(c)
		}
		return nil
	}})
	o := options(t, server, 30)
	report, err := Send(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "coupe la connexion") || len(report.Uncertain) > len(o.Waits)+2 || len(report.Left) < 24 {
		t.Errorf("got %v, %d uncertain, %d left", err, len(report.Uncertain), len(report.Left))
	}
}

func TestSendInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := serve(t, "smtp", &mailServer{hook: func(m moment, to string, _ *smtp.Conn) error {
		if m == atData && to == "p3@exemple.fr" {
			cancel()
		}
		return nil
	}})
	o := options(t, server, 6)
	report, err := Send(ctx, o)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "envoi interrompu") {
		t.Errorf("error %v", err)
	}
	if report.Accepted != 3 || len(report.Left) != 3 || len(report.Uncertain) > 0 {
		t.Errorf("the message under way is to be finished, and none begun after it: %+v", report)
	}
	if report, err = Send(t.Context(), o); err != nil || report.Accepted != 3 || report.Earlier != 3 {
		t.Errorf("second run: %v %+v", err, report)
	}
	server.wantOneEach(t, o.Recipients)
}

// An interruption must not wait for the end of a pause.
func TestSendInterruptedInAPause(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := serve(t, "smtp+plain", &mailServer{hook: func(m moment, to string, _ *smtp.Conn) error {
		if m == atRcpt {
			defer cancel()
			return &smtp.SMTPError{Code: 451, Message: "later"}
		}
		return nil
	}})
	o := options(t, server, 1)
	o.Waits = []time.Duration{time.Hour}
	report, err := Send(ctx, o)
	if !errors.Is(err, context.Canceled) || len(report.Postponed) != 1 {
		t.Errorf("%v %+v", err, report)
	}
}

func TestSendRate(t *testing.T) {
	server := serve(t, "smtp+plain", &mailServer{})
	o := options(t, server, 4)
	o.PerMinute = 1200 // one each 50 ms
	if _, err := Send(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	first, last := server.inbox("p1@exemple.fr")[0].at, server.inbox("p4@exemple.fr")[0].at
	if took := last.Sub(first); took < 140*time.Millisecond {
		t.Errorf("4 messages within %s, want 150 ms at the least", took)
	}
}

func TestSendDryRun(t *testing.T) {
	server := serve(t, "smtp", &mailServer{})
	o := options(t, server, 3)
	o.DryRun = true
	report, err := Send(t.Context(), o)
	if err != nil || len(report.Planned) != 3 || report.Size == 0 || report.Accepted > 0 {
		t.Errorf("%v %+v", err, report)
	}
	if files, _ := filepath.Glob(filepath.Join(filepath.Dir(o.Ledger), "*")); len(files) > 0 || server.connections > 0 {
		t.Errorf("a dry run left %v and connected %d times", files, server.connections)
	}
	// It knows what has been done.
	o.DryRun, o.Recipients = false, people(2)
	if _, err := Send(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	o.DryRun, o.Recipients = true, people(3)
	if report, err = Send(t.Context(), o); err != nil || len(report.Planned) != 1 || report.Planned[0].Address != "p3@exemple.fr" || report.Earlier != 2 {
		t.Errorf("%v %+v", err, report)
	}
}

func TestSendTest(t *testing.T) {
	server := serve(t, "smtp", &mailServer{})
	o := options(t, server, 3)
	o.Test = Recipient{"", "moi@exemple.fr"}
	for range 2 {
		if report, err := Send(t.Context(), o); err != nil || report.Accepted != 1 {
			t.Errorf("%v %+v", err, report)
		}
	}
	if len(server.inbox("moi@exemple.fr")) != 2 || server.total() != 2 {
		t.Errorf("%v", server.inboxes)
	}
	if _, err := os.Stat(o.Ledger); err == nil {
		t.Error("a test is noted in the ledger")
	}
}

func TestSendNeverShowsAList(t *testing.T) {
	for name, add := range map[string]func(*mail.Msg) error{
		"To":    func(m *mail.Msg) error { return m.AddTo("autre@exemple.fr") },
		"Cc":    func(m *mail.Msg) error { return m.Cc("autre@exemple.fr") },
		"Bcc":   func(m *mail.Msg) error { return m.Bcc("autre@exemple.fr") },
		"other": func(m *mail.Msg) error { return m.To("autre@exemple.fr") },
	} {
		t.Run(name, func(t *testing.T) {
			server := serve(t, "smtp+plain", &mailServer{})
			o := options(t, server, 3)
			o.Message = func(r Recipient) (*mail.Msg, error) {
				m, err := letter(r)
				return m, errors.Join(err, add(m))
			}
			if _, err := Send(t.Context(), o); err == nil || !strings.Contains(err.Error(), "seule personne") || server.total() > 0 {
				t.Errorf("%v, %d sent", err, server.total())
			}
		})
	}
}

func TestSendListedTwice(t *testing.T) {
	server := serve(t, "smtp+plain", &mailServer{})
	o := options(t, server, 2)
	o.Recipients = append(o.Recipients, Recipient{"Encore", "p1@EXEMPLE.fr"})
	if report, err := Send(t.Context(), o); err != nil || report.Accepted != 2 {
		t.Error(err, fmt.Sprintf("%+v", report))
	}
}
