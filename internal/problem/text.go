package problem

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"intraqvt/internal/french"
)

// TextOptions of [WriteText].
type TextOptions struct {
	Each   int  // how many of one level and code are shown; 0 means all
	Colour bool // ANSI colours
	Width  int  // of the terminal, in columns; 0 leaves each message on a line, as programs read it
}

// WriteText writes problems for people to read, in the order given. Of many
// of one level and code the first are shown, and the others counted at the
// end: three thousand broken links must not hide one broken page.
func WriteText(w io.Writer, ps []Problem, o TextOptions) error {
	style := plain
	if o.Colour {
		style = coloured
	}
	type kind struct {
		level Level
		rule  *Rule
	}
	seen := map[kind]int{}
	var cut []kind // in the order in which they reached the limit
	out := bufio.NewWriter(w)
	for _, p := range ps {
		k := kind{p.Level, p.Rule}
		seen[k]++
		if o.Each == 0 || seen[k] <= o.Each {
			out.WriteString(style.wrapped(p, o.Width) + "\n")
		} else if seen[k] == o.Each+1 {
			cut = append(cut, k)
		}
	}
	for _, k := range cut {
		others := "autres"
		if seen[k] == o.Each+1 {
			others = "autre"
		}
		note := fmt.Sprintf("… et %d %s « %s » (--format json les donne tous)", seen[k]-o.Each, others, k.rule.code)
		out.WriteString(french.Wrap(style.note+note+style.end, o.Width, 2) + "\n")
	}
	return out.Flush()
}

// style holds the ANSI codes that open each part of a message, and the one
// that ends them all.
type style struct{ position, err, warning, note, end string }

var (
	plain    = style{}
	coloured = style{position: "\x1b[1m", err: "\x1b[1;31m", warning: "\x1b[1;33m", note: "\x1b[36m", end: "\x1b[0m"}
)

// lines is a problem on one line, its hint on a second.
func (s style) lines(p Problem) string { return s.wrapped(p, 0) }

// wrapped is the same with lines of a width.
func (s style) wrapped(p Problem, width int) string {
	level := s.err
	if p.Level == Warning {
		level = s.warning
	}
	text := level + p.Level.String() + s.end + " : " + printable(p.Message)
	if p.File != "" {
		text = s.position + printable(p.Position()) + s.end + " : " + text
	}
	text = french.Wrap(text, width, 4)
	if p.Hint != "" {
		text += "\n" + french.Wrap("    "+s.note+"→ "+printable(p.Hint)+s.end, width, 2)
	}
	return text
}

// printable keeps what an author's file holds from moving the cursor or
// changing the colours of the terminal that shows it.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
