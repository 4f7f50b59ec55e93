package render

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"intraqvt/internal/french"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// ListView is the view of list.html: the pages of a section, or of a term.
type ListView struct {
	Frame
	Intro     template.HTML // the text of an index.md
	Areas     []Area        // the sections below
	Count     int           // number of pages
	Filtering *Filtering    // nil if readers can neither filter nor sort
	Letters   bool          // show links to the groups: lettres.html
	Groups    []EntryGroup
	Print     string // address of the section as one document; may be empty
}

// TermsView is the view of terms.html: the terms of a taxonomy, or the types.
type TermsView struct {
	Frame
	Areas []Area
}

// AZView is the view of az.html: every page by its first letter.
type AZView struct {
	Frame
	Count  int
	Groups []LetterGroup
}

// LetterGroup holds the pages that begin with a letter.
type LetterGroup struct {
	Title, ID string
	Pages     []AZPage
}

// AZPage is a page in the index.
type AZPage struct {
	TypedLink
	Order string // sort key of its title
}

// NotFoundView is the view of 404.html.
type NotFoundView struct {
	Frame
	Search SearchForm
	Areas  []Area // the sections of the portal
}

// section returns the view of a folder: the text of its index.md, then its
// pages, grouped as the type says, then the folders below.
func (r *Renderer) section(s *site.Section) *ListView {
	address := s.Address()
	pages := s.Listed()
	v := &ListView{Frame: r.frame(address, s.Title, s.Summary()), Intro: r.intro(s, address), Count: len(pages)}
	v.Trail = r.trail(s, address, "")
	v.Areas = append(r.areas(s.Below, address), r.guideAreas(s, address)...)
	if !ownsFolder(s.Type, s) {
		v.Navigation = r.navigation(s, address)
		if len(pages) > 0 {
			v.Groups = []EntryGroup{{Entries: r.entries(pages, address)}}
		}
		return v
	}
	for _, part := range r.divisions(pages, s) {
		g := EntryGroup{Title: part.title, ID: part.id, Folded: part.folded}
		for _, p := range part.pages {
			g.Entries = append(g.Entries, r.listEntry(p, address))
		}
		v.Groups = append(v.Groups, g)
	}
	if filters := r.filters(s.Type, pages); filters != nil {
		v.Filtering = &Filtering{filters, r.sorts(s.Type, pages)}
	}
	field, ok := s.Type.Field(s.Type.List.Group)
	v.Letters = ok && field.Kind != schema.Choice && len(v.Groups) > 2
	if r.isPrintable(s) {
		v.Print = relative(address, printAddress(s))
	}
	v.Feed = relative(address, s.Path+"/feed.xml")
	return v
}

// intro returns the text of a section's index.md; "" if there is none.
func (r *Renderer) intro(s *site.Section, address string) template.HTML {
	if s.Index == nil {
		return ""
	}
	return r.text(s.Index, address)
}

// division is part of a list: pages under one heading, or without one.
type division struct {
	title  string
	name   string // the long name of a choice's value, if it has one
	id     string
	key    string // the value that the pages share, such as an axis's letter
	folded bool
	pages  []*site.Page
}

// divisions divides the pages of a type's own section as the type says: into
// coming and past ones, or by the field of the headings.
func (r *Renderer) divisions(pages []*site.Page, s *site.Section) []division {
	switch {
	case len(pages) == 0:
		return nil
	case s.Type.List.Agenda:
		coming, past := site.Agenda(pages)
		parts := []division{
			{title: r.theme.words["a_venir"], id: "a-venir", pages: coming},
			{title: r.theme.words["passes"], id: "passes", folded: len(coming) > 0, pages: past},
		}
		return slices.DeleteFunc(parts, func(d division) bool { return len(d.pages) == 0 })
	case s.Type.List.Group == "":
		return []division{{pages: pages}}
	}
	field, _ := s.Type.Field(s.Type.List.Group)
	var parts []division
	for _, p := range pages {
		key, title, id := heading(p, field)
		if id == "" {
			title, id = r.theme.words["sans_rubrique"], "autres"
		}
		i := slices.IndexFunc(parts, func(d division) bool { return d.id == id })
		if i < 0 {
			i = len(parts)
			parts = append(parts, division{title: title, name: field.Names[key], id: id, key: key})
		}
		parts[i].pages = append(parts[i].pages, p)
	}
	if field.Kind == schema.Choice {
		slices.SortStableFunc(parts, func(a, b division) int { return choiceOrder(field, a.title) - choiceOrder(field, b.title) })
	}
	return parts
}

// heading returns the heading of a page in a list divided by a field: the year
// of a date, a value, or the first letter of a text.
func heading(p *site.Page, f *schema.Field) (key, title, id string) {
	v, ok := p.Value(f.Name)
	switch {
	case !ok:
		return "", "", ""
	case !v.Time.IsZero():
		year := v.Time.Format("2006")
		return year, year, "annee-" + year
	case f.Kind == schema.Choice:
		return v.Text, v.Display(), french.Slug(v.Text)
	}
	letter, id := initial(v.Plain())
	return letter, letter, id
}

