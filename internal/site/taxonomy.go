package site

import (
	"maps"
	"slices"
	"strings"

	"intraqvt/internal/french"
	"intraqvt/internal/schema"
)

// Taxonomy is a field whose values have pages of their own, such as sectors or
// tags.
type Taxonomy struct {
	Field *schema.Field
	Terms []*Term // by name

	bySlug map[string]*Term
}

// Term is a value of a taxonomy with the pages that have it.
type Term struct {
	Taxonomy *Taxonomy
	Name     string
	Slug     string
	Pages    []*Page
}

// Address returns the address of the taxonomy's page.
func (t *Taxonomy) Address() string { return french.Slug(t.Field.Name) + "/index.html" }

// Address returns the address of the term's page.
func (t *Term) Address() string { return french.Slug(t.Taxonomy.Field.Name) + "/" + t.Slug + ".html" }

// Term returns the term with a name as an author writes it.
func (t *Taxonomy) Term(name string) *Term { return t.bySlug[french.Slug(name)] }

// Taxonomy returns the taxonomy of a field, nil if the field is no taxonomy or
// no page uses it.
func (s *Site) Taxonomy(field string) *Taxonomy { return taxonomyOf(field, s.Taxonomies) }

func taxonomyOf(field string, taxonomies []*Taxonomy) *Taxonomy {
	i := slices.IndexFunc(taxonomies, func(t *Taxonomy) bool { return t.Field.Name == field })
	if i < 0 {
		return nil
	}
	return taxonomies[i]
}

// findTaxonomies makes the taxonomies of all fields that are one, sorted by name.
func findTaxonomies(pages []*Page) (list []*Taxonomy) {
	byField := map[string]*Taxonomy{}
	for _, p := range pages {
		if !p.listed() {
			continue
		}
		for _, f := range p.Facets {
			if !f.Field.Taxonomy {
				continue
			}
			t := byField[f.Field.Name]
			if t == nil {
				t = &Taxonomy{Field: f.Field, bySlug: map[string]*Term{}}
				byField[f.Field.Name] = t
			}
			for _, c := range f.Choices {
				if term := t.term(c); term != nil && !term.endsWith(p) {
					term.Pages = append(term.Pages, p)
				}
			}
		}
	}
	for _, field := range slices.Sorted(maps.Keys(byField)) {
		t := byField[field]
		slices.SortFunc(t.Terms, func(a, b *Term) int { return strings.Compare(a.Slug, b.Slug) })
		for _, term := range t.Terms {
			SortByTitle(term.Pages)
		}
		if len(t.Terms) > 0 {
			list = append(list, t)
		}
	}
	return list
}

// endsWith reports whether the page is the term's last one so far.
func (t *Term) endsWith(p *Page) bool { return len(t.Pages) > 0 && t.Pages[len(t.Pages)-1] == p }

// term finds or makes the term of a value; nil if its name has no letter. C and
// C++ are one term, because the address of a term's page has no signs.
func (t *Taxonomy) term(c Choice) *Term {
	slug := french.Slug(c.Key)
	term := t.bySlug[slug]
	if term == nil && slug != "" {
		term = &Term{Taxonomy: t, Name: c.Label, Slug: slug}
		t.bySlug[slug] = term
		t.Terms = append(t.Terms, term)
	}
	return term
}
