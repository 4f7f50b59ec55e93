package mail

import (
	"strings"

	"intraqvt/internal/french"
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
		width -= french.Width(m.rest)
	}
	for part := range strings.SplitSeq(s, "\n") {
		part = strings.Trim(collapse(part), space) // what shows nothing leaves the spaces around it
		for _, l := range (french.Wrapping{Width: max(width, 20)}).Lines(part) {
			longest = max(longest, french.Width(l))
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
