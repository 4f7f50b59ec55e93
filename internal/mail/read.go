package mail

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"intraqvt/internal/markdown"
)

// reader reads a text and passes what a mail shows of it to a writer. A writer
// needs some facts before the text states them: the widths of a table's
// columns, whether an image is alone in its paragraph. Until a fact is known,
// reader holds back the calls that depend on it.
type reader struct {
	w       writer
	waiting [][]func() // calls held back, the innermost last

	words    strings.Builder  // text since the last element
	edge     bool             // a block begins or ends before it
	box      *block           // a box whose title may follow
	figure   block            // the open key figure
	captured *strings.Builder // text of a title or a listing; nil outside of them
	depth    int              // of elements in it
	alone    *picture         // the only content of the open paragraph so far
	others   bool             // the paragraph has other content
	tables   []*columns       // the open tables
}

// columns are the columns of an open table.
type columns struct {
	begun   bool  // it has a row
	longest []int // length of the longest word in each column, in characters
	at      int   // the column of the next cell
	cell    strings.Builder
}

// tell calls the writer, now or when what it waits for is known.
func (r *reader) tell(f func()) {
	if last := len(r.waiting) - 1; last >= 0 {
		r.waiting[last] = append(r.waiting[last], f)
		return
	}
	f()
}

// wait holds back the following calls; proceed begins b, then makes them.
func (r *reader) wait() { r.waiting = append(r.waiting, nil) }

func (r *reader) proceed(b block) {
	last := len(r.waiting) - 1
	inner := r.waiting[last]
	r.waiting = r.waiting[:last]
	r.begin(b)
	for _, f := range inner {
		r.tell(f)
	}
	r.end(b)
}

func (r *reader) begin(b block) { r.tell(func() { r.w.begin(b) }) }
func (r *reader) end(b block)   { r.tell(func() { r.w.end(b) }) }

// marks maps elements of running text to marks.
var marks = map[string]mark{
	"strong": strong, "b": strong,
	"em": emphasis, "i": emphasis, "cite": emphasis, "dfn": emphasis, "var": emphasis,
	"code": code, "kbd": code, "samp": code,
	"sup": superscript, "sub": subscript,
	"del": deleted, "s": deleted,
	"mark": highlight, "small": small,
}

// blocks are elements between which white space is ignored.
var blocks = []string{
	"p", "div", "section", "ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "blockquote", "details", "summary", "pre", "hr",
	"h2", "h3", "h4", "h5", "h6", "table", "tr", "td", "th", "thead", "tbody", "tfoot", "caption",
}

// flush writes the text before an element; block tells that a block begins or
// ends there.
func (r *reader) flush(block bool) {
	s := r.words.String()
	r.words.Reset()
	blank := strings.Trim(s, space) == ""
	if s != "" && (!blank || !r.edge && !block) {
		if !blank {
			r.openBox()
			r.others = true
		}
		r.inCells(s)
		r.tell(func() { r.w.text(collapse(s)) })
	}
	if r.edge = block; block {
		r.inCells(" ")
	}
}

func (r *reader) inCells(s string) {
	for _, t := range r.tables {
		t.cell.WriteString(s)
	}
}

// openBox begins a box whose title is now known, or that has none.
func (r *reader) openBox() {
	if b := r.box; b != nil {
		r.box = nil
		r.begin(*b)
	}
}

// capture collects the following text, up to the end of the element.
func (r *reader) capture() { r.captured, r.depth = new(strings.Builder), 1 }

func (r *reader) Begin(e markdown.Element) {
	tag := e.Tag()
	switch {
	case e.Kind == markdown.KindSection:
		return
	case r.captured != nil:
		r.depth++
		return
	}
	r.flush(slices.Contains(blocks, tag))
	if e.Kind != markdown.KindTitle && tag != "summary" {
		r.openBox()
	}
	switch e.Kind {
	case markdown.KindCallout:
		r.box = &block{kind: box, alert: e.Name == "attention"}
	case markdown.KindTab, markdown.KindExcerpt:
		r.box = &block{kind: box}
	case markdown.KindTitle, markdown.KindNumber:
		r.capture()
	case markdown.KindFigures:
		r.begin(block{kind: figures})
	case markdown.KindFigure:
		r.wait()
	case markdown.KindLabel:
	case markdown.KindNotes:
		r.begin(block{kind: notes})
		r.begin(block{kind: list, ordered: true, start: 1})
	case markdown.KindLink:
		r.tell(func() { r.w.link(e.To) })
	default:
		r.beginTag(e, tag)
	}
}

