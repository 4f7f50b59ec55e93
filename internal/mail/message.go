package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"intraqvt/internal/address"
)

// MessageOptions configure a message of an issue.
type MessageOptions struct {
	Date    time.Time // when it is sent; zero means the issue's date
	ID      string    // Message-ID without < >; empty means one made of the issue, Sending and the recipient
	Sending string    // distinguishes sendings of an issue, such as a trial and the real one
	CID     bool      // attach the images
}

// Message writes the issue as a file for mail programs (.eml), which opens as a
// draft without recipients.
func (i *Issue) Message(o MessageOptions) ([]byte, error) {
	m, err := i.message(netmail.Address{}, o)
	if err != nil {
		return nil, err
	}
	m.SetGenHeader("X-Unsent", "1")
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("newsletter %s: %w", i.Name, err)
	}
	return settled(b.Bytes()), nil
}

// messageTo makes the message for one recipient, who sees no other.
func (i *Issue) messageTo(to netmail.Address, o MessageOptions) (*gomail.Msg, error) {
	m, err := i.message(to, o)
	if err != nil {
		return nil, err
	}
	if err := m.AddToFormat(to.Name, to.Address); err != nil {
		return nil, fmt.Errorf("newsletter %s: recipient %s: %w", i.Name, to.Address, err)
	}
	m.SetBulk() // keeps auto-responders from answering
	return m, nil
}

// Messages returns the function that makes the message for a recipient.
func (i *Issue) Messages(o MessageOptions) func(to netmail.Address) (*gomail.Msg, error) {
	return func(to netmail.Address) (*gomail.Msg, error) { return i.messageTo(to, o) }
}

func (i *Issue) message(to netmail.Address, o MessageOptions) (*gomail.Msg, error) {
	w, err := i.html(o)
	if err != nil {
		return nil, err
	}
	from, err := netmail.ParseAddress(i.From)
	if err != nil {
		return nil, fmt.Errorf("newsletter %s: sender %q: %w", i.Name, i.From, err)
	}
	m := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	m.FromMailAddress(from)
	m.Subject(i.subject())
	if o.Date.IsZero() {
		o.Date = i.Date
	}
	m.SetDateWithValue(o.Date)
	if o.ID == "" {
		o.ID = i.messageID(to, o.Sending)
	}
	m.SetMessageIDWithValue(o.ID)
	m.SetGenHeader("Content-Language", "fr")
	m.SetGenHeader("List-Id", i.listID())
	if i.Unsubscribe != "" {
		m.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+unsubscribeAddress(i).String()+">")
	}
	m.SetBodyString(gomail.TypeTextPlain, i.Text())
	m.AddAlternativeString(gomail.TypeTextHTML, w.out.String())
	for _, a := range w.images {
		err := m.EmbedReader(a.name, bytes.NewReader(a.data), gomail.WithFileContentID("<"+a.contentID+">"),
			gomail.WithFileContentType(gomail.ContentType(a.mediaType)))
		if err != nil {
			return nil, fmt.Errorf("newsletter %s: image %s: %w", i.Name, a.name, err)
		}
	}
	return m, nil
}

// messageID returns the same id for the same issue, sending and recipient, so
// that a server recognizes a message that it gets twice.
func (i *Issue) messageID(to netmail.Address, sending string) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{i.Home, i.Name, sending, to.Address}, "\n")))
	return hex.EncodeToString(sum[:16]) + "@" + i.domain()
}

// listID names the newsletter, whatever the issue (RFC 2919).
func (i *Issue) listID() string {
	id := "<lettre." + i.domain() + ">"
	if i.Portal == "" {
		return id
	}
	name := mime.BEncoding.Encode("utf-8", i.Portal) // Q encoding leaves characters that a phrase does not allow
	if name == i.Portal {
		name = strconv.Quote(name)
	}
	return name + " " + id
}

// domain returns the domain of identifiers: the portal's host, or the sender's.
func (i *Issue) domain() string {
	if u, err := url.Parse(i.Home); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	if from, err := netmail.ParseAddress(i.From); err == nil {
		if _, domain, ok := strings.Cut(from.Address, "@"); ok {
			return domain
		}
	}
	return "localhost"
}

// unsubscribeAddress opens a message that asks to unsubscribe.
func unsubscribeAddress(i *Issue) address.URL {
	return address.Mail(i.Unsubscribe, "Désinscription")
}

// settled replaces the library's random boundaries by ones derived from the
// content, so that the same issue always gives the same bytes.
func settled(message []byte) []byte {
	const label = "\r\n boundary="
	sum := sha256.New()
	var drawn [][]byte
	rest := message
	for {
		before, after, ok := bytes.Cut(rest, []byte(label))
		sum.Write(withoutBoundaries(before, drawn))
		if !ok {
			break
		}
		boundary, _, _ := bytes.Cut(after, []byte("\r\n"))
		boundary = bytes.TrimRight(boundary, "; ")
		drawn = append(drawn, boundary)
		rest = after[len(boundary):]
	}
	seed := hex.EncodeToString(sum.Sum(nil)[:16])
	for n, boundary := range drawn {
		message = bytes.ReplaceAll(message, boundary, []byte("partie-"+strconv.Itoa(n+1)+"-"+seed))
	}
	return message
}

func withoutBoundaries(part []byte, drawn [][]byte) []byte {
	for _, boundary := range drawn {
		part = bytes.ReplaceAll(part, boundary, nil)
	}
	return part
}
