package site

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"intraqvt/internal/problem"
)

// Glossary finds the terms of the glossary in running text: for tooltips,
// for the search's synonyms and for the check of outdated words.
type Glossary struct {
	Terms  []*GlossaryTerm // by file
	byWord map[string][]form
}

// GlossaryTerm is one entry of the glossary.
type GlossaryTerm struct {
	Page       *Page
	Acronym    string
	Expansion  string
	Definition string
	Forms      []string // all ways of writing it: title, acronym, expansion, synonyms
	ReplacedBy *Page
}

// form is one way of writing a term, as words.
type form struct {
	words []string
	exact bool // an acronym: case counts
	term  *GlossaryTerm
}

// glossary reads the entries and complains of outdated words.
func (l *linker) glossary() {
	g := &Glossary{byWord: map[string][]form{}}
	l.site.Glossary = g
	for _, p := range l.site.Pages {
		if p.Type.Glossary == nil || p.Index {
			continue
		}
		g.add(p)
	}
	for _, forms := range g.byWord {
		slices.SortStableFunc(forms, func(a, b form) int { return len(b.words) - len(a.words) })
	}
	if len(g.Terms) > 0 {
		l.eachPage(l.outdated)
	}
}

func (g *Glossary) add(p *Page) {
	d := p.Type.Glossary
	t := &GlossaryTerm{Page: p, Acronym: p.Text(d.Acronym), Expansion: p.Text(d.Expansion), Definition: p.Text(d.Definition)}
	if replaced := p.Refs(d.ReplacedBy); len(replaced) > 0 {
		t.ReplacedBy = replaced[0]
	}
	g.Terms = append(g.Terms, t)
	for _, name := range slices.Concat([]string{p.Title, t.Acronym, t.Expansion}, p.Strings(d.Synonyms)) {
		if name == "" || slices.Contains(t.Forms, name) {
			continue
		}
		t.Forms = append(t.Forms, name)
		f := form{term: t, exact: isAcronym(name)}
		for w := range words(name) {
			f.words = append(f.words, f.key(name[w.start:w.end]))
		}
		if len(f.words) > 0 {
			first := problem.Fold(f.words[0])
			g.byWord[first] = append(g.byWord[first], f)
		}
	}
}

func (f *form) key(word string) string {
	if f.exact {
		return word
	}
	return problem.Fold(word)
}

// isAcronym tells RPS or C2P from words: « re » is no RE.
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

type span struct{ start, end int }

// words yields the words of a text: letters and digits, with the dots and
// hyphens that stand between them left out.
func words(s string) func(func(span) bool) {
	return func(yield func(span) bool) {
		start := -1
		for i, r := range s {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				if start < 0 {
					start = i
				}
				continue
			}
			if start >= 0 && !yield(span{start, i}) {
				return
			}
			start = -1
		}
		if start >= 0 {
			yield(span{start, len(s)})
		}
	}
}

// Match is a term found in a text, from Start to End.
type Match struct {
	Start, End int
	Term       *GlossaryTerm
}

// Find yields the terms in a text in order; of two that start at one word the
// longer. The text may hold HTML entities, no tags.
func (g *Glossary) Find(text string) func(func(Match) bool) {
	return func(yield func(Match) bool) {
		if len(g.byWord) == 0 {
			return
		}
		var all []span
		for w := range words(text) {
			all = append(all, w)
		}
		for i := 0; i < len(all); {
			m, n := g.at(text, all[i:])
			if n == 0 {
				i++
				continue
			}
			if !yield(m) {
				return
			}
			i += n
		}
	}
}

// at finds the longest form that starts at the first of the words and says
// how many words it takes.
func (g *Glossary) at(text string, ws []span) (Match, int) {
	for _, f := range g.byWord[singular(problem.Fold(text[ws[0].start:ws[0].end]))] {
		if f.fits(text, ws) {
			return Match{Start: ws[0].start, End: ws[len(f.words)-1].end, Term: f.term}, len(f.words)
		}
	}
	folded := problem.Fold(text[ws[0].start:ws[0].end])
	if s := singular(folded); s != folded {
		for _, f := range g.byWord[folded] {
			if f.fits(text, ws) {
				return Match{Start: ws[0].start, End: ws[len(f.words)-1].end, Term: f.term}, len(f.words)
			}
		}
	}
	return Match{}, 0
}

func (f *form) fits(text string, ws []span) bool {
	if len(ws) < len(f.words) {
		return false
	}
	for i, want := range f.words {
		word := text[ws[i].start:ws[i].end]
		if i > 0 && !near(text[ws[i-1].end:ws[i].start]) {
			return false
		}
		if f.exact {
			if word != want {
				return false
			}
			continue
		}
		folded := problem.Fold(word)
		if folded != want && singular(folded) != want && singular(folded) != singular(want) {
			return false
		}
	}
	return true
}

// near tells whether two words with this between them may be one term.
func near(between string) bool {
	switch html.UnescapeString(between) {
	case " ", "\n", "-", "'", "’", "\u00a0", "\u202f", ".", "·", "/":
		return true
	}
	return false
}

// singular drops the plural ending of a folded word.
func singular(word string) string {
	if utf8.RuneCountInString(word) > 3 && (strings.HasSuffix(word, "s") || strings.HasSuffix(word, "x")) {
		return word[:len(word)-1]
	}
	return word
}

// outdated complains of words that the glossary has replaced. A page that
// links to the word's own entry speaks of it on purpose.
func (l *linker) outdated(p *Page) {
	if p.Type.Glossary != nil {
		return
	}
	seen := map[*GlossaryTerm]bool{}
	for _, r := range p.Body.Runs {
		text := string(p.Body.HTML[r.Start:r.End])
		for m := range l.site.Glossary.Find(text) {
			t := m.Term
			if t.ReplacedBy == nil || seen[t] || l.speaksOf(p, t) {
				continue
			}
			seen[t] = true
			line, column := p.Body.Place(int(r.Source))
			if before := text[:m.Start]; strings.Contains(before, "\n") {
				line, column = line+strings.Count(before, "\n"), m.Start-strings.LastIndexByte(before, '\n')
			} else {
				column += m.Start
			}
			l.problems.Add(problem.Problem{File: p.File, Line: line, Column: column, Level: problem.Warning, Code: "terme-perime",
				Message: "terme périmé « " + text[m.Start:m.End] + " »", Hint: "on dit maintenant « " + t.ReplacedBy.Title + " » ; si vous parlez du passé, liez [[" + t.Page.Slug + "]]"})
		}
	}
}

func (l *linker) speaksOf(p *Page, t *GlossaryTerm) bool {
	return slices.ContainsFunc(p.Targets, func(target Target) bool { return target.Page == t.Page })
}
