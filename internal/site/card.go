package site

import (
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/schema"
)

// Card is a page as a list or a card in a text shows it.
type Card struct {
	Page   *Page          // the page that it leads to; nil if readers cannot reach it any more
	Frozen *content.Shown // what an issue showed; nil if the page's present content is shown
	day    time.Time      // the day that an issue shows; zero for [Page.When]
}

// Cards returns the pages that a list or a card shows. They are made on demand,
// because every page of a portal may list all pages.
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

// Name returns the text of a link without a text of its own.
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

// Shown returns what readers see of the page. Its address is the present one,
// "" if readers cannot reach it.
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
		s.Axis = p.Axis() // terms have no axis, since all pages use them
	}
	if p.Type.Dated() {
		if s.Day = c.day; s.Day.IsZero() {
			s.Day = p.When()
		}
	}
	return s
}

// TypeOf returns the type of a card's page; nil if the type no longer exists.
func (s *Site) TypeOf(shown content.Shown) *schema.Type {
	t, _ := s.Types.Named(shown.Type)
	return t
}
