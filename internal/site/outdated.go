package site

import (
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"intraqvt/internal/problem"
)

// checkTerms reports words that the glossary has replaced.
func (l *linker) checkTerms(g *Glossary) {
	replaced := slices.DeleteFunc(slices.Clone(g.Terms), func(t *GlossaryTerm) bool { return t.ReplacedBy == nil })
	if len(replaced) > 0 {
		old := newGlossary(replaced)
		eachPage(l.pages, func(p *Page) { l.checkTermsOf(p, g, old) })
	}
}

// checkTermsOf reports such words in a page, once per term. old contains only
// the replaced terms, which most texts do not use. A page that links to the
// word's own entry uses it on purpose, as the glossary does; archives, and
// pages older than the change, may use the old words.
func (l *linker) checkTermsOf(p *Page, g, old *Glossary) {
	if p.Type.Glossary || p.Seen.Archived {
		return
	}
	seen := map[*GlossaryTerm]bool{}
	text := string(p.Body.HTML)
	for _, r := range p.Body.Runs {
		run := text[r.Start:r.End]
		if !r.Prose && !r.Heading || !old.occursIn(run) { // code is not prose
			continue
		}
		for m := range g.Find(run) {
			t := m.Term
			if t.ReplacedBy == nil || seen[t] || p.speaksOf(t) || !p.Date.IsZero() && p.Date.Before(t.Since) {
				continue
			}
			seen[t] = true
			line, column := p.Body.Place(int(r.Source))
			before := run[:m.Start]
			if at := strings.LastIndexByte(before, '\n'); at >= 0 {
				line, column, before = line+strings.Count(before, "\n"), 1, before[at+1:]
			}
			column += utf8.RuneCountInString(html.UnescapeString(before))
			word := strings.ReplaceAll(html.UnescapeString(run[m.Start:m.End]), "\n", " ")
			l.complain(p, place{line, column}, problem.OutdatedTerm, "terme périmé « "+word+" »",
				"on dit maintenant « "+t.ReplacedBy.Title+" » ; si vous parlez du passé, liez [["+l.names.nameOf(t.Page)+"]]")
		}
	}
}

func (g *Glossary) occursIn(text string) bool {
	for range g.Find(text) {
		return true
	}
	return false
}

func (p *Page) speaksOf(t *GlossaryTerm) bool {
	return slices.ContainsFunc(p.Targets, func(target Target) bool { return target.Page == t.Page }) ||
		slices.Contains(p.refs, t.Page)
}
