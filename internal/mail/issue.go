package mail

import (
	"fmt"
	"time"

	"intraqvt/internal/address"
	"intraqvt/internal/markdown"
)

// Issue is an issue of a newsletter, with all that its mail needs.
type Issue struct {
	Name      string // file name without extension: "2026-11"
	Number    string
	Title     string
	Summary   string
	Subject   string // of the message; empty means Title
	Preheader string // shown by mailboxes after the subject; empty means Summary
	Date      time.Time

	// Body is the page's text, with all slots filled and every address absolute.
	Body markdown.Recording

	Online      string // absolute address of the web page
	Home        string // absolute address of the portal
	Portal      string // name of the portal
	From        string // "Nom <adresse>" of the sender
	Unsubscribe string // mail address for unsubscribing; may be empty

	// Image returns an image of Body and its media type, by its address. It may
	// be nil if no image is attached.
	Image func(src string) (data []byte, mediaType string, err error)
}

// attachment is an image that the HTML of a message shows by "cid:" and its
// contentID.
type attachment struct {
	name      string // file name
	contentID string // without < >
	mediaType string
	data      []byte
}

// HTML writes the issue as a document for mail programs, whose images stay on
// the portal.
func (i *Issue) HTML() ([]byte, error) {
	w, err := i.html(MessageOptions{})
	if err != nil {
		return nil, err
	}
	return w.out.Bytes(), nil
}

// html writes the document of a message. With o.CID the writer has the images
// to be attached, each once. The error is that of [Issue.Image].
func (i *Issue) html(o MessageOptions) (*htmlWriter, error) {
	w := &htmlWriter{issue: i, attach: o.CID, room: []int{columnWidth}}
	w.frame(func() { i.tell(w) })
	if w.err != nil {
		return nil, fmt.Errorf("newsletter %s: %w", i.Name, w.err)
	}
	return w, nil
}

// Text writes the issue as plain text, in lines of at most 76 characters,
// longer addresses excepted. Links are numbered and listed at the end.
func (i *Issue) Text() string {
	w := &textWriter{issue: i, numbers: map[string]int{}}
	w.frame(func() { i.tell(w) })
	return w.out.String()
}

// tell passes the issue's body to a writer.
func (i *Issue) tell(w writer) {
	r := reader{w: w, edge: true}
	i.Body.Tell(&r)
	r.flush(true)
}

// online returns the address of the web page; the zero value if there is none.
func (i *Issue) online() address.URL {
	u, err := address.Read(i.Online)
	if err != nil {
		return address.URL{}
	}
	return u
}

// home returns the address of the portal; the zero value if there is none.
func (i *Issue) home() address.URL {
	u, err := address.Read(i.Home)
	if err != nil {
		return address.URL{}
	}
	return u
}

// subject returns the subject of the message.
func (i *Issue) subject() string {
	if i.Subject != "" {
		return i.Subject
	}
	return i.Title
}
