package mail

import (
	"strconv"
)

// Minimum widths in a table, and the width of a phone, in pixels. A table that
// needs more is written row below row.
const (
	perCharacter = 7.6
	perColumn    = 12
	phoneRoom    = 320
)

// stacked is an open table; a wide one has the names of its columns.
type stacked struct {
	wide  bool
	heads []string // HTML
	rows  int      // rows begun
	cells int      // cells of the current row begun
	begin int      // output position where the current row begins
	start int      // output position of the last cell's text
}

func (w *htmlWriter) table(b block) {
	needs := 0.0
	for _, characters := range b.columns {
		needs += perColumn + perCharacter*float64(characters)
	}
	w.tables = append(w.tables, &stacked{wide: needs > phoneRoom})
	w.raw(`<table width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;border-collapse:collapse">`, "\n")
}

// open returns the innermost table.
func (w *htmlWriter) open() *stacked { return w.tables[len(w.tables)-1] }

const cellFont = "font-family:" + sans + ";font-size:14px;line-height:20px"

func (w *htmlWriter) row() {
	t := w.open()
	t.rows++
	t.cells = 0
	t.begin = w.out.Len()
	w.raw("<tr>")
	if t.wide {
		w.raw("<td", inks("padding:12px 14px 6px;border-bottom:1px solid #B9BDC0;vertical-align:top;"+cellFont, sheet, ink), ">\n")
	}
}

func (w *htmlWriter) endRow() {
	t := w.open()
	if t.wide && t.rows == 1 && len(t.heads) == t.cells {
		w.out.Truncate(t.begin) // each cell repeats its column's name instead
		return
	}
	if t.wide {
		w.raw("</td>")
	}
	w.raw("</tr>\n")
}

func (w *htmlWriter) cell(b block) {
	t := w.open()
	t.cells++
	if t.wide {
		w.stackedCell(t, b)
		return
	}
	tag, scope, tones := "td", "", []*tone{sheet, ink}
	if b.head {
		tag, tones = "th", []*tone{tint, ink}
		if t.rows == 1 {
			scope = ` scope="col"`
		} else {
			scope = ` scope="row"`
		}
	}
	// Beside longer texts a column keeps the width of its longest word.
	align := "left"
	if b.align != "" {
		align = b.align
	}
	w.raw("<", tag, scope, inks("padding:9px 6px;border-bottom:1px solid #B9BDC0;vertical-align:top;word-break:normal;"+cellFont+
		";text-align:"+align, tones...), ` align="`, align, `"`)
	if b.level > 1 {
		w.raw(` colspan="`, strconv.Itoa(b.level), `"`)
	}
	w.raw(">")
}

// stackedCell begins a cell on a line of its own, after the name of its column.
func (w *htmlWriter) stackedCell(t *stacked, b block) {
	w.raw(`<div style="margin:0 0 6px">`)
	if b.head {
		w.raw(`<strong style="font-weight:bold">`)
	} else if t.cells <= len(t.heads) && t.heads[t.cells-1] != "" {
		w.raw(`<strong style="font-weight:bold">`, t.heads[t.cells-1], "&nbsp;:</strong> ")
	}
	t.start = w.out.Len()
}

func (w *htmlWriter) endCell(b block) {
	switch t := w.open(); {
	case t.wide && b.head && t.rows == 1:
		t.heads = append(t.heads, string(w.out.Bytes()[t.start:]))
		w.raw("</strong></div>\n")
	case t.wide && b.head:
		w.raw("</strong></div>\n")
	case t.wide:
		w.raw("</div>\n")
	case b.head:
		w.raw("</th>")
	default:
		w.raw("</td>")
	}
}
