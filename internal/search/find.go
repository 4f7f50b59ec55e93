package search

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
)

// errClosed is returned by searches of an index that is closed.
var errClosed = errors.New("index de recherche fermé")

// Search finds pages. It returns an error where the index cannot be read or ctx
// ends; no query is an error.
func (ix *Index) Search(ctx context.Context, q Query) (Result, error) {
	v, given := ix.acquireView()
	if v == nil {
		return Result{}, errClosed
	}
	defer ix.releaseView(v)
	if err := v.prepare(); err != nil {
		return Result{}, err
	}
	s := &searchRun{Query: q, v: v, asked: readQuery(q.Text, q.Complete)}
	return s.run(ctx, given)
}

// searchRun is one search in progress.
type searchRun struct {
	Query
	v        *view
	asked    queryParts
	words    []expandedWord
	allowed  map[uint32]bool // documents that the filters let through; nil for all
	refused  map[uint32]bool // pages that hold an excluded text
	required []map[uint32]bool
	lost     []string
	common   []string
}

func (s *searchRun) run(ctx context.Context, given given) (result Result, err error) {
	if err := s.filter(); err != nil {
		return result, err
	}
	if err := s.verify(ctx); err != nil {
		return result, err
	}
	if s.words, err = s.v.expand(ctx, s.asked.words, given.synonyms); err != nil {
		return result, err
	}
	t := newTally(s.v)
	for _, url := range given.synonyms.named(s.words) {
		if place, known := s.v.placeOf(url); known {
			t.terms = append(t.terms, place)
		}
	}
	if err := t.rank(ctx, s.words); err != nil {
		return result, err
	}
	meant := meaningsOf(s.words)
	for _, name := range given.types.in(meant) {
		err := s.v.postings(facetTerm(typeFacet, name), facetField,
			func(doc uint32, _, _ float32) { t.factors[s.v.places[doc]] = typeFactor })
		if err != nil {
			return result, err
		}
	}
	allowedPages := s.pagesOf(s.allowed)
	keep := func(place uint32) bool {
		if s.refused[place] || allowedPages != nil && !allowedPages[place] {
			return false
		}
		for _, pages := range s.required {
			if !pages[place] {
				return false
			}
		}
		return true
	}
	if len(s.words) == 0 && allowedPages != nil {
		t.pages.found = slices.Sorted(maps.Keys(allowedPages))
	}
	list := t.best(max(len(s.words), 1), keep, func(doc uint32) bool { return s.allowed == nil || s.allowed[doc] })
	result = Result{Total: len(list), Lost: s.lost, Common: s.common, Replaced: given.synonyms.outdated(s.words)}
	if s.asked.cut {
		result.Cut = len(s.words)
	}
	limit := cmp.Or(s.Limit, 10)
	m := newMatcher(s.words, s.v.lexicon)
	for _, r := range s.chosen(given.answers.to(meant), list, keep) {
		h := s.hit(r, m)
		h.Chosen = true
		result.Chosen = append(result.Chosen, h)
	}
	for _, r := range list[:min(len(list), limit)] {
		result.Hits = append(result.Hits, s.hit(r, m))
	}
	result.Suggestion = s.suggest(result.Hits)
	return result, s.tell(&result)
}

// chosen are the answers to the query, as far as keep lets them through; list
// has the pages that were found.
func (s *searchRun) chosen(urls []string, list []ranked, keep func(place uint32) bool) []ranked {
	var chosen []ranked
	for _, url := range urls {
		place, known := s.v.placeOf(url)
		if !known || !keep(place) {
			continue
		}
		i := slices.IndexFunc(list, func(r ranked) bool { return r.place == place })
		if i < 0 {
			chosen = append(chosen, ranked{place: place})
		} else {
			chosen = append(chosen, list[i])
		}
	}
	return chosen
}

func (s *searchRun) pagesOf(docs map[uint32]bool) map[uint32]bool {
	if docs == nil {
		return nil
	}
	pages := map[uint32]bool{}
	for doc := range docs {
		pages[s.v.places[doc]] = true
	}
	return pages
}

