package render

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"intraqvt/internal/content"
	"intraqvt/internal/markdown"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// section makes the page of a folder: the text of its index.md, then its
// pages, grouped as the type says, then the folders below.
func (r *Renderer) section(s *site.Section) ([]byte, error) {
	address := s.Address()
	v := r.view(address, s.Title, s.Summary())
	v.Trail = r.trail(s, address, "")
	v.Section = r.sectionNav(s, address)
	if s.Index != nil {
		v.Intro = template.HTML(r.bodyHTML(s.Index, address))
	}
	pages := slices.DeleteFunc(slices.Clone(s.Pages), func(p *site.Page) bool { return p.Status == content.Archived })
	v.Count = len(pages)
	v.Groups = r.grouped(pages, s, address)
	v.Areas = r.areas(s.Below, address)
	if owned(s.Type, s) {
		v.Feed = relative(address, s.Path+"/feed.xml")
		return r.execute(r.theme.template(s.Type, "list"), v)
	}
	return r.execute("list", v)
}

// grouped divides a section's pages by the field that its type names.
func (r *Renderer) grouped(pages []*site.Page, s *site.Section, address string) []EntryGroup {
	by := ""
	if owned(s.Type, s) {
		by = s.Type.List.Group
	}
	if by == "" {
		if len(pages) == 0 {
			return nil
		}
		return []EntryGroup{{Entries: r.entries(pages, address)}}
	}
	var groups []EntryGroup
	for _, p := range pages {
		title := p.Text(by)
		i := slices.IndexFunc(groups, func(g EntryGroup) bool { return g.Title == title })
		if i < 0 {
			i = len(groups)
			groups = append(groups, EntryGroup{Title: title, ID: markdown.Slug(title)})
		}
		groups[i].Entries = append(groups[i].Entries, r.entry(p, address))
	}
	field, _ := s.Type.Field(by)
	slices.SortStableFunc(groups, func(a, b EntryGroup) int { return groupOrder(field, a.Title) - groupOrder(field, b.Title) })
	for i := range groups {
		groups[i].Title = field.Display(groups[i].Title)
	}
	return groups
}

// groupOrder keeps the order in which a choice lists its values.
func groupOrder(f *schema.Field, value string) int {
	if i := slices.Index(f.Of, value); i >= 0 {
		return i
	}
	return len(f.Of)
}

// areas shows sections, each with what it is and how many pages it has.
func (r *Renderer) areas(sections []*site.Section, address string) []Area {
	var areas []Area
	for _, s := range sections {
		areas = append(areas, Area{Title: s.Title, URL: relative(address, s.Address()), Summary: s.Summary(), Count: s.Count()})
	}
	return areas
}

// home makes the site's first page.
func (r *Renderer) home() ([]byte, error) {
	v := r.view("index.html", r.site.Config.Title, r.site.Config.Description)
	if h := r.site.Home; h != nil {
		v.Title = h.Title
		v.Intro = template.HTML(r.bodyHTML(h, "index.html"))
	}
	v.Areas = r.areas(r.site.Root.Below, "index.html")
	for _, t := range r.site.Types.Types {
		if t.Colour != "" {
			if s := r.sectionOf(t); s != nil {
				v.Groups = append(v.Groups, r.grouped(r.site.Of(t), s, "index.html")...)
			}
		}
	}
	if len(r.site.Root.Pages) > 0 {
		v.Groups = append(v.Groups, EntryGroup{Entries: r.entries(r.site.Root.Pages, "index.html")})
	}
	v.Article = &Article{Related: r.entries(r.latest(8), "index.html")}
	return r.execute("home", v)
}

func (r *Renderer) sectionOf(t *schema.Type) *site.Section {
	for _, s := range r.site.Sections {
		if owned(t, s) && s.Path == t.Folder {
			return s
		}
	}
	return nil
}

// latest are the pages published last.
func (r *Renderer) latest(n int) []*site.Page {
	var dated []*site.Page
	for _, p := range r.site.Pages {
		if !p.Date.IsZero() && !p.Index && p.Status != content.Archived {
			dated = append(dated, p)
		}
	}
	site.SortPages(dated, "-date")
	return dated[:min(n, len(dated))]
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
			groups = append(groups, EntryGroup{Title: t.Label.Many, ID: markdown.Slug(t.Label.Many), Entries: r.entries(of, address)})
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
	pages := slices.DeleteFunc(slices.Clone(r.site.Pages), func(p *site.Page) bool { return p.Index || p.Status == content.Archived })
	site.SortPages(pages, "titre")
	for _, p := range pages {
		letter, id := initial(p.Title)
		if n := len(v.Groups); n == 0 || v.Groups[n-1].ID != id {
			v.Groups = append(v.Groups, EntryGroup{Title: letter, ID: id})
			v.Letters = append(v.Letters, Link{Title: letter, URL: "#" + id})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.Entries = append(g.Entries, r.entry(p, site.AZAddress))
	}
	v.Count = len(pages)
	return r.execute("az", v)
}

// initial is the letter under which a title stands; digits share one.
func initial(title string) (letter, id string) {
	slug := markdown.Slug(title)
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
	v := r.view("404.html", r.theme.words["introuvable"], "")
	v.Canonical, v.Base = "", "/"
	if base, err := url.Parse(r.site.Config.BaseURL); err == nil && base.Path != "" {
		v.Base = base.Path
	}
	v.Areas = r.areas(r.site.Root.Below, "404.html")
	return r.execute("404", v)
}

// redirect makes the page of an old address.
func (r *Renderer) redirect(d site.Redirect) ([]byte, error) {
	to := template.HTMLEscapeString(relative(d.From, d.To.Path()))
	title := template.HTMLEscapeString(d.To.Title)
	canonical := to
	if r.site.Config.BaseURL != "" {
		canonical = template.HTMLEscapeString(r.site.Config.BaseURL + canonicalPath(d.To.Path()))
	}
	return []byte(`<!doctype html>
<html lang="` + template.HTMLEscapeString(r.site.Config.Language) + `"><head><meta charset="utf-8"><title>` + title + `</title>
<meta name="robots" content="noindex"><meta http-equiv="refresh" content="0; url=` + to + `"><link rel="canonical" href="` + canonical + `"></head>
<body><p>` + template.HTMLEscapeString(r.theme.words["deplacee"]) + ` <a href="` + to + `">` + title + `</a></p></body></html>
`), nil
}
