package markdown

import (
	"bytes"
	"strconv"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"intraqvt/internal/problem"
)

// compiler walks one syntax tree and writes one document. Compilers are
// pooled: their buffers are reused, what they give away is copied.
type compiler struct {
	source []byte
	src    string // the source again: a part of it costs nothing
	o      Options
	d      *Document // knows the places of the source; the rest is filled in at the end

	html     []byte
	slots    []Slot
	runs     []Run
	headings []Heading
	anchors  []string
	problems []problem.Problem
	words    int

	typo      typographer
	block     bool // the next run begins a block
	apart     bool // a slot stands before the next run, which begins anew
	prose     int  // above 0: inside a link or a heading, no tooltips
	verbatim  int  // above 0: inside raw <code> or the like, no typography
	examples  int  // above 0: inside an example
	inHeading bool
	phrasing  bool // inside a paragraph, in which no block may open
	inLink    bool // links do not nest
	linkSlot  bool // the link that is open began with a slot

	shift    int       // added to heading levels
	title    ast.Node  // the heading that repeats the page's title, or nil
	sections []int     // indices of the headings whose sections are open
	rawOpen  []rawOpen // the elements that raw HTML has opened
	floor    floor
	ids      map[string]idState
	untitled int // tabs without title
	tables   int // numbered for those who jump from one to the next
}

// floor is what stood open when the element around was opened, which nothing
// inside may end.
type floor struct{ raw, sections int }

var compilers = sync.Pool{New: func() any { return &compiler{ids: map[string]idState{}} }}

func (c *compiler) reset(source []byte, o Options) {
	clear(c.ids)
	*c = compiler{
		source: source, src: string(source), o: o, block: true, typo: typographer{html: true},
		html: c.html[:0], slots: c.slots[:0], runs: c.runs[:0], headings: c.headings[:0],
		anchors: c.anchors[:0], problems: c.problems[:0], ids: c.ids,
		sections: c.sections[:0], rawOpen: c.rawOpen[:0],
		d: &Document{firstLine: o.FirstLine, newlines: newlines(source)},
	}
}

func (c *compiler) document() *Document {
	d := c.d
	d.HTML, d.Slots, d.Runs = exact(c.html), exact(c.slots), exact(c.runs)
	d.Headings, d.Anchors, d.Words = exact(c.headings), exact(c.anchors), c.words
	return d
}

// exact copies a buffer into a slice without room to grow: documents stay for
// as long as the site does. An empty one gives nil, which holds no buffer.
func exact[T any](buffer []T) []T {
	if len(buffer) == 0 {
		return nil
	}
	s := make([]T, len(buffer))
	copy(s, buffer)
	return s
}

func newlines(source []byte) []int32 {
	lines := make([]int32, 0, bytes.Count(source, []byte("\n")))
	for at := 0; ; at++ {
		next := bytes.IndexByte(source[at:], '\n')
		if next < 0 {
			return lines
		}
		at += next
		lines = append(lines, int32(at))
	}
}

func (c *compiler) children(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		c.node(child)
	}
}

// inside writes what is in a node, within one element.
func (c *compiler) inside(n ast.Node) { c.within(func() { c.children(n) }) }

// within has something written inside an element: the raw HTML opened there
// and the sections begun there end with it.
func (c *compiler) within(write func()) {
	outer := c.floor
	c.floor = floor{len(c.rawOpen), len(c.sections)}
	write()
	c.abandonRaw(c.floor.raw)
	c.endSections(c.floor.sections)
	c.floor = outer
}

// node writes one node with all that is in it.
func (c *compiler) node(n ast.Node) {
	if len(c.rawOpen) > c.floor.raw {
		c.leaveTable(n)
	}
	switch n := n.(type) {
	case *ast.Text:
		c.text(n)
	case *ast.Paragraph:
		c.paragraph(n)
	case *ast.TextBlock:
		c.startBlock()
		c.inside(n)
	case *ast.Heading:
		c.heading(n)
	case *ast.List:
		c.list(n)
	case *ast.ListItem:
		c.element("li", n)
	case *ast.Blockquote:
		c.blockquote(n)
	case *ast.ThematicBreak:
		c.startBlock()
		c.write("<hr>\n")
	case *ast.FencedCodeBlock:
		c.codeBlock(n, n.Language(c.source))
	case *ast.CodeBlock:
		c.codeBlock(n, nil)
	case *ast.HTMLBlock:
		c.htmlBlock(n)
	case *ast.CodeSpan:
		c.codeSpan(n)
	case *ast.Emphasis:
		if n.Level == 2 {
			c.inline("strong", n)
		} else {
			c.inline("em", n)
		}
	case *ast.Link:
		c.link(n)
	case *ast.AutoLink:
		c.autoLink(n)
	case *ast.Image:
		c.image(n)
	case *ast.RawHTML:
		c.rawInline(n)
	case *wikiLink:
		c.wiki(n)
	case *container:
		c.container(n)
	case *closing:
		c.strayClosing(n)
	case *east.Strikethrough:
		c.inline("del", n)
	case *east.Table:
		c.table(n)
	case *east.TaskCheckBox:
		c.checkBox(n)
	case *east.DefinitionList:
		c.element("dl", n)
	case *east.DefinitionTerm:
		c.startBlock()
		c.write("<dt>")
		c.phrase(n)
		c.write("</dt>\n")
	case *east.DefinitionDescription:
		c.element("dd", n)
	case *east.FootnoteLink:
		c.footnoteLink(n)
	case *east.FootnoteBacklink:
		c.footnoteBacklink(n)
	case *east.FootnoteList:
		c.footnotes(n)
	case *east.Footnote:
		c.footnote(n)
	case *ast.LinkReferenceDefinition, *titleLine:
	default:
		c.children(n)
	}
}

