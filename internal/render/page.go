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

// PageView is the view of page.html: a page and its relations in the site.
type PageView struct {
	Frame
	Article PageArticle
}

// Article is a complete page, alone or in its section's single document.
type Article struct {
	Type      Link // without address if the page is in another type's folder
	Title     string
	Summary   string
	Axis      string // letter of the family that colours the page; may be empty
	Number    string
	Reviewed  Date // day of the last review
	Notices   Notices
	Card      []CardRow // the identity card: carte.html
	Body      template.HTML
	Contacts  []Contact
	Source    string
	Canonical string // the page's absolute address; may be empty
}

// Notices are warnings about a page, shown before its text: mentions.html.
type Notices struct {
	Example  bool
	Archived bool
	Past     bool // the event is over and does not recur
	Overdue  Date // the day on which a review was due and not done
}

// PageArticle is an article with what surrounds it on its own page: titre.html
// above the text, suites.html below.
type PageArticle struct {
	Article
	Reach      []Reach // ways to reach the person or service that the page is about
	Minutes    int     // reading time
	Coming     Date    // of an event: the next time
	Date       Date
	Toc        []TocEntry
	Tables     []Table
	SeeAlso    []Entry     // pages that the author suggests
	Related    []TypedLink // the most similar pages, if the author suggests none
	Citations  []Citations // pages that refer to it
	Prev, Next Link        // in its section; without address for none
	Tags       []LinkGroup
	Authors    string
	Owner      Link     // without address for none
	History    *History // nil if the history of the file is unknown
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
	More  Link // the list of all of them, if Pages is incomplete
}

// History holds the days on which a page was changed: the last one, then the earlier ones.
type History struct {
	RevisionView
	Earlier []RevisionView
	More    int  // number of days not in the list
	First   Date // the earliest of these
}

// RevisionView is a day on which a page was changed, with the authors who allow
// their names to be shown.
type RevisionView struct {
	Date
	Authors string
}

// TocEntry is a heading in the table of contents.
type TocEntry struct {
	Link
	Below []TocEntry
}

// page returns the view of an ordinary page.
func (r *Renderer) page(p *site.Page) *PageView {
	address := p.Path()
	v := &PageView{Frame: r.frame(address, p.Title, p.Summary), Article: r.pageArticle(p, address)}
	v.Trail = r.trail(p.Section, address, p.Title)
	if ownsFolder(p.Section.Type, p.Section) {
		v.Feed = relative(address, p.Section.Path+"/feed.xml")
	} else {
		v.Navigation = r.navigation(p.Section, address)
	}
	return v
}

func ownsFolder(t *schema.Type, s *site.Section) bool { return t != nil && t.Folder == s.Path }

// article returns a page as it is shown at an address, with the given text.
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
	if ownsFolder(p.Section.Type, p.Section) {
		a.Type.URL = relative(address, p.Section.Address())
	}
	if !p.Review.Next.After(r.site.At) {
		a.Notices.Overdue = date(p.Review.Next)
	}
	return a
}

// pageArticle returns a page as its own address shows it.
func (r *Renderer) pageArticle(p *site.Page, address string) PageArticle {
	a := PageArticle{
		Article: r.article(p, address, r.text(p, address)),
		Minutes: p.Minutes(), Coming: when(p.Coming), Date: date(p.Date), Toc: contents(p.Body), Tables: r.tables(p, address),
		SeeAlso: r.entries(p.SeeAlso, address), Tags: r.tags(p, address), Authors: strings.Join(p.Strings(schema.Authors), ", "),
		Prev: r.link(p.Prev, address), Next: r.link(p.Next, address), NextReview: date(p.Review.Next), Report: r.reportLink(p),
	}
	if p.Type.Person {
		a.Reach = r.reach(p, address)
		slices.SortStableFunc(a.Reach, func(a, b Reach) int { return strings.Compare(a.Word, b.Word) }) // calls first
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

// shownRevisions is how many days of its history a page lists.
const shownRevisions = 5

// history returns the history of a page from its days, the latest first.
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

// maxCiting is how many referring pages of a type are listed if the type's list
// can be filtered by the page; the list has the others.
const maxCiting = 6

// citations returns the pages of a type that refer to a page.
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

// reportLink returns a mailto link to report an error on a page to its owner or
// to the portal's contact.
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

// contents returns the table of contents: headings of the second level with
// those of the third below them.
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

// tags returns the taxonomy terms of a page, with links to their pages.
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
