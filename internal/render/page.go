package render

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"intraqvt/internal/address"
	"intraqvt/internal/markdown"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// PageView is what page.html shows: a page, and what the site knows of it.
type PageView struct {
	Frame
	Article PageArticle
}

// Article is a page as it is read whole, alone or in its section's one
// document.
type Article struct {
	Type      Link // without address where the page stands in another's folder
	Title     string
	Summary   string
	Axis      string // the letter of the family that colours the page; may be empty
	Number    string
	Reviewed  Date // the day of the last review
	Notices   Notices
	Card      []CardRow // the identity card: carte.html
	Body      template.HTML
	Contacts  []Contact
	Source    string
	Canonical string // the page's absolute address; may be empty
}

// Notices are what readers should know of a page before they read it:
// mentions.html.
type Notices struct {
	Example  bool
	Archived bool
	Past     bool // of an agenda's page: it has been for the last time
	Overdue  Date // the day on which a review was due that has not been
}

// PageArticle is an article with what stands around it on its own page:
// titre.html above the text, suites.html below.
type PageArticle struct {
	Article
	Minutes    int  // that it takes to read
	Coming     Date // of an agenda's page: the next time
	Date       Date
	Toc        []TocEntry
	Tables     []Table
	SeeAlso    []Entry     // what its author says to read next
	Related    []TypedLink // the pages most like it, where the author says nothing
	Citations  []Citations // the pages that refer to it
	Prev, Next Link        // in its section; without address for none
	Tags       []LinkGroup
	Authors    string
	Owner      Link     // without address for none
	History    *History // nil where no history of the file is known
	NextReview Date
	Report     template.URL  // mailto link that reports an error; may be empty
	QR         template.HTML // the page's absolute address, for paper; may be empty
}

// TypedLink is a link to a page with the name of the page's type.
type TypedLink struct {
	Link
	Type string
}

// LinkGroup is a label with links: a taxonomy with the page's terms.
type LinkGroup struct {
	Label string
	Links []Link
}

// Citations are the pages of one type that refer to a page.
type Citations struct {
	Type  string // in the plural
	Count int    // of all of them
	Pages []Link
	More  Link // the list that has all of them, where Pages has not
}

// History is when a page was changed: the last day, then those before.
type History struct {
	RevisionView
	Earlier []RevisionView
	More    int  // how many are not among them
	First   Date // the oldest of these
}

// RevisionView is a day on which a page was changed, with the names of those
// who did and let themselves be named.
type RevisionView struct {
	Date
	Authors string
}

// TocEntry is a heading in the table of contents.
type TocEntry struct {
	Link
	Below []TocEntry
}

// page is the view of an ordinary page.
func (r *Renderer) page(p *site.Page) *PageView {
	address := p.Path()
	v := &PageView{Frame: r.frame(address, p.Title, p.Summary), Article: r.pageArticle(p, address)}
	v.Trail = r.trail(p.Section, address, p.Title)
	if owned(p.Section.Type, p.Section) {
		v.Feed = relative(address, p.Section.Path+"/feed.xml")
	} else {
		v.Navigation = r.navigation(p.Section, address)
	}
	return v
}

func owned(t *schema.Type, s *site.Section) bool { return t != nil && t.Folder == s.Path }

// article is a page as an address shows it, its text among the rest.
func (r *Renderer) article(p *site.Page, address string, body template.HTML) Article {
	a := Article{
		Type:  Link{Title: p.Type.Label.One},
		Title: p.Title, Summary: p.Summary, Axis: p.Axis(), Number: p.Number(),
		Reviewed: date(p.Review.Last),
		Notices: Notices{
			Example: p.Example, Archived: p.Seen.Archived, Past: p.Type.List.Agenda && p.Coming.IsZero(),
		},
		Card: r.identityCard(p, address), Body: body, Contacts: r.contacts(p, address),
		Source: p.Text(schema.Source), Canonical: r.site.Config.Absolute(p.Path()).String(),
	}
	if owned(p.Section.Type, p.Section) {
		a.Type.URL = relative(address, p.Section.Address())
	}
	if !p.Review.Next.After(r.site.At) {
		a.Notices.Overdue = date(p.Review.Next)
	}
	return a
}

