package site

import (
	"slices"
	"strings"

	"intraqvt/internal/markdown"
	"intraqvt/internal/schema"
)

// backlinks gives each page those that refer to it, in a field or in their
// text, by type. Embedded lists do not count: they come from fields already.
func (l *linker) backlinks() {
	from := map[*Page][]*Page{}
	for _, p := range l.site.Pages {
		var to []*Page
		for _, q := range p.refs {
			to = append(to, q)
		}
		for i, t := range p.Targets {
			if t.Page != nil && p.Body.Slots[i].Kind != markdown.SlotQuery {
				to = append(to, t.Page)
			}
		}
		slices.SortFunc(to, func(a, b *Page) int { return strings.Compare(a.File, b.File) })
		for _, q := range slices.Compact(to) {
			if q != p && !p.Index {
				from[q] = append(from[q], p)
			}
		}
	}
	for p, pages := range from {
		byType := map[*schema.Type][]*Page{}
		for _, q := range pages {
			byType[q.Type] = append(byType[q.Type], q)
		}
		for _, t := range l.site.Types.Types {
			if group := byType[t]; len(group) > 0 {
				SortPages(group, t.List.Sort)
				p.Backlinks = append(p.Backlinks, Group{Type: t, Pages: group})
			}
		}
	}
}
