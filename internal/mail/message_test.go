package mail

import (
	"bytes"
	"errors"
	netmail "net/mail"
	"net/textproto"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jhillyerd/enmime/v2"
)

func TestMessageReadByAnotherLibrary(t *testing.T) {
	for _, name := range issues(t) {
		t.Run(name, func(t *testing.T) {
			i := sample(t, name)
			raw, err := i.Message(MessageOptions{CID: true})
			if err != nil {
				t.Fatal(err)
			}
			checkLines(t, raw)
			e := read(t, raw)
			want := map[string]string{
				"Subject":          i.Subject,
				"X-Unsent":         "1",
				"To":               "",
				"Cc":               "",
				"Bcc":              "",
				"Mime-Version":     "1.0",
				"Content-Language": "fr",
				"List-Unsubscribe": "<mailto:lettre@qvct.example.org?subject=D%C3%A9sinscription>",
				"List-Id":          "Portail QVCT – santé & travail <lettre.qvct.example.org>",
			}
			for header, value := range want {
				if got := e.GetHeader(header); got != value {
					t.Errorf("%s: %q, want %q", header, got, value)
				}
			}
			if from, err := e.AddressList("From"); err != nil || len(from) != 1 || from[0].Name != "Équipe « Qualité de vie »" ||
				from[0].Address != "lettre@qvct.example.org" {
				t.Errorf("From: %v, %v", from, err)
			}
			if date, err := e.Date(); err != nil || !date.Equal(i.Date) {
				t.Errorf("Date: %v, %v, want that of the issue", date, err)
			}
			for _, p := range e.Root.DepthMatchAll(func(p *enmime.Part) bool { return strings.HasPrefix(p.ContentType, "text/") }) {
				if p.Charset != "UTF-8" || p.Header.Get("Content-Transfer-Encoding") != "quoted-printable" {
					t.Errorf("%s in %q, %q", p.ContentType, p.Charset, p.Header.Get("Content-Transfer-Encoding"))
				}
			}
			if got := strings.ReplaceAll(e.Text, "\r\n", "\n"); got != i.Text() {
				t.Errorf("the text part is not the issue's text:\n%s", got)
			}
			w, err := i.html(MessageOptions{CID: true})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.ReplaceAll(e.HTML, "\r\n", "\n"); got != w.out.String() {
				t.Errorf("the HTML part is not the issue's HTML:\n%s", got)
			}
			if len(e.Inlines) != len(w.images) || len(e.Attachments) > 0 {
				t.Errorf("%d images and %d attachments, want %d and none", len(e.Inlines), len(e.Attachments), len(w.images))
			}
		})
	}
}

