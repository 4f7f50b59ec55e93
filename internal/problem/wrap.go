package problem

import (
	"regexp"
	"strings"

	"github.com/rivo/uniseg"
)

// Wrap breaks the lines of a text that are wider than width columns. What goes
// on stands hang columns to the right of where its line began. Only spaces are
// broken at, those that do not break and those beside French punctuation aside;
// a word that is wider than the line is left whole, since it is likely a path
// or an address to be copied. With a width of 0 the text stays as it is.
func Wrap(text string, width, hang int) string {
	if width <= 0 {
		return text
	}
	var out strings.Builder
	for line := range strings.Lines(text) {
		text, ended := strings.CutSuffix(line, "\n")
		wrapLine(&out, text, width, hang)
		if ended {
			out.WriteByte('\n')
		}
	}
	return out.String()
}

func wrapLine(out *strings.Builder, line string, width, hang int) {
	if Width(line) <= width {
		out.WriteString(line)
		return
	}
	rest := strings.TrimLeft(line, " ")
	lead := line[:len(line)-len(rest)]
	out.WriteString(lead)
	column, margin := len(lead), len(lead)+hang
	gap := "" // between the chunk before and this one
	for _, chunk := range chunks(rest) {
		wide := Width(chunk)
		switch {
		case chunk == "": // one of several spaces
			gap += " "
			continue
		case gap != "" && column+len(gap)+wide > width:
			out.WriteString("\n" + strings.Repeat(" ", margin))
			column = margin
		default:
			out.WriteString(gap)
			column += len(gap)
		}
		out.WriteString(chunk)
		column, gap = column+wide, " "
	}
}

// chunks are the parts of a line between which it may be broken: words, with
// the marks that French sets off by a space.
func chunks(line string) []string {
	var list []string
	opened := false // the last chunk waits for what it opens
	for word := range strings.SplitSeq(line, " ") {
		bare := escapes.ReplaceAllString(word, "")
		if n := len(list); n > 0 && (opened || isClosing(bare)) {
			list[n-1] += " " + word
		} else {
			list = append(list, word)
		}
		opened = bare == "«" || bare == "→" || bare == "(«"
	}
	return list
}

// isClosing tells whether a word is a mark that belongs to the word before it.
func isClosing(word string) bool {
	return word != "" && strings.Trim(word, ":;?!»),.…") == ""
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
