package render

import (
	"bytes"
	"html"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"intraqvt/internal/address"
	"intraqvt/internal/french"
	"intraqvt/internal/markdown"
	"intraqvt/internal/site"
)

// maxEmbeds is how deep pages may embed sections of pages.
const maxEmbeds = 3

// body fills the slots of a page's text, as seen from an address, and marks
// the first occurrence of each glossary term.
type body struct {
	r        *Renderer
	address  string
	out      []byte
	terms    map[*site.GlossaryTerm]bool // marked already, or not to be marked
	embeds   []*site.Page                // pages being embedded, the outermost first
	open     []string                    // what closes the links that are open
	paper    bool                        // among other pages, on paper: no tooltips, and names stay at home
	lower    bool                        // headings are one level down
	absolute bool                        // every address is: readers are elsewhere
}

// text is the text of a page as templates show it at an address, its own or
// another.
func (r *Renderer) text(p *site.Page, address string) template.HTML {
	return r.fill(p, &body{address: address, paper: address != p.Path()})
}

// textBelow is the same with headings one level down: among other pages, titles
// of pages are second to the section's.
func (r *Renderer) textBelow(p *site.Page, address string) template.HTML {
	return r.fill(p, &body{address: address, paper: true, lower: true})
}

// textFor is the text of a page for a feed: its addresses are absolute, or as
// seen from the feed where the portal has no base address.
func (r *Renderer) textFor(p *site.Page, feed string) template.HTML {
	if r.site.Config.BaseURL == "" {
		return r.text(p, feed)
	}
	return r.fill(p, &body{address: p.Path(), absolute: true})
}

func (r *Renderer) fill(p *site.Page, b *body) template.HTML {
	b.r, b.terms, b.embeds = r, map[*site.GlossaryTerm]bool{}, []*site.Page{p}
	for _, t := range r.site.Glossary.Terms {
		if t.Page == p {
			b.terms[t] = true
		}
	}
	b.out = make([]byte, 0, len(p.Body.HTML)+len(p.Body.HTML)/4+64*len(p.Body.Slots))
	b.write(p, 0, len(p.Body.HTML))
	return template.HTML(b.out)
}

// to is the way to an address of the portal.
func (b *body) to(name string) address.URL {
	if b.absolute {
		return b.r.site.Config.Absolute(name)
	}
	return between(b.address, name)
}

// write copies part of a page's HTML, filling what lies in it.
func (b *body) write(p *site.Page, start, end int) {
	d := p.Body
	marks := b.marks(d, start, end)
	slot, lastSlot := d.SlotsIn(start, end)
	at := start
	for slot < lastSlot || len(marks) > 0 {
		if slot < lastSlot && (len(marks) == 0 || d.Slots[slot].Offset <= marks[0].Start) {
			b.copy(p, at, d.Slots[slot].Offset)
			at = d.Slots[slot].Offset
			b.slot(p, &d.Slots[slot], p.Targets[slot])
			slot++
			continue
		}
		m := marks[0]
		b.copy(p, at, m.Start)
		b.tooltip(m.Term, string(d.HTML[m.Start:m.End]))
		at = m.End
		marks = marks[1:]
	}
	b.copy(p, at, end)
}

// copy writes finished HTML of a page. Where it is embedded in another page,
// its names stay with its own, and links to them lead there.
func (b *body) copy(p *site.Page, start, end int) {
	html := p.Body.HTML
	away := len(b.embeds) > 1 || b.paper
	if away || b.lower || b.absolute {
		for _, l := range p.Body.LocalsIn(start, end) {
			switch {
			case l.Kind == markdown.LocalName && away:
				b.out = append(b.out, html[start:l.Start]...)
				start = int(l.End)
			case l.Kind == markdown.LocalLink && (away || b.absolute):
				b.out = append(b.out, html[start:l.Start]...)
				b.text(b.to(p.Path()).String())
				start = int(l.Start)
			case l.Kind == markdown.LocalLevel && b.lower:
				b.out = append(append(b.out, html[start:l.Start]...), min(html[l.Start]+1, '6'))
				start = int(l.End)
			}
		}
	}
	b.out = append(b.out, html[start:end]...)
}