func TestMessageImages(t *testing.T) {
	i := sample(t, "constructs")
	raw, err := i.Message(MessageOptions{CID: true})
	if err != nil {
		t.Fatal(err)
	}
	e := read(t, raw)
	if e.Root.ContentType != "multipart/related" || e.Root.FirstChild.ContentType != "multipart/alternative" {
		t.Errorf("a %s in a %s", e.Root.FirstChild.ContentType, e.Root.ContentType)
	}
	var got []string
	for _, p := range e.Inlines {
		got = append(got, p.ContentType+" "+p.FileName)
		if !strings.Contains(e.HTML, `src="cid:`+p.ContentID+`"`) {
			t.Errorf("no image of the text shows %s (%s)", p.FileName, p.ContentID)
		}
		if want, err := os.ReadFile("testdata/" + p.FileName); err != nil || !bytes.Equal(p.Content, want) {
			t.Errorf("%s is not the file's bytes (%v)", p.FileName, err)
		}
	}
	// Of the photograph's sizes the one that is wide enough; of the drawing
	// nothing, for mail programs do not show it.
	if want := []string{"image/jpeg salle-720.2624e4f9.jpg", "image/png petit-64.d9e6aa79.png"}; !slices.Equal(got, want) {
		t.Errorf("images %q, want %q", got, want)
	}

	hosted, err := i.Message(MessageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	e = read(t, hosted)
	if len(e.Inlines) > 0 || e.Root.ContentType != "multipart/alternative" ||
		!strings.Contains(e.HTML, `src="https://qvct.example.org/images/salle-720.2624e4f9.jpg"`) {
		t.Errorf("hosted images: %s with %d images", e.Root.ContentType, len(e.Inlines))
	}
}

func TestMessageImageTwice(t *testing.T) {
	i := sample(t, "constructs")
	once := i.Body
	once.Tell(&i.Body)
	w, err := i.html(MessageOptions{CID: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(w.images) != 2 {
		t.Errorf("%d images, want each of the two once", len(w.images))
	}
}

func TestMessageIsTheSameEachTime(t *testing.T) {
	for _, o := range []MessageOptions{{}, {CID: true}} {
		first, err := sample(t, "constructs").Message(o)
		if err != nil {
			t.Fatal(err)
		}
		second, err := sample(t, "constructs").Message(o)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, second) {
			t.Errorf("%+v: two messages of one issue differ", o)
		}
	}
}

func TestForOneRecipient(t *testing.T) {
	i := sample(t, "2026-11")
	date := time.Date(2026, 11, 5, 10, 0, 0, 0, time.FixedZone("", 3600))
	message := func(r netmail.Address, o MessageOptions) *enmime.Envelope {
		t.Helper()
		m, err := i.messageTo(r, o)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := m.WriteTo(&b); err != nil {
			t.Fatal(err)
		}
		checkLines(t, b.Bytes())
		return read(t, b.Bytes())
	}
	helene := netmail.Address{Name: "Hélène Lœuil, « Direction »", Address: "helene@example.org"}
	e := message(helene, MessageOptions{Date: date, Sending: "a"})
	if to, err := e.AddressList("To"); err != nil || len(to) != 1 || to[0].Name != helene.Name || to[0].Address != helene.Address {
		t.Errorf("To: %v, %v", to, err)
	}
	if got, err := e.Date(); err != nil || !got.Equal(date) {
		t.Errorf("Date: %v, %v", got, err)
	}
	if e.GetHeader("X-Unsent") != "" || e.GetHeader("Precedence") != "bulk" {
		t.Errorf("X-Unsent %q, Precedence %q", e.GetHeader("X-Unsent"), e.GetHeader("Precedence"))
	}
	id := e.GetHeader("Message-ID")
	if again := message(helene, MessageOptions{Date: date.Add(time.Hour), Sending: "a"}).GetHeader("Message-ID"); again != id {
		t.Errorf("sent again it is %s, was %s: a server could not tell that it has it", again, id)
	}
	if trial := message(helene, MessageOptions{Sending: "b"}).GetHeader("Message-ID"); trial == id {
		t.Errorf("another sending has the Message-ID too: %s", trial)
	}
	if other := message(netmail.Address{Address: "paul@example.org"}, MessageOptions{Sending: "a"}).GetHeader("Message-ID"); other == id {
		t.Errorf("another recipient's message has the Message-ID too: %s", other)
	}
	if given := message(helene, MessageOptions{ID: "x.1@example.org"}).GetHeader("Message-ID"); given != "<x.1@example.org>" {
		t.Errorf("Message-ID %s, want the one given", given)
	}
}

func TestMessageRefused(t *testing.T) {
	lost := errors.New("lost")
	for name, change := range map[string]func(*Issue){
		"an image that cannot be read": func(i *Issue) { i.Image = func(string) ([]byte, string, error) { return nil, "", lost } },
		"no way to read images":        func(i *Issue) { i.Image = nil },
		"no sender":                    func(i *Issue) { i.From = "" },
		"a sender that is no address":  func(i *Issue) { i.From = "Équipe" },
	} {
		i := sample(t, "constructs")
		change(i)
		if raw, err := i.Message(MessageOptions{CID: true}); err == nil {
			t.Errorf("%s: a message of %d bytes", name, len(raw))
		} else if !strings.Contains(err.Error(), "constructs") {
			t.Errorf("%s: %q does not name the issue", name, err)
		}
	}
	if _, err := sample(t, "2026-11").messageTo(netmail.Address{Address: "a b@"}, MessageOptions{}); err == nil {
		t.Error("a message to an address that is none")
	}
}

// A title or a portal's name with line breaks adds no header.
func TestMessageKeepsHeadersApart(t *testing.T) {
	i := sample(t, "2026-11")
	i.Subject = "Bonjour\r\nBcc: tous@example.org"
	i.Portal = "Portail\r\nBcc: tous@example.org"
	raw, err := i.Message(MessageOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if e := read(t, raw); e.GetHeader("Bcc") != "" {
		t.Errorf("Bcc: %s", e.GetHeader("Bcc"))
	}
}

func read(t *testing.T, raw []byte) *enmime.Envelope {
	t.Helper()
	e, err := enmime.ReadEnvelope(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range e.Errors {
		t.Errorf("not as it should be: %v", err)
	}
	return e
}

// checkLines holds what RFC 5322 says of lines, more strictly: they end in
// CRLF, are of ASCII and have 78 characters at most, headers too.
func checkLines(t *testing.T, raw []byte) {
	t.Helper()
	seen := map[string]bool{}
	head := true
	for l := range bytes.SplitSeq(raw, []byte("\r\n")) {
		if len(l) > 78 || bytes.ContainsAny(l, "\r\n") {
			t.Errorf("a line of %d characters: %.100q", len(l), l)
		}
		for _, c := range l {
			if c >= 0x80 {
				t.Errorf("not in ASCII: %q", l)
				break
			}
		}
		if len(l) == 0 {
			head = false
		}
		if name, _, ok := strings.Cut(string(l), ":"); head && ok && l[0] != ' ' {
			if name = textproto.CanonicalMIMEHeaderKey(name); seen[name] {
				t.Errorf("two headers %s", name)
			}
			seen[name] = true
		}
	}
}
