package render

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"intraqvt/internal/address"
	"intraqvt/internal/markdown"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// page makes an ordinary page.
func (r *Renderer) page(p *site.Page) ([]byte, error) {
	address := p.Path()
	v := r.view(address, p.Title, p.Summary)
	v.Trail = r.trail(p.Section, address, p.Title)
	if !owned(p.Section.Type, p.Section) {
		v.Navigation = r.navigation(p.Section, address)
	}
	v.Article = r.article(p, address, r.text(p, address))
	if v.Article.Canonical != "" {
		v.Article.QR = qrCode(v.Article.Canonical)
	}
	if owned(p.Section.Type, p.Section) {
		v.Feed = relative(address, p.Section.Path+"/feed.xml")
	}
	return r.execute(r.theme.template(p.Type, "page"), v)
}

func owned(t *schema.Type, s *site.Section) bool { return t != nil && t.Folder == s.Path }

// article is what a page's template shows of it, its text among the rest.
func (r *Renderer) article(p *site.Page, address string, body template.HTML) *Article {
	a := &Article{
		Type:    Link{Title: p.Type.Label.One},
		Title:   p.Title,
		Summary: p.Summary,
		Axis:    p.Axis(), Number: p.Number(),
		Body:    body,
		Toc:     contents(p.Body),
		Minutes: p.Minutes(),
		Date:    date(p.Date), Coming: when(p.Coming), Past: p.Type.List.Agenda && p.Coming.IsZero(),
		Reviewed: date(p.Review.Last), Review: date(p.Review.Next),
		ReviewDue: !p.Review.Next.IsZero() && !p.Review.Next.After(r.site.At),
		Example:   p.Example,
		Archived:  p.Seen.Archived,
		Source:    p.Text(schema.Source),
		Authors:   strings.Join(p.Strings(schema.Authors), ", "),
		Tags:      r.tags(p, address),
		SeeAlso:   r.entries(p.SeeAlso, address),
	}
	if owned(p.Section.Type, p.Section) {
		a.Type.URL = relative(address, p.Section.Address())
	}
	a.Card, a.Tables = r.fields(p, address)
	for _, g := range p.Backlinks {
		a.Backlinks = append(a.Backlinks, r.citing(p, g, address))
	}
	if p.Prev != nil {
		a.Prev = &Link{Title: p.Prev.Title, URL: relative(address, p.Prev.Path())}
	}
	if p.Next != nil {
		a.Next = &Link{Title: p.Next.Title, URL: relative(address, p.Next.Path())}
	}
	if owners := p.RefsByRole(schema.Owner); len(owners) > 0 {
		a.Owner = &Link{Title: owners[0].Title, URL: relative(address, owners[0].Path())}
	}
	if len(p.SeeAlso) == 0 && r.needs.Related != nil {
		a.Related = r.entries(r.needs.Related(p), address)
	}
	a.Contacts = r.contacts(p, address)
	a.Report = r.reportLink(p)
	a.Canonical = r.site.Config.Absolute(p.Path()).String()
	if r.needs.Revisions != nil {
		a.setHistory(r.needs.Revisions(p.Name))
	}
	return a
}

// shownRevisions is how many days of a page's history it names itself.
const shownRevisions = 5

// setHistory shows when a page was changed: the last day, then those before.
func (a *Article) setHistory(list []Revision) {
	if len(list) == 0 {
		return
	}
	show := func(r Revision) RevisionView { return RevisionView{date(r.Day), strings.Join(r.Authors, ", ")} }
	last, first := show(list[0]), date(list[len(list)-1].Day)
	a.Revised = &last
	for _, r := range list[1:min(len(list), shownRevisions)] {
		a.Earlier = append(a.Earlier, show(r))
	}
	if hidden := len(list) - 1 - len(a.Earlier); hidden > 0 {
		a.MoreRevisions, a.FirstRevision = hidden, first
	}
}

// maxCiting is how many pages of a type are named that refer to a page, where
// the type's list can be filtered by it; the list has the others.
const maxCiting = 6

// citing are the pages of a type that refer to a page.
func (r *Renderer) citing(p *site.Page, g site.Group, address string) EntryGroup {
	group := EntryGroup{Title: g.Type.Label.Many, Count: len(g.Pages)}
	s := r.sectionOf(g.Type)
	for _, name := range g.Type.List.Filters {
		field, _ := g.Type.Field(name)
		if s == nil || len(g.Pages) <= maxCiting+2 || !slices.Contains(field.Element().To, p.Type.Name) {
			continue
		}
		key, filed := p.Slug, 0
		if n := p.Number(); n != "" {
			key = n
		}
		for _, q := range r.site.Of(g.Type) {
			if slices.Contains(q.Refs(field), p) {
				filed++
			}
		}
		if filed > maxCiting {
			group.More = &Link{Title: fmt.Sprintf(r.theme.words["voir_liste"], filed), URL: between(address, s.Address()).Asking(name, key).String()}
			g.Pages = g.Pages[:maxCiting]
		}
		break
	}
	group.Entries = r.entries(g.Pages, address)
	return group
}

// reportLink starts a mail about an error on a page, to its owner or to the
// portal's contact.
func (r *Renderer) reportLink(p *site.Page) template.URL {
	to := r.site.Config.Contact
	for _, owner := range p.RefsByRole(schema.Owner) {
		for _, v := range owner.Values {
			if v.Field.Kind == schema.Email {
				to = v.Text
			}
		}
	}
	if to == "" {
		return ""
	}
	return href(address.Mail(to, r.theme.words["signaler_objet"]+p.Title))
}

// contents is the table of contents: headings of the second level with those
// of the third below them.
func contents(d *markdown.Document) []TocEntry {
	var toc []TocEntry
	for _, h := range d.Headings {
		e := TocEntry{Title: h.Text, URL: address.Part(h.ID).String()}
		switch {
		case h.Level == 2 || len(toc) == 0 && h.Level == 3:
			toc = append(toc, e)
		case h.Level == 3:
			last := &toc[len(toc)-1]
			last.Below = append(last.Below, e)
		}
	}
	return toc
}

// tags are the taxonomy terms of a page, with their pages.
func (r *Renderer) tags(p *site.Page, address string) []LinkGroup {
	var groups []LinkGroup
	for _, f := range p.Facets {
		t := r.site.Taxonomy(f.Field.Name)
		if !f.Field.Taxonomy || t == nil {
			continue
		}
		g := LinkGroup{Label: f.Field.Label}
		for _, c := range f.Choices {
			if term := t.Term(c.Key); term != nil {
				g.Links = append(g.Links, Link{Title: term.Name, URL: relative(address, term.Address())})
			}
		}
		if len(g.Links) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}