// pageArticle is a page as its own address shows it.
func (r *Renderer) pageArticle(p *site.Page, address string) PageArticle {
	a := PageArticle{
		Article: r.article(p, address, r.text(p, address)),
		Minutes: p.Minutes(), Coming: when(p.Coming), Date: date(p.Date), Toc: contents(p.Body), Tables: r.tables(p, address),
		SeeAlso: r.entries(p.SeeAlso, address), Tags: r.tags(p, address), Authors: strings.Join(p.Strings(schema.Authors), ", "),
		Prev: r.link(p.Prev, address), Next: r.link(p.Next, address), NextReview: date(p.Review.Next), Report: r.reportLink(p),
	}
	if len(p.SeeAlso) == 0 && r.needs.Related != nil {
		for _, q := range r.needs.Related(p) {
			a.Related = append(a.Related, r.typedLink(q, address))
		}
	}
	for _, g := range p.Backlinks {
		a.Citations = append(a.Citations, r.citations(p, g, address))
	}
	if owners := p.RefsByRole(schema.Owner); len(owners) > 0 {
		a.Owner = r.link(owners[0], address)
	}
	if r.needs.Revisions != nil {
		a.History = history(r.needs.Revisions(p.Name))
	}
	if a.Canonical != "" {
		a.QR = qrCode(a.Canonical)
	}
	return a
}

func (r *Renderer) typedLink(p *site.Page, address string) TypedLink {
	return TypedLink{r.link(p, address), p.Type.Label.One}
}

// shownRevisions is how many days of a page's history it names itself.
const shownRevisions = 5

// history shows when a page was changed, of its days, the last first.
func history(list []Revision) *History {
	if len(list) == 0 {
		return nil
	}
	show := func(r Revision) RevisionView { return RevisionView{date(r.Day), strings.Join(r.Authors, ", ")} }
	h := &History{RevisionView: show(list[0])}
	for _, r := range list[1:min(len(list), shownRevisions)] {
		h.Earlier = append(h.Earlier, show(r))
	}
	if h.More = len(list) - 1 - len(h.Earlier); h.More > 0 {
		h.First = date(list[len(list)-1].Day)
	}
	return h
}

// maxCiting is how many pages of a type are named that refer to a page, where
// the type's list can be filtered by it; the list has the others.
const maxCiting = 6

// citations are the pages of a type that refer to a page.
func (r *Renderer) citations(p *site.Page, g site.Group, address string) Citations {
	c := Citations{Type: g.Type.Label.Many, Count: len(g.Pages)}
	s := r.sectionOf(g.Type)
	for _, name := range g.Type.List.Filters {
		field, _ := g.Type.Field(name)
		if s == nil || len(g.Pages) <= maxCiting+2 || !slices.Contains(field.Element().To, p.Type.Name) {
			continue
		}
		key, filed := cmp.Or(p.Number(), p.Slug), 0
		for _, q := range r.site.Of(g.Type) {
			if slices.Contains(q.Refs(field), p) {
				filed++
			}
		}
		if filed > maxCiting {
			c.More = Link{fmt.Sprintf(r.theme.words["voir_liste"], filed), between(address, s.Address()).Asking(name, key).String()}
			g.Pages = g.Pages[:maxCiting]
		}
		break
	}
	c.Pages = r.links(g.Pages, address)
	return c
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
		e := TocEntry{Link: Link{h.Text, address.Part(h.ID).String()}}
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
				g.Links = append(g.Links, Link{term.Name, relative(address, term.Address())})
			}
		}
		if len(g.Links) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}
