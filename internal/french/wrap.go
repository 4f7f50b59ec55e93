package french

import (
	"regexp"
	"strings"

	"github.com/rivo/uniseg"
)

// Wrapping says how a text is broken into lines. Only spaces are broken at,
// those that do not break and those beside French punctuation aside.
type Wrapping struct {
	Width int    // columns of a line
	First string // what the first line begins with
	Next  string // what the others begin with
	Cut   bool   // a word that is wider than a line is cut, else it is left whole
}

// Lines are the lines of a text, at least one.
func (w Wrapping) Lines(text string) []string {
	var lines []string
	line, column, begun := w.First, Width(w.First), false
	end := func() {
		lines = append(lines, line)
		line, column, begun = w.Next, Width(w.Next), false
	}
	gap := "" // between the chunk before and this one
	for _, chunk := range chunks(text) {
		if chunk == "" { // one of several spaces
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

// Wrap breaks the lines of a text that are wider than width columns. What goes
// on stands hang columns to the right of where its line began. A word that is
// wider than the line is left whole, since it is likely a path or an address to
// be copied. With a width of 0 the text stays as it is.
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

// chunks are the parts of a line between which it may be broken: words, with
// the marks that French sets off by a space.
func chunks(line string) []string {
	var list []string
	opened := false // the last chunk waits for what it opens
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

// isClosing tells whether a word belongs to the one before it: a mark, or what
// begins with the end of a quotation.
func isClosing(word string) bool {
	return strings.HasPrefix(word, "»") || strings.Trim(word, ":;?!),.…") == ""
}

// beginning is as much of a word as so many columns hold, one character at
// least.
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

// escapes are the codes that colour a text.
var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// Width is how many columns of a terminal a text takes, colours aside: an
// accent that stands for itself takes none, an ideogram two.
func Width(text string) int {
	if strings.IndexByte(text, 0x1b) >= 0 {
		text = escapes.ReplaceAllString(text, "")
	}
	return uniseg.StringWidth(text)
}
