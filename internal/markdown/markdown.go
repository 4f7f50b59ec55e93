// Package markdown compiles an author's Markdown into HTML with holes.
//
// What enters: the text below a page's front matter, and that alone. What
// leaves: a [Document]: finished HTML, the places in it that only the whole
// site can fill (links to other pages, images, embedded lists: its [Slot]s),
// those that hold on the page alone (its [Local]s), the runs of plain text in
// it, and its headings. It is to the site what an object file is to a program:
// compiled once and alone, linked later.
//
// One walk over the syntax tree tells a [Writer] what the text is: writer.go is
// the vocabulary. Each construct beyond CommonMark has one file here, with its
// parser, what the walk tells of it and its HTML, and one case file in
// testdata/. French typography is set, code is coloured. Raw HTML passes a list
// of what is allowed, and each element that it opens ends with the paragraph or
// the block in which it was opened, so that no text of an author's can close
// what surrounds it. The package knows no other page, reads no file and imports
// goldmark, which no other package does.
package markdown

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// Document is a compiled text. It never changes once made.
type Document struct {
	HTML     []byte
	Slots    []Slot    // by Offset
	Runs     []Run     // by Start; they do not overlap
	Locals   []Local   // by Start; they do not overlap
	Headings []Heading // in order
	Anchors  []string  // other ids that links can aim at: footnotes, raw HTML
	Words    int       // of prose, for the reading time

	firstLine int
	newlines  []int32 // offsets of the source's line feeds
}

// Slot is a place in a document's HTML that the site fills. It never stands
// inside a [Run].
type Slot struct {
	Kind     SlotKind
	Figure   bool   // SlotImage: stands alone in its paragraph
	Offset   int    // in Document.HTML: what fills the slot goes before this byte
	Target   string // page, path or name as written, without fragment; decoded
	Fragment string // after "#"
	Title    string // title attribute of a link, caption of an image
	Alt      string // SlotImage: the alternative text
	Query    *Query // SlotQuery
	Line     int    // in the source file, from 1
	Column   int    // in characters, from 1
}

// SlotKind says what fills a slot.
type SlotKind uint8

// The kinds of slot.
const (
	SlotLink    SlotKind = iota // the start of a link to a path; its text follows in the HTML
	SlotWiki                    // the same, to a page by slug, title or alias
	SlotLinkEnd                 // the end of the link that was opened last; links do not nest
	SlotName                    // a link by slug, title or alias without text: the page's title is the text
	SlotImage                   // a whole image
	SlotEmbed                   // a card of a page or, with a fragment, a section of it
	SlotQuery                   // a list of pages
)

// Run is plain text in a document's HTML, from Start to End, entities
// escaped. No tag and no slot stands inside.
type Run struct {
	Start, End int32
	Source     int32 // where it starts in the source text; see [Document.Place]
	Block      bool  // begins a new block, such as a paragraph or a cell
	Prose      bool  // may carry tooltips: not code, not in a link or a heading
	Heading    bool  // stands in a heading
}

// Local is a place in a document's HTML, from Start to End, that holds for its
// own page alone: what shows the text elsewhere writes something else there.
type Local struct {
	Start, End int32
	Kind       LocalKind
}

// LocalKind says what stands in a [Local].
type LocalKind uint8

// The kinds of local places.
const (
	LocalName  LocalKind = iota // attributes that name an element among those of the page
	LocalLink                   // the "#" of a link to a part of the page
	LocalLevel                  // the digit of a heading's tag
)

// Heading is a heading of a document and the start of a section. Its element
// fills the line of HTML that starts at Offset.
type Heading struct {
	Level  int // 2 to 6
	ID     string
	Text   string // plain
	Offset int    // where its element starts in Document.HTML
	Run    int    // index of its first run in Document.Runs
	Line   int

	slug string // of the text
	end  int    // where its section ends in Document.HTML
}

// Query asks for an embedded list of pages. Keys other than type, limite and
// tri name fields; a page must have one of the values of each.
type Query struct {
	Type    string
	Limit   int    // 0: all
	Sort    string // a field's name, "-" before it for descending order
	When    When   // for pages of an agenda
	Filters []Filter
}

// When says which pages of an agenda a list shows.
type When int

// All pages; those to come or past on the day of the build; and in an issue of
// a newsletter, those that come before the next issue, and those published or
// reviewed since the one before.
const (
	Always When = iota
	Coming
	Past
	UntilNext
	SinceLast
)

// String is how authors write it, "" for all pages.
func (w When) String() string {
	return [...]string{"", "à venir", "passés", "d’ici au prochain numéro", "depuis le dernier numéro"}[w]
}

// Filter is one condition of a [Query].
type Filter struct {
	Field  string
	Values []string
	Line   int
}

// Options of [Compile].
type Options struct {
	File      string // for messages
	FirstLine int    // the line of the source file on which the text starts, from 1
	Title     string // the page's title: a first heading that repeats it is dropped
	PlainCode bool   // code is not coloured
}

// Compile turns Markdown, its lines ended by line feeds, into a document.
// Problems are those that the text alone shows: unknown constructs, images
// without alternative text.
func Compile(source []byte, o Options) (*Document, []problem.Problem) {
	k := walkers.Get().(*walker)
	defer walkers.Put(k)
	k.page.reset()
	k.walk(source, o, &k.page)
	return k.document(), exact(k.problems)
}

// Tell walks over the text of a document again and tells a writer what it is.
// file is the text with the lines that stood above it when it was compiled, o
// what it was compiled with, but for the number of its first line.
func (d *Document) Tell(file []byte, o Options, w Writer) {
	for range d.firstLine - 1 {
		_, file, _ = bytes.Cut(file, []byte("\n"))
	}
	o.FirstLine = d.firstLine
	k := walkers.Get().(*walker)
	defer walkers.Put(k)
	k.walk(file, o, w)
}

// FirstHeading is the text of the first level-one heading, which names a page
// that has no title.
func FirstHeading(source []byte) string {
	if !bytes.Contains(source, []byte("# ")) && !bytes.Contains(source, []byte("\n=")) {
		return ""
	}
	for n := parse(source).FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == 1 {
			return french.Typography(plain(source, h))
		}
	}
	return ""
}

// parse picks the parser: looking for bare addresses is a third of the time,
// so it is left out where the text has none.
func parse(source []byte) ast.Node {
	p := plainParser
	if bytes.Contains(source, []byte("://")) || bytes.Contains(source, []byte("www.")) || bytes.IndexByte(source, '@') >= 0 {
		p = linkifyParser
	}
	return p.Parse(text.NewReader(source))
}

var (
	plainParser   = newParser()
	linkifyParser = newParser(extension.Linkify)
)

// newParser lists every construct that authors may use. A lower number is
// tried earlier; goldmark's own block parsers stand at 100 to 1000, its links
// at 200, its link definitions at 100.
func newParser(more ...goldmark.Extender) parser.Parser {
	m := goldmark.New(
		goldmark.WithExtensions(append(more,
			extension.Table, extension.Strikethrough, extension.TaskList, extension.Footnote, extension.DefinitionList)...),
		goldmark.WithParserOptions(
			parser.WithHeadingAttribute(),
			parser.WithBlockParsers(
				util.Prioritized(containerParser{}, 650),
			),
			parser.WithInlineParsers(
				util.Prioritized(wikiParser{}, 150),
			),
			parser.WithParagraphTransformers(
				util.Prioritized(calloutTransformer{}, 50),
			),
		),
	)
	return m.Parser()
}