// beginTag begins an element known by its tag alone, which may come from an
// author's HTML.
func (r *reader) beginTag(e markdown.Element, tag string) {
	if m, ok := marks[tag]; ok {
		r.tell(func() { r.w.mark(m, true) })
		return
	}
	switch tag {
	case "details": // folded on the page, open in a mail
		r.box = &block{kind: box}
	case "summary", "pre":
		r.capture()
	case "p":
		r.wait()
		r.alone, r.others = nil, false
	case "table":
		r.tables = append(r.tables, &columns{})
	case "tr":
		if t := r.table(); !t.begun {
			t.begun = true
			r.wait()
		}
		r.table().at = 0
		r.begin(block{kind: row})
	case "td", "th":
		r.table().cell.Reset()
		r.begin(cellOf(e))
	case "q":
		r.tell(func() { r.w.text("«\u00a0") })
	case "hr":
		r.begin(block{kind: rule})
		r.end(block{kind: rule})
	default:
		if b, ok := blockOf(e, tag); ok {
			r.begin(b)
		}
	}
}

// blockOf converts an element that is a block by itself.
func blockOf(e markdown.Element, tag string) (b block, ok bool) {
	switch tag {
	case "h2", "h3", "h4", "h5", "h6":
		return block{kind: heading, level: e.Level}, true
	case "ul":
		return block{kind: list}, true
	case "ol":
		if e.Kind == markdown.KindRaw {
			e.Start = 1
		}
		return block{kind: list, ordered: true, start: e.Start}, true
	case "li":
		b = block{kind: item}
		if e.Tasks {
			b.task = "☐"
			if e.Done {
				b.task = "☑"
			}
		}
		return b, true
	case "dt":
		return block{kind: term}, true
	case "dd":
		return block{kind: definition}, true
	case "blockquote":
		return block{kind: quotation}, true
	case "figcaption", "caption":
		return block{kind: caption}, true
	}
	return b, false
}

func (r *reader) End(e markdown.Element) {
	tag := e.Tag()
	switch {
	case e.Kind == markdown.KindSection:
		return
	case r.captured != nil:
		if r.depth--; r.depth > 0 {
			return
		}
		r.endCapture(e, tag)
		r.edge = true
		return
	}
	r.flush(slices.Contains(blocks, tag))
	switch e.Kind {
	case markdown.KindCallout, markdown.KindTab, markdown.KindExcerpt, markdown.KindDetails:
		r.endBox()
	case markdown.KindFigures:
		r.end(block{kind: figures})
	case markdown.KindFigure:
		r.proceed(r.figure)
	case markdown.KindLabel:
	case markdown.KindNotes:
		r.end(block{kind: list, ordered: true})
		r.end(block{kind: notes})
	case markdown.KindLink:
		r.tell(func() { r.w.endLink() })
	default:
		r.endTag(e, tag)
	}
}

func (r *reader) endTag(e markdown.Element, tag string) {
	if m, ok := marks[tag]; ok {
		r.tell(func() { r.w.mark(m, false) })
		return
	}
	switch tag {
	case "details":
		r.endBox()
	case "p":
		if r.alone != nil {
			r.alone.inline = r.others
		}
		r.alone = nil
		r.proceed(block{kind: paragraph, quiet: e.Quiet})
	case "table":
		t := r.table()
		r.tables = r.tables[:len(r.tables)-1]
		if !t.begun {
			r.wait()
		}
		r.proceed(block{kind: table, columns: t.longest})
	case "tr":
		r.end(block{kind: row})
	case "td", "th":
		r.table().fit(cellOf(e).level)
		r.end(cellOf(e))
	case "q":
		r.tell(func() { r.w.text("\u00a0»") })
	default:
		if b, ok := blockOf(e, tag); ok {
			r.end(b)
		}
	}
}

