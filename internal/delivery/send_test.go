package delivery

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/jhillyerd/enmime/v2"
	gomail "github.com/wneessen/go-mail"
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
			if got.from != "lettre@exemple.fr" || !strings.Contains(parsed.Text, "\n.\r\n") ||
				!strings.Contains(parsed.Text, "ne finit pas") {
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
	if got := addresses(report.Refused); !slices.Equal(got, []string{"p4@exemple.fr", "p5@exemple.fr"}) ||
		!strings.Contains(report.Refused[0].Reason, "no such user") {
		t.Errorf("refused: %+v", report.Refused)
	}
	if got := addresses(report.Postponed); !slices.Equal(got, []string{"p3@exemple.fr"}) ||
		!strings.HasPrefix(report.Postponed[0].Reason, "452") {
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
	if report, err = Send(t.Context(), o); err != nil || len(report.Planned) != 1 || report.Planned[0].Address != "p3@exemple.fr" ||
		report.Earlier != 2 {
		t.Errorf("%v %+v", err, report)
	}
}

func TestSendTest(t *testing.T) {
	server := serve(t, "smtp", &mailServer{})
	o := options(t, server, 3)
	o.Test = Recipient{Name: "", Address: "moi@exemple.fr"}
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
	for name, add := range map[string]func(*gomail.Msg) error{
		"To":    func(m *gomail.Msg) error { return m.AddTo("autre@exemple.fr") },
		"Cc":    func(m *gomail.Msg) error { return m.Cc("autre@exemple.fr") },
		"Bcc":   func(m *gomail.Msg) error { return m.Bcc("autre@exemple.fr") },
		"other": func(m *gomail.Msg) error { return m.To("autre@exemple.fr") },
	} {
		t.Run(name, func(t *testing.T) {
			server := serve(t, "smtp+plain", &mailServer{})
			o := options(t, server, 3)
			o.Message = func(r netmail.Address) (*gomail.Msg, error) {
				m, err := shortMessage(r)
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
	o.Recipients = append(o.Recipients, Recipient{Name: "Encore", Address: "p1@EXEMPLE.fr"})
	if report, err := Send(t.Context(), o); err != nil || report.Accepted != 2 {
		t.Error(err, fmt.Sprintf("%+v", report))
	}
}
