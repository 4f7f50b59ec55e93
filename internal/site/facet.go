package site

import (
	"slices"
	"strconv"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/schema"
)

// Choice is a value by which lists and the search can be narrowed.
type Choice struct {
	Key   string // as addresses name it
	Label string // as readers see it
	Order int    // its place among the field's values, where they have one
}

// Choice is a single value of the page as a choice; the zero one where there
// is nothing to choose.
func (p *Page) Choice(v content.Value) Choice {
	switch {
	case v.Written == "":
		return Choice{}
	case v.Field.Kind != schema.Reference:
		return Choice{Key: french.Slug(v.Plain()), Label: v.Display(), Order: slices.Index(v.Field.Of, v.Text)}
	}
	q := p.Ref(v)
	if q == nil {
		return Choice{}
	}
	n := q.Number()
	if n == "" {
		return Choice{Key: q.Slug, Label: q.Title}
	}
	order, _ := strconv.Atoi(n)
	return Choice{Key: n, Label: p.Display(v), Order: order}
}

// Display is what readers see of a single value: see [content.Value.Display]; of
// a reference, what the page is called that it leads to.
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

// Number is the key by which a page of a coloured type is known: a
// determinant's number. Other pages have none.
func (p *Page) Number() string {
	if !p.Type.Colours() {
		return ""
	}
	return p.Text(schema.NumberOfPage)
}

// Colours are the values that colour a page: its own, or those of the pages
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
			if c, ok := q.ByRole(schema.Colour); ok && !slices.ContainsFunc(colours, func(o content.Value) bool { return o.Text == c.Text }) {
				colours = append(colours, c)
			}
		}
	}
	slices.SortFunc(colours, func(a, b content.Value) int {
		return slices.Index(a.Field.Of, a.Text) - slices.Index(b.Field.Of, b.Text)
	})
	return colours
}

// Axis is the family that colours a page: its own, or the one that all the
// pages it refers to have in common.
func (p *Page) Axis() string {
	if c := p.Colours(); len(c) == 1 {
		return c[0].Text
	}
	return ""
}
