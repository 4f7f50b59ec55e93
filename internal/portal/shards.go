package portal

import (
	"fmt"
	"slices"
	"strconv"

	"intraqvt/internal/schema"
	"intraqvt/internal/search"
	"intraqvt/internal/site"
)

// The facets of results besides those of types.
const (
	typeFacet = "type" // the search makes its choices
	yearFacet = "annee"
)

// export writes the shards for the search in the browser. The index must be up
// to date with the site.
func (l *Loaded) export(index *search.Index, write func(name string, data []byte) error) error {
	err := index.Export(search.Export{Lookup: lookup(l.Site), Facets: facets(l.Types), Write: write})
	if err != nil {
		return fmt.Errorf("recherche dans le navigateur : %w", err)
	}
	return nil
}

// lookup returns a function that finds pages as they were indexed.
func lookup(s *site.Site) func(url string) (search.Page, bool) {
	lists := map[string]*site.Section{}
	for _, list := range namedLists(s) {
		lists[list.Address()] = list
	}
	return func(url string) (search.Page, bool) {
		if p, ok := s.Find(url); ok {
			return documents(p), true
		}
		if list, ok := lists[url]; ok {
			return listDocument(list), true
		}
		return search.Page{}, false
	}
}

// facets returns the filters of results: the type, the facets that types
// describe, and the year.
func facets(types *schema.Set) []search.Facet {
	list := []search.Facet{{Name: typeFacet, Label: "Type"}}
	for _, t := range types.Types {
		for i := range t.Fields {
			f := &t.Fields[i]
			if isOffered(f) && !slices.ContainsFunc(list, func(o search.Facet) bool { return o.Name == f.Name }) {
				list = append(list, search.Facet{Name: f.Name, Label: f.Label})
			}
		}
	}
	return append(list, search.Facet{Name: yearFacet, Label: "Année"})
}

// isOffered reports whether a facet's values are offered for choice; free tags
// are too many.
func isOffered(f *schema.Field) bool {
	return f.Facet && !(f.Taxonomy && f.Element().Kind == schema.Text)
}

// choices returns a page's values of the offered facets, named as in the
// filters of lists.
func choices(p *site.Page) map[string][]search.Choice {
	m := map[string][]search.Choice{}
	for _, f := range p.Facets {
		for _, c := range f.Choices {
			if c.Key != "" && isOffered(f.Field) {
				m[f.Field.Name] = append(m[f.Field.Name], search.Choice{Key: c.Key, Label: c.Label, Order: c.Order})
			}
		}
	}
	if when := p.When(); !when.IsZero() {
		year := when.Year()
		m[yearFacet] = []search.Choice{{Key: strconv.Itoa(year), Label: strconv.Itoa(year), Order: -year}}
	}
	return m
}