// endCapture uses the collected text.
func (r *reader) endCapture(e markdown.Element, tag string) {
	s := r.captured.String()
	r.captured = nil
	title := strings.Trim(collapse(s), space)
	switch {
	case e.Kind == markdown.KindNumber:
		r.figure = block{kind: figure, title: title}
	case tag == "pre":
		b := block{kind: listing, title: strings.Trim(s, "\n")}
		r.inCells(s)
		r.begin(b)
		r.end(b)
	case r.box != nil:
		r.box.title = title
		r.openBox()
	default: // the title of a box that has begun without it
		r.begin(block{kind: paragraph})
		r.tell(func() { r.w.text(title) })
		r.end(block{kind: paragraph})
	}
}

func (r *reader) endBox() {
	r.openBox()
	r.end(block{kind: box})
}

func (r *reader) Put(e markdown.Element) {
	if r.captured != nil {
		if e.Kind == markdown.KindNoteCall {
			r.captured.WriteString(strconv.Itoa(e.Level))
		}
		return
	}
	switch e.Kind {
	case markdown.KindSpace:
		r.words.WriteString(e.Name)
	case markdown.KindTaskBox: // the item includes it
		r.flush(false)
		r.words.WriteByte(' ')
	case markdown.KindNoteReturn: // useless in a mail
		r.words.WriteByte(' ')
		r.flush(false)
	case markdown.KindLineBreak:
		r.flush(false)
		r.others = true
		r.tell(func() { r.w.lineBreak() })
	case markdown.KindNoteCall:
		r.Begin(e)
		r.words.WriteString(strconv.Itoa(e.Level))
		r.End(e)
	case markdown.KindImage:
		r.image(e.Image)
	case markdown.KindCards:
		r.flush(true)
		r.openBox()
		r.cards(e.Cards)
	case markdown.KindSource:
		r.Begin(e)
		r.captured.WriteString(e.Name)
		r.End(e)
	case markdown.KindRule:
		r.Begin(e)
	}
}

func (r *reader) Text(t markdown.Text) {
	if r.captured != nil {
		r.captured.Write(t.Words)
		return
	}
	r.words.Write(t.Words)
}

// Slot is never called: the recorded text has its slots filled.
func (r *reader) Slot(int, *markdown.Slot) {}

func (r *reader) image(i *markdown.Image) {
	r.flush(i.Figure)
	r.openBox()
	p := pictureOf(i)
	if r.alone == nil && !r.others {
		r.alone = p
	}
	r.others = r.others || r.alone != p
	r.tell(func() { r.w.image(*p) })
	if i.Caption != "" && i.Figure {
		r.begin(block{kind: caption})
		r.tell(func() { r.w.text(collapse(i.Caption)) })
		r.end(block{kind: caption})
	}
}

func (r *reader) cards(list []markdown.Card) {
	b := block{kind: cards, featured: len(list) == 1}
	r.begin(b)
	for i, c := range list {
		r.tell(func() { r.w.card(card{c, b.featured, i == 0}) })
	}
	r.end(b)
}

// table returns the innermost open table.
func (r *reader) table() *columns { return r.tables[len(r.tables)-1] }

// fit widens columns so that a cell over several of them fits.
func (t *columns) fit(span int) {
	for len(t.longest) < t.at+span {
		t.longest = append(t.longest, 0)
	}
	for word := range strings.SplitSeq(strings.Trim(collapse(t.cell.String()), space), " ") {
		t.longest[t.at] = max(t.longest[t.at], utf8.RuneCountInString(word)/span)
	}
	t.at += span
}

func cellOf(e markdown.Element) block {
	span := 1
	if i := slices.IndexFunc(e.Attrs, func(a html.Attribute) bool { return a.Key == "colspan" }); i >= 0 {
		if n, err := strconv.Atoi(e.Attrs[i].Val); err == nil {
			span = min(max(n, 1), 20)
		}
	}
	align := [...]string{markdown.AlignStart: "", markdown.AlignCentre: "center", markdown.AlignEnd: "right"}[e.Align]
	return block{kind: cell, head: e.Tag() == "th", align: align, level: span}
}

// space is the white space that HTML collapses; a no-break space is not part of
// it.
const space = " \t\r\n\f"

// collapse replaces each run of white space by one space.
func collapse(s string) string {
	var b strings.Builder
	in := false
	for _, r := range s {
		if strings.ContainsRune(space, r) {
			if !in {
				b.WriteByte(' ')
			}
			in = true
			continue
		}
		in = false
		b.WriteRune(r)
	}
	return b.String()
}
