package compare

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"intraqvt/internal/site"
)

// BlockKind says what a block of text is.
type BlockKind string

// The kinds of a block.
const (
	Heading    BlockKind = "heading"
	Paragraph  BlockKind = "paragraph"
	Item       BlockKind = "item" // of a list
	Row        BlockKind = "row"  // of a table
	Definition BlockKind = "definition"
	Caption    BlockKind = "caption"
	Code       BlockKind = "code"
)

// block is one piece of a page's text as readers see it.
type block struct {
	kind  BlockKind
	under string // the heading above it
	text  string
	links []string // what it leads to or shows, named for readers
	marks string   // how its words are marked: strong, em…
}

// key is equal for blocks that say the same.
func (b *block) key() string { return string(b.kind) + "\x00" + b.text }

// between stands between the cells of a row.
const between = " | "

// blocksOf are the blocks of a page's text, with the names of the pages that
// it links to and what its images show.
func blocksOf(s *site.Site, p *site.Page, n names) []block {
	r := reader{z: html.NewTokenizer(bytes.NewReader(filled(s, p, n)))}
	for {
		switch r.z.Next() {
		case html.ErrorToken:
			r.end()
			return r.blocks
		case html.TextToken:
			r.write(string(r.z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			r.open(r.z.Token())
		case html.EndTagToken:
			r.close(r.z.Token())
		}
	}
}

// reader takes blocks from HTML of package markdown, which is well formed.
type reader struct {
	z      *html.Tokenizer
	blocks []block
	now    block
	text   strings.Builder
	items  int    // lists' items that are open
	rows   int    // rows of tables that are open
	code   int    // preformatted text that is open
	cells  int    // of the open row
	skip   bool   // inside a link back from a footnote
	under  string // the last heading
	box    string // the class of a callout that has just begun

	meaning bool // a definition has just begun
}

func (r *reader) open(t html.Token) {
	switch t.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		r.begin(Heading)
	case atom.Li:
		r.items++
		r.begin(Item)
	case atom.Tr:
		r.begin(Row)
		r.rows++
		r.cells = 0
	case atom.Td, atom.Th:
		if r.cells++; r.cells > 1 {
			r.text.WriteString(between)
		}
	case atom.Pre:
		r.begin(Code)
		r.code++
	case atom.Dt:
		r.begin(Definition)
	case atom.Dd:
		if r.now.kind == Definition && r.text.Len() > 0 && r.rows == 0 {
			r.text.WriteString(" : ") // of the term that stands before
		} else {
			r.begin(Definition)
		}
		r.meaning = true
	case atom.Figcaption, atom.Caption, atom.Summary:
		r.begin(Caption)
	case atom.P:
		if r.meaning { // the first paragraph of a definition is the definition
			r.meaning = false
			return
		}
		r.begin(Paragraph)
	case atom.Div, atom.Section, atom.Aside, atom.Blockquote, atom.Figure, atom.Details, atom.Ul, atom.Ol, atom.Dl, atom.Hr, atom.Table:
		r.begin(Paragraph)
		if class := attribute(t, "class"); strings.HasPrefix(class, "encadre") {
			r.box = class + " "
		}
	case atom.Br:
		r.write(" ")
	case atom.Input:
		box := "☐ "
		if hasAttribute(t, "checked") {
			box = "☑ "
		}
		r.text.WriteString(box)
	case atom.A:
		href := attribute(t, "href")
		if attribute(t, "role") == "doc-backlink" {
			r.skip = true
		} else if href != "" && !strings.HasPrefix(href, "#") {
			r.now.links = append(r.now.links, strings.TrimPrefix(href, "mailto:"))
		}
	case atom.Img:
		r.now.links = append(r.now.links, attribute(t, "src"))
		r.write("[image : " + cmp.Or(attribute(t, "alt"), "sans texte") + "]")
	case atom.Strong, atom.Em, atom.B, atom.I, atom.Code, atom.Del, atom.Ins, atom.Mark, atom.Sub, atom.Sup, atom.U, atom.Kbd, atom.Abbr, atom.Q, atom.Cite, atom.Small:
		if r.code == 0 {
			r.now.marks += t.Data + strconv.Itoa(r.text.Len()) + " "
		}
	}
}

func (r *reader) close(t html.Token) {
	switch t.DataAtom {
	case atom.Li:
		r.items--
		r.end()
	case atom.Tr:
		r.rows--
		r.end()
	case atom.Pre:
		r.code--
		r.end()
	case atom.A:
		r.skip = false
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.P, atom.Div, atom.Section, atom.Aside, atom.Blockquote, atom.Dd, atom.Figcaption, atom.Caption, atom.Summary, atom.Figure, atom.Details:
		if r.rows == 0 {
			r.end()
		}
	}
}

// begin ends the block before. What stands in a row belongs to the row, and
// the first paragraph of an item is the item.
func (r *reader) begin(kind BlockKind) {
	if r.rows > 0 {
		r.write(" ")
		return
	}
	if kind == Paragraph && r.items > 0 {
		kind = Item
	}
	r.end()
	r.now.kind = kind
}

func (r *reader) write(s string) {
	if !r.skip {
		r.text.WriteString(s)
	}
}

// end keeps the block if it says anything.
func (r *reader) end() {
	text := r.text.String()
	r.text.Reset()
	if r.now.kind == Code {
		text = strings.Trim(text, "\n")
	} else {
		text = oneLine(text)
	}
	if text != "" && strings.Trim(text, " |") != "" {
		b := r.now
		b.text, b.under, b.marks = text, r.under, r.box+b.marks
		r.box, r.meaning = "", false
		if b.kind == "" {
			b.kind = Paragraph
		}
		if b.kind == Heading {
			r.under = text
		}
		r.blocks = append(r.blocks, b)
	}
	r.now = block{kind: Paragraph}
	if r.items > 0 {
		r.now.kind = Item
	}
}

// oneLine leaves one space where spaces or line feeds stand; those that do not
// break stay.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), " ")
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func hasAttribute(t html.Token, name string) bool {
	return slices.ContainsFunc(t.Attr, func(a html.Attribute) bool { return a.Key == name })
}
