package compare

import (
	"cmp"
	"strconv"
	"strings"

	"intraqvt/internal/markdown"
	"intraqvt/internal/site"
)

// BlockKind is the kind of a block of text.
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

// block is one block of a page's text as readers see it.
type block struct {
	kind  BlockKind
	under string // the heading above it
	text  string
	links []string // titles of the pages it links to, and what it shows
	marks string   // the markup of its words: strong, em…
}

// key is equal for blocks with the same kind and text.
func (b *block) key() string { return string(b.kind) + "\x00" + b.text }

// cellSeparator separates the cells of a row.
const cellSeparator = " | "

// reader collects the blocks that a walk over a text tells, with the titles of
// linked pages and descriptions of images.
type reader struct {
	side   Side
	page   *site.Page
	names  names
	blocks []block
	now    block
	text   strings.Builder
	items  int    // number of open list items
	rows   int    // number of open table rows
	code   int    // number of open preformatted texts
	cells  int    // number of cells in the open row
	under  string // the last heading
	box    string // the name of a callout that has just begun

	meaning bool // a definition has just begun
}

func (r *reader) Begin(e markdown.Element) {
	switch tag := e.Tag(); tag {
	case "h2", "h3", "h4", "h5", "h6":
		r.begin(Heading)
	case "li":
		r.items++
		r.begin(Item)
	case "tr":
		r.begin(Row)
		r.rows++
		r.cells = 0
	case "td", "th":
		if r.cells++; r.cells > 1 {
			r.text.WriteString(cellSeparator)
		}
	case "pre":
		r.begin(Code)
		r.code++
	case "dt":
		r.begin(Definition)
	case "dd":
		if r.now.kind == Definition && r.text.Len() > 0 && r.rows == 0 {
			r.text.WriteString(" : ") // after the term
		} else {
			r.begin(Definition)
		}
		r.meaning = true
	case "figcaption", "caption", "summary":
		r.begin(Caption)
	case "p":
		r.paragraph()
	case "div", "section", "blockquote", "figure", "details", "ul", "ol", "dl", "hr", "table":
		r.begin(Paragraph)
		if e.Kind == markdown.KindCallout {
			r.box = e.Name + " "
		}
	case "a":
		r.now.links = append(r.now.links, strings.TrimPrefix(e.To.String(), "mailto:"))
	case "strong", "em", "b", "i", "code", "del", "ins", "mark", "sub", "sup", "u", "kbd", "abbr", "q", "cite", "small":
		if r.code == 0 {
			r.now.marks += tag + strconv.Itoa(r.text.Len()) + " "
		}
	}
}

func (r *reader) End(e markdown.Element) {
	switch e.Tag() {
	case "li":
		r.items--
		r.end()
	case "tr":
		r.rows--
		r.end()
	case "pre":
		r.code--
		r.end()
	case "h2", "h3", "h4", "h5", "h6", "p", "div", "section", "blockquote", "dd", "figcaption", "caption", "summary", "figure", "details":
		if r.rows == 0 {
			r.end()
		}
	}
}

func (r *reader) Put(e markdown.Element) {
	switch e.Kind {
	case markdown.KindRule:
		r.Begin(e)
	case markdown.KindSource:
		r.Begin(e)
		r.text.WriteString(e.Name)
		r.End(e)
	case markdown.KindNoteCall:
		r.Begin(e)
		r.text.WriteString(strconv.Itoa(e.Level))
	case markdown.KindTaskBox:
		box := "☐ "
		if e.Done {
			box = "☑ "
		}
		r.text.WriteString(box)
	case markdown.KindLineBreak, markdown.KindSpace:
		r.text.WriteString(" ")
	}
}

func (r *reader) Text(t markdown.Text) { r.text.Write(t.Words) }

// Slot names the content of a slot, for editors.
func (r *reader) Slot(i int, s *markdown.Slot) {
	var t site.Target
	if i < len(r.page.Targets) {
		t = r.page.Targets[i]
	}
	name := r.names.of(s, t)
	switch s.Kind {
	case markdown.SlotLink, markdown.SlotWiki:
		if name != "" && !strings.HasPrefix(name, "#") {
			r.now.links = append(r.now.links, strings.TrimPrefix(name, "mailto:"))
		}
	case markdown.SlotName:
		r.text.WriteString(strings.TrimSuffix(strings.TrimPrefix(name, "« "), " »"))
	case markdown.SlotImage:
		r.now.links = append(r.now.links, name)
		r.text.WriteString("[image : " + cmp.Or(s.Alt, "sans texte") + "]")
		if s.Figure && s.Title != "" {
			r.begin(Caption)
			r.text.WriteString(s.Title)
			if r.rows == 0 {
				r.end()
			}
		}
	case markdown.SlotEmbed:
		what := "[carte : "
		if s.Fragment != "" {
			what = "[extrait : "
		}
		r.addParagraph(what + name + "]")
	case markdown.SlotQuery:
		r.addParagraph(queryName(r.side.Site, s.Query))
	}
}

// addParagraph adds a paragraph of its own for a page or list in the text.
func (r *reader) addParagraph(text string) {
	r.paragraph()
	r.text.WriteString(text)
	if r.rows == 0 {
		r.end()
	}
}

// paragraph begins a paragraph; the first one of a definition is the definition.
func (r *reader) paragraph() {
	if r.meaning {
		r.meaning = false
		return
	}
	r.begin(Paragraph)
}

// begin ends the previous block and begins a new one. Paragraphs in a row
// belong to the row, and the first paragraph of an item is the item.
func (r *reader) begin(kind BlockKind) {
	if r.rows > 0 {
		r.text.WriteString(" ")
		return
	}
	if kind == Paragraph && r.items > 0 {
		kind = Item
	}
	r.end()
	r.now.kind = kind
}

// end stores the block unless it is empty.
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

// oneLine replaces each run of spaces and line feeds by one space; non-breaking
// spaces stay.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' }), " ")
}
