package delivery

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

// scripted is a server that answers what a script says, by the first word of
// each command, "." for the end of a message and "" for the greeting; "250 ok"
// where the script says nothing.
type scripted struct {
	scheme    string
	encrypted bool                   // the script counts from TLS on: before, all is well
	script    map[string]string      // what is answered, without its end of line
	stuck     string                 // the command after which it sends flood without end
	flood     func(c net.Conn) error // until it fails
	at        chan string            // told of each command, where not nil
}

func (s *scripted) start(t *testing.T) Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	certificate, authorities := testCertificate(t)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			if s.scheme == "smtps" {
				c = tls.Server(c, &tls.Config{Certificates: []tls.Certificate{certificate}})
			}
			s.session(c, certificate)
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-ended
	})
	server, err := ParseServer(s.scheme+"://"+listener.Addr().String(), "")
	if err != nil {
		t.Fatal(err)
	}
	server.Authorities = authorities
	return server
}

func (s *scripted) session(c net.Conn, certificate tls.Certificate) {
	defer c.Close()
	secure := s.scheme != "smtp"
	say := func(command, usual string) bool {
		counts := secure || !s.encrypted
		if counts && command == s.stuck && s.flood != nil {
			for s.flood(c) == nil {
			}
			return false
		}
		if answer, ok := s.script[command]; ok && counts {
			usual = answer
		}
		_, err := c.Write([]byte(usual + "\r\n"))
		return err == nil
	}
	if !say("", "220 ready") {
		return
	}
	r := bufio.NewReader(c)
	for inMessage := false; ; {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		command, _, _ := strings.Cut(line, " ")
		if inMessage && line != "." {
			continue
		}
		inMessage = false
		if s.at != nil {
			s.at <- command
		}
		switch command {
		case "EHLO":
			answer := "250-here\r\n250 AUTH PLAIN LOGIN"
			if !secure {
				answer = "250-here\r\n250 STARTTLS"
			}
			if !say(command, answer) {
				return
			}
		case "STARTTLS":
			if !say(command, "220 go on") {
				return
			}
			c = tls.Server(c, &tls.Config{Certificates: []tls.Certificate{certificate}})
			r, secure = bufio.NewReader(c), true
		case "DATA":
			inMessage = true
			if !say(command, "354 go on") {
				return
			}
		case "AUTH":
			if !say(command, "235 ok") {
				return
			}
		default:
			if !say(command, "250 ok") {
				return
			}
		}
	}
}

// floods are replies that never end.
var floods = map[string]func(net.Conn) error{
	"a line without end": func(c net.Conn) error { _, err := c.Write(make([]byte, 4096)); return err },
	"lines without end": func(c net.Conn) error {
		_, err := c.Write([]byte(strings.Repeat("250-again\r\n", 400)))
		return err
	},
	"a drip": func(c net.Conn) error {
		time.Sleep(time.Millisecond)
		_, err := c.Write([]byte("2"))
		return err
	},
}

