package mail

import (
	"strings"
	"unicode/utf8"
)

// grid is a table being read.
type grid struct {
	rows   [][]gridCell
	before string // text of the cell around the table, before it
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

// words returns the cells of a table one after the other.
func (g *grid) words() string {
	var all []string
	for _, r := range g.rows {
		for _, c := range r {
			all = append(all, c.text)
		}
	}
	return strings.Join(all, " ")
}

// table writes a table in columns if they fit in a line, else row by row, each
// cell with the name of its column.
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

// headed tells whether all cells of a row have a column name.
func headed(r []gridCell) bool {
	for _, c := range r {
		if !c.head {
			return false
		}
	}
	return len(r) > 0
}
