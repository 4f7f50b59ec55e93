package delivery

import (
	"errors"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
	gomail "github.com/wneessen/go-mail"
)

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
				o.Message = func(r netmail.Address) (*gomail.Msg, error) {
					m, err := shortMessage(r)
					if err == nil {
						m.SetBodyString(gomail.TypeTextPlain, test.message)
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
	if err == nil || !strings.Contains(err.Error(), "relaying denied") || len(report.Refused) > 0 ||
		len(report.Left)+len(report.Postponed) != 30 {
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
	if reached, err := connection.hand("lettre@exemple.fr", "p1@exemple.fr", []byte("Subject: x\r\n\r\ny"),
		func() error { return full }); reached != inContent || !errors.Is(err, full) {
		t.Errorf("reached %d: %v", reached, err)
	}
	connection.drop()
	if server.total() > 0 {
		t.Errorf("accepted %d messages", server.total())
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
	if err == nil || !strings.Contains(err.Error(), "coupe la connexion") || len(report.Uncertain) > len(o.Waits)+2 ||
		len(report.Left) < 24 {
		t.Errorf("got %v, %d uncertain, %d left", err, len(report.Uncertain), len(report.Left))
	}
}
