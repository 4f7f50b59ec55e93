package site

import (
	"slices"

	"intraqvt/internal/markdown"
	"intraqvt/internal/schema"
)

// backlinks gives each page those that refer to it, in a field or in their
// text, by type. Embedded lists do not count: they come from fields already.
func (l *linker) backlinks() {
	from := make([][]*Page, len(l.site.Pages))
	var to []*Page
	for _, p := range l.site.Pages {
		if p.Index || p.Unlisted {
			continue
		}
		to = append(to[:0], p.refs...)
		for i, t := range p.Targets {
			if t.Page != nil && p.Body.Slots[i].Kind != markdown.SlotQuery {
				to = append(to, t.Page)
			}
		}
		for i, q := range to {
			if q != nil && q != p && !slices.Contains(to[:i], q) {
				from[q.number] = append(from[q.number], p)
			}
		}
	}
	l.eachPage(func(p *Page) {
		pages := from[p.number]
		if len(pages) == 0 {
			return
		}
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
	})
}
