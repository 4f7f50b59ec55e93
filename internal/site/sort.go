package site

import (
	"cmp"
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/schema"
)

// sortPages sorts by a field, in descending order if "-" precedes its name,
// then by title. Pages without a value come last.
func sortPages(pages []*Page, order string) {
	name, d := sortField(order), ascending
	if strings.HasPrefix(order, "-") {
		d = descending
	}
	sortByField(pages, d, func(p *Page) *schema.Field {
		f, _ := p.Type.Field(name)
		return f
	})
}

// SortByTitle sorts pages by title.
func SortByTitle(pages []*Page) {
	sortByRole(pages, schema.Title)
}

// SortByDate sorts pages by day of publication, the latest first.
func SortByDate(pages []*Page) {
	sortByField(pages, descending, func(p *Page) *schema.Field { return p.Type.ByRole(schema.PublishedOn) })
}

// sortByRole sorts pages by the field of a role, then by title.
func sortByRole(pages []*Page, r schema.Role) {
	sortByField(pages, ascending, func(p *Page) *schema.Field { return p.Type.ByRole(r) })
}

// direction is the order of values; pages without one come last in both.
type direction int

const (
	ascending  direction = 1
	descending direction = -1
)

// sortByField sorts by the field that the function returns for each page's type.
func sortByField(pages []*Page, d direction, field func(*Page) *schema.Field) {
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

// sortField returns the name of the field in a sort order.
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
	if f.Role == schema.Title { // a page without the field has a title from its text or its file name
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
		k.number = float64(content.WallTime(first.Time).Unix())
	case schema.Number:
		k.number = first.Number
	default:
		k.text = french.Slug(strings.Join(v.Strings(), " "))
	}
	return k
}
