package site

import (
	"slices"

	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// checkKeys reports pages with the same key, such as a number, because references
// by the key would be ambiguous. The first page by file keeps the key.
func checkKeys(n *names, list *complaints) {
	for _, pages := range n.byKey {
		first := slices.IndexFunc(pages, func(p *Page) bool { return p.Shown })
		if first < 0 {
			continue
		}
		for _, p := range pages[first+1:] {
			if !p.Shown {
				continue
			}
			v, _ := p.ByRole(schema.NumberOfPage)
			list.complain(p, place{v.Line, v.Column}, problem.DuplicateKey,
				"« "+v.Field.Name+" » : « "+v.Plain()+" » est déjà celui de « "+pages[first].Title+" » ("+pages[first].Name+")",
				"donnez-lui le suivant ; « intraqvt new » le trouve de lui-même")
		}
	}
}
