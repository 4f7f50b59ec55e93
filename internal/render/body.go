package render

import (
	"bytes"
	"html"
	"html/template"
	"strconv"
	"strings"

	"intraqvt/internal/address"
	"intraqvt/internal/french"
	"intraqvt/internal/markdown"
	"intraqvt/internal/media"
	"intraqvt/internal/site"
)

// body writes a page's text for an address: it fills the slots and marks the
// first occurrence of each glossary term.
type body struct {
	r        *Renderer
	address  string
	out      []byte
	terms    map[*site.GlossaryTerm]bool // marked already, or not to be marked
	embeds   []*site.Page                // pages being embedded, the outermost first
	open     []string                    // end tags of the open links
	printed  bool                        // on paper with other pages: no tooltips and no ids
	lower    bool                        // headings are one level lower
	absolute bool                        // write absolute addresses, for readers elsewhere
}

// text returns the text of a page as templates show it at an address, its own
// or another.
func (r *Renderer) text(p *site.Page, address string) template.HTML {
	return r.fill(p, &body{address: address, printed: address != p.Path()})
}

// textBelow is like text, with headings one level lower: on a page with several
// pages, their titles are below the section's.
func (r *Renderer) textBelow(p *site.Page, address string) template.HTML {
	return r.fill(p, &body{address: address, printed: true, lower: true})
}

// textFor returns the text of a page for a feed: its addresses are absolute, or
// relative to the feed if the portal has no base address.
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

// to returns the link to an address of the portal; a link within the same page
// is only the fragment.
func (b *body) to(name, part string) address.URL {
	switch {
	case b.absolute:
		return b.r.site.Config.Absolute(name).At(part)
	case part != "" && name == b.address:
		return address.Part(part)
	}
	return between(b.address, name).At(part)
}

// write copies part of a page's HTML and fills its slots.
func (b *body) write(p *site.Page, start, end int) {
	d := p.Body
	marks := b.marks(d, start, end)
	slot, lastSlot := d.SlotsIn(start, end)
	at := start
	for slot < lastSlot || len(marks) > 0 {
		if slot < lastSlot && (len(marks) == 0 || d.Slots[slot].Offset <= marks[0].Start) {
			b.copy(p, at, d.Slots[slot].Offset)
			at = d.Slots[slot].Offset
			b.r.place(b, b.embeds, &d.Slots[slot], p.Targets[slot])
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

// copy writes finished HTML of a page. If it is embedded in another page, its
// ids are left out, and links to them lead to its own page.
func (b *body) copy(p *site.Page, start, end int) {
	html := p.Body.HTML
	away := len(b.embeds) > 1 || b.printed
	if away || b.lower || b.absolute {
		for _, l := range p.Body.LocalsIn(start, end) {
			switch {
			case l.Kind == markdown.LocalName && away:
				b.out = append(b.out, html[start:l.Start]...)
				start = int(l.End)
			case l.Kind == markdown.LocalLink && (away || b.absolute):
				b.out = append(b.out, html[start:l.Start]...)
				b.text(b.to(p.Path(), "").String())
				start = int(l.Start)
			case l.Kind == markdown.LocalLevel && b.lower:
				b.out = append(append(b.out, html[start:l.Start]...), min(html[l.Start]+1, '6'))
				start = int(l.End)
			}
		}
	}
	b.out = append(b.out, html[start:end]...)
}

// marks returns the glossary terms to explain in part of a document.
func (b *body) marks(d *markdown.Document, start, end int) []site.Match {
	var marks []site.Match
	if len(b.r.site.Glossary.Terms) == 0 || b.printed {
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

// tooltip writes a term as a link to its entry with the definition beside it,
// which is shown on hover and focus and read out as the link's description.
func (b *body) tooltip(t *site.GlossaryTerm, text string) {
	definition := t.Definition
	if t.Expansion != "" && !strings.Contains(definition, t.Expansion) && t.Expansion != text {
		definition = french.Capitalised(t.Expansion) + ". " + definition
	}
	id := "terme-" + t.Page.Slug
	b.raw(`<span class="terme"><a`)
	b.href(b.to(t.Page.Path(), ""))
	b.attr("aria-describedby", id)
	b.raw(">" + text + `</a><span class="bulle" role="tooltip"`)
	b.attr("id", id)
	b.raw(">")
	b.text(definition)
	b.raw("</span></span>")
}

// link begins a link. If it leads nowhere, only its text remains.
func (b *body) link(to address.URL, title string, file *media.File) {
	end := "</a>"
	switch {
	case to.IsZero():
		b.open = append(b.open, "")
		return
	case file != nil:
		b.raw(`<a class="fichier" download`)
		end = ` <span class="fichier-type">(` + html.EscapeString(file.Label+", "+french.Size(file.Size)) + ")</span></a>"
	default:
		b.raw("<a")
	}
	b.href(to)
	if title != "" {
		b.attr("title", title)
	}
	b.raw(">")
	b.open = append(b.open, end)
}

func (b *body) endLink() {
	if n := len(b.open); n > 0 {
		b.raw(b.open[n-1])
		b.open = b.open[:n-1]
	}
}

// image writes an image with its sizes, in a figure if it stands alone.
func (b *body) image(s *markdown.Slot, pic picture) {
	if len(pic.variants) == 0 {
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
	b.attr("src", b.to(largest.Name, "").String())
	if len(pic.variants) > 1 {
		var set []string
		for _, v := range pic.variants {
			set = append(set, b.to(v.Name, "").String()+" "+strconv.Itoa(v.Width)+"w")
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

func (b *body) paragraph(class string, inside func()) {
	b.raw("<p")
	if class != "" {
		b.attr("class", class)
	}
	b.raw(">")
	inside()
	b.raw("</p>")
	if class == "liste-type" {
		b.raw("\n")
	}
}

// excerpt leaves out the heading, which is one line: the source names it.
func (b *body) excerpt(p *site.Page, section string, source func()) {
	start, end, _ := p.Body.Section(section)
	start += bytes.IndexByte(p.Body.HTML[start:end], '\n') + 1
	b.raw(`<section class="extrait">` + "\n")
	b.embeds = append(b.embeds, p)
	b.write(p, start, end)
	b.embeds = b.embeds[:len(b.embeds)-1]
	source()
	b.raw("\n</section>")
}

// cards writes pages as lists show them, like the templates do.
func (b *body) cards(cards []site.Card) {
	b.raw(`<ul class="entrees">` + "\n")
	for _, c := range cards {
		b.entry(c)
	}
	b.raw("</ul>")
}

func (b *body) axes(cards []site.Card) {
	axes := b.r.axes(b.address)
	if b.absolute || b.printed || len(axes) == 0 {
		b.r.list(b, cards, false)
		return
	}
	b.out = append(b.out, b.r.component("carte-des-axes", b.address, axes)...)
}

func (b *body) card(c site.Card) {
	b.raw(`<ul class="entrees">`)
	b.entry(c)
	b.raw("</ul>")
}

func (b *body) entry(c site.Card) {
	e := b.r.card(c, b.address)
	if to := c.Shown().Address; to != "" && b.absolute {
		e.URL = b.to(to, "").String()
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
