package newsletter

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// flush writes the text of the block that is open, wrapped, and says how long
// its longest line is. In a cell it keeps it: a cell is a line.
func (w *textWriter) flush() int {
	s := strings.Trim(w.para.String(), space)
	if len(w.tables) > 0 {
		if s != "" {
			w.para.WriteByte(' ')
		}
		return 0
	}
	w.para.Reset()
	if s == "" {
		return 0
	}
	width, longest := textWidth, 0
	for _, m := range w.margins {
		width -= utf8.RuneCountInString(m.rest)
	}
	for part := range strings.SplitSeq(s, "\n") {
		for _, l := range wrap(part, max(width, 20)) {
			longest = max(longest, utf8.RuneCountInString(l))
			w.write(l)
		}
	}
	return longest
}

// write writes one line in its margins, or in the cell that is open.
func (w *textWriter) write(s string) {
	if len(w.tables) > 0 {
		w.para.WriteString(s + " ")
		return
	}
	if w.gap && w.out.Len() > 0 {
		outer := ""
		for _, m := range w.margins {
			if !m.used {
				break
			}
			outer += m.rest
		}
		w.out.WriteString(strings.TrimRight(outer, " ") + "\n")
	}
	w.gap = false
	for i := range w.margins {
		m := &w.margins[i]
		if m.used {
			w.out.WriteString(m.rest)
		} else {
			w.out.WriteString(m.first)
		}
		m.used = true
	}
	w.out.WriteString(s)
	w.out.WriteByte('\n')
}

// gapTwice leaves a second empty line, before a part of the mail.
func (w *textWriter) gapTwice() {
	if len(w.margins) == 0 && w.out.Len() > 0 {
		w.out.WriteByte('\n')
	}
}

// wrap breaks a line at its spaces. No-break spaces are none of them.
func wrap(s string, width int) []string {
	var lines []string
	line, length := "", 0
	for word := range strings.SplitSeq(s, " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case word == "":
		case length == 0:
			line, length = word, n
		case length+1+n > width:
			lines = append(lines, line)
			line, length = word, n
		default:
			line += " " + word
			length += 1 + n
		}
	}
	return append(lines, line)
}

// grid is a table being read.
type grid struct {
	rows   [][]gridCell
	before string // what the cell that the table is in says before it
}

type gridCell struct {
	text string
	head bool
	end  bool // aligned right
}

func (w *textWriter) grid() *grid { return w.tables[len(w.tables)-1] }

func (g *grid) add(text string, b block) {
	last := len(g.rows) - 1
	g.rows[last] = append(g.rows[last], gridCell{text, b.head, b.align == "right"})
	for range b.level - 1 {
		g.rows[last] = append(g.rows[last], gridCell{})
	}
}

// words are a table's cells one after the other.
func (g *grid) words() string {
	var all []string
	for _, r := range g.rows {
		for _, c := range r {
			all = append(all, c.text)
		}
	}
	return strings.Join(all, " ")
}

// table writes a table in columns where they fit in a line, and else row by
// row, each cell with the name of its column.
func (w *textWriter) table(g *grid) {
	var widths []int
	total := -3
	for _, r := range g.rows {
		for i, c := range r {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], utf8.RuneCountInString(c.text))
		}
	}
	for _, n := range widths {
		total += n + 3
	}
	for _, m := range w.margins {
		total += utf8.RuneCountInString(m.rest)
	}
	if total > textWidth {
		w.records(g)
		return
	}
	for i, r := range g.rows {
		var cells []string
		for j, c := range r {
			pad := strings.Repeat(" ", widths[j]-utf8.RuneCountInString(c.text))
			if c.end {
				cells = append(cells, pad+c.text)
			} else {
				cells = append(cells, c.text+pad)
			}
		}
		w.write(strings.TrimRight(strings.Join(cells, "   "), " "))
		if i == 0 && headed(r) {
			cells = nil
			for _, n := range widths {
				cells = append(cells, strings.Repeat("-", n))
			}
			w.write(strings.Join(cells, "   "))
		}
	}
}

func (w *textWriter) records(g *grid) {
	var names []gridCell
	for i, r := range g.rows {
		if i == 0 && headed(r) {
			names = r
			continue
		}
		w.indent("- ")
		for j, c := range r {
			if c.text == "" {
				continue
			}
			if j < len(names) && names[j].text != "" {
				w.para.WriteString(names[j].text + " : ")
			}
			w.para.WriteString(c.text)
			w.flush()
		}
		w.margins = w.margins[:len(w.margins)-1]
	}
}

// headed tells whether all cells of a row name their column.
func headed(r []gridCell) bool {
	for _, c := range r {
		if !c.head {
			return false
		}
	}
	return len(r) > 0
}

// joined puts a separator between those parts that are there.
func joined(separator string, parts ...string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, separator)
}

var months = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// longDate writes a day as readers say it; "" for none.
func longDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	day := t.Format("2")
	if day == "1" {
		day = "1er"
	}
	return day + " " + months[t.Month()-1] + t.Format(" 2006")
}

// frame writes a whole message around what body writes.
func (w *textWriter) frame(body func()) {
	i := w.issue
	w.para.WriteString(i.Title)
	longest := w.flush()
	w.write(strings.Repeat("=", longest))
	w.paragraph(joined(" · ", i.Portal, longDate(i.Date)))
	w.gap = true
	w.paragraph(i.Summary)
	if i.Online != "" {
		w.gap = true
		w.paragraph("Voir en ligne : " + i.Online)
	}
	w.gap = true
	body()
	if len(w.order) > 0 {
		w.gapTwice()
		w.gap = true
		w.para.WriteString("Liens")
		w.headline(2)
		for n, href := range w.order {
			w.indent("[" + strconv.Itoa(n+1) + "] ")
			w.paragraph(href)
			w.margins = w.margins[:len(w.margins)-1]
		}
	}
	w.gap = true
	w.write("-- ")
	if i.Portal != "" {
		w.paragraph(joined(" : ", "Vous recevez cette lettre de « "+i.Portal+" »", i.Home))
	}
	if i.Unsubscribe != "" {
		w.paragraph("Pour ne plus la recevoir, écrivez à " + i.Unsubscribe)
	}
}

func (w *textWriter) paragraph(s string) {
	w.para.WriteString(s)
	w.flush()
}
