package render

import (
	"cmp"
	"slices"
	"strings"

	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// Filtering holds the filters and orders of a list: filtres.html.
type Filtering struct {
	Filters []Filter
	Sorts   []Sort
}

// Filter is a field by which readers can filter a list.
type Filter struct {
	Name, Label string
	Remember    bool // the reader's browser may keep the choice
	Options     []FilterOption
}

// FilterOption is a value of a filter with the number of pages that have it.
type FilterOption struct {
	Key, Label string
	Count      int
}

// Sort is an order that readers can choose for a list.
type Sort struct{ Key, Label string }

// The orders that every list offers, as in addresses.
const (
	sortTitle = "titre"
	sortDate  = "date"
)

// minFiltered is the minimum number of pages in a list with filters.
const minFiltered = 6

// filters returns the filters of a type's list whose values differ between its pages.
func (r *Renderer) filters(t *schema.Type, pages []*site.Page) []Filter {
	if len(pages) < minFiltered {
		return nil
	}
	var filters []Filter
	for _, name := range t.List.Filters {
		field, _ := t.Field(name)
		f := Filter{Name: name, Label: field.Label, Remember: name == t.List.Remember}
		for _, p := range pages {
			for _, c := range p.Choices(name) {
				if c.Key == "" {
					continue
				}
				i := slices.IndexFunc(f.Options, func(o FilterOption) bool { return o.Key == c.Key })
				if i < 0 {
					i = len(f.Options)
					f.Options = append(f.Options, FilterOption{Key: c.Key, Label: c.Label})
				}
				f.Options[i].Count++
			}
		}
		if len(f.Options) < 2 {
			continue
		}
		slices.SortStableFunc(f.Options, func(a, b FilterOption) int {
			return cmp.Or(choiceOrder(field.Element(), a.Label)-choiceOrder(field.Element(), b.Label), natural(a.Key, b.Key))
		})
		filters = append(filters, f)
	}
	return filters
}

// natural compares numbers as numbers, other keys as texts.
func natural(a, b string) int {
	if isDigits(a) && isDigits(b) {
		return cmp.Or(len(a)-len(b), strings.Compare(a, b))
	}
	return strings.Compare(a, b)
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// choiceOrder returns the rank of a value in its choice.
func choiceOrder(f *schema.Field, label string) int {
	return slices.IndexFunc(f.Of, func(of string) bool { return f.Display(of) == label })
}

// sorts returns the orders of a type's list, the type's own first.
func (r *Renderer) sorts(t *schema.Type, pages []*site.Page) []Sort {
	if len(pages) < minFiltered {
		return nil
	}
	sorts := []Sort{{"", r.theme.words["tri_propose"]}}
	if f, _ := t.Field(strings.TrimPrefix(t.List.Sort, "-")); f == nil || f.Role != schema.Title {
		sorts = append(sorts, Sort{sortTitle, r.theme.words["tri_titre"]})
	}
	undated := slices.ContainsFunc(pages, func(p *site.Page) bool { return p.When().IsZero() })
	if !undated && !t.List.Agenda && !strings.HasPrefix(t.List.Sort, "-") {
		sorts = append(sorts, Sort{sortDate, r.theme.words["tri_date"]})
	}
	return sorts
}
