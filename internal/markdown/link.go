package markdown

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// link writes [text](target). An address of the web is written as it is; any
// other is a slot: a page, a file or a section that the site resolves.
func (c *compiler) link(n *ast.Link) {
	at := c.position(n)
	target := resolve(string(n.Destination))
	s := Slot{Kind: SlotLink, Title: caption(n.Title)}
	switch {
	case c.inLink:
		c.inside(n)
		return
	case !isExternal(target):
		s.Target, s.Fragment = splitTarget(target)
	case safeAddress(target):
		s.Target = target
	default:
		c.warnAt(at, "adresse-interdite", "adresse de lien interdite : "+excerpt(target), "liens permis : https, http, mailto, tel et les pages du portail")
		c.inside(n)
		return
	}
	c.openLink(s, at)
	start, slots := len(c.html), len(c.slots)
	c.inside(n)
	if len(c.slots) == slots && strings.TrimSpace(string(c.html[start:])) == "" {
		c.warnAt(at, "lien-sans-texte", "lien sans texte : "+excerpt(target), "écrivez entre les crochets où mène le lien")
	}
	c.closeLink(at)
}

// openLink starts a link: a slot or, to an address of the web, the element
// itself.
func (c *compiler) openLink(s Slot, at int) {
	c.inLink = true
	c.prose++
	if c.linkSlot = s.Kind == SlotWiki || !isExternal(s.Target); c.linkSlot {
		c.slot(s, at)
		return
	}
	address := s.Target
	if strings.HasPrefix(address, "//") { // a page may be read from a file
		address = "https:" + address
	}
	c.write("<a")
	c.writeAttr("href", string(util.URLEscape([]byte(address), false)))
	if s.Title != "" {
		c.writeAttr("title", s.Title)
	}
	c.write(">")
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
	address := string(n.URL(c.source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(address), "mailto:") {
		address = "mailto:" + address
	}
	label := string(n.Label(c.source))
	if c.inLink || !safeAddress(address) {
		c.run(label, at)
		return
	}
	c.openLink(Slot{Kind: SlotLink, Target: address}, at)
	c.run(label, at)
	c.closeLink(at)
}

// isExternal tells whether a link names a scheme or a host.
func isExternal(target string) bool {
	if strings.HasPrefix(target, "//") {
		return true
	}
	scheme, _, found := strings.Cut(target, ":")
	if !found || scheme == "" || strings.ContainsAny(scheme, "/?# ") {
		return false
	}
	for i, r := range scheme {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (i == 0 || !strings.ContainsRune("0123456789+-.", r)) {
			return false
		}
	}
	return true
}

// safeAddress keeps javascript:, data: and the like out of pages.
func safeAddress(target string) bool {
	scheme, _, _ := strings.Cut(strings.ToLower(target), ":")
	switch scheme {
	case "http", "https", "mailto", "tel":
		return true
	}
	return strings.HasPrefix(target, "//")
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
