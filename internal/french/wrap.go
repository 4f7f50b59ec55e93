package french

import (
	"regexp"
	"strings"

	"github.com/rivo/uniseg"
)

// Wrapping configures how a text is broken into lines. Lines break only at
// spaces, except no-break spaces and those beside French punctuation.
type Wrapping struct {
	Width int    // columns of a line
	First string // precedes the first line
	Next  string // precedes the others
	Cut   bool   // cut a word that is wider than a line; otherwise it stays whole
}

// Lines returns the lines of a text, at least one.
func (w Wrapping) Lines(text string) []string {
	var lines []string
	line, column, begun := w.First, Width(w.First), false
	end := func() {
		lines = append(lines, line)
		line, column, begun = w.Next, Width(w.Next), false
	}
	gap := "" // between the chunk before and this one
	for _, chunk := range chunks(text) {
		if chunk == "" { // several spaces in a row
			gap += " "
			continue
		}
		wide := Width(chunk)
		if begun && column+len(gap)+wide > w.Width {
			end()
			gap = ""
		}
		line, column = line+gap, column+len(gap)
		for w.Cut && column+wide > w.Width {
			head := beginning(chunk, w.Width-column)
			if len(head) == len(chunk) {
				break
			}
			line += head
			end()
			chunk = chunk[len(head):]
			wide = Width(chunk)
		}
		line, column, begun, gap = line+chunk, column+wide, true, " "
	}
	return append(lines, line)
}

// Wrap breaks the lines of a text that are wider than width columns. Continued
// lines are indented by hang more columns than the first. A word wider than a
// line stays whole, since it is probably a path or an address to be copied. A
// width of 0 leaves the text unchanged.
func Wrap(text string, width, hang int) string {
	if width <= 0 {
		return text
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		line, ended := strings.CutSuffix(line, "\n")
		if Width(line) > width {
			rest := strings.TrimLeft(line, " ")
			lead := line[:len(line)-len(rest)]
			line = strings.Join(Wrapping{Width: width, First: lead, Next: lead + strings.Repeat(" ", hang)}.Lines(rest), "\n")
		}
		out.WriteString(line)
		if ended {
			out.WriteByte('\n')
		}
	}
	return out.String()
}

// chunks returns the parts of a line between which it may be broken: words,
// with the punctuation that French separates by a space.
func chunks(line string) []string {
	var list []string
	opened := false // the last chunk opens a quotation
	for word := range strings.SplitSeq(line, " ") {
		bare := escapes.ReplaceAllString(word, "")
		if n := len(list); n > 0 && list[n-1] != "" && bare != "" && (opened || isClosing(bare)) {
			list[n-1] += " " + word
		} else {
			list = append(list, word)
		}
		opened = strings.HasSuffix(bare, "«") || bare == "→"
	}
	return list
}

// isClosing tells whether a word belongs to the one before it: punctuation, or
// the end of a quotation.
func isClosing(word string) bool {
	return strings.HasPrefix(word, "»") || strings.Trim(word, ":;?!),.…") == ""
}

// beginning returns the part of a word that fits in some columns, at least one
// character.
func beginning(word string, columns int) string {
	n, state := 0, -1
	for n < len(word) {
		if code := escapes.FindStringIndex(word[n:]); code != nil && code[0] == 0 {
			n += code[1]
			continue
		}
		var character string
		var wide int
		character, _, wide, state = uniseg.FirstGraphemeClusterInString(word[n:], state)
		if columns -= wide; columns < 0 && n > 0 {
			break
		}
		n += len(character)
	}
	return word[:n]
}

// escapes matches the ANSI codes for colours.
var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Width returns the number of columns of a text in a terminal, without colour
// codes: a combining accent takes none, an ideogram two.
func Width(text string) int {
	if strings.IndexByte(text, 0x1b) >= 0 {
		text = escapes.ReplaceAllString(text, "")
	}
	return uniseg.StringWidth(text)
}
