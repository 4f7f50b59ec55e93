package markdown

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// text reports a piece of prose, with escapes and entities resolved.
func (k *walker) text(n *ast.Text) {
	at := n.Segment.Start
	s := k.segment(n.Segment)
	if n.IsRaw() {
		k.verbatimText(s, at)
	} else {
		k.say(resolve(s), at, ending(n.NextSibling() == nil || n.SoftLineBreak() || n.HardLineBreak()))
	}
	switch {
	case n.HardLineBreak():
		k.lineBreak(n.Segment.Stop)
	case n.SoftLineBreak():
		k.say("\n", n.Segment.Stop, goesOn)
	}
}

func (k *walker) segment(s text.Segment) string {
	if s.Padding == 0 && !s.ForceNewline {
		return k.src[s.Start:s.Stop]
	}
	return string(s.Value(k.source))
}

func (k *walker) lineBreak(at int) {
	k.put(Element{Kind: KindLineBreak})
	k.say("\n", at, goesOn)
}

// oneLine joins the lines of a heading.
func (k *walker) oneLine(s string) string {
	if k.inHeading && strings.IndexByte(s, '\n') >= 0 {
		return strings.ReplaceAll(s, "\n", " ")
	}
	return s
}

// ending tells whether the line or the element ends after a piece of prose.
type ending bool

const (
	goesOn ending = false
	ends   ending = true
)

// say reports prose, typeset. at is its offset in the source.
func (k *walker) say(s string, at int, end ending) {
	switch {
	case s == "":
		return
	case k.verbatim > 0:
		k.verbatimText(s, at)
		return
	}
	if k.block {
		k.lately = [3]string{}
	}
	called := k.prose == 0 && k.phones(s, at, end)
	if !called {
		k.sayPlainly(s, at, end)
	}
	k.remember(s)
}

// sayPlainly is [walker.say] without links to telephone numbers.
func (k *walker) sayPlainly(s string, at int, end ending) {
	s = k.oneLine(s)
	k.openRun(at, k.prose == 0)
	k.words += countWords(s, k.typo.InWord())
	k.run = k.typo.Append(k.run, s, bool(end))
	k.closeRun(s)
}

// verbatimText reports text without typography: code, addresses.
func (k *walker) verbatimText(s string, at int) {
	if s == "" {
		return
	}
	k.openRun(at, false)
	k.run = append(k.run, k.oneLine(s)...)
	k.closeRun(s)
	k.typo.Skip()
}

// openRun begins a run, or continues the previous one if nothing was reported
// in between.
func (k *walker) openRun(at int, prose bool) {
	if len(k.run) > 0 && !k.block && k.next.Prose == prose && k.next.Heading == k.inHeading {
		return
	}
	k.flush()
	k.next = Text{Source: at, Block: k.block, Prose: prose, Heading: k.inHeading}
}

// closeRun records the run that s was appended to.
func (k *walker) closeRun(s string) {
	if len(k.run) == 0 {
		return
	}
	k.block = false
	if strings.TrimSpace(s) != "" {
		k.said++
	}
}

// resolve resolves Markdown's escapes, \* and &amp;, once.
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

// entity reads the entity at the start of s; if there is none, it returns the
// "&" itself.
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

// countWords counts the words that begin in s; in tells that s continues a
// word. Punctuation alone is not a word.
func countWords(s string, in bool) int {
	n, inside := 0, byte(0)
	if in {
		inside = 1
	}
	// There are no branches here, since the processor could not predict them.
	for i := range len(s) {
		c := wordBytes[s[i]]
		n += int(c & 1 &^ inside)
		inside = (inside | c&1) &^ (c >> 1)
	}
	return n
}

// wordBytes holds 1 for bytes that begin letters of French and most other
// languages: not punctuation, in ASCII, Latin-1 (0xc2) or general punctuation
// (0xe2). It holds 2 for bytes that end a word.
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