// areas returns sections with their descriptions and numbers of pages.
func (r *Renderer) areas(sections []*site.Section, address string) []Area {
	var areas []Area
	for _, s := range sections {
		areas = append(areas, Area{Title: s.Title, URL: relative(address, s.Address()), Summary: s.Summary(), Count: s.Count()})
	}
	return areas
}

// taxonomy lists the terms of a field.
func (r *Renderer) taxonomy(t *site.Taxonomy) *TermsView {
	address := t.Address()
	v := &TermsView{Frame: r.frame(address, t.Field.Label, t.Field.Help)}
	v.Trail = r.trail(r.site.Root, address, t.Field.Label)
	for _, term := range t.Terms {
		v.Areas = append(v.Areas, Area{Title: term.Name, URL: relative(address, term.Address()), Count: len(term.Pages)})
	}
	return v
}

// term lists the pages of one value of a field, by type.
func (r *Renderer) term(t *site.Term) *ListView {
	address := t.Address()
	field := t.Taxonomy.Field
	title := cmp.Or(field.Singular, field.Label) + "\u00a0: " + t.Name
	v := &ListView{
		Frame: r.frame(address, title, fmt.Sprintf(r.theme.words["terme_resume"], t.Name, field.Label)),
		Count: len(t.Pages), Groups: r.byType(t.Pages, address),
	}
	v.Trail = append(r.trail(r.site.Root, address, field.Label), Link{Title: t.Name})
	v.Trail[len(v.Trail)-2].URL = relative(address, t.Taxonomy.Address())
	return v
}

// byType divides pages by their type, in the order of the types' names.
func (r *Renderer) byType(pages []*site.Page, address string) []EntryGroup {
	var groups []EntryGroup
	for _, t := range r.site.Types.Types {
		of := slices.DeleteFunc(slices.Clone(pages), func(p *site.Page) bool { return p.Type != t })
		if len(of) > 0 {
			groups = append(groups, EntryGroup{Title: t.Label.Many, ID: french.Slug(t.Label.Many), Entries: r.entries(of, address)})
		}
	}
	if len(groups) == 1 {
		groups[0].Title = ""
	}
	return groups
}

// az lists every page by its first letter.
func (r *Renderer) az() *AZView {
	title := r.theme.words["index_az"]
	pages := slices.DeleteFunc(slices.Clone(r.site.Pages), func(p *site.Page) bool { return !p.InLists() })
	site.SortByTitle(pages)
	v := &AZView{Frame: r.frame(site.AZAddress, title, ""), Count: len(pages)}
	v.Trail = r.trail(r.site.Root, site.AZAddress, title)
	for _, p := range pages {
		letter, id := initial(p.Title)
		if n := len(v.Groups); n == 0 || v.Groups[n-1].ID != id {
			v.Groups = append(v.Groups, LetterGroup{Title: letter, ID: id})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Pages = append(g.Pages, AZPage{r.typedLink(p, site.AZAddress), p.TitleKey})
	}
	return v
}

// initial returns the letter under which a title is listed; digits share one.
func initial(title string) (letter, id string) {
	slug := french.Slug(title)
	if slug == "" || slug[0] >= '0' && slug[0] <= '9' {
		return "0–9", "chiffres"
	}
	first, _ := utf8.DecodeRuneInString(slug)
	return strings.ToUpper(string(first)), "lettre-" + string(first)
}

const notFoundAddress = "404.html"

// notFound returns the page for unknown addresses. A server may show it at any
// depth, so its links start from the site's root, which is the server's root
// unless the configuration names another.
func (r *Renderer) notFound() *NotFoundView {
	root := "/"
	if base, err := url.Parse(r.site.Config.BaseURL); err == nil && base.Path != "" {
		root = base.EscapedPath()
	}
	v := &NotFoundView{Frame: r.frameFrom(root, notFoundAddress, r.theme.words["introuvable"], "")}
	v.Areas = r.areas(r.site.Root.Below, notFoundAddress)
	v.Search = r.searchForm(&v.Frame)
	return v
}

// search returns the view of the search, which its script fills.
func (r *Renderer) search() *Frame {
	title := r.theme.words["r_titre"]
	v := r.frame(site.SearchAddress, title, "")
	v.Trail = r.trail(r.site.Root, site.SearchAddress, title)
	return &v
}

// redirect returns the page at an old address.
func (r *Renderer) redirect(d site.Redirect) []byte {
	to := template.HTMLEscapeString(relative(d.From, d.To.Path()))
	title := template.HTMLEscapeString(d.To.Title)
	canonical := template.HTMLEscapeString(r.absolute(d.From, d.To.Path()))
	language := template.HTMLEscapeString(r.site.Config.Language)
	return []byte(`<!doctype html>
<html lang="` + language + `"><head><meta charset="utf-8"><title>` + title + `</title>
<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url=` + to + `">` +
		`<link rel="canonical" href="` + canonical + `"></head>
<body><p>` + template.HTMLEscapeString(r.theme.words["deplacee"]) + ` <a href="` + to + `">` + title + `</a></p></body></html>
`)
}
