package markdown

import (
	"slices"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"

	"intraqvt/internal/problem"
)

// rawOpen is an element that raw HTML has opened. What is opened is closed
// where HTML would close it, and at the latest with the Markdown around.
type rawOpen struct {
	name     string // as the author called it
	tag      string // as it is written; "" is a link
	at       int    // in the source
	sections int    // the floor of sections around it
}

// Elements by what they may stand in and what they may hold.
var (
	rawVoid  = []string{"br", "hr", "wbr"}
	rawTable = []string{"table", "thead", "tbody", "tfoot", "tr"} // hold nothing but rows and cells
	rawCode  = []string{"code", "kbd", "pre", "samp", "var"}      // text in them is not set

	// blocks end a paragraph and cannot stand in one.
	rawBlocks = []string{"caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "hr", "li", "ol", "p", "pre", "section", "summary",
		"table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}

	// rawParents are the elements in which alone an element may stand.
	rawParents = map[string][]string{
		"li": {"ol", "ul"}, "dd": {"dl", "div"}, "dt": {"dl", "div"}, "summary": {"details"}, "figcaption": {"figure"},
		"caption": {"table"},
		"thead":   {"table"}, "tbody": {"table"}, "tfoot": {"table"}, "tr": {"table", "thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"},
	}

	// rawEnds are the elements that a start tag ends, without an end tag.
	rawEnds = map[string][]string{
		"li": {"li"}, "dd": {"dd", "dt"}, "dt": {"dd", "dt"}, "td": {"td", "th"}, "th": {"td", "th"}, "tr": {"caption", "td", "th", "tr"},
		"thead": tableParts, "tbody": tableParts, "tfoot": tableParts,
	}

	tableParts = []string{"caption", "td", "th", "tr", "thead", "tbody", "tfoot"}

	// rawEndless may be left without an end tag.
	rawEndless = []string{"caption", "dd", "dt", "li", "p", "tbody", "td", "tfoot", "th", "thead", "tr"}
)

// mayStayOpen tells whether an element may hold Markdown blocks.
func mayStayOpen(name string) bool {
	return slices.Contains(rawBlocks, name) && name != "p" && name != "pre"
}

// rawStart writes a start tag that the policy allows, where HTML has room for
// it.
func (c *compiler) rawStart(t html.Token, selfClosing bool, raw []byte, at int) {
	name := t.Data
	block := slices.Contains(rawBlocks, name)
	if block && c.phrasing || name == "a" && c.inLink {
		c.dropped(name, raw, at)
		return
	}
	c.impliedEnds(name, block)
	if parents := rawParents[name]; parents != nil && !slices.Contains(parents, c.rawParent()) {
		c.dropped(name, raw, at)
		return
	}
	if rawParents[name] == nil && c.inTable() {
		c.closeTable()
	}
	if name == "br" {
		c.lineBreak(at)
		return
	}
	if block {
		c.startBlock()
	}
	open := rawOpen{name: name, tag: name, at: at, sections: c.floor.sections}
	href := attribute(t, "href")
	switch {
	case href == "" && name == "a":
		open.tag = "span"
		c.writeStart(open.tag, t)
	case href == "":
		c.writeStart(open.tag, t)
	default:
		if attribute(t, "id") != "" || attribute(t, "name") != "" {
			c.writeStart("span", t)
			c.write("</span>")
		}
		if open.tag = ""; !c.openLink(href, caption([]byte(attribute(t, "title"))), at) {
			open.tag = "span"
			c.write("<span>")
		}
	}
	if slices.Contains(rawVoid, name) {
		return
	}
	if slices.Contains(rawCode, name) {
		c.verbatim++
	}
	c.rawOpen = append(c.rawOpen, open)
	c.floor.sections = len(c.sections)
	if selfClosing {
		c.closeRaw(len(c.rawOpen) - 1)
	}
}

// writeStart writes a start tag. An id that is taken already is left out; an
// <a name> of old is an id.
func (c *compiler) writeStart(tag string, t html.Token) {
	c.write("<" + tag)
	for _, a := range t.Attr {
		switch a.Key {
		case "href":
			continue
		case "id", "name":
			if c.ids[a.Val] != idFree {
				continue
			}
			c.addAnchor(a.Val)
			a.Key = "id"
		}
		c.writeAttr(a.Key, a.Val)
	}
	c.write(">")
}

func attribute(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// rawEnd closes the element that an end tag names, with what is open in it. An
// end tag that closes nothing within reach is dropped, so that an author's
// fragment cannot close what stands around it.
func (c *compiler) rawEnd(name string) {
	for i := len(c.rawOpen) - 1; i >= c.floor.raw; i-- {
		if c.rawOpen[i].name == name {
			c.closeRaw(i)
			return
		}
	}
}

// impliedEnds closes what HTML closes before a start tag: a row before a row,
// a paragraph before a block.
func (c *compiler) impliedEnds(name string, block bool) {
	for i := len(c.rawOpen) - 1; block && i >= c.floor.raw; i-- {
		if above := c.rawOpen[i].name; above == "p" || slices.Contains(rawEnds[name], above) {
			c.closeRaw(i)
		} else if slices.Contains(rawBlocks, above) {
			break
		}
	}
}

// rawParent is the raw element in which the next would stand.
func (c *compiler) rawParent() string {
	if len(c.rawOpen) == c.floor.raw {
		return ""
	}
	return c.rawOpen[len(c.rawOpen)-1].name
}

// inTable tells whether the next thing would stand in a table but in no cell.
func (c *compiler) inTable() bool { return slices.Contains(rawTable, c.rawParent()) }

// closeTable ends a table before what can stand in none of its cells.
func (c *compiler) closeTable() {
	for c.inTable() {
		c.closeRaw(len(c.rawOpen) - 1)
	}
}

// leaveTable does so before Markdown.
func (c *compiler) leaveTable(n ast.Node) {
	if !c.inTable() {
		return
	}
	switch n := n.(type) {
	case *ast.HTMLBlock, *ast.RawHTML:
		return
	case *ast.Text:
		if n.Segment.Len() == 0 {
			return
		}
	}
	c.closeTable()
}

// closeRaw closes raw elements until n are open.
func (c *compiler) closeRaw(n int) {
	for i := len(c.rawOpen) - 1; i >= n; i-- {
		open := c.rawOpen[i]
		c.rawOpen = c.rawOpen[:i]
		c.endSections(c.floor.sections)
		c.floor.sections = open.sections
		if slices.Contains(rawCode, open.name) {
			c.verbatim--
		}
		if open.tag == "" {
			c.closeLink(open.at)
			continue
		}
		c.write("</" + open.tag + ">")
		if slices.Contains(rawBlocks, open.name) {
			c.startBlock()
		}
	}
}

// abandonRaw does so where the Markdown around ends, and complains of end tags
// that are missing.
func (c *compiler) abandonRaw(n int) {
	for i := len(c.rawOpen) - 1; i >= n; i-- {
		if open := c.rawOpen[i]; !slices.Contains(rawEndless, open.name) {
			c.warnAt(open.at, problem.UnclosedHTML, "balise <"+open.name+"> jamais fermée",
				"fermez-la dans le même paragraphe ou le même bloc : </"+open.name+">")
		}
		c.closeRaw(i)
	}
}