// filter sets the documents that pass all filters.
func (s *searchRun) filter() error {
	one := func(name string, values []string) error {
		if len(values) == 0 {
			return nil
		}
		with := map[uint32]bool{}
		for _, value := range values {
			err := s.v.postings(facetTerm(name, value), facetField, func(doc uint32, _, _ float32) {
				if s.allowed == nil || s.allowed[doc] {
					with[doc] = true
				}
			})
			if err != nil {
				return err
			}
		}
		s.allowed = with
		return nil
	}
	if err := one(typeFacet, s.Types); err != nil {
		return err
	}
	for name, values := range s.Filters {
		if err := one(name, values); err != nil {
			return err
		}
	}
	return nil
}

// verify finds the pages that hold each phrase, and those that hold an excluded
// text. The index keeps no positions, so phrases are looked for in the texts of
// the documents that hold all their words.
func (s *searchRun) verify(ctx context.Context) error {
	for _, text := range s.asked.phrases {
		p := readPhrase(text)
		if !p.says() {
			if len(p) > 0 && !s.asked.stops {
				s.common = append(s.common, text)
			}
			continue
		}
		pages, err := s.pagesWith(ctx, p)
		switch {
		case err != nil:
			return err
		case len(pages) > 0:
			s.required = append(s.required, pages)
		default:
			s.lost = append(s.lost, within(text))
		}
	}
	s.refused = map[uint32]bool{}
	for _, text := range s.asked.excluded {
		p := readPhrase(text)
		if !p.says() {
			if len(p) > 0 {
				s.common = append(s.common, "-"+text)
			}
			continue
		}
		if len(p) > 1 {
			pages, err := s.pagesWith(ctx, p)
			if err != nil {
				return err
			}
			for place := range pages {
				s.refused[place] = true
			}
			continue
		}
		for _, c := range s.v.lexicon.term(p[0].forms...) {
			err := s.v.inAnyField(s.v.lexicon.forms[c.id], func(doc uint32) { s.refused[s.v.places[doc]] = true })
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *searchRun) pagesWith(ctx context.Context, p phrase) (map[uint32]bool, error) {
	docs, err := s.v.holding(p)
	if err != nil {
		return nil, err
	}
	pages := map[uint32]bool{}
	var read scanner
	for _, doc := range slices.Sorted(maps.Keys(docs)) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		place := s.v.places[doc]
		if pages[place] {
			continue
		}
		d, known := s.document(place, s.v.sections[doc])
		if !known || p.inDocument(&read, d) {
			pages[place] = true
		}
	}
	return pages, nil
}

// document returns a section of a page.
func (s *searchRun) document(place, section uint32) (Document, bool) {
	if s.Lookup == nil {
		return Document{}, false
	}
	p, known := s.Lookup(s.v.pages[place].url)
	if !known || int(section) >= len(p.Documents) {
		return Document{}, false
	}
	return p.Documents[section], true
}

func (s *searchRun) hit(r ranked, m *matcher) Hit {
	h := Hit{URL: s.v.pages[r.place].url, Score: r.score}
	if s.Lookup == nil {
		return h
	}
	p, known := s.Lookup(h.URL)
	if !known || len(p.Documents) == 0 {
		return h
	}
	h.Title, h.Type = p.Documents[0].Title, p.Documents[0].Type
	for _, section := range r.sections[:min(len(r.sections), max(s.Sections, 1))] {
		if int(section.section) < len(p.Documents) {
			d := p.Documents[section.section]
			h.Sections = append(h.Sections, Section{d.Anchor, d.Heading, m.excerpt(d.Body)})
		}
	}
	if len(h.Sections) > 0 {
		h.Section = h.Sections[0]
	}
	if len(h.Excerpt) == 0 {
		h.Excerpt = m.excerpt(firstText(p))
	}
	if s.Sections == 0 {
		h.Sections = nil
	}
	return h
}

// firstText returns the first text of a page that is not empty.
func firstText(p Page) string {
	for _, d := range p.Documents {
		if strings.TrimSpace(d.Body) != "" {
			return d.Body
		}
	}
	return ""
}
