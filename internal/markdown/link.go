package markdown

import (
	"errors"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"

	"intraqvt/internal/address"
	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// link reports [text](target). If the address is not allowed, only the text
// stays.
func (k *walker) link(n *ast.Link) {
	at := k.position(n)
	target := resolve(string(n.Destination))
	if k.inLink || !k.openLink(target, caption(n.Title), at) {
		k.inside(n)
		return
	}
	said := k.said
	k.inside(n)
	if k.said == said {
		k.warnAt(at, problem.EmptyLink, "lien sans texte : "+excerpt(target), "écrivez entre les crochets où mène le lien")
	}
	k.closeLink(at)
}

// openLink starts a link to an address as its author wrote it: the element if
// it leads out of the portal, else a slot for a page, a file or a section. If
// the address is not allowed, it complains and returns false.
func (k *walker) openLink(written, title string, at int) bool {
	web, err := address.Read(written)
	var refusal *address.Refusal
	switch {
	case errors.As(err, &refusal):
		k.warnAt(at, problem.ForbiddenAddress, "adresse de lien interdite : "+excerpt(written), refusal.Hint)
		return false
	case err != nil:
		s := Slot{Kind: SlotLink, Title: title}
		s.Target, s.Fragment = splitTarget(written)
		k.openSlot(s, at)
		return true
	}
	k.inLink, k.outside = true, Element{Kind: KindLink, To: web, Title: title}
	k.prose++
	k.begin(k.outside)
	return true
}

func (w *pageWriter) link(e Element) {
	w.write("<a")
	w.attr("href", e.To.String())
	if e.Title != "" {
		w.attr("title", e.Title)
	}
	w.write(">")
}

// openSlot starts a link that the site resolves.
func (k *walker) openSlot(s Slot, at int) {
	k.inLink, k.outside = true, Element{}
	k.prose++
	k.slot(s, at)
}

func (k *walker) closeLink(at int) {
	k.inLink = false
	k.prose--
	if k.outside.Kind == none {
		k.slot(Slot{Kind: SlotLinkEnd}, at)
		return
	}
	k.end(k.outside)
}

// autoLink reports an address that stands in the text by itself.
func (k *walker) autoLink(n *ast.AutoLink) {
	at := k.position(n)
	written := string(n.URL(k.source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(written), "mailto:") {
		written = "mailto:" + written
	}
	label := string(n.Label(k.source))
	if k.inLink || !k.openLink(written, "", at) {
		k.verbatimText(label, at)
		return
	}
	k.verbatimText(label, at)
	k.closeLink(at)
}

// splitTarget splits a target into path and fragment and decodes both; a query
// is dropped.
func splitTarget(target string) (path, fragment string) {
	path, fragment, _ = strings.Cut(target, "#")
	path, _, _ = strings.Cut(path, "?")
	if decoded, err := url.PathUnescape(path); err == nil {
		path = decoded
	}
	if decoded, err := url.PathUnescape(fragment); err == nil {
		fragment = decoded
	}
	return path, fragment
}

// caption normalizes the title of a link or an image to one line.
func caption(title []byte) string {
	return french.Typography(strings.Join(strings.Fields(resolve(string(title))), " "))
}
