package site

import (
	"slices"

	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// checkKeys complains of pages whose key, such as a number, is that of another: what
// names them by it would lead to either. The first by file keeps it.
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
