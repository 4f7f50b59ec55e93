package site

import (
	"cmp"
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/schema"
)

// SortPages sorts by the field that a description or an author names, "-"
// before its name for descending order, then by title. Pages without a value
// come last.
func SortPages(pages []*Page, order string) {
	name, d := sortField(order), ascending
	if strings.HasPrefix(order, "-") {
		d = descending
	}
	sortPages(pages, d, func(p *Page) *schema.Field {
		f, _ := p.Type.Field(name)
		return f
	})
}

// SortByTitle sorts pages by their titles.
func SortByTitle(pages []*Page) {
	sortByRole(pages, schema.Title)
}

// SortByDate sorts pages by their days of publication, the latest first.
func SortByDate(pages []*Page) {
	sortPages(pages, descending, func(p *Page) *schema.Field { return p.Type.ByRole(schema.PublishedOn) })
}

// sortByRole sorts pages by the field of a role, then by title.
func sortByRole(pages []*Page, r schema.Role) {
	sortPages(pages, ascending, func(p *Page) *schema.Field { return p.Type.ByRole(r) })
}

// direction of values; pages without one come last in both.
type direction int

const (
	ascending  direction = 1
	descending direction = -1
)

// sortPages sorts by the field that each page's type has for it.
func sortPages(pages []*Page, d direction, field func(*Page) *schema.Field) {
	keyed := make([]sortKey, len(pages))
	for i, p := range pages {
		keyed[i] = keyOf(p, field(p))
	}
	slices.SortFunc(keyed, func(a, b sortKey) int {
		if a.set != b.set {
			if a.set {
				return -1
			}
			return 1
		}
		c := cmp.Or(cmp.Compare(a.number, b.number), strings.Compare(a.text, b.text))
		return cmp.Or(c*int(d), strings.Compare(a.page.TitleKey, b.page.TitleKey), strings.Compare(a.page.Name, b.page.Name))
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

func keyOf(p *Page, f *schema.Field) sortKey {
	k := sortKey{page: p}
	if f == nil {
		return k
	}
	if f.Role == schema.Title { // a page without one has it from its text or its name
		k.set, k.text = true, p.TitleKey
		return k
	}
	v, ok := p.Value(f.Name)
	if !ok {
		return k
	}
	k.set = true
	switch first := v.Elements()[0]; first.Field.Kind {
	case schema.Date, schema.DateTime:
		k.number = float64(content.OnClock(first.Time).Unix())
	case schema.Number:
		k.number = first.Number
	default:
		k.text = french.Slug(strings.Join(v.Strings(), " "))
	}
	return k
}
