package site

import "intraqvt/internal/french"

// Waiting says, in French, why readers do not see a page that a preview shows
// all the same, or how little they see of it; "" where they see it as any
// other.
func (s *Site) Waiting(p *Page) string {
	_, words := p.HiddenAt(s.At)
	if words == "" && p.Unlisted {
		words = UnlistedWords
	}
	return french.Capitalised(words)
}

// UnlistedWords say to authors that a page is unlisted.
const UnlistedWords = "hors des listes et de la recherche"