// Whatever reply never ends, wherever, before TLS and after: the sending ends,
// having read no more than it must, and with a ledger that is right.
func TestSendRepliesWithoutEnd(t *testing.T) {
	places := []struct {
		scheme    string
		encrypted bool
		stuck     string
	}{
		{"smtp", false, ""}, {"smtp", false, "EHLO"}, {"smtp", false, "STARTTLS"},
		{"smtp", true, "EHLO"}, {"smtp", true, "AUTH"}, {"smtp", true, "MAIL"}, {"smtp", true, "RCPT"}, {"smtp", true, "DATA"},
		{"smtp", true, "."}, {"smtps", false, ""}, {"smtps", false, "EHLO"}, {"smtps", false, "."},
	}
	for name, flood := range floods {
		for _, place := range places {
			t.Run(fmt.Sprintf("%s/%s %v %s", name, place.scheme, place.encrypted, place.stuck), func(t *testing.T) {
				t.Parallel()
				s := &scripted{scheme: place.scheme, encrypted: place.encrypted, stuck: place.stuck, flood: flood}
				o := options(t, &mailServer{address: "smtp://127.0.0.1:1"}, 3)
				o.Server = s.start(t)
				if place.stuck == "AUTH" {
					o.Server.user, o.Server.password = "lettre", "secret"
				}
				o.Server.patience = patience{time.Minute, time.Minute, time.Minute}
				if name == "a drip" {
					o.Server.patience = patience{300 * time.Millisecond, 100 * time.Millisecond, time.Minute}
				}
				began := time.Now()
				report, err := Send(t.Context(), o)
				if err == nil && place.stuck != "." || report.Accepted > 0 || time.Since(began) > 20*time.Second {
					t.Errorf("%v %+v after %s", err, report, time.Since(began))
				}
				if name != "a drip" && (place.stuck == "" || place.stuck == "EHLO") && !errors.Is(err, errEndless) {
					t.Errorf("%v, want it to say that the reply has no end", err)
				}
				// Only after its end may a message have been accepted.
				if uncertain := len(report.Uncertain) > 0; uncertain != (place.stuck == ".") || len(report.Refused) > 0 {
					t.Errorf("%+v", report)
				}
				b, _, err := readLedger(o.Ledger, o.Issue, o.Subject)
				if err != nil || len(b.entries)+len(report.Left) != 3 {
					t.Errorf("%v: ledger %v, report %+v", err, b, report)
				}
			})
		}
	}
}

// Every 2xx after a message says that it was taken, and what says neither yes
// nor no leaves it uncertain.
func TestSendRepliesAfterTheMessage(t *testing.T) {
	for answer, want := range map[string]state{
		"250 ok": accepted, "251 will forward": accepted, "252 cannot verify": accepted, "299 so be it": accepted,
		"250-ok\r\n250 queued": accepted, "354 more": begun, "150 wait": begun, "600 what": begun, "ok": begun,
		"451 later": postponed, "554 no": refused,
	} {
		t.Run(answer, func(t *testing.T) {
			s := &scripted{scheme: "smtp+plain", script: map[string]string{".": answer}}
			o := options(t, &mailServer{address: "smtp://127.0.0.1:1"}, 1)
			o.Server = s.start(t)
			if _, err := Send(t.Context(), o); err != nil {
				t.Fatal(err)
			}
			b, _, err := readLedger(o.Ledger, o.Issue, o.Subject)
			if got := b.stateOf("p1@exemple.fr"); err != nil || got != want {
				t.Errorf("%q: %q %v, want %q", answer, got, err, want)
			}
		})
	}
}

// Whoever interrupts a sending does not wait for a server that hangs.
func TestSendInterruptedWhileTheServerHangs(t *testing.T) {
	hang := func(c net.Conn) error {
		_, err := c.Read(make([]byte, 1)) // until the other side is gone
		return err
	}
	for _, stuck := range []string{"", "EHLO", "RCPT", "."} {
		t.Run(stuck, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			s := &scripted{scheme: "smtp+plain", stuck: stuck, flood: func(c net.Conn) error {
				cancel()
				return hang(c)
			}}
			o := options(t, &mailServer{address: "smtp://127.0.0.1:1"}, 2)
			o.Server = s.start(t)
			o.Server.patience = patience{time.Hour, time.Hour, 50 * time.Millisecond}
			report, err := Send(ctx, o)
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%v, want an interruption", err)
			}
			want := [3]int{2, 0, 0} // never tried, postponed, uncertain
			switch stuck {
			case "RCPT":
				want = [3]int{1, 1, 0}
			case ".":
				want = [3]int{1, 0, 1}
			}
			if got := [3]int{len(report.Left), len(report.Postponed), len(report.Uncertain)}; got != want {
				t.Errorf("left, postponed and uncertain %v, want %v", got, want)
			}
		})
	}
}
