package render

import (
	"fmt"

	"intraqvt/internal/address"
	"intraqvt/internal/french"
	"intraqvt/internal/markdown"
	"intraqvt/internal/media"
	"intraqvt/internal/site"
)

// Tell tells a page's text to a writer, for readers outside the portal: its
// slots are filled, and every address is absolute. The portal must have a base
// address. The error is that of [Needs.Read], or [content.ErrChanged].
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
	after  string       // text at the end of the open link, such as a file's size
	open   bool         // that link leads somewhere
	err    error        // the first error
}

func (t *teller) tell(p *site.Page, w markdown.Writer) {
	data, err := t.r.needs.Read(p.File)
	if err == nil {
		err = p.Page.Tell(data, w)
	}
	if err != nil && t.err == nil {
		t.err = err
	}
}

func (t *teller) Slot(i int, s *markdown.Slot) {
	t.r.place(t, t.embeds, s, t.page.Targets[i])
}

func (t *teller) to(name, part string) address.URL { return t.r.site.Config.Absolute(name).At(part) }

func (t *teller) link(to address.URL, title string, file *media.File) {
	t.open, t.after = !to.IsZero(), ""
	if file != nil {
		t.after = " (" + file.Label + ", " + french.Size(file.Size) + ")"
	}
	if t.open {
		t.Begin(markdown.Element{Kind: markdown.KindLink, To: to, Title: title})
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

func (t *teller) image(s *markdown.Slot, pic picture) {
	if len(pic.variants) == 0 {
		t.text(s.Alt)
		return
	}
	largest := pic.variants[len(pic.variants)-1]
	image := &markdown.Image{
		Source: t.to(largest.Name, ""), Width: largest.Width, Height: largest.Height, Alt: s.Alt, Caption: s.Title, Figure: s.Figure,
	}
	if len(pic.variants) > 1 {
		for _, v := range pic.variants {
			image.Sizes = append(image.Sizes, markdown.Size{Source: t.to(v.Name, ""), Width: v.Width})
		}
	}
	t.Put(markdown.Element{Kind: markdown.KindImage, Image: image})
}

func (t *teller) paragraph(class string, inside func()) {
	p := markdown.Element{Kind: markdown.KindParagraph, Quiet: class == "vide" || class == "extrait-source"}
	t.Begin(p)
	inside()
	t.End(p)
}

func (t *teller) excerpt(p *site.Page, section string, source func()) {
	excerpt := markdown.Element{Kind: markdown.KindExcerpt}
	t.Begin(excerpt)
	inner := &teller{Writer: t.Writer, r: t.r, page: p, embeds: append(t.embeds[:len(t.embeds):len(t.embeds)], p)}
	inner.tell(p, markdown.Below(section, inner))
	if t.err == nil {
		t.err = inner.err
	}
	source()
	t.End(excerpt)
}

func (t *teller) axes(cards []site.Card) { t.cards(cards) }

func (t *teller) card(c site.Card) { t.cards([]site.Card{c}) }

func (t *teller) cards(pages []site.Card) {
	list := markdown.Element{Kind: markdown.KindCards}
	for _, p := range pages {
		e := t.r.card(p, "")
		c := markdown.Card{Title: e.Title, Number: e.Number, Summary: e.Summary}
		if to := p.Shown().Address; to != "" {
			c.To = t.to(to, "")
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
