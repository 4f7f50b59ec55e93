package site

import (
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/schema"
)

// Card is a page as a list or a card of a text shows it.
type Card struct {
	Page   *Page          // where it leads; nil where readers do not find it any more
	Frozen *content.Shown // what an issue showed; nil where the page speaks for itself
	day    time.Time      // by which an issue knows the page; zero for [Page.When]
}

// Cards are the pages that a list or a card shows. They are made when asked for:
// a portal may have lists of all its pages on all its pages.
func (t *Target) Cards() []Card {
	switch {
	case t.cards != nil:
		return t.cards
	case t.Page != nil:
		return []Card{{Page: t.Page}}
	}
	cards := make([]Card, len(t.Pages))
	for i, p := range t.Pages {
		cards[i].Page = p
	}
	return cards
}

// Name is what a link without a text of its own says.
func (t *Target) Name() string {
	switch {
	case t.name != "":
		return t.name
	case t.Page == nil:
		return t.Fallback
	case t.Anchor != "":
		if h, ok := t.Page.Body.Heading(t.Anchor); ok {
			return t.Page.Title + " › " + h.Text
		}
	}
	return t.Page.Title
}

// Shown is what readers see of the page. Its address is where it is now, ""
// where readers do not find it.
func (c Card) Shown() content.Shown {
	if c.Frozen != nil {
		s := *c.Frozen
		s.Address = ""
		if c.Page != nil {
			s.Address = c.Page.Path()
		}
		return s
	}
	p := c.Page
	s := content.Shown{Address: p.Path(), Type: p.Type.Name, Title: p.Title, Summary: p.Summary, Number: p.Number()}
	if !p.Type.Glossary {
		s.Axis = p.Axis() // a word belongs to all who use it
	}
	if p.Type.Dated() {
		if s.Day = c.day; s.Day.IsZero() {
			s.Day = p.When()
		}
	}
	return s
}

// TypeOf is the type of what a card shows; nil where there is none of that name
// any more.
func (s *Site) TypeOf(shown content.Shown) *schema.Type {
	t, _ := s.Types.Named(shown.Type)
	return t
}
