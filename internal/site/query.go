package site

import (
	"fmt"
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// resolveQuery finds the pages of an embedded list.
func (l *linker) resolveQuery(p *Page, s *markdown.Slot) []*Page {
	q := s.Query
	bad := func(line int, message, hint string) {
		l.problems.Add(problem.Problem{File: p.File, Line: line, Column: 1, Level: problem.Error, Code: "liste-impossible", Message: message, Hint: hint})
	}
	var t *schema.Type
	if q.Type != "" {
		var ok bool
		if t, ok = l.site.Types.Named(q.Type); !ok {
			bad(s.Line, fmt.Sprintf("type inconnu « %s »", q.Type), problem.DidYouMean(q.Type, l.site.Types.Names()))
			return nil
		}
	}
	var pages []*Page
	for _, candidate := range l.site.Pages {
		if candidate == p || candidate.Index || candidate.Status == content.Archived || t != nil && candidate.Type != t {
			continue
		}
		pages = append(pages, candidate)
	}
	for _, f := range q.Filters {
		if !l.knownField(t, f.Field) {
			var keys []string
			if t != nil {
				keys = t.Keys()
			} else {
				keys = l.site.Types.Default().Keys()
			}
			bad(f.Line, fmt.Sprintf("champ inconnu « %s »", f.Field), problem.DidYouMean(f.Field, keys))
			return nil
		}
		pages = slices.DeleteFunc(pages, func(candidate *Page) bool { return !l.matches(candidate, f) })
	}
	order := q.Sort
	if order == "" && t != nil {
		order = t.List.Sort
	}
	SortPages(pages, order)
	if q.Limit > 0 && len(pages) > q.Limit {
		pages = pages[:q.Limit]
	}
	return pages
}

func (l *linker) knownField(t *schema.Type, name string) bool {
	if t != nil {
		_, ok := t.Field(name)
		return ok
	}
	return slices.ContainsFunc(l.site.Types.Types, func(t *schema.Type) bool { _, ok := t.Field(name); return ok })
}

// matches tells whether a page has one of a filter's values: the text as it is
// written, or a reference to the same page.
func (l *linker) matches(p *Page, f markdown.Filter) bool {
	field, ok := p.Type.Field(f.Field)
	if !ok {
		return false
	}
	v, ok := p.Value(field.Name)
	if !ok {
		return false
	}
	for _, have := range v.Elements() {
		for _, want := range f.Values {
			if problem.Fold(have.Text) == problem.Fold(want) {
				return true
			}
			if have.Field.Kind == schema.Reference {
				a, _ := l.site.names.find(have.Text, p, have.Field.To)
				b, _ := l.site.names.find(want, p, have.Field.To)
				if a != nil && a == b {
					return true
				}
			}
			if have.Field.Kind == schema.Bool && strings.EqualFold(fmt.Sprint(have.Bool), want) {
				return true
			}
		}
	}
	return false
}
