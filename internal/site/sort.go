package site

import (
	"cmp"
	"slices"
	"strings"

	"intraqvt/internal/markdown"
	"intraqvt/internal/schema"
)

// SortPages sorts by a field, "-" before its name for descending order, then
// by title. Pages without a value come last.
func SortPages(pages []*Page, field string) {
	name, descending := sortField(field), strings.HasPrefix(field, "-")
	keyed := make([]sortKey, len(pages))
	for i, p := range pages {
		keyed[i] = keyOf(p, name)
	}
	slices.SortFunc(keyed, func(a, b sortKey) int {
		if a.set != b.set {
			if a.set {
				return -1
			}
			return 1
		}
		c := cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.text, b.text))
		if descending {
			c = -c
		}
		return cmp.Or(c, strings.Compare(a.page.TitleKey, b.page.TitleKey), strings.Compare(a.page.File, b.page.File))
	})
	for i, k := range keyed {
		pages[i] = k.page
	}
}

// sortField is the name of the field in what a list is sorted by.
func sortField(order string) string { return strings.TrimPrefix(order, "-") }

// sortKey is a page with its value, as a number or as a text.
type sortKey struct {
	page   *Page
	set    bool
	number float64
	text   string
}

func keyOf(p *Page, name string) sortKey {
	k := sortKey{page: p}
	if name == "" || name == "titre" {
		k.set, k.text = true, p.TitleKey
		return k
	}
	v, ok := p.Value(name)
	if !ok {
		return k
	}
	k.set = true
	switch v.Field.Kind {
	case schema.Date, schema.DateTime:
		k.number = float64(v.Time.Unix())
	case schema.Number:
		k.number = v.Number
	default:
		k.text = markdown.Slug(strings.Join(v.Strings(), " "))
	}
	return k
}
