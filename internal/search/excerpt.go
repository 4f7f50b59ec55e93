package search

import (
	"strings"
	"unicode/utf8"
)

// excerptLength is the maximum number of characters of an excerpt.
const excerptLength = 200

// Excerpt is a part of a text, cut between words; its segments joined are one
// line. An ellipsis marks each cut.
type Excerpt []Segment

// Segment is a part of an excerpt; Match tells whether it matches the query.
type Segment struct {
	Text  string
	Match bool
}

// String returns the excerpt without marks.
func (e Excerpt) String() string {
	var b strings.Builder
	for _, s := range e {
		b.WriteString(s.Text)
	}
	return b.String()
}

// matcher knows which forms match which words of a query.
type matcher struct {
	scanner
	words map[string]uint64 // by form: the words it matches, a bit for each; the 32nd and later ones share a bit
}

func newMatcher(words []expandedWord, lex *lexicon) *matcher {
	m := &matcher{words: map[string]uint64{}}
	for i, w := range words {
		for _, a := range w.alternatives {
			for _, t := range a.terms {
				for _, c := range t {
					m.words[lex.forms[c.id]] |= 1 << min(i, 31)
				}
			}
		}
	}
	return m
}

// mark is a part of a text that matches words of the query.
type mark struct {
	start, end int
	words      uint64
}

// marks returns the matching parts of a text, in order and without overlap.
func (m *matcher) marks(text string) []mark {
	var list []mark
	for _, t := range m.read(text) {
		bits := m.words[string(m.form(t))]
		if bits == 0 {
			continue
		}
		if n := len(list); n > 0 && int(t.start) < list[n-1].end {
			list[n-1].words |= bits
			continue
		}
		list = append(list, mark{int(t.start), int(t.end), bits})
	}
	return list
}

// excerpt returns the part of a text that matches most words of the query, or
// its beginning if nothing matches.
func (m *matcher) excerpt(text string) Excerpt {
	text = strings.Join(strings.Fields(text), " ")
	marks := m.marks(text)
	from, to := densest(text, marks)
	if from > 0 || to < len(text) {
		from, to = widen(text, from, to)
	}
	var e Excerpt
	add := func(s Segment) {
		if s.Text != "" {
			e = append(e, s)
		}
	}
	if from > 0 {
		add(Segment{Text: "… "})
	}
	at := from
	for _, k := range marks {
		if k.start < from || k.end > to {
			continue
		}
		add(Segment{Text: text[at:k.start]})
		add(Segment{Text: text[k.start:k.end], Match: true})
		at = k.end
	}
	add(Segment{Text: text[at:to]})
	if to < len(text) {
		add(Segment{Text: " …"})
	}
	return e
}

// room is the length of an excerpt without its ellipses.
const room = excerptLength - 4

// densest returns the run of marks, short enough for an excerpt, that matches
// most words of the query; among equals the one with most marks, then the
// first.
func densest(text string, marks []mark) (from, to int) {
	best := -1
	for i := range marks {
		words, n := uint64(0), 0
		for j := i; j < len(marks); j++ {
			if utf8.RuneCountInString(text[marks[i].start:marks[j].end]) > room {
				break
			}
			words |= marks[j].words
			n++
			if value := ones(words)<<16 + n; value > best {
				best, from, to = value, marks[i].start, marks[j].end
			}
		}
	}
	return from, to
}

func ones(b uint64) (n int) {
	for ; b != 0; b &= b - 1 {
		n++
	}
	return n
}

// widen extends a run of marks on both sides as far as the room allows: back to
// the start of its sentence if that is near, else by a third of the room. Near
// the end of the text, all remaining room goes before the run.
func widen(text string, from, to int) (int, int) {
	left := room - utf8.RuneCountInString(text[from:to])
	after := utf8.RuneCountInString(text[to:])
	start := from
	if after < left/2 {
		start = back(text, from, left-after, startsWord)
	} else if sentence, _ := startsSentence(text, from); !sentence {
		if start = back(text, from, left/2, startsSentence); start == from {
			start = back(text, from, left/3, startsWord)
		}
	}
	return start, forth(text, to, left-utf8.RuneCountInString(text[start:from]))
}

func startsWord(text string, i int) (here, enough bool) { return i == 0 || text[i-1] == ' ', false }

func startsSentence(text string, i int) (here, enough bool) {
	here = i == 0 || i > 1 && text[i-1] == ' ' && strings.IndexByte(".!?:;|", text[i-2]) >= 0
	return here, here
}

// back moves a start back by at most n characters: to the farthest place that
// fits, or to the first that is enough.
func back(text string, from, n int, fit func(text string, i int) (here, enough bool)) int {
	start := from
	for i := from; i > 0 && n > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:i])
		i -= size
		here, enough := fit(text, i)
		if here {
			start = i
		}
		if enough {
			break
		}
	}
	return start
}

// forth moves an end forward by at most n characters, to the end of a word.
func forth(text string, to, n int) int {
	end := to
	for i, count := to, 0; i < len(text) && count < n; {
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
		count++
		if i == len(text) || text[i] == ' ' {
			end = i
		}
	}
	return end
}
