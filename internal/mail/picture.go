package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"intraqvt/internal/markdown"
)

// preferredWidth is the preferred minimum width of an image in pixels: sharp on
// a phone, and small.
const preferredWidth = 700

// pictureOf returns an image in the smallest size that is wide enough.
func pictureOf(i *markdown.Image) *picture {
	p := &picture{src: i.Source.String(), alt: i.Alt, width: i.Width, height: i.Height, figure: i.Figure, inline: !i.Figure}
	for _, size := range i.Sizes {
		if size.Width < preferredWidth || size.Width >= p.width {
			continue
		}
		p.src, p.height, p.width = size.Source.String(), p.height*size.Width/max(p.width, 1), size.Width
	}
	return p
}

// showableTypes are the extensions and media types of images that every mail
// program shows.
var showableTypes = []string{".png", ".jpg", ".jpeg", ".gif", "image/png", "image/jpeg", "image/gif"}

// showable tells whether mail programs show an image, by its address.
func showable(src string) bool {
	u, err := url.Parse(src)
	return err == nil && slices.Contains(showableTypes, strings.ToLower(path.Ext(u.Path)))
}

// image writes an image as wide as there is room, or the replacement of one
// that mail programs do not show.
func (w *htmlWriter) image(p picture) {
	w.shows = append(w.shows, p)
	src, ok := p.src, showable(p.src)
	if w.attach && ok {
		src, ok = w.attached(p.src)
	}
	if !ok {
		w.instead(p)
		return
	}
	room := w.room[len(w.room)-1]
	width := room
	if p.width > 0 {
		width = min(p.width, room)
	}
	n := strconv.Itoa(width)
	w.raw(`<img src="`)
	w.escaped(src)
	w.raw(`" width="`, n, `" alt="`)
	w.escaped(p.alt)
	if p.inline {
		w.raw(`" border="0" style="width:`, n, `px;height:auto;border:0;vertical-align:middle">`)
		return
	}
	w.raw(`" border="0" style="display:block;width:100%;max-width:`, n, `px;height:auto;border:0;font-size:14px;line-height:20px">`)
	if p.figure { // a paragraph has its own room, and holds no block
		w.spacer(16)
	}
}

// attached returns the cid: address of an image, and attaches it the first
// time; false if mail programs do not show it.
func (w *htmlWriter) attached(src string) (string, bool) {
	id := contentID(src, w.issue)
	if slices.ContainsFunc(w.images, func(a attachment) bool { return a.contentID == id }) {
		return "cid:" + id, true
	}
	if w.issue.Image == nil {
		w.fail(fmt.Errorf("image %s: no way to read it", src))
		return "", false
	}
	data, mediaType, err := w.issue.Image(src)
	if err != nil {
		w.fail(fmt.Errorf("image %s: %w", src, err))
		return "", false
	}
	if !slices.Contains(showableTypes, mediaType) {
		return "", false
	}
	w.images = append(w.images, attachment{fileName(src), id, mediaType, data})
	return "cid:" + id, true
}

func (w *htmlWriter) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// instead writes an image's alternative text and a link to it.
func (w *htmlWriter) instead(p picture) {
	if !p.figure {
		w.escaped(p.alt)
		return
	}
	b := block{kind: box, title: "Image"}
	w.begin(b)
	w.raw(`<p style="margin:0 0 16px">`)
	w.escaped(strings.TrimSpace(p.alt))
	if online := w.issue.online(); !online.IsZero() {
		w.raw(" ")
		w.link(online)
		w.raw("La voir en ligne")
		w.endLink()
	}
	w.raw("</p>")
	w.end(b)
}

// contentID returns the same id for an image each time.
func contentID(src string, i *Issue) string {
	sum := sha256.Sum256([]byte(src))
	return hex.EncodeToString(sum[:8]) + "@" + i.domain()
}

func fileName(src string) string {
	u, err := url.Parse(src)
	if err != nil {
		return "image"
	}
	return path.Base(u.Path)
}
