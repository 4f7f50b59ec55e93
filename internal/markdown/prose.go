package markdown

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// text writes a piece of prose, its escapes and entities resolved.
func (c *compiler) text(n *ast.Text) {
	at := n.Segment.Start
	s := c.segment(n.Segment)
	if n.IsRaw() {
		c.run(s, at)
	} else {
		c.say(resolve(s), at, n.NextSibling() == nil || n.SoftLineBreak() || n.HardLineBreak())
	}
	switch {
	case n.HardLineBreak():
		c.lineBreak(n.Segment.Stop)
	case n.SoftLineBreak():
		c.say("\n", n.Segment.Stop, false)
	}
}

func (c *compiler) segment(s text.Segment) string {
	if s.Padding == 0 && !s.ForceNewline {
		return c.src[s.Start:s.Stop]
	}
	return string(s.Value(c.source))
}

func (c *compiler) lineBreak(at int) {
	c.write("<br>")
	c.say("\n", at, false)
}

// oneLine joins the lines of a heading: it fills one line of HTML.
func (c *compiler) oneLine(s string) string {
	if c.inHeading && strings.IndexByte(s, '\n') >= 0 {
		return strings.ReplaceAll(s, "\n", " ")
	}
	return s
}

// say writes prose, set. at is where it starts in source; last tells that the
// line or the element ends with it.
func (c *compiler) say(s string, at int, last bool) {
	if s == "" {
		return
	}
	if c.verbatim > 0 {
		c.run(s, at)
		return
	}
	s = c.oneLine(s)
	r := c.openRun(at, c.prose == 0)
	c.words += countWords(s, isWord(c.typo.before))
	c.html = c.typo.append(c.html, int(r.Start), s, last)
	c.closeRun()
}

// run writes plain text as it is: code, addresses.
func (c *compiler) run(s string, at int) {
	c.openRun(at, false)
	c.html = appendText(c.html, c.oneLine(s))
	c.closeRun()
	c.typo.skip()
}

// openRun begins a run. Text that follows the text before with neither a tag
// nor a slot between lengthens its run.
func (c *compiler) openRun(at int, prose bool) *Run {
	start := int32(len(c.html))
	if last := len(c.runs) - 1; last >= 0 && !c.block && !c.apart {
		if r := &c.runs[last]; r.End == start && r.Prose == prose && r.Heading == c.inHeading {
			return r
		}
	}
	c.runs = append(c.runs, Run{Start: start, Source: int32(at), Block: c.block, Prose: prose, Heading: c.inHeading})
	return &c.runs[len(c.runs)-1]
}

// closeRun ends the last run where the HTML ends; an empty one is dropped.
func (c *compiler) closeRun() {
	last := len(c.runs) - 1
	r := &c.runs[last]
	if r.End = int32(len(c.html)); r.End == r.Start {
		c.runs = c.runs[:last]
		return
	}
	c.block, c.apart = false, false
}

// resolve undoes Markdown's escapes, \* and &amp;, each once.
func resolve(s string) string {
	if strings.IndexByte(s, '\\') < 0 && strings.IndexByte(s, '&') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); {
		switch {
		case s[i] == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			b.WriteByte(s[i+1])
			i += 2
		case s[i] == '&':
			value, n := entity(s[i:])
			b.WriteString(value)
			i += n
		default:
			b.WriteByte(s[i])
			i++
		}
	}
	return b.String()
}

// entity reads the entity at the start of s; where none stands there, the "&"
// is itself.
func entity(s string) (value string, n int) {
	end := strings.IndexByte(s[:min(len(s), 40)], ';')
	if end < 2 {
		return "&", 1
	}
	name := s[1:end]
	if name[0] != '#' {
		if e, ok := util.LookUpHTML5EntityByName(name); ok {
			return string(e.Characters), end + 1
		}
		return "&", 1
	}
	digits, base := name[1:], 10
	if digits != "" && digits[0]|0x20 == 'x' {
		digits, base = digits[1:], 16
	}
	number, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return "&", 1
	}
	if r := rune(min(number, utf8.MaxRune+1)); r != 0 && utf8.ValidRune(r) {
		return string(r), end + 1
	}
	return "\ufffd", end + 1
}

// appendText escapes the text of an element.
func appendText(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		if entity := textEntity(s[i]); entity != "" {
			dst = append(dst, s[from:i]...)
			dst = append(dst, entity...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}

func textEntity(c byte) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case 0:
		return "\ufffd"
	}
	return ""
}

// appendAttribute escapes the value of a quoted attribute, so that it fills
// one line.
func appendAttribute(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		entity := textEntity(s[i])
		switch s[i] {
		case '"':
			entity = "&#34;"
		case '\n':
			entity = "&#10;"
		}
		if entity != "" {
			dst = append(dst, s[from:i]...)
			dst = append(dst, entity...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}

// countWords counts the words that begin in s; in tells that s goes on with
// one. Marks that stand alone are no words.
func countWords(s string, in bool) int {
	n, inside := 0, byte(0)
	if in {
		inside = 1
	}
	// Without branches: text gives a processor nothing to predict.
	for i := range len(s) {
		c := wordBytes[s[i]]
		n += int(c & 1 &^ inside)
		inside = (inside | c&1) &^ (c >> 1)
	}
	return n
}

// wordBytes holds 1 for the bytes with which the letters of French and most
// others begin: not punctuation, be it ASCII, Latin-1 (0xc2) or general
// (0xe2). It holds 2 for those that end a word.
var wordBytes = func() (table [256]byte) {
	for c := range table {
		switch {
		case c == ' ' || c == '\n' || c == '\t':
			table[c] = 2
		case '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0xc3 && c != 0xe2:
			table[c] = 1
		}
	}
	return table
}()
