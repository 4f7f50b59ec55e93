package delivery

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"
)

// PasswordVariable is the environment variable with the password for
// [ParseServer]: other users of a machine can see command lines.
const PasswordVariable = "INTRAQVT_SMTP_PASSWORD"

// security is how a connection is encrypted.
type security int

const (
	startTLS    security = iota // smtp: requested at the beginning, and required
	implicitTLS                 // smtps: from the first byte
	plainText                   // smtp+plain: none, only on this machine
)

// schemes maps the scheme of a server's address to its meaning.
var schemes = map[string]struct {
	security security
	port     int // if the address has none
}{
	"smtp":       {startTLS, 587},
	"smtps":      {implicitTLS, 465},
	"smtp+plain": {plainText, 25},
}

// Server is a mail server that sends messages. [ParseServer] makes it.
type Server struct {
	// Authorities are the certificate authorities for the server, such as a
	// company's own; nil means the system's.
	Authorities *x509.CertPool

	host           string
	port           int
	security       security
	user, password string
	patience       patience
}

// ParseServer parses a server's address, smtp://host:587 (STARTTLS, required)
// or smtps://host:465 (TLS from the first byte), with a user to log in:
// smtps://marie@host. smtp+plain://localhost:2525 is not encrypted, only for
// this machine and for tests. The password is that of the user, "" without one.
// Errors are French.
func ParseServer(address, password string) (Server, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Server{}, errors.New("adresse de serveur illisible (attendu : smtp://hôte:587 ou smtps://hôte:465)")
	}
	scheme, known := schemes[u.Scheme]
	_, inAddress := u.User.Password()
	s := Server{host: u.Hostname(), port: scheme.port, security: scheme.security, user: u.User.Username(), patience: usualPatience}
	switch {
	case !known:
		return Server{}, fmt.Errorf("adresse de serveur « %s » : elle commence par smtp:// ou smtps:// (par exemple smtp://hôte:587)",
			u.Redacted())
	case inAddress:
		return Server{}, fmt.Errorf("le mot de passe ne se met pas dans l’adresse du serveur, que d’autres peuvent lire : mettez-le dans "+
			"la variable %s", PasswordVariable)
	case s.host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "":
		return Server{}, fmt.Errorf("adresse de serveur « %s » : attendu %s://hôte:port", u.Redacted(), u.Scheme)
	case scheme.security == plainText && !loopback(s.host):
		return Server{}, fmt.Errorf("smtp+plain n’est pas chiffré et ne mène qu’à cette machine, non à « %s » : utilisez smtp:// ou "+
			"smtps://", s.host)
	case scheme.security == plainText && s.user != "":
		return Server{}, errors.New("smtp+plain n’est pas chiffré : pas d’identification (retirez l’utilisateur, ou utilisez smtp:// ou " +
			"smtps://)")
	case s.user != "" && password == "":
		return Server{}, fmt.Errorf("mot de passe de « %s » absent : mettez-le dans la variable %s", s.user, PasswordVariable)
	}
	if p := u.Port(); p != "" {
		if s.port, err = strconv.Atoi(p); err != nil || s.port < 1 || s.port > 65535 {
			return Server{}, fmt.Errorf("adresse de serveur : « %s » n’est pas un port", p)
		}
	}
	if s.user != "" {
		s.password = password
	}
	return s, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// String returns the server's address without its password.
func (s Server) String() string { return net.JoinHostPort(s.host, strconv.Itoa(s.port)) }

// dial opens a connection, encrypted and logged in. Once ctx is done, the
// connection ends when the current message has had its time.
func (s Server) dial(ctx context.Context) (*connection, error) {
	host := s.host
	if strings.Contains(host, ":") {
		host = "[" + host + "]" // go-mail appends the port to the host as given
	}
	var line *bounded // set once the server is reached
	encryption := &tls.Config{ServerName: s.host, RootCAs: s.Authorities, MinVersion: tls.VersionTLS12}
	open := func(dialing context.Context, network, address string) (net.Conn, error) {
		raw, err := (&net.Dialer{}).DialContext(dialing, network, address)
		if err != nil {
			return nil, err
		}
		line = bind(ctx, raw, s.patience.connect)
		if s.security != implicitTLS {
			return line, nil
		}
		encrypted := tls.Client(line, encryption)
		return encrypted, encrypted.HandshakeContext(dialing)
	}
	options := []gomail.Option{
		gomail.WithPort(s.port), gomail.WithTimeout(s.patience.connect), gomail.WithTLSConfig(encryption), gomail.WithDialContextFunc(open),
		// All addresses are ASCII. With the extension, a server would refuse
		// messages that the next one could not handle.
		gomail.WithoutSMTPUTF8(),
	}
	switch s.security {
	case startTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case implicitTLS:
		options = append(options, gomail.WithSSL())
	case plainText:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if s.user != "" {
		options = append(options, gomail.WithUsername(s.user), gomail.WithPassword(s.password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthPlain,
				gomail.SMTPAuthLogin))
	}
	client, err := gomail.NewClient(host, options...)
	if err != nil {
		return nil, err
	}
	session, err := client.DialToSMTPClientWithContext(ctx)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		if line != nil {
			_ = line.Close()
		}
		return nil, fmt.Errorf("connexion à %s : %w%s", s, err, s.dialHint(err))
	}
	line.settle(s.patience.goodbye)
	return &connection{client: session, patience: s.patience}, nil
}

