package render

import (
	"fmt"
	"slices"

	"intraqvt/internal/address"
	"intraqvt/internal/french"
	"intraqvt/internal/markdown"
	"intraqvt/internal/site"
)

// Tell tells a page's text to a writer, for those who read it elsewhere: the
// places in it are filled, and every address is absolute. The portal has a base
// address. The error is that of [Renderer.Read], or [content.ErrChanged].
func (r *Renderer) Tell(p *site.Page, w markdown.Writer) error {
	t := &teller{Writer: w, r: r, page: p, embeds: []*site.Page{p}}
	t.tell(p, t)
	return t.err
}

// teller passes a page's text on to a writer with its slots filled.
type teller struct {
	markdown.Writer
	r      *Renderer
	page   *site.Page
	embeds []*site.Page // pages being embedded, the outermost first
	after  string       // what stands at the end of the link that is open, such as a file's size
	open   bool         // that link leads somewhere
	err    error        // the first
}

func (t *teller) tell(p *site.Page, w markdown.Writer) {
	data, err := t.r.Read(p.File)
	if err == nil {
		err = p.Page.Tell(data, w)
	}
	if err != nil && t.err == nil {
		t.err = err
	}
}

func (t *teller) Slot(i int, s *markdown.Slot) {
	target := t.page.Targets[i]
	switch s.Kind {
	case markdown.SlotLink, markdown.SlotWiki:
		t.link(target)
	case markdown.SlotLinkEnd:
		t.endLink()
	case markdown.SlotName:
		t.link(target)
		t.text(target.Name())
		t.endLink()
	case markdown.SlotImage:
		t.image(s, target)
	case markdown.SlotEmbed:
		t.embed(target)
	case markdown.SlotQuery:
		t.list(target.Cards(), s.Query.When == markdown.SinceLast)
	}
}

// absolute is where a link leads; the zero value for nowhere.
func (t *teller) absolute(target site.Target) address.URL {
	c := t.r.site.Config
	switch _, published := t.r.files[target.File]; {
	case target.Page != nil:
		return c.Absolute(target.Page.Path()).At(target.Anchor)
	case target.Section != nil:
		return c.Absolute(target.Section.Address())
	case target.Generated != nil:
		return c.Absolute(target.Generated.Address).At(target.Anchor)
	case published:
		return c.Absolute(target.File)
	}
	return address.URL{}
}

func (t *teller) link(target site.Target) {
	to := t.absolute(target)
	t.open, t.after = !to.IsZero(), ""
	if f, published := t.r.files[target.File]; published && target.Page == nil {
		t.after = " (" + f.Label + ", " + french.Size(f.Size) + ")"
	}
	if t.open {
		t.Begin(markdown.Element{Kind: markdown.KindLink, To: to})
	}
}

func (t *teller) endLink() {
	t.text(t.after)
	if t.open {
		t.End(markdown.Element{Kind: markdown.KindLink})
	}
}

func (t *teller) text(s string) {
	if s != "" {
		t.Text(markdown.Text{Words: []byte(s)})
	}
}

func (t *teller) image(s *markdown.Slot, target site.Target) {
	pic, ok := t.r.pictures[target.File]
	if !ok || len(pic.variants) == 0 {
		t.text(s.Alt)
		return
	}
	c := t.r.site.Config
	largest := pic.variants[len(pic.variants)-1]
	image := &markdown.Image{
		Source: c.Absolute(largest.Name), Width: largest.Width, Height: largest.Height, Alt: s.Alt, Caption: s.Title, Figure: s.Figure,
	}
	if len(pic.variants) > 1 {
		for _, v := range pic.variants {
			image.Sizes = append(image.Sizes, markdown.Size{Source: c.Absolute(v.Name), Width: v.Width})
		}
	}
	t.Put(markdown.Element{Kind: markdown.KindImage, Image: image})
}

// embed tells a card of a page, or one of its sections with where it is from.
func (t *teller) embed(target site.Target) {
	cards := target.Cards()
	if len(cards) == 0 {
		t.paragraph(true, target.Fallback, nil)
		return
	}
	if target.Anchor == "" {
		t.cards(cards[:1])
		return
	}
	_, _, ok := target.Page.Body.Section(target.Anchor)
	if !ok || len(t.embeds) > maxEmbeds || slices.Contains(t.embeds, target.Page) {
		t.paragraph(false, "", &target)
		return
	}
	excerpt := markdown.Element{Kind: markdown.KindExcerpt}
	t.Begin(excerpt)
	inner := &teller{Writer: t.Writer, r: t.r, page: target.Page, embeds: append(t.embeds[:len(t.embeds):len(t.embeds)], target.Page)}
	inner.tell(target.Page, markdown.Below(target.Anchor, inner))
	if t.err == nil {
		t.err = inner.err
	}
	t.paragraph(true, "Extrait de ", &target)
	t.End(excerpt)
}

// paragraph tells a text with a link after it, if there is one.
func (t *teller) paragraph(quiet bool, text string, target *site.Target) {
	p := markdown.Element{Kind: markdown.KindParagraph, Quiet: quiet}
	t.Begin(p)
	t.text(text)
	if target != nil {
		t.link(*target)
		t.text(target.Name())
		t.endLink()
	}
	t.End(p)
}

// list tells pages, under the names of their types where they are told apart
// so.
func (t *teller) list(cards []site.Card, byType bool) {
	if len(cards) == 0 {
		t.paragraph(true, emptyList, nil)
	}
	for len(cards) > 0 {
		n, name := t.r.firstOfType(cards)
		if byType {
			t.paragraph(false, name, nil)
		} else {
			n = len(cards)
		}
		t.cards(cards[:n])
		cards = cards[n:]
	}
}

func (t *teller) cards(pages []site.Card) {
	list := markdown.Element{Kind: markdown.KindCards}
	for _, p := range pages {
		e := t.r.card(p, "")
		c := markdown.Card{Title: e.Title, Number: e.Number, Summary: e.Summary}
		if to := p.Shown().Address; to != "" {
			c.To = t.r.site.Config.Absolute(to)
		}
		for _, mark := range []string{e.Type, e.Date.Text} {
			if mark != "" {
				c.Marks = append(c.Marks, mark)
			}
		}
		if e.Axis != "" {
			c.Marks = append(c.Marks, fmt.Sprintf(t.r.theme.words["axe"], e.Axis))
		}
		list.Cards = append(list.Cards, c)
	}
	t.Put(list)
}
