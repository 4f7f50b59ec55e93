// Package markdown compiles an author's Markdown into HTML with slots.
//
// What enters: only the text below a page's front matter. What leaves: a
// [Document] with finished HTML, the places in it that only the whole site can
// fill (links to other pages, images, embedded lists: its [Slot]s), the places that
// are valid only on the page itself (its [Local]s), the runs of plain text, and the
// headings. It is like an object file of a program: compiled once and separately,
// linked later.
//
// One walk over the syntax tree reports the text to a [Writer]; writer.go defines
// the elements. Each construct beyond CommonMark has one file here, with its
// parser, its part of the walk and its HTML, and one case file in testdata/. French
// typography is applied, code is coloured. Raw HTML is limited to allowed elements,
// and each one ends with the paragraph or block in which it was opened, so that an
// author's text cannot close the elements around it. The package knows no other
// page and reads no file; it is the only one that imports goldmark.
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

// Document is a compiled text. It is immutable.
type Document struct {
	HTML     []byte
	Slots    []Slot    // by Offset
	Runs     []Run     // by Start; they do not overlap
	Locals   []Local   // by Start; they do not overlap
	Headings []Heading // in order
	Anchors  []string  // other ids for links: footnotes, raw HTML
	Words    int       // number of words, for the reading time

	firstLine int
	newlines  []int32 // offsets of the source's line feeds
}

// Slot is a place in a document's HTML that the site fills. It is never inside
// a [Run].
type Slot struct {
	Kind     SlotKind
	Figure   bool   // SlotImage: alone in its paragraph
	Offset   int    // in Document.HTML: the content is inserted before this byte
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
	SlotWiki                    // the start of a link to a page by slug, title or alias
	SlotLinkEnd                 // the end of the last link; links do not nest
	SlotName                    // a link by slug, title or alias, with the page's title as text
	SlotImage                   // a whole image
	SlotEmbed                   // a card of a page or, with a fragment, a section of it
	SlotQuery                   // a list of pages
)

// Run is plain text in a document's HTML, from Start to End, escaped. It holds
// no tag and no slot.
type Run struct {
	Start, End int32
	Source     int32 // offset in the source; see [Document.Place]
	Block      bool  // begins a new block, such as a paragraph or a cell
	Prose      bool  // may have tooltips: not code, not in a link or a heading
	Heading    bool  // is in a heading
}

// Local is a place in a document's HTML, from Start to End, that is only valid
// on its own page. When a section is embedded elsewhere, something else is
// written there.
type Local struct {
	Start, End int32
	Kind       LocalKind
}

// LocalKind says what a [Local] holds.
type LocalKind uint8

// The kinds of local places.
const (
	LocalName  LocalKind = iota // attributes that identify an element of the page
	LocalLink                   // the "#" of a link to a part of the page
	LocalLevel                  // the digit of a heading's tag
)

// Heading is a heading of a document, which begins a section. Its element is
// the line of HTML that starts at Offset.
type Heading struct {
	Level  int // 2 to 6
	ID     string
	Text   string // plain
	Offset int    // of its element in Document.HTML
	Run    int    // index of its first run in Document.Runs
	Line   int

	slug string // of the text
	end  int    // of its section in Document.HTML
}

// Query selects pages for an embedded list. Keys other than type, limite and
// tri name fields; a page must have one of the values of each.
type Query struct {
	Type    string
	Limit   int    // maximum number of pages, 0 for all
	Sort    string // a field's name, after "-" for descending order
	When    When   // for pages of an agenda
	Form    Form   // how the list is drawn
	Filters []Filter
}

// Form says how an embedded list is drawn.
type Form int

// A list of entries, and the map of the pages that colour the others.
const (
	EntriesForm Form = iota
	MapForm
)

// When says which pages of an agenda a list shows.
type When int

// All pages; those after or before the day of the build; and in an issue of a
// newsletter, those before the next issue, and those published or reviewed
// since the previous one.
const (
	Always When = iota
	Coming
	Past
	UntilNext
	SinceLast
)

// String returns the value as authors write it, "" for all pages.
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
	FirstLine int    // line of the source file where the text starts, from 1
	Title     string // the page's title; a first heading that repeats it is dropped
	PlainCode bool   // code is not coloured
}

// Compile compiles Markdown, whose lines must end in line feeds. It returns the
// problems that the text alone shows: unknown constructs, images without
// alternative text.
func Compile(source []byte, o Options) (*Document, []problem.Problem) {
	k := walkers.Get().(*walker)
	defer walkers.Put(k)
	k.page.reset()
	k.walk(source, o, &k.page)
	return k.document(), exact(k.problems)
}

// Tell walks over the text of a document again and passes it to a writer. file
// is the text with the lines before it in its file. o are the options of
// Compile; FirstLine is ignored.
func (d *Document) Tell(file []byte, o Options, w Writer) {
	for range d.firstLine - 1 {
		_, file, _ = bytes.Cut(file, []byte("\n"))
	}
	o.FirstLine = d.firstLine
	k := walkers.Get().(*walker)
	defer walkers.Put(k)
	k.walk(file, o, w)
}

// FirstHeading returns the text of the first heading of level one, which is the
// title of a page without another.
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

// parse parses a text. It searches bare addresses, which takes a third of the
// time, only if the text can have some.
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

// newParser lists all constructs that authors may use. Lower numbers are tried
// first; goldmark's own block parsers have 100 to 1000, its links 200, its link
// definitions 100.
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
