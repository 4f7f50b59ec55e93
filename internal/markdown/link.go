package markdown

import (
	"errors"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"

	"intraqvt/internal/address"
	"intraqvt/internal/problem"
)

// link writes [text](target). One that may not be written leaves its text.
func (c *compiler) link(n *ast.Link) {
	at := c.position(n)
	target := resolve(string(n.Destination))
	if c.inLink || !c.openLink(target, caption(n.Title), at) {
		c.inside(n)
		return
	}
	start, slots := len(c.html), len(c.slots)
	c.inside(n)
	if len(c.slots) == slots && strings.TrimSpace(string(c.html[start:])) == "" {
		c.warnAt(at, problem.EmptyLink, "lien sans texte : "+excerpt(target), "écrivez entre les crochets où mène le lien")
	}
	c.closeLink(at)
}

// openLink starts a link to an address as its author wrote it: the element
// itself where that leads out of the portal, else a slot for a page, a file or
// a section that the site resolves. It is false, and complains, where the
// portal publishes no such address.
func (c *compiler) openLink(written, title string, at int) bool {
	web, err := address.Read(written)
	var refusal *address.Refusal
	switch {
	case errors.As(err, &refusal):
		c.warnAt(at, problem.ForbiddenAddress, "adresse de lien interdite : "+excerpt(written), refusal.Hint)
		return false
	case err != nil:
		s := Slot{Kind: SlotLink, Title: title}
		s.Target, s.Fragment = splitTarget(written)
		c.openSlot(s, at)
		return true
	}
	c.inLink, c.linkSlot = true, false
	c.prose++
	c.write("<a")
	c.writeAttr("href", web.String())
	if title != "" {
		c.writeAttr("title", title)
	}
	c.write(">")
	return true
}

// openSlot starts a link that the site resolves.
func (c *compiler) openSlot(s Slot, at int) {
	c.inLink, c.linkSlot = true, true
	c.prose++
	c.slot(s, at)
}

func (c *compiler) closeLink(at int) {
	c.inLink = false
	c.prose--
	if c.linkSlot {
		c.slot(Slot{Kind: SlotLinkEnd}, at)
		return
	}
	c.write("</a>")
}

// autoLink writes an address that stands in the text as it is.
func (c *compiler) autoLink(n *ast.AutoLink) {
	at := c.position(n)
	written := string(n.URL(c.source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(written), "mailto:") {
		written = "mailto:" + written
	}
	label := string(n.Label(c.source))
	if c.inLink || !c.openLink(written, "", at) {
		c.run(label, at)
		return
	}
	c.run(label, at)
	c.closeLink(at)
}

// splitTarget separates a path from its fragment and decodes both; a query
// goes with neither.
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

// caption sets the title of a link or an image, which fills one line.
func caption(title []byte) string {
	return Typography(strings.Join(strings.Fields(resolve(string(title))), " "))
}
