package problem

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"intraqvt/internal/french"
)

// TextOptions configure [WriteText].
type TextOptions struct {
	Each   int  // maximum number of problems shown of one level and code; 0 means all
	Colour bool // ANSI colours
	Width  int  // of the terminal, in columns; 0 writes each message on one line, for programs
}

// WriteText writes problems for people, in the given order. Of many problems
// with the same level and code it shows the first ones and counts the others at
// the end, so that three thousand broken links do not hide one broken page.
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

// style holds the ANSI codes that start each part of a message, and the one
// that ends it.
type style struct{ position, err, warning, note, end string }

var (
	plain    = style{}
	coloured = style{position: "\x1b[1m", err: "\x1b[1;31m", warning: "\x1b[1;33m", note: "\x1b[36m", end: "\x1b[0m"}
)

// lines returns a problem on one line, its hint on a second one.
func (s style) lines(p Problem) string { return s.wrapped(p, 0) }

// wrapped returns the same, broken at a width.
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

// printable removes control characters, with which an author's file could move
// the cursor or change the colours of the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
