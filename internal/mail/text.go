package mail

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"intraqvt/internal/address"
)

// textWidth is the maximum length of a line: the 78 characters that RFC 5322
// recommends, less the "> " of a quotation.
const textWidth = 76

// textWriter writes a body as plain text.
type textWriter struct {
	issue   *Issue
	out     strings.Builder
	para    strings.Builder // text of the open block, not wrapped yet
	margins []margin
	gap     bool // an empty line comes before the next line
	lists   []counter

	marks   []mark
	linked  []link
	numbers map[string]int // of links, by address
	order   []string       // addresses by number

	tables []*grid
}

// margin precedes the lines of a container.
type margin struct {
	first, rest string
	used        bool
}

type counter struct {
	ordered bool
	next    int
}

// link is an open link, and where its text begins.
type link struct {
	href  string
	start int
}

func (w *textWriter) text(s string) {
	if n := w.para.Len(); n == 0 || strings.HasSuffix(w.para.String(), "\n") || strings.HasSuffix(w.para.String(), " ") {
		s = strings.TrimLeft(s, space)
	}
	if slices.Contains(w.marks, superscript) {
		s = raised.Replace(s)
	}
	w.para.WriteString(s)
}

var raised = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

func (w *textWriter) lineBreak() { w.para.WriteString("\n") }

func (w *textWriter) mark(m mark, on bool) {
	if m == deleted {
		w.para.WriteString("~~")
	}
	if on {
		w.marks = append(w.marks, m)
	} else if n := len(w.marks); n > 0 {
		w.marks = w.marks[:n-1]
	}
}

func (w *textWriter) link(to address.URL) {
	w.linked = append(w.linked, link{to.String(), w.para.Len()})
}

// endLink adds the link's number after its text, unless the text is the
// address.
func (w *textWriter) endLink() {
	l := w.linked[len(w.linked)-1]
	w.linked = w.linked[:len(w.linked)-1]
	label := w.para.String()[min(l.start, w.para.Len()):]
	if label != l.href && "mailto:"+label != l.href && address.Phone(label).String() != l.href {
		w.para.WriteString(" " + w.number(l.href))
	}
}

func (w *textWriter) number(href string) string {
	if w.numbers[href] == 0 {
		w.order = append(w.order, href)
		w.numbers[href] = len(w.order)
	}
	return fmt.Sprintf("[%d]", w.numbers[href])
}

func (w *textWriter) image(p picture) {
	if p.alt == "" {
		return
	}
	if !p.figure {
		w.text("[" + p.alt + "]")
		return
	}
	w.flush()
	w.gap = true
	w.text("[Image : " + p.alt + "]")
	w.flush()
	w.gap = true
}

func (w *textWriter) begin(b block) {
	w.flush()
	switch b.kind {
	case heading:
		w.gap = true
		if b.level == 2 {
			w.gapTwice()
		}
	case paragraph, caption, notes, cards, figures:
		w.gap = w.gap || b.kind != paragraph
	case list:
		w.gap = w.gap || len(w.lists) == 0
		w.lists = append(w.lists, counter{b.ordered, b.start})
	case item:
		w.indent(w.bullet(b.task))
	case term:
		w.gap = true
	case definition:
		w.indent("  ")
	case box:
		w.gap = true
		w.margins = append(w.margins, margin{first: "| ", rest: "| "})
		if b.title != "" {
			w.para.WriteString(b.title)
			w.flush()
		}
	case quotation:
		w.gap = true
		w.margins = append(w.margins, margin{first: "> ", rest: "> "})
	case table:
		w.tables = append(w.tables, &grid{before: w.para.String()})
		w.para.Reset()
	case row:
		w.grid().rows = append(w.grid().rows, nil)
	case figure:
		w.indent("* ")
		w.para.WriteString(b.title + " ")
	case listing:
		w.gap = true
		for s := range strings.SplitSeq(b.title, "\n") {
			w.write("    " + strings.ReplaceAll(s, "\t", "    "))
		}
	case rule:
		w.gap = true
		w.write("* * *")
	}
	if b.kind == notes {
		w.write("Notes")
		w.gap = true
	}
}

func (w *textWriter) end(b block) {
	if b.kind == cell {
		w.grid().add(strings.Trim(collapse(w.para.String()), space), b)
		w.para.Reset()
		return
	}
	switch b.kind {
	case heading:
		w.headline(b.level)
	case list:
		w.flush()
		w.lists = w.lists[:len(w.lists)-1]
		w.gap = w.gap || len(w.lists) == 0
	case item, definition, figure:
		w.flush()
		w.margins = w.margins[:len(w.margins)-1]
	case box, quotation:
		w.flush()
		w.margins = w.margins[:len(w.margins)-1]
		w.gap = true
	case table:
		g := w.grid()
		w.tables = w.tables[:len(w.tables)-1]
		if len(w.tables) > 0 { // a table in a cell becomes its words
			w.para.WriteString(g.before + g.words() + " ")
			return
		}
		w.gap = true
		w.table(g)
		w.gap = true
	case row, term:
		w.flush()
	default:
		w.flush()
		w.gap = true
	}
}

// bullet returns the beginning of an item of the innermost list.
func (w *textWriter) bullet(task string) string {
	if len(w.lists) == 0 {
		return "- "
	}
	c := &w.lists[len(w.lists)-1]
	switch {
	case task != "":
		return task + " "
	case c.ordered:
		c.next++
		return fmt.Sprintf("%d. ", c.next-1)
	}
	return "- "
}

func (w *textWriter) indent(first string) {
	w.margins = append(w.margins, margin{first: first, rest: strings.Repeat(" ", utf8.RuneCountInString(first))})
}

// headline writes a heading and underlines it, depending on its level. In a
// cell it is part of the line.
func (w *textWriter) headline(level int) {
	if len(w.tables) > 0 {
		w.flush()
		return
	}
	title := w.para.String()
	under := "."
	if level == 2 {
		title, under = strings.ToUpper(title), "-"
	}
	w.para.Reset()
	w.para.WriteString(title)
	longest := w.flush()
	w.write(strings.Repeat(under, longest))
	w.gap = true
}

func (w *textWriter) card(c card) {
	w.indent("* ")
	if c.Number != "" {
		w.para.WriteString(c.Number + ". ")
	}
	w.para.WriteString(c.Title)
	if !c.To.IsZero() {
		w.para.WriteString(" " + w.number(c.To.String()))
	}
	if len(c.Marks) > 0 {
		w.para.WriteString("\n" + strings.Join(c.Marks, " · "))
	}
	if c.Summary != "" {
		w.para.WriteString("\n" + c.Summary)
	}
	w.flush()
	w.margins = w.margins[:len(w.margins)-1]
	w.gap = true
}
