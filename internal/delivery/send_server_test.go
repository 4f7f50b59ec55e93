package delivery

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	netmail "net/mail"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	gomail "github.com/wneessen/go-mail"
)

// moment is a point of a session at which the test server calls its hook.
type moment string

const (
	atMail    moment = "MAIL"
	atRcpt    moment = "RCPT"
	atData    moment = "DATA"    // the content is about to come
	atContent moment = "content" // it has come; nothing has been answered
	accepting moment = "accept"  // as atContent; the message has been taken
)

// mailServer is a real SMTP server that keeps what it accepts.
type mailServer struct {
	address     string
	authorities *x509.CertPool
	password    string // of the user « lettre »; "" where nobody has to log in

	// hook may refuse (*smtp.SMTPError), drop the connection or take note.
	hook func(m moment, to string, c *smtp.Conn) error

	mu          sync.Mutex
	inboxes     map[string][]received
	connections int
	logins      int
	busy        int // greetings that are still to be turned away
}

type received struct {
	from    string
	content string
	at      time.Time
}

// serve starts a server; how it is encrypted is the client's scheme, "smtp",
// "smtps" or "smtp+plain".
func serve(t *testing.T, scheme string, s *mailServer) *mailServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.address = scheme + "://" + listener.Addr().String()
	s.inboxes = map[string][]received{}
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.busy > 0 {
			s.busy--
			return nil, &smtp.SMTPError{Code: 451, Message: "busy"}
		}
		if _, isTLS := c.TLSConnectionState(); isTLS || scheme != "smtp" {
			s.connections++
		}
		return &mailSession{server: s, conn: c, open: s.password == ""}, nil
	}))
	server.Domain = "localhost"
	server.ErrorLog = log.New(io.Discard, "", 0)
	if scheme != "smtp+plain" {
		var certificate tls.Certificate
		certificate, s.authorities = testCertificate(t)
		server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}}
	}
	if scheme == "smtps" {
		listener = tls.NewListener(listener, server.TLSConfig)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		_ = listener.Close() // which the server may not know of yet
		<-ended
	})
	return s
}

func testCertificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// inbox is what a recipient has got.
func (s *mailServer) inbox(to string) []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inboxes[to]
}

// total counts the messages accepted.
func (s *mailServer) total() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, inbox := range s.inboxes {
		n += len(inbox)
	}
	return n
}

type mailSession struct {
	server   *mailServer
	conn     *smtp.Conn
	open     bool
	from, to string
}

func (m *mailSession) at(when moment) error {
	if m.server.hook == nil {
		return nil
	}
	return m.server.hook(when, m.to, m.conn)
}

func (m *mailSession) AuthMechanisms() []string {
	if m.server.password == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (m *mailSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		m.server.mu.Lock()
		defer m.server.mu.Unlock()
		m.server.logins++
		if user != "lettre" || password != m.server.password {
			return smtp.ErrAuthFailed
		}
		m.open = true
		return nil
	}), nil
}

func (m *mailSession) Mail(from string, _ *smtp.MailOptions) error {
	if !m.open {
		return smtp.ErrAuthRequired
	}
	m.from, m.to = from, ""
	return m.at(atMail)
}

func (m *mailSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	m.to = to
	return m.at(atRcpt)
}

func (m *mailSession) Data(r io.Reader) error {
	if err := m.at(atData); err != nil {
		return err
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := m.at(atContent); err != nil {
		return err
	}
	m.server.mu.Lock()
	m.server.inboxes[m.to] = append(m.server.inboxes[m.to], received{m.from, string(content), time.Now()})
	m.server.mu.Unlock()
	return m.at(accepting)
}

func (m *mailSession) Reset()        {}
func (m *mailSession) Logout() error { return nil }

// errDropped is what a hook returns that has closed the connection.
var errDropped = errors.New("dropped")

func drop(c *smtp.Conn) error {
	_ = c.Conn().Close()
	return errDropped
}

// times makes a hook's action happen at the first n calls only.
func times(n int, action func() error) func() error {
	return func() error {
		if n == 0 {
			return nil
		}
		n--
		return action()
	}
}

func people(n int) []Recipient {
	list := make([]Recipient, n)
	for i := range list {
		list[i] = Recipient{Name: fmt.Sprintf("Éloïse n° %d", i+1), Address: fmt.Sprintf("p%d@exemple.fr", i+1)}
	}
	return list
}

// shortMessage makes a message.
func shortMessage(to netmail.Address) (*gomail.Msg, error) {
	m := gomail.NewMsg()
	if err := m.FromFormat("L’observatoire", "lettre@exemple.fr"); err != nil {
		return nil, err
	}
	if err := m.AddToFormat(to.Name, to.Address); err != nil {
		return nil, err
	}
	m.Subject("La lettre n° 4")
	m.SetBodyString(gomail.TypeTextPlain, "Bonjour.\r\n.\r\nUne ligne d’un seul point ne finit pas la lettre.\r\n")
	return m, nil
}

// options send messages to n people, without waits that a test would feel.
func options(t *testing.T, s *mailServer, n int) Options {
	t.Helper()
	address, password := s.address, ""
	if s.password != "" {
		password = s.password
		address = string(bytes.Replace([]byte(address), []byte("://"), []byte("://lettre@"), 1))
	}
	server, err := ParseServer(address, password)
	if err != nil {
		t.Fatal(err)
	}
	server.Authorities = s.authorities
	return Options{
		Issue: january, Subject: "La lettre n° 4", Recipients: people(n), Message: shortMessage, Server: server,
		Ledger: filepath.Join(t.TempDir(), "liste.2026-01.envoi.tsv"),
		Waits:  []time.Duration{time.Millisecond, 2 * time.Millisecond, 3 * time.Millisecond},
	}
}

// wantOneEach holds that everybody but those listed got exactly one message.
func (s *mailServer) wantOneEach(t *testing.T, list []Recipient, but ...string) {
	t.Helper()
	none := map[string]bool{}
	for _, address := range but {
		none[address] = true
	}
	for _, r := range list {
		want := 1
		if none[r.Address] {
			want = 0
		}
		if got := len(s.inbox(r.Address)); got != want {
			t.Errorf("%s got %d messages, want %d", r.Address, got, want)
		}
	}
}

func addresses(outcomes []Outcome) []string {
	var out []string
	for _, o := range outcomes {
		out = append(out, o.Address)
	}
	return out
}
