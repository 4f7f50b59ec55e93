package mail

import (
	"fmt"
	"time"

	"intraqvt/internal/address"
	"intraqvt/internal/markdown"
)

// Issue is one issue of a newsletter, as readers of the web page see it.
type Issue struct {
	Name      string // file name without ending: "2026-11"
	Number    string
	Title     string
	Summary   string
	Subject   string // of the message; Title where it is empty
	Preheader string // what mailboxes show after the subject; Summary where it is empty
	Date      time.Time

	// Body is the page's text, its places filled and every address absolute.
	Body markdown.Recording

	Online      string // absolute address of the web page
	Home        string // absolute address of the portal
	Portal      string // name of the portal
	From        string // "Nom <adresse>" of the sender
	Unsubscribe string // mail address to write to; may be empty

	// Image gives an image of Body by its address, and its media type. It may
	// be nil as long as no image is attached.
	Image func(src string) (data []byte, mediaType string, err error)
}

// Attachment is an image that the HTML of a message shows by "cid:" and its
// ContentID.
type Attachment struct {
	Name      string // file name
	ContentID string // without < >
	MediaType string
	Data      []byte
}

// HTML writes the issue as a document for mail programs. With cid its images
// are to be attached to the message and are returned, each once; otherwise
// they stay where they are hosted and images is empty. The error is that of
// [Issue.Image].
func (i *Issue) HTML(cid bool) (document []byte, images []Attachment, err error) {
	w, err := i.html(cid)
	if err != nil {
		return nil, nil, err
	}
	return w.out.Bytes(), w.images, nil
}

func (i *Issue) html(cid bool) (*htmlWriter, error) {
	w := &htmlWriter{issue: i, attach: cid, room: []int{columnWidth}}
	w.frame(func() { i.tell(w) })
	if w.err != nil {
		return nil, fmt.Errorf("newsletter %s: %w", i.Name, w.err)
	}
	return w, nil
}

// Text writes the issue as plain text, in lines of at most 76 characters but
// for addresses that are longer. Links are numbered and listed at the end.
func (i *Issue) Text() string {
	w := &textWriter{issue: i, numbers: map[string]int{}}
	w.frame(func() { i.tell(w) })
	return w.out.String()
}

// tell tells a writer what the issue says.
func (i *Issue) tell(w writer) {
	r := reader{w: w, edge: true}
	i.Body.Tell(&r)
	r.flush(true)
}

// online is the address of the web page; the zero value where there is none.
func (i *Issue) online() address.URL {
	u, err := address.Read(i.Online)
	if err != nil {
		return address.URL{}
	}
	return u
}

// home is that of the portal.
func (i *Issue) home() address.URL {
	u, err := address.Read(i.Home)
	if err != nil {
		return address.URL{}
	}
	return u
}

// subject is what the message is called.
func (i *Issue) subject() string {
	if i.Subject != "" {
		return i.Subject
	}
	return i.Title
}
