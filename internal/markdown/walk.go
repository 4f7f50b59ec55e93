package markdown

import (
	"bytes"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// walker walks a syntax tree and reports its content to a writer. It checks
// what authors may write and keeps what concerns the whole text: ids, levels of
// headings, open elements. Walkers are pooled: their buffers are reused, and
// results are copied.
type walker struct {
	source []byte
	src    string // the source again; substrings of it cost no allocation
	o      Options
	w      Writer
	d      *Document // has the line numbers of the source; the rest is filled in at the end

	slots    []Slot
	headings []Heading
	anchors  []string
	problems []problem.Problem
	words    int

	late    Kind    // the kind of a paragraph or heading that begins with its first content; none otherwise
	opening Heading // the heading, if that is one
	blank   string  // white space between raw blocks, reported before the next content
	run     []byte  // text not reported yet, since more may follow
	next    Text    // the properties of that text
	said    int     // number of reports other than white space

	typo      french.Typographer
	lately    [3]string // the last pieces of prose of the block, the latest last
	block     bool      // the next run begins a block
	prose     int       // above 0: in a link or a heading, no tooltips
	verbatim  int       // above 0: in raw <code> or the like, no typography
	examples  int       // above 0: in an example
	inHeading bool
	phrasing  bool    // in a paragraph, where no block may open
	inLink    bool    // in a link; links do not nest
	outside   Element // the open link out of the portal; zero if the link began with a slot

	shift    int       // added to heading levels
	repeated ast.Node  // the heading that repeats the page's title, or nil
	sections []int     // indices of the headings whose sections are open
	stands   floor     // of the heading opening
	rawOpen  []rawOpen // the open raw elements
	floor    floor
	ids      map[string]idState
	untitled int // tabs without title
	tables   int // number of tables, for navigation from one to the next
	page     pageWriter
}

// floor is the number of elements open around the current one; content must not
// close these.
type floor struct{ raw, sections int }

var walkers = sync.Pool{New: func() any { return &walker{ids: map[string]idState{}} }}

// walk reports a text to a writer.
func (k *walker) walk(source []byte, o Options, w Writer) {
	if o.FirstLine == 0 {
		o.FirstLine = 1
	}
	clear(k.ids)
	*k = walker{
		source: source, src: string(source), o: o, w: w, block: true,
		slots: k.slots[:0], headings: k.headings[:0], anchors: k.anchors[:0], problems: k.problems[:0], ids: k.ids,
		run: k.run[:0], sections: k.sections[:0], rawOpen: k.rawOpen[:0], page: k.page,
		d: &Document{firstLine: o.FirstLine, newlines: newlines(source)},
	}
	root := parse(source)
	k.findTitle(root)
	k.reserveIDs(root)
	k.inside(root)
	k.flush()
}

// document returns the collected data of a page's text.
func (k *walker) document() *Document {
	d := k.d
	for i, s := range k.page.sections {
		h := &k.headings[i]
		h.Offset, h.end, h.Run = s.start, s.end, s.run
	}
	d.HTML, d.Slots, d.Runs, d.Locals = exact(k.page.html), exact(k.slots), exact(k.page.runs), exact(k.page.locals)
	d.Headings, d.Anchors, d.Words = exact(k.headings), exact(k.anchors), k.words
	return d
}

// exact copies a buffer into a slice without spare capacity, since documents
// live as long as the site. An empty buffer gives nil.
func exact[T any](buffer []T) []T {
	if len(buffer) == 0 {
		return nil
	}
	s := make([]T, len(buffer))
	copy(s, buffer)
	return s
}

// begin, end and put report an element, after everything that was held back.
func (k *walker) begin(e Element) {
	k.flush()
	k.said++
	k.w.Begin(e)
}

func (k *walker) end(e Element) {
	k.flush()
	k.said++
	k.w.End(e)
}

func (k *walker) put(e Element) {
	k.flush()
	k.said++
	k.w.Put(e)
}

// beginLate begins a paragraph or the heading k.opening, which is reported with
// its first content: without content, it is dropped.
func (k *walker) beginLate(kind Kind) {
	k.flush()
	k.late = kind
}

// endLate ends it, and returns false if it had no content.
func (k *walker) endLate(e Element) bool {
	if k.late != none && len(k.run) == 0 {
		k.late = none
		return false
	}
	k.end(e)
	return true
}

// flush reports what was held back: the beginning of a paragraph or heading,
// white space of raw HTML, text.
func (k *walker) flush() {
	if kind := k.late; kind != none {
		k.late = none
		e := Element{Kind: kind}
		if kind == KindHeading {
			inner := k.floor
			k.floor = k.stands
			k.beginSection(k.opening)
			k.floor = inner
			e = k.opening.element()
		}
		k.w.Begin(e)
	}
	if k.blank != "" {
		k.w.Put(Element{Kind: KindSpace, Name: k.blank})
		k.blank = ""
	}
	if len(k.run) > 0 {
		k.next.Words = k.run
		k.w.Text(k.next)
		k.run = k.run[:0]
	}
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

func (k *walker) children(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		k.node(child)
	}
}

// inside reports the content of a node, within one element.
func (k *walker) inside(n ast.Node) { k.within(func() { k.children(n) }) }

// within calls tell for the content of an element, then closes the raw HTML and
// the sections that began in it.
func (k *walker) within(tell func()) {
	outer := k.floor
	k.floor = floor{len(k.rawOpen), len(k.sections)}
	tell()
	k.abandonRaw(k.floor.raw)
	if !k.phrasing { // no sections begin in inline content, except in the heading itself
		k.endSections(k.floor.sections)
	}
	k.floor = outer
}

// node reports a node with its content.
func (k *walker) node(n ast.Node) {
	if len(k.rawOpen) > k.floor.raw {
		k.leaveTable(n)
	}
	switch n := n.(type) {
	case *ast.Text:
		k.text(n)
	case *ast.Paragraph:
		k.paragraph(n)
	case *ast.TextBlock:
		k.startBlock()
		k.inside(n)
	case *ast.Heading:
		k.heading(n)
	case *ast.List:
		k.list(n)
	case *ast.ListItem:
		k.item(n)
	case *ast.Blockquote:
		k.blockquote(n)
	case *ast.ThematicBreak:
		k.startBlock()
		k.put(Element{Kind: KindRule})
	case *ast.FencedCodeBlock:
		k.codeBlock(n, n.Language(k.source))
	case *ast.CodeBlock:
		k.codeBlock(n, nil)
	case *ast.HTMLBlock:
		k.htmlBlock(n)
	case *ast.CodeSpan:
		k.codeSpan(n)
	case *ast.Emphasis:
		if n.Level == 2 {
			k.inline(KindStrong, n)
		} else {
			k.inline(KindEmphasis, n)
		}
	case *ast.Link:
		k.link(n)
	case *ast.AutoLink:
		k.autoLink(n)
	case *ast.Image:
		k.image(n)
	case *ast.RawHTML:
		k.rawInline(n)
	case *wikiLink:
		k.wiki(n)
	case *container:
		k.container(n)
	case *closing:
		k.strayClosing(n)
	case *east.Strikethrough:
		k.inline(KindDeleted, n)
	case *east.Table:
		k.table(n)
	case *east.TaskCheckBox:
		k.put(Element{Kind: KindTaskBox, Done: n.IsChecked})
	case *east.DefinitionList:
		k.element(Element{Kind: KindDefinitions}, n)
	case *east.DefinitionTerm:
		k.startBlock()
		term := Element{Kind: KindTerm}
		k.begin(term)
		k.phrase(n)
		k.end(term)
	case *east.DefinitionDescription:
		k.element(Element{Kind: KindDefinition}, n)
	case *east.FootnoteLink:
		k.footnoteLink(n)
	case *east.FootnoteBacklink:
		k.footnoteBacklink(n)
	case *east.FootnoteList:
		k.footnotes(n)
	case *east.Footnote:
		k.footnote(n)
	case *ast.LinkReferenceDefinition, *titleLine:
	default:
		k.children(n)
	}
}

// element reports a block element around the children.
func (k *walker) element(e Element, n ast.Node) {
	k.startBlock()
	first := n.FirstChild()
	e.Loose = first != nil && first.Kind() != ast.KindTextBlock
	k.begin(e)
	k.inside(n)
	k.end(e)
}

// inline reports an inline element around the children.
func (k *walker) inline(kind Kind, n ast.Node) {
	e := Element{Kind: kind}
	k.begin(e)
	k.inside(n)
	k.end(e)
}

// paragraph reports a paragraph. A single image or embed becomes a figure or a
// card, and an empty paragraph is dropped.
func (k *walker) paragraph(n *ast.Paragraph) {
	k.startBlock()
	if only := n.FirstChild(); only != nil && only.NextSibling() == nil {
		switch only := only.(type) {
		case *ast.Image:
			if k.figure(only) {
				return
			}
		case *wikiLink:
			if only.embed {
				k.embed(only)
				return
			}
		}
	}
	k.beginLate(KindParagraph)
	k.phrase(n)
	k.endLate(Element{Kind: KindParagraph})
}

// phrase reports the content of an element that may not hold blocks.
func (k *walker) phrase(n ast.Node) {
	outer := k.phrasing
	k.phrasing = true
	k.inside(n)
	k.phrasing = outer
}

func (k *walker) list(n *ast.List) {
	k.startBlock()
	e := Element{Kind: KindList, Ordered: n.IsOrdered(), Start: n.Start, Tasks: hasCheckBox(n)}
	k.begin(e)
	k.inside(n)
	k.end(e)
}

// startBlock records that a block begins here.
func (k *walker) startBlock() {
	k.block = true
	k.typo.Begin()
}

// slot leaves a slot; at is its offset in the source.
func (k *walker) slot(s Slot, at int) {
	k.flush()
	k.said++
	s.Line, s.Column = k.place(at)
	k.slots = append(k.slots, s)
	last := len(k.slots) - 1
	k.w.Slot(last, &k.slots[last])
}

// place returns the line and column of an offset of the source, in characters,
// as editors count them.
func (k *walker) place(at int) (line, column int) {
	line, column = k.d.Place(at)
	return line, utf8.RuneCount(k.source[at-column+1:at]) + 1
}

func (k *walker) warn(n ast.Node, rule *problem.Rule, message, hint string) {
	k.warnAt(k.position(n), rule, message, hint)
}

func (k *walker) warnAt(at int, rule *problem.Rule, message, hint string) {
	line, column := k.place(at)
	k.problems = append(k.problems, rule.At(k.o.File, line, column).Say(message, hint))
}

// position returns the offset of a node in the source. A node without position
// has that of the nearest node around it.
func (k *walker) position(n ast.Node) int {
	for ; n != nil && n.Kind() != ast.KindDocument; n = n.Parent() {
		if at := n.Pos(); at >= 0 && at <= len(k.source) {
			return at
		}
	}
	return 0
}
