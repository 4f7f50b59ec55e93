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

// MessageOptions are what a message has besides its issue.
type MessageOptions struct {
	Date    time.Time // when it is sent; the issue's own where it is zero
	ID      string    // Message-ID without < >; made of the issue, Sending and the recipient where it is empty
	Sending string    // tells one sending of an issue from another, a trial from the real one
	CID     bool      // attach the images
}

// Message writes the issue as a file ending in .eml that mail programs open as
// a draft, ready to be given its recipients and sent. It names none itself.
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

// For is the message for one recipient, who sees no other.
func (i *Issue) For(to netmail.Address, o MessageOptions) (*gomail.Msg, error) {
	m, err := i.message(to, o)
	if err != nil {
		return nil, err
	}
	if err := m.AddToFormat(to.Name, to.Address); err != nil {
		return nil, fmt.Errorf("newsletter %s: recipient %s: %w", i.Name, to.Address, err)
	}
	m.SetBulk() // keeps answering machines from answering
	return m, nil
}

// Messages makes the message for one recipient after the other.
func (i *Issue) Messages(o MessageOptions) func(to netmail.Address) (*gomail.Msg, error) {
	return func(to netmail.Address) (*gomail.Msg, error) { return i.For(to, o) }
}

func (i *Issue) message(to netmail.Address, o MessageOptions) (*gomail.Msg, error) {
	document, images, err := i.HTML(o.CID)
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
	m.AddAlternativeString(gomail.TypeTextHTML, string(document))
	for _, a := range images {
		err := m.EmbedReader(a.Name, bytes.NewReader(a.Data), gomail.WithFileContentID("<"+a.ContentID+">"), gomail.WithFileContentType(gomail.ContentType(a.MediaType)))
		if err != nil {
			return nil, fmt.Errorf("newsletter %s: image %s: %w", i.Name, a.Name, err)
		}
	}
	return m, nil
}

// messageID is the same for the same issue, sending and recipient: a server
// that gets a message twice can tell.
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
	name := mime.BEncoding.Encode("utf-8", i.Portal) // a phrase allows little that Q leaves
	if name == i.Portal {
		name = strconv.Quote(name)
	}
	return name + " " + id
}

// domain is where identifiers come from: the portal's host, or the sender's.
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

// unsubscribeAddress opens a message that asks to be taken off the list.
func unsubscribeAddress(i *Issue) address.URL {
	return address.Mail(i.Unsubscribe, "Désinscription")
}

// settled gives a message boundaries that its content determines, where the
// library draws them: writing an issue again changes no byte.
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
