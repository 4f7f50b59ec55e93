package site

import (
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/markdown"
	"intraqvt/internal/schema"
)

// Taxonomy is a field whose values have pages of their own, such as sectors
// or tags.
type Taxonomy struct {
	Field *schema.Field
	Terms []*Term // by name

	bySlug map[string]*Term
}

// Term is one value of a taxonomy with the pages that have it.
type Term struct {
	Taxonomy *Taxonomy
	Name     string
	Slug     string
	Pages    []*Page
}

// Address is the taxonomy's own page.
func (t *Taxonomy) Address() string { return markdown.Slug(t.Field.Name) + "/index.html" }

// Address is the term's own page.
func (t *Term) Address() string { return markdown.Slug(t.Taxonomy.Field.Name) + "/" + t.Slug + ".html" }

// Term returns the term of a name as an author writes it.
func (t *Taxonomy) Term(name string) *Term { return t.bySlug[markdown.Slug(name)] }

// Taxonomy returns the taxonomy of a field, nil where the field is none or no
// page uses it.
func (s *Site) Taxonomy(field string) *Taxonomy {
	for _, t := range s.Taxonomies {
		if t.Field.Name == field {
			return t
		}
	}
	return nil
}

func (l *linker) taxonomies() {
	byName := map[string]*Taxonomy{}
	for _, p := range l.site.Pages {
		if p.Status == content.Archived {
			continue
		}
		for _, v := range p.Values {
			if !v.Field.Taxonomy {
				continue
			}
			t := byName[v.Field.Name]
			if t == nil {
				t = &Taxonomy{Field: v.Field, bySlug: map[string]*Term{}}
				byName[v.Field.Name] = t
				l.site.Taxonomies = append(l.site.Taxonomies, t)
			}
			for _, name := range v.Strings() {
				slug := markdown.Slug(name)
				if slug == "" {
					continue
				}
				term := t.bySlug[slug]
				if term == nil {
					term = &Term{Taxonomy: t, Name: name, Slug: slug}
					t.bySlug[slug] = term
					t.Terms = append(t.Terms, term)
				}
				if n := len(term.Pages); n == 0 || term.Pages[n-1] != p {
					term.Pages = append(term.Pages, p)
				}
			}
		}
	}
	slices.SortFunc(l.site.Taxonomies, func(a, b *Taxonomy) int { return strings.Compare(a.Field.Name, b.Field.Name) })
	for _, t := range l.site.Taxonomies {
		slices.SortFunc(t.Terms, func(a, b *Term) int { return strings.Compare(a.Slug, b.Slug) })
		for _, term := range t.Terms {
			SortPages(term.Pages, "titre")
		}
	}
}