// dialHint tells how to solve a failed connection; "" if err says it.
func (s Server) dialHint(err error) string {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	_, noTLS := errors.AsType[tls.RecordHeaderError](err)
	late, network := errors.AsType[net.Error](err)
	switch code := replyCode(err); {
	case errors.Is(err, errEndless):
		return " (ce n’est pas celle d’un serveur de courrier : vérifiez le nom du serveur et le port)"
	case network && late.Timeout():
		return " (le serveur ne répond pas à temps : vérifiez son nom et son port, ou réessayez plus tard)"
	case code == 534 || code == 535:
		return fmt.Sprintf(" (identifiants refusés : vérifiez l’utilisateur « %s » et %s)", s.user, PasswordVariable)
	case untrusted:
		return " (le certificat du serveur n’est pas reconnu : vérifiez le nom du serveur, ou faites reconnaître l’autorité qui l’a signé)"
	case noTLS && s.security == implicitTLS:
		return " (ce port ne parle pas TLS d’emblée : essayez smtp://)"
	case s.security == startTLS && strings.Contains(err.Error(), "does not support STARTTLS"):
		return " (le serveur ne propose pas STARTTLS : essayez smtps:// ; rien n’est envoyé sans chiffrement)"
	}
	return ""
}

// temporary tells whether another try may succeed: after a 4xx reply or a
// failure of the network.
func temporary(err error) bool {
	if code := replyCode(err); code > 0 {
		return code < 500
	}
	if _, untrusted := errors.AsType[*tls.CertificateVerificationError](err); untrusted {
		return false
	}
	_, network := errors.AsType[net.Error](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// replyCode returns the server's code in err, 0 if there is none.
func replyCode(err error) int {
	reply, _ := errors.AsType[*textproto.Error](err)
	return cmp.Or(reply, &textproto.Error{}).Code
}

// phase is how far the sending of a message went.
type phase int

const (
	inSender    phase = iota // MAIL FROM; nothing was said about the recipient
	inRecipient              // RCPT TO
	inContent                // DATA, and the message without its end
	inEnd                    // the end was sent: the server may have accepted it
)

// connection is a session with the server, for any number of messages.
type connection struct {
	client   *smtp.Client
	patience patience
	used     bool // a message was sent
}

// hand sends one message to one recipient. It calls before when the server is
// ready for the content, so before it can accept it; an error of before ends
// the attempt. err is nil if the server accepted the message, otherwise reached
// tells how far it went. After an error the connection can only be used if
// [connection.reset] says so.
func (c *connection) hand(from, to string, message []byte, before func() error) (reached phase, err error) {
	if err := c.client.UpdateDeadline(c.patience.message); err != nil {
		return inSender, err
	}
	if err := c.client.Mail("<" + from + ">"); err != nil {
		return inSender, err
	}
	if err := c.client.Rcpt("<" + to + ">"); err != nil {
		return inRecipient, err
	}
	content, err := c.client.Data()
	if err != nil {
		return inContent, err
	}
	if err := before(); err != nil {
		return inContent, err
	}
	// The inner writer tells whether the end of the message was sent; the outer
	// one would only wait for the reply.
	writer := content.(*smtp.DataCloser).WriteCloser
	if _, err := writer.Write(message); err != nil {
		return inContent, err
	}
	if err := writer.Close(); err != nil {
		return inContent, err
	}
	_, _, err = c.client.Text.ReadResponse(anyAccepted)
	return inEnd, err
}

// anyAccepted matches every reply code of acceptance: only the first digit
// counts (RFC 5321, section 4.2.1).
const anyAccepted = 2

// alive tells whether the server still answers: it may have ended an idle
// session.
func (c *connection) alive() bool {
	return c.client.UpdateDeadline(c.patience.connect) == nil && c.client.Noop() == nil
}

// reset makes the session ready for another message after a refusal.
func (c *connection) reset() bool { return c.client.Reset() == nil }

// drop closes the connection without a command. After part of a message, a
// command would end the message, and the server might accept half of it.
func (c *connection) drop() { _ = c.client.Close() }

// quit ends the session properly.
func (c *connection) quit() {
	if c.client.UpdateDeadline(c.patience.connect) != nil || c.client.Quit() != nil {
		c.drop()
	}
}
