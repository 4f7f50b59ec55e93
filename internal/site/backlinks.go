package site

import (
	"slices"

	"intraqvt/internal/markdown"
	"intraqvt/internal/schema"
)

// findBacklinks sets on each page the pages that refer to it, in a field or in
// their text, by type. Embedded lists do not count, because they come from fields.
func findBacklinks(pages []*Page, types *schema.Set) {
	from := make([][]*Page, len(pages))
	var to []*Page
	for _, p := range pages {
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
	eachPage(pages, func(p *Page) {
		if len(from[p.number]) == 0 {
			return
		}
		byType := map[*schema.Type][]*Page{}
		for _, q := range from[p.number] {
			byType[q.Type] = append(byType[q.Type], q)
		}
		for _, t := range types.Types {
			if group := byType[t]; len(group) > 0 {
				sortPages(group, t.List.Sort)
				p.Backlinks = append(p.Backlinks, Group{Type: t, Pages: group})
			}
		}
	})
}
