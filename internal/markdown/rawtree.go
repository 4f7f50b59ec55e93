package markdown

import (
	"slices"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"

	"intraqvt/internal/problem"
)

// rawOpen is an element opened by raw HTML. It is closed where HTML would close
// it, at the latest with the Markdown element around it.
type rawOpen struct {
	name     string // its name in the author's text
	tag      string // its name in the output; "" is a link
	at       int    // offset in the source
	sections int    // number of sections around it
}

// Elements by their allowed parents and content.
var (
	rawVoid  = []string{"br", "hr", "wbr"}
	rawTable = []string{"table", "thead", "tbody", "tfoot", "tr"} // hold only rows and cells
	rawCode  = []string{"code", "kbd", "pre", "samp", "var"}      // their text gets no typography

	// rawBlocks end a paragraph and cannot be in one.
	rawBlocks = []string{"caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "hr", "li", "ol", "p", "pre",
		"section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}

	// rawParents are the only elements that may hold an element.
	rawParents = map[string][]string{
		"li": {"ol", "ul"}, "dd": {"dl", "div"}, "dt": {"dl", "div"}, "summary": {"details"}, "figcaption": {"figure"},
		"caption": {"table"},
		"thead":   {"table"}, "tbody": {"table"}, "tfoot": {"table"},
		"tr": {"table", "thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"},
	}

	// rawEnds are the elements that a start tag closes implicitly.
	rawEnds = map[string][]string{
		"li": {"li"}, "dd": {"dd", "dt"}, "dt": {"dd", "dt"}, "td": {"td", "th"}, "th": {"td", "th"}, "tr": {"caption", "td", "th", "tr"},
		"thead": tableParts, "tbody": tableParts, "tfoot": tableParts,
	}

	tableParts = []string{"caption", "td", "th", "tr", "thead", "tbody", "tfoot"}

	// rawEndless may have no end tag.
	rawEndless = []string{"caption", "dd", "dt", "li", "p", "tbody", "td", "tfoot", "th", "thead", "tr"}
)

// mayStayOpen tells whether an element may hold Markdown blocks.
func mayStayOpen(name string) bool {
	return slices.Contains(rawBlocks, name) && name != "p" && name != "pre"
}

// rawStart reports an allowed start tag, if HTML allows the element here.
func (k *walker) rawStart(t html.Token, selfClosing bool, raw []byte, at int) {
	name := t.Data
	block := slices.Contains(rawBlocks, name)
	if block && k.phrasing || name == "a" && k.inLink {
		k.dropped(name, raw, at)
		return
	}
	k.impliedEnds(name, block)
	if parents := rawParents[name]; parents != nil && !slices.Contains(parents, k.rawParent()) {
		k.dropped(name, raw, at)
		return
	}
	if rawParents[name] == nil && k.inTable() {
		k.closeTable()
	}
	if name == "br" {
		k.lineBreak(at)
		return
	}
	if block {
		k.startBlock()
	}
	open := rawOpen{name: name, tag: name, at: at, sections: k.floor.sections}
	href := attribute(t, "href")
	switch {
	case href == "" && name == "a":
		open.tag = "span"
		k.beginRaw(open.tag, t)
	case href == "":
		k.beginRaw(open.tag, t)
	default:
		if attribute(t, "id") != "" || attribute(t, "name") != "" {
			k.end(k.beginRaw("span", t))
		}
		if open.tag = ""; !k.openLink(href, caption([]byte(attribute(t, "title"))), at) {
			open.tag = "span"
			k.begin(open.element())
		}
	}
	if slices.Contains(rawVoid, name) {
		k.end(open.element())
		return
	}
	if slices.Contains(rawCode, name) {
		k.verbatim++
	}
	k.rawOpen = append(k.rawOpen, open)
	k.floor.sections = len(k.sections)
	if selfClosing {
		k.closeRaw(len(k.rawOpen) - 1)
	}
}

// element returns the element to report at its end.
func (o rawOpen) element() Element { return Element{Kind: KindRaw, Name: o.tag} }

// beginRaw begins an author's element. An id that is already taken is dropped;
// the old <a name> counts as an id.
func (k *walker) beginRaw(tag string, t html.Token) Element {
	e := Element{Kind: KindRaw, Name: tag}
	for _, a := range t.Attr {
		switch a.Key {
		case "href":
			continue
		case "id", "name":
			if k.ids[a.Val] != idFree {
				continue
			}
			k.addAnchor(a.Val)
			a.Key = "id"
		}
		e.Attrs = append(e.Attrs, a)
	}
	k.begin(e)
	return e
}

func attribute(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// rawEnd closes the element of an end tag, with the elements open in it. An end
// tag that closes nothing inside the current block is dropped, so that an
// author's fragment cannot close the elements around it.
func (k *walker) rawEnd(name string) {
	for i := len(k.rawOpen) - 1; i >= k.floor.raw; i-- {
		if k.rawOpen[i].name == name {
			k.closeRaw(i)
			return
		}
	}
}

// impliedEnds closes what HTML closes before a start tag: a row before a row, a
// paragraph before a block.
func (k *walker) impliedEnds(name string, block bool) {
	for i := len(k.rawOpen) - 1; block && i >= k.floor.raw; i-- {
		if above := k.rawOpen[i].name; above == "p" || slices.Contains(rawEnds[name], above) {
			k.closeRaw(i)
		} else if slices.Contains(rawBlocks, above) {
			break
		}
	}
}

// rawParent returns the innermost raw element.
func (k *walker) rawParent() string {
	if len(k.rawOpen) == k.floor.raw {
		return ""
	}
	return k.rawOpen[len(k.rawOpen)-1].name
}

// inTable tells whether the current place is in a table, but in no cell.
func (k *walker) inTable() bool { return slices.Contains(rawTable, k.rawParent()) }

// closeTable closes a table before content that none of its cells can hold.
func (k *walker) closeTable() {
	for k.inTable() {
		k.closeRaw(len(k.rawOpen) - 1)
	}
}

// leaveTable closes a table before Markdown.
func (k *walker) leaveTable(n ast.Node) {
	if !k.inTable() {
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
	k.closeTable()
}

// closeRaw closes raw elements until n are open.
func (k *walker) closeRaw(n int) {
	for i := len(k.rawOpen) - 1; i >= n; i-- {
		open := k.rawOpen[i]
		k.rawOpen = k.rawOpen[:i]
		k.endSections(k.floor.sections)
		k.floor.sections = open.sections
		if slices.Contains(rawCode, open.name) {
			k.verbatim--
		}
		if open.tag == "" {
			k.closeLink(open.at)
			continue
		}
		k.end(open.element())
		if slices.Contains(rawBlocks, open.name) {
			k.startBlock()
		}
	}
}

// abandonRaw closes raw elements where the Markdown around them ends, and
// complains about missing end tags.
func (k *walker) abandonRaw(n int) {
	for i := len(k.rawOpen) - 1; i >= n; i-- {
		if open := k.rawOpen[i]; !slices.Contains(rawEndless, open.name) {
			k.warnAt(open.at, problem.UnclosedHTML, "balise <"+open.name+"> jamais fermée",
				"fermez-la dans le même paragraphe ou le même bloc : </"+open.name+">")
		}
		k.closeRaw(i)
	}
}