// marks finds the glossary terms to explain in part of a document.
func (b *body) marks(d *markdown.Document, start, end int) []site.Match {
	var marks []site.Match
	if len(b.r.site.Glossary.Terms) == 0 || b.paper {
		return nil
	}
	for _, run := range d.Runs {
		if !run.Prose || int(run.Start) < start || int(run.End) > end {
			continue
		}
		for m := range b.r.site.Glossary.Find(string(d.HTML[run.Start:run.End])) {
			if b.terms[m.Term] {
				continue
			}
			b.terms[m.Term] = true
			marks = append(marks, site.Match{Start: m.Start + int(run.Start), End: m.End + int(run.Start), Term: m.Term})
		}
	}
	return marks
}

// tooltip writes a term as a link to its entry with the definition beside it:
// seen on hover and on focus, read out as the link's description.
func (b *body) tooltip(t *site.GlossaryTerm, text string) {
	definition := t.Definition
	if t.Expansion != "" && !strings.Contains(definition, t.Expansion) && t.Expansion != text {
		definition = capitalised(t.Expansion) + ". " + definition
	}
	id := "terme-" + t.Page.Slug
	b.raw(`<span class="terme"><a`)
	b.href(b.to(t.Page.Path()))
	b.attr("aria-describedby", id)
	b.raw(">" + text + `</a><span class="bulle" role="tooltip"`)
	b.attr("id", id)
	b.raw(">")
	b.text(definition)
	b.raw("</span></span>")
}

func capitalised(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[size:]
}

func (b *body) slot(p *site.Page, s *markdown.Slot, t site.Target) {
	switch s.Kind {
	case markdown.SlotLink, markdown.SlotWiki:
		b.openLink(s, t)
	case markdown.SlotLinkEnd:
		if n := len(b.open); n > 0 {
			b.raw(b.open[n-1])
			b.open = b.open[:n-1]
		}
	case markdown.SlotName:
		b.openLink(s, t)
		b.text(t.Name())
		b.raw(b.open[len(b.open)-1])
		b.open = b.open[:len(b.open)-1]
	case markdown.SlotImage:
		b.image(s, t)
	case markdown.SlotEmbed:
		b.embed(s, t)
	case markdown.SlotQuery:
		b.list(t.Cards(), s.Query.When == markdown.SinceLast)
	}
}

// openLink writes the start of a link. One that leads nowhere leaves its text.
func (b *body) openLink(s *markdown.Slot, t site.Target) {
	end := "</a>"
	f, published := b.r.files[t.File]
	switch {
	case t.Page != nil:
		b.raw("<a")
		b.href(b.toPage(t))
	case t.Section != nil:
		b.raw("<a")
		b.href(b.to(t.Section.Address()))
	case t.Generated != nil:
		b.raw("<a")
		b.href(b.to(t.Generated.Address).At(t.Anchor))
	case published:
		b.raw(`<a class="fichier" download`)
		b.href(b.to(t.File))
		end = ` <span class="fichier-type">(` + html.EscapeString(f.Label+", "+french.Size(f.Size)) + ")</span></a>"
	default:
		b.open = append(b.open, "")
		return
	}
	if s.Title != "" {
		b.attr("title", s.Title)
	}
	b.raw(">")
	b.open = append(b.open, end)
}

// toPage is the address of a page or of a part of it.
func (b *body) toPage(t site.Target) address.URL {
	if to := t.Page.Path(); t.Anchor == "" || to != b.address || b.absolute {
		return b.to(to).At(t.Anchor)
	}
	return address.Part(t.Anchor)
}

