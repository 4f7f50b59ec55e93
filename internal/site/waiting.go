package site

import "intraqvt/internal/content"

// Waiting says, in French, why readers do not see a page yet that a preview
// shows all the same; "" where they do.
func (s *Site) Waiting(p *Page) string {
	switch {
	case p.Status == content.Draft:
		return "Brouillon"
	case p.Status == content.InReview:
		return "En relecture"
	case p.Date.After(s.At):
		return "Paraîtra le " + content.FormatDate(p.Date)
	default:
		return ""
	}
}
