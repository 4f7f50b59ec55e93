package render

import (
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

// section makes the page of a folder: the text of its index.md, then its
// pages, grouped as the type says, then the folders below.
func (r *Renderer) section(s *site.Section) ([]byte, error) {
	address := s.Address()
	v := r.view(address, s.Title, s.Summary())
	v.Trail = r.trail(s, address, "")
	if !owned(s.Type, s) {
		v.Navigation = r.navigation(s, address)
	}
	if s.Index != nil {
		v.Intro = r.text(s.Index, address)
	}
	pages := s.Listed()
	v.Count = len(pages)
	v.Groups = r.grouped(pages, s, address)
	v.Areas = append(r.areas(s.Below, address), r.guideAreas(s, address)...)
	if owned(s.Type, s) {
		v.Filters, v.Sorts = r.filters(s.Type, pages), r.sorts(s.Type, pages)
		if field, ok := s.Type.Field(s.Type.List.Group); ok && field.Kind != schema.Choice && len(v.Groups) > 2 {
			v.Letters = jumps(v.Groups)
		}
		if r.printable(s) {
			v.Print = relative(address, printAddress(s))
		}
		v.Feed = relative(address, s.Path+"/feed.xml")
		return r.execute(r.theme.template(s.Type, "list"), v)
	}
	return r.execute("list", v)
}

// grouped divides a section's pages as its type says: what is to come before
// what is past, or by the field that makes the headings.
func (r *Renderer) grouped(pages []*site.Page, s *site.Section, address string) []EntryGroup {
	switch {
	case len(pages) == 0:
		return nil
	case !owned(s.Type, s):
		return []EntryGroup{{Entries: r.entries(pages, address)}}
	case s.Type.List.Agenda:
		coming, past := site.Agenda(pages)
		groups := []EntryGroup{
			{Title: r.theme.words["a_venir"], ID: "a-venir", Entries: r.allListed(coming, address)},
			{Title: r.theme.words["passes"], ID: "passes", Folded: len(coming) > 0, Entries: r.allListed(past, address)},
		}
		return slices.DeleteFunc(groups, func(g EntryGroup) bool { return len(g.Entries) == 0 })
	case s.Type.List.Group == "":
		return []EntryGroup{{Entries: r.allListed(pages, address)}}
	}
	field, _ := s.Type.Field(s.Type.List.Group)
	var groups []EntryGroup
	for _, p := range pages {
		key, title, id := heading(p, field)
		if id == "" {
			title, id = r.theme.words["sans_rubrique"], "autres"
		}
		i := slices.IndexFunc(groups, func(g EntryGroup) bool { return g.ID == id })
		if i < 0 {
			i = len(groups)
			groups = append(groups, EntryGroup{Title: title, Name: field.Names[key], ID: id, Key: key})
		}
		groups[i].Entries = append(groups[i].Entries, r.listed(p, address))
	}
	if field.Kind == schema.Choice {
		slices.SortStableFunc(groups, func(a, b EntryGroup) int { return choiceOrder(field, a.Title) - choiceOrder(field, b.Title) })
	}
	return groups
}

// heading is what a page stands under in a list that is divided by a field:
// the year of a date, a value, or the first letter of a text.
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

// areas shows sections, each with what it is and how many pages it has.
func (r *Renderer) areas(sections []*site.Section, address string) []Area {
	var areas []Area
	for _, s := range sections {
		areas = append(areas, Area{Title: s.Title, URL: relative(address, s.Address()), Summary: s.Summary(), Count: s.Count()})
	}
	return areas
}

// taxonomy lists the terms of a field.
func (r *Renderer) taxonomy(t *site.Taxonomy) ([]byte, error) {
	address := t.Address()
	v := r.view(address, t.Field.Label, t.Field.Help)
	v.Trail = r.trail(r.site.Root, address, t.Field.Label)
	for _, term := range t.Terms {
		v.Areas = append(v.Areas, Area{Title: term.Name, URL: relative(address, term.Address()), Count: len(term.Pages)})
	}
	return r.execute("terms", v)
}

// term lists the pages of one value of a field, by type.
func (r *Renderer) term(t *site.Term) ([]byte, error) {
	address := t.Address()
	field := t.Taxonomy.Field
	label := field.Singular
	if label == "" {
		label = field.Label
	}
	v := r.view(address, label+"\u00a0: "+t.Name, fmt.Sprintf(r.theme.words["terme_resume"], t.Name, field.Label))
	v.Trail = r.trail(r.site.Root, address, field.Label)
	v.Trail[len(v.Trail)-1] = Link{Title: field.Label, URL: relative(address, t.Taxonomy.Address())}
	v.Trail = append(v.Trail, Link{Title: t.Name, Current: true})
	v.Count = len(t.Pages)
	v.Groups = r.byType(t.Pages, address)
	return r.execute("list", v)
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
func (r *Renderer) az() ([]byte, error) {
	title := r.theme.words["index_az"]
	v := r.view(site.AZAddress, title, "")
	v.Trail = r.trail(r.site.Root, site.AZAddress, title)
	pages := slices.DeleteFunc(slices.Clone(r.site.Pages), func(p *site.Page) bool { return !p.InLists() })
	site.SortByTitle(pages)
	for _, p := range pages {
		letter, id := initial(p.Title)
		if n := len(v.Groups); n == 0 || v.Groups[n-1].ID != id {
			v.Groups = append(v.Groups, EntryGroup{Title: letter, ID: id})
		}
		g := &v.Groups[len(v.Groups)-1]
		e := r.entry(p, site.AZAddress)
		e.Order = p.TitleKey
		g.Entries = append(g.Entries, e)
	}
	v.Letters = jumps(v.Groups)
	v.Count = len(pages)
	return r.execute("az", v)
}

// jumps are links to the parts of a list.
func jumps(groups []EntryGroup) []Link {
	var links []Link
	for _, g := range groups {
		links = append(links, Link{Title: g.Title, URL: "#" + g.ID})
	}
	return links
}

// initial is the letter under which a title stands; digits share one.
func initial(title string) (letter, id string) {
	slug := french.Slug(title)
	if slug == "" || slug[0] >= '0' && slug[0] <= '9' {
		return "0–9", "chiffres"
	}
	first, _ := utf8.DecodeRuneInString(slug)
	return strings.ToUpper(string(first)), "lettre-" + string(first)
}

// notFound is what a server shows for an address that is not there. The server
// may show it at any depth, so its links start from the site's root, which is
// the server's where the configuration names no other.
func (r *Renderer) notFound() ([]byte, error) {
	root := "/"
	if base, err := url.Parse(r.site.Config.BaseURL); err == nil && base.Path != "" {
		root = base.EscapedPath()
	}
	v := r.viewFrom(root, "404.html", r.theme.words["introuvable"], "")
	v.Areas = r.areas(r.site.Root.Below, "404.html")
	return r.execute("404", v)
}

// search makes the page of the search, which its script fills.
func (r *Renderer) search() ([]byte, error) {
	title := r.theme.words["r_titre"]
	v := r.view(site.SearchAddress, title, "")
	v.Trail = r.trail(r.site.Root, site.SearchAddress, title)
	return r.execute("search", v)
}

// redirect makes the page of an old address.
func (r *Renderer) redirect(d site.Redirect) ([]byte, error) {
	to := template.HTMLEscapeString(relative(d.From, d.To.Path()))
	title := template.HTMLEscapeString(d.To.Title)
	canonical := template.HTMLEscapeString(r.absolute(d.From, d.To.Path()))
	return []byte(`<!doctype html>
<html lang="` + template.HTMLEscapeString(r.site.Config.Language) + `"><head><meta charset="utf-8"><title>` + title + `</title>
<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url=` + to + `"><link rel="canonical" href="` + canonical + `"></head>
<body><p>` + template.HTMLEscapeString(r.theme.words["deplacee"]) + ` <a href="` + to + `">` + title + `</a></p></body></html>
`), nil
}