// image writes an image with its sizes; in a figure where it stands alone.
func (b *body) image(s *markdown.Slot, t site.Target) {
	pic, ok := b.r.pictures[t.File]
	if !ok || len(pic.variants) == 0 {
		b.raw(`<span class="image-absente">`)
		b.text(s.Alt)
		b.raw("</span>")
		return
	}
	if s.Figure {
		b.raw("<figure>")
	}
	b.raw("<img")
	largest := pic.variants[len(pic.variants)-1]
	b.attr("src", b.to(largest.Name).String())
	if len(pic.variants) > 1 {
		var set []string
		for _, v := range pic.variants {
			set = append(set, b.to(v.Name).String()+" "+strconv.Itoa(v.Width)+"w")
		}
		b.attr("srcset", strings.Join(set, ", "))
		b.attr("sizes", "(min-width: 48rem) 42rem, 100vw")
	}
	if largest.Width > 0 {
		b.attr("width", strconv.Itoa(largest.Width))
		b.attr("height", strconv.Itoa(largest.Height))
	}
	b.attr("alt", s.Alt)
	b.raw(` loading="lazy" decoding="async">`)
	if s.Figure {
		if s.Title != "" {
			b.raw("<figcaption>")
			b.text(s.Title)
			b.raw("</figcaption>")
		}
		b.raw("</figure>\n")
	}
}

// embed writes a card of a page, or one of its sections with where it is from.
func (b *body) embed(s *markdown.Slot, t site.Target) {
	cards := t.Cards()
	if len(cards) == 0 {
		b.raw(`<p class="vide">`)
		b.text(t.Fallback)
		b.raw("</p>")
		return
	}
	if t.Anchor == "" {
		b.raw(`<ul class="entrees">`)
		b.card(cards[0])
		b.raw("</ul>")
		return
	}
	start, end, ok := t.Page.Body.Section(t.Anchor)
	if !ok || len(b.embeds) > maxEmbeds || slices.Contains(b.embeds, t.Page) {
		b.raw("<p><a")
		b.href(b.toPage(t))
		b.raw(">")
		b.text(t.Name())
		b.raw("</a></p>")
		return
	}
	// The heading, a line of its own, is left out: the source line names it.
	start += bytes.IndexByte(t.Page.Body.HTML[start:end], '\n') + 1
	b.raw(`<section class="extrait">` + "\n")
	b.embeds = append(b.embeds, t.Page)
	b.write(t.Page, start, end)
	b.embeds = b.embeds[:len(b.embeds)-1]
	b.raw(`<p class="extrait-source">Extrait de <a`)
	b.href(b.toPage(t))
	b.raw(">")
	b.text(t.Name())
	b.raw("</a></p>\n</section>")
}

// list writes pages, under the names of their types where they are told apart
// so.
func (b *body) list(cards []site.Card, byType bool) {
	if len(cards) == 0 {
		b.raw(`<p class="vide">` + emptyList + `</p>`)
		return
	}
	for len(cards) > 0 {
		n, name := b.r.firstOfType(cards)
		if byType {
			b.raw(`<p class="liste-type">`)
			b.text(name)
			b.raw("</p>\n")
		} else {
			n = len(cards)
		}
		b.raw(`<ul class="entrees">` + "\n")
		for _, c := range cards[:n] {
			b.card(c)
		}
		b.raw("</ul>")
		cards = cards[n:]
	}
}

// emptyList stands where a list has no pages.
const emptyList = "Rien à cette rubrique pour l’instant."

// firstOfType is how many pages a list begins with that are of one type, and
// what they are called.
func (r *Renderer) firstOfType(cards []site.Card) (n int, name string) {
	first := cards[0].Shown()
	if n = slices.IndexFunc(cards, func(c site.Card) bool { return c.Shown().Type != first.Type }); n < 0 {
		n = len(cards)
	}
	if t := r.site.TypeOf(first); t != nil {
		return n, t.Label.Many
	}
	return n, first.Type
}

// card writes a page as lists show it, as templates do.
func (b *body) card(c site.Card) {
	e := b.r.card(c, b.address)
	if to := c.Shown().Address; to != "" && b.absolute {
		e.URL = b.to(to).String()
	}
	b.out = append(b.out, b.r.component("entree", b.address, e)...)
}

func (b *body) raw(s string) { b.out = append(b.out, s...) }
func (b *body) text(s string) {
	b.out = append(b.out, html.EscapeString(s)...)
}
func (b *body) href(u address.URL) { b.attr("href", u.String()) }
func (b *body) attr(name, value string) {
	b.out = append(b.out, ' ')
	b.out = append(b.out, name...)
	b.out = append(b.out, '=', '"')
	b.out = append(b.out, html.EscapeString(value)...)
	b.out = append(b.out, '"')
}
