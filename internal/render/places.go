package render

import (
	"slices"

	"intraqvt/internal/address"
	"intraqvt/internal/markdown"
	"intraqvt/internal/media"
	"intraqvt/internal/site"
)

// maxEmbeds is the maximum depth of embedded sections.
const maxEmbeds = 3

// filler writes the content of a text's slots: [body] for the portal's pages,
// [teller] for texts shown elsewhere.
type filler interface {
	// to returns the link to an address of the portal, or to a part of that page.
	to(name, part string) address.URL
	// link begins a link; the zero value leads nowhere. file is its target,
	// nil if that is no file.
	link(to address.URL, title string, file *media.File)
	endLink()
	text(s string)
	// image writes an image; an image without variants is absent.
	image(s *markdown.Slot, pic picture)
	card(c site.Card)
	cards(cards []site.Card)
	// axes writes the map of the coloured type, whose pages the cards show.
	axes(cards []site.Card)
	// paragraph writes a paragraph with a class; "" for none.
	paragraph(class string, inside func())
	// excerpt writes a section of a page, and then its source.
	excerpt(p *site.Page, section string, source func())
}

// place fills a slot of a text. embeds are the pages that contain it, the
// outermost first.
func (r *Renderer) place(w filler, embeds []*site.Page, s *markdown.Slot, t site.Target) {
	switch s.Kind {
	case markdown.SlotLink, markdown.SlotWiki:
		to, file := r.linkTarget(w, t)
		w.link(to, s.Title, file)
	case markdown.SlotLinkEnd:
		w.endLink()
	case markdown.SlotName:
		r.nameLink(w, t)
	case markdown.SlotImage:
		w.image(s, r.media.pictures[t.File])
	case markdown.SlotEmbed:
		r.embed(w, embeds, t)
	case markdown.SlotQuery:
		if s.Query.Form == markdown.MapForm {
			w.axes(t.Cards())
			return
		}
		r.list(w, t.Cards(), s.Query.When == markdown.SinceLast)
	}
}

// linkTarget returns the address of a link's target, and the file there.
func (r *Renderer) linkTarget(w filler, t site.Target) (to address.URL, file *media.File) {
	f, published := r.media.files[t.File]
	switch {
	case t.Page != nil:
		return w.to(t.Page.Path(), t.Anchor), nil
	case t.Section != nil:
		return w.to(t.Section.Address(), ""), nil
	case t.Generated != nil:
		return w.to(t.Generated.Address, t.Anchor), nil
	case published:
		return w.to(t.File, ""), &f
	}
	return to, nil
}

// nameLink writes a link whose text is the name of its target.
func (r *Renderer) nameLink(w filler, t site.Target) {
	to, file := r.linkTarget(w, t)
	w.link(to, "", file)
	w.text(t.Name())
	w.endLink()
}

// embed writes a card of a page, or one of its sections with its source.
func (r *Renderer) embed(w filler, embeds []*site.Page, t site.Target) {
	cards := t.Cards()
	if len(cards) == 0 {
		w.paragraph("vide", func() { w.text(t.Fallback) })
		return
	}
	if t.Anchor == "" {
		w.card(cards[0])
		return
	}
	_, _, ok := t.Page.Body.Section(t.Anchor)
	if !ok || len(embeds) > maxEmbeds || slices.Contains(embeds, t.Page) {
		w.paragraph("", func() { r.nameLink(w, t) })
		return
	}
	w.excerpt(t.Page, t.Anchor, func() {
		w.paragraph("extrait-source", func() {
			w.text("Extrait de ")
			r.nameLink(w, t)
		})
	})
}

// list writes pages, under the names of their types if byType is set.
func (r *Renderer) list(w filler, cards []site.Card, byType bool) {
	if len(cards) == 0 {
		w.paragraph("vide", func() { w.text("Rien à cette rubrique pour l’instant.") })
	}
	for len(cards) > 0 {
		n := len(cards)
		if byType {
			first := cards[0].Shown()
			if i := slices.IndexFunc(cards, func(c site.Card) bool { return c.Shown().Type != first.Type }); i > 0 {
				n = i
			}
			name := first.Type
			if t := r.site.TypeOf(first); t != nil {
				name = t.Label.Many
			}
			w.paragraph("liste-type", func() { w.text(name) })
		}
		w.cards(cards[:n])
		cards = cards[n:]
	}
}
