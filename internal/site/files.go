package site

import (
	"cmp"
	"slices"

	"intraqvt/internal/content"
	"intraqvt/internal/markdown"
	"intraqvt/internal/schema"
)

// Use is a place where a page refers to a file.
type Use struct {
	Page         *Page
	Line, Column int
}

// UsesOf finds where visible pages link to a file of content/, or name it in a
// field. Images do not count.
func (s *Site) UsesOf(file string) []Use {
	var uses []Use
	for _, p := range s.Pages {
		for i, t := range p.Targets {
			if slot := &p.Body.Slots[i]; t.File == file && slot.Kind != markdown.SlotImage {
				uses = append(uses, Use{p, slot.Line, slot.Column})
			}
		}
		for _, v := range p.Values {
			v.Each(func(v content.Value) {
				if v.Field.Kind == schema.File && v.IsSet() && FileOf(p.Page, v) == file {
					uses = append(uses, Use{p, v.Line, v.Column})
				}
			})
		}
	}
	slices.SortStableFunc(uses, func(a, b Use) int { return cmp.Compare(a.Page.Name, b.Page.Name) })
	return uses
}