// element writes a block element around the children.
func (c *compiler) element(name string, n ast.Node) {
	c.startBlock()
	c.write("<" + name + ">")
	if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
		c.write("\n")
	}
	c.inside(n)
	c.write("</" + name + ">\n")
}

// inline writes an inline element around the children.
func (c *compiler) inline(name string, n ast.Node) {
	c.write("<" + name + ">")
	c.inside(n)
	c.write("</" + name + ">")
}

// paragraph writes a paragraph; one that holds an image or an embed alone is a
// figure or a card, and one of which nothing is left is nothing.
func (c *compiler) paragraph(n *ast.Paragraph) {
	c.startBlock()
	if only := n.FirstChild(); only != nil && only.NextSibling() == nil {
		switch only := only.(type) {
		case *ast.Image:
			if c.figure(only) {
				return
			}
		case *wikiLink:
			if only.embed {
				c.embed(only)
				return
			}
		}
	}
	start, slots := len(c.html), len(c.slots)
	c.write("<p>")
	c.phrase(n)
	if len(c.html) == start+len("<p>") && len(c.slots) == slots {
		c.html = c.html[:start]
		return
	}
	c.write("</p>\n")
}

// phrase writes the text of an element in which no block may stand.
func (c *compiler) phrase(n ast.Node) {
	outer := c.phrasing
	c.phrasing = true
	c.inside(n)
	c.phrasing = outer
}

func (c *compiler) list(n *ast.List) {
	tag := "ul"
	if n.IsOrdered() {
		tag = "ol"
	}
	c.startBlock()
	c.write("<" + tag)
	if n.IsOrdered() && n.Start != 1 {
		c.write(` start="` + strconv.Itoa(n.Start) + `"`)
	}
	if hasCheckBox(n) {
		c.write(` class="taches"`)
	}
	c.write(">\n")
	c.inside(n)
	c.write("</" + tag + ">\n")
}

// startBlock notes that a new block begins here.
func (c *compiler) startBlock() {
	c.block = true
	c.typo.begin()
}

func (c *compiler) write(s string) { c.html = append(c.html, s...) }

// writeAttr writes ` name="value"`, escaped.
func (c *compiler) writeAttr(name, value string) {
	c.html = append(c.html, ' ')
	c.html = append(c.html, name...)
	c.html = append(c.html, '=', '"')
	c.html = appendAttribute(c.html, value)
	c.html = append(c.html, '"')
}

// slot leaves a place for the site to fill; at is where it stands in source.
func (c *compiler) slot(s Slot, at int) {
	s.Offset = len(c.html)
	s.Line, s.Column = c.place(at)
	c.slots = append(c.slots, s)
	c.apart = true
}

// place is the line and column of an offset of the source, in characters, as
// editors count them.
func (c *compiler) place(at int) (line, column int) {
	line, column = c.d.Place(at)
	return line, utf8.RuneCount(c.source[at-column+1:at]) + 1
}

// separate keeps a slot that ends a section from standing at the same offset
// as what comes after the section.
func (c *compiler) separate() {
	if last := len(c.slots) - 1; last >= 0 && c.slots[last].Offset == len(c.html) {
		c.write("\n")
	}
}

func (c *compiler) warn(n ast.Node, rule *problem.Rule, message, hint string) {
	c.warnAt(c.position(n), rule, message, hint)
}

func (c *compiler) warnAt(at int, rule *problem.Rule, message, hint string) {
	line, column := c.place(at)
	c.problems = append(c.problems, rule.At(c.o.File, line, column).Say(message, hint))
}

// position is where a node stands in the source. A node that does not know
// its place takes that of the nearest one around it.
func (c *compiler) position(n ast.Node) int {
	for ; n != nil && n.Kind() != ast.KindDocument; n = n.Parent() {
		if at := n.Pos(); at >= 0 && at <= len(c.source) {
			return at
		}
	}
	return 0
}
