package mail

import (
	"strings"

	"intraqvt/internal/french"
)

// flush writes the text of the open block, wrapped, and returns the length of
// its longest line. In a cell it only appends to the cell's text.
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
		part = strings.Trim(collapse(part), space) // invisible parts leave the spaces around them
		for _, l := range (french.Wrapping{Width: max(width, 20)}).Lines(part) {
			longest = max(longest, french.Width(l))
			w.write(l)
		}
	}
	return longest
}

// write writes one line with its margins, or into the open cell.
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
