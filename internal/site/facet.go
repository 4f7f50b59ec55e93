package site

import (
	"slices"
	"strconv"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/schema"
)

// Facet is a field that filters lists and the search, with a page's values of
// it, each once.
type Facet struct {
	Field   *schema.Field
	Choices []Choice
}

// Choice is a value of a facet.
type Choice struct {
	Key   string   // as in addresses; "" if the value cannot be chosen
	Label string   // as readers see it
	Order int      // rank among the field's values, if they have one
	Names []string // folded names for the search: the key, the value, and the title of the page that it refers to
}

// Choices returns the page's values of a facet.
func (p *Page) Choices(field string) []Choice {
	for _, f := range p.Facets {
		if f.Field.Name == field {
			return f.Choices
		}
	}
	return nil
}

// facets returns the values that filter the page in lists and the search. The
// page takes the colours of the pages that it refers to.
func (p *Page) facets() []Facet {
	var facets []Facet
	take := func(v content.Value) {
		i := slices.IndexFunc(facets, func(f Facet) bool { return f.Field == v.Field })
		if i < 0 {
			i = len(facets)
			facets = append(facets, Facet{Field: v.Field})
		}
		f := &facets[i]
		for _, item := range v.Elements() {
			c := p.choice(item)
			same := func(o Choice) bool { return o.Key == c.Key && (c.Key != "" || o.Label == c.Label) }
			if c.Label != "" && !slices.ContainsFunc(f.Choices, same) {
				f.Choices = append(f.Choices, c)
			}
		}
	}
	for _, v := range p.Values {
		if v.Field.Facet || v.Field.Taxonomy || slices.Contains(p.Type.List.Filters, v.Field.Name) {
			take(v)
		}
	}
	for _, v := range p.Colours() {
		if v.Field.Facet {
			take(v)
		}
	}
	return facets
}

// choice returns a single value of the page as a choice. A reference that leads
// to no page is not offered.
func (p *Page) choice(v content.Value) Choice {
	c := Choice{Label: p.Display(v), Order: slices.Index(v.Field.Of, v.Text)}
	names := []string{v.Plain()}
	switch q := p.Ref(v); {
	case q != nil:
		c.Order = 0
		if c.Key = q.Number(); c.Key != "" {
			c.Order, _ = strconv.Atoi(c.Key)
		} else {
			c.Key = q.Slug
		}
		names = append(names, q.Slug, q.Title)
	case v.Field.Kind != schema.Reference:
		c.Key = french.Key(v.Plain())
	}
	for _, name := range append(names, c.Key) {
		if name = french.Fold(name); name != "" && !slices.Contains(c.Names, name) {
			c.Names = append(c.Names, name)
		}
	}
	return c
}

// Display returns a single value as readers see it: see
// [content.Value.Display]; for a reference, the title of its page.
func (p *Page) Display(v content.Value) string {
	q := p.Ref(v)
	if q == nil {
		return v.Display()
	}
	if n := q.Number(); n != "" {
		return n + ". " + q.Title
	}
	return q.Title
}

// Number returns the key of a page of a coloured type, such as a determinant's
// number; "" for other pages.
func (p *Page) Number() string {
	if !p.Type.Colours() {
		return ""
	}
	return p.Text(schema.NumberOfPage)
}

// Colours returns the values that colour a page: its own, or those of the pages
// that it refers to, sorted.
func (p *Page) Colours() []content.Value {
	if p.Type.Colours() {
		if v, ok := p.ByRole(schema.Colour); ok {
			return []content.Value{v}
		}
		return nil
	}
	var colours []content.Value
	for _, v := range p.Values {
		for _, item := range v.Elements() {
			q := p.Ref(item)
			if q == nil || !q.Type.Colours() {
				continue
			}
			if c, ok := q.ByRole(schema.Colour); ok &&
				!slices.ContainsFunc(colours, func(o content.Value) bool { return o.Text == c.Text }) {
				colours = append(colours, c)
			}
		}
	}
	slices.SortFunc(colours, func(a, b content.Value) int {
		return slices.Index(a.Field.Of, a.Text) - slices.Index(b.Field.Of, b.Text)
	})
	return colours
}

// Axis returns the family that colours a page: its own, or the one that all the
// pages it refers to have in common.
func (p *Page) Axis() string {
	if c := p.Colours(); len(c) == 1 {
		return c[0].Text
	}
	return ""
}
