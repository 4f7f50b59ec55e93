package site

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"intraqvt/internal/schema"
)

// Glossary finds the terms of the glossary in running text: for tooltips, for
// the search's synonyms and for the check of outdated words.
type Glossary struct {
	Terms   []*GlossaryTerm // by file
	byWord  map[string][]form
	initial [256]bool // first bytes of words that may start a term
}

// GlossaryTerm is one entry of the glossary.
type GlossaryTerm struct {
	Page       *Page
	Acronym    string
	Expansion  string
	Definition string
	Forms      []string // all ways of writing it: title, acronym, expansion, synonyms
	ReplacedBy *Page    // nil if the term is in use
	Since      time.Time
}

// form is one way of writing a term, as words.
type form struct {
	words []word
	exact bool // an acronym, which is case-sensitive
	rank  int  // 0 for the entry's title, greater for its other names
	term  *GlossaryTerm
}

type word struct {
	key   string // folded and singular; unchanged if the form is exact
	comma bool   // a comma precedes it: comité d’hygiène, de sécurité
}

// findGlossary reads the entries of the glossary.
func findGlossary(pages []*Page) *Glossary {
	var terms []*GlossaryTerm
	for _, p := range pages {
		if p.Type.Glossary && !p.Index && !p.Unlisted {
			terms = append(terms, newTerm(p))
		}
	}
	slices.SortFunc(terms, func(a, b *GlossaryTerm) int { return strings.Compare(a.Page.Name, b.Page.Name) })
	return newGlossary(terms)
}

func newGlossary(terms []*GlossaryTerm) *Glossary {
	g := &Glossary{Terms: terms, byWord: map[string][]form{}}
	for _, t := range terms {
		g.add(t)
	}
	g.sort()
	return g
}

func newTerm(p *Page) *GlossaryTerm {
	t := &GlossaryTerm{Page: p, Acronym: p.Text(schema.Acronym), Expansion: p.Text(schema.Expansion), Definition: p.Summary}
	if replaced := p.RefsByRole(schema.ReplacedBy); len(replaced) > 0 {
		t.ReplacedBy = replaced[0]
		since, _ := p.ByRole(schema.ReplacedOn)
		t.Since = since.Time
	}
	for _, name := range slices.Concat([]string{p.Title, t.Acronym, t.Expansion}, p.Strings(schema.Synonyms)) {
		if name != "" && !slices.Contains(t.Forms, name) {
			t.Forms = append(t.Forms, name)
		}
	}
	return t
}

// add stores all forms of a term under their first word.
func (g *Glossary) add(t *GlossaryTerm) {
	for rank, name := range t.Forms {
		f := form{term: t, exact: isAcronym(name), rank: rank}
		first := ""
		before := 0
		for start, end := nextWord(name, 0); start >= 0; start, end = nextWord(name, end) {
			w := word{string(wordKey(nil, name[start:end])), strings.HasPrefix(name[before:], ",")}
			if first == "" {
				first = w.key
			}
			if f.exact {
				w.key = name[start:end]
			}
			f.words = append(f.words, w)
			before = end
		}
		if first != "" {
			g.byWord[first] = append(g.byWord[first], f)
		}
	}
}

// sort puts longer forms before shorter ones, and the entry with a name before
// entries that have it as a synonym.
func (g *Glossary) sort() {
	for _, forms := range g.byWord {
		slices.SortStableFunc(forms, func(a, b form) int {
			return cmp.Or(cmp.Compare(len(b.words), len(a.words)), cmp.Compare(a.rank, b.rank))
		})
	}
	for c := range g.initial {
		g.initial[c] = c >= 0x80 // accents are only folded if a term may start here
	}
	for word := range g.byWord {
		g.initial[word[0]] = true
		if c := word[0]; 'a' <= c && c <= 'z' {
			g.initial[c-'a'+'A'] = true
		}
	}
}

// isAcronym distinguishes RPS or C2P from ordinary words.
func isAcronym(s string) bool {
	upper := 0
	for _, r := range s {
		switch {
		case unicode.IsUpper(r) || unicode.IsDigit(r):
			upper++
		case unicode.IsLower(r):
			return false
		}
	}
	return upper > 1
}

// Match is a term found in a text, from Start to End.
type Match struct {
	Start, End int
	Term       *GlossaryTerm
}

// Find yields the terms in a text in order; of two that start at the same word,
// the longer. The text may contain HTML entities but no tags.
func (g *Glossary) Find(text string) func(func(Match) bool) {
	return func(yield func(Match) bool) {
		if len(g.byWord) == 0 {
			return
		}
		var buffer [64]byte
		for start, end := nextWord(text, 0); start >= 0; start, end = nextWord(text, end) {
			if !g.initial[text[start]] {
				continue
			}
			for _, f := range g.byWord[string(wordKey(buffer[:0], text[start:end]))] {
				if last := f.matchEnd(text, start, end); last > 0 {
					if !yield(Match{Start: start, End: last, Term: f.term}) {
						return
					}
					end = last
					break
				}
			}
		}
	}
}

// matchEnd returns where the form that starts with the word from start to end ends
// in the text; 0 if it does not match.
func (f *form) matchEnd(text string, start, end int) int {
	var buffer [64]byte
	for i, want := range f.words {
		if i > 0 {
			before := end
			start, end = nextWord(text, end)
			if start < 0 || !joins(text[before:start], want.comma) {
				return 0
			}
		}
		have := text[start:end]
		if f.exact && have != want.key || !f.exact && string(wordKey(buffer[:0], have)) != want.key {
			return 0
		}
	}
	return end
}

// joins reports whether two words separated by this text may belong to one
// term, in which a comma stands between them or not.
func joins(between string, comma bool) bool {
	if comma {
		return between == ", " || between == ",\n"
	}
	switch between {
	case " ", "\n", "-", "\u2011", "'", "’", "&#39;", "\u00a0", "\u202f", ".", "·", "/":
		return true
	}
	return false
}
