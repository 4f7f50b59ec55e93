package render

import (
	"bytes"
	"fmt"
	"html/template"
	"path"
	"slices"
	"strings"
	"time"

	"intraqvt/internal/french"
	"intraqvt/internal/media"
	"intraqvt/internal/site"
)

// A view is exactly what one template shows: page.html a [PageView], list.html
// a [ListView]. A component shows a part of the view, or has a view of its own.
// Every address in a view is a link from the page being rendered.

// Frame is what base.html shows around each template's part. Every view
// contains it; search.html shows nothing else.
type Frame struct {
	Site        SiteView
	Title       string
	Description string        // of the page, or else of the site
	Canonical   string        // the page's absolute address; "" without a base address
	Base        string        // base of all links, if the page is shown at any depth; otherwise ""
	Here        string        // prefix of links to a part of the page: "" unless Base is set
	Root        string        // path to the site's root: "" or "../"
	Style       string        // the style sheet
	Early       string        // the script that runs before the page is shown
	Script      string        // the script of pages
	Feed        string        // of the page's type, or of the site
	Header      template.HTML // entete.html, above every page
	Footer      template.HTML // pied.html, below every page
	Trail       []Link        // breadcrumb (fil.html); the last entry is the page, without address
	Navigation  *NavView      // beside pages of folders without a type
}

// SiteView holds data of the site for templates.
type SiteView struct {
	Title, Subtitle, Language string
	Updated                   Date // the day for which the portal was built
}

// HeaderView is the view of entete.html.
type HeaderView struct {
	Title      string // of the site
	Root, Here string // as in [Frame]
	Search     SearchForm
	Menu       []MenuEntry
	Urgent     []MenuEntry // urgent help; one entry at most
}

// FooterView is the view of pied.html.
type FooterView struct {
	Site  SiteView
	Root  string
	Links []Link
}

// SearchForm is the view of recherche.html: the field that opens the search.
type SearchForm struct {
	Root, Here string // as in [Frame]
	Engine     string // the search script, relative to the site's root
	Contact    string // a mail address for readers who find nothing; may be empty
}

// MenuEntry is a link of the menu, or a group of them.
type MenuEntry struct {
	Title   string
	URL     string // "" for a group
	Current bool   // the page belongs to it
	Entries []MenuEntry
}

// Link is an address with its name.
type Link struct{ Title, URL string }

// Date is a day for machines and for readers.
type Date struct{ ISO, Text string }

// Area is a section, a term or a type, as rubriques.html lists it.
type Area struct {
	Title, URL, Summary string
	Count               int // number of pages or other entries in it
}

// frame starts the view of an address.
func (r *Renderer) frame(address, title, description string) Frame {
	return r.frameFrom("", address, title, description)
}

// frameFrom starts the view of an address that is shown at any depth: its links
// start from base.
func (r *Renderer) frameFrom(base, address, title, description string) Frame {
	c := r.site.Config
	f := Frame{
		Site:  SiteView{Title: c.Title, Subtitle: c.Subtitle, Language: c.Language, Updated: date(r.site.At)},
		Title: title, Description: description, Base: base, Root: root(address),
		Style: relative(address, r.theme.Style), Early: relative(address, r.theme.Early), Script: relative(address, r.theme.Script),
		Feed: relative(address, "feed.xml"),
	}
	if f.Description == "" {
		f.Description = c.Description
	}
	if base != "" {
		f.Here = address
	} else {
		f.Canonical = c.Absolute(address).String()
	}
	surroundings := r.surroundings(address, &f)
	f.Header, f.Footer = surroundings[0], surroundings[1]
	return f
}

// surroundings returns the header and the footer of a page. They are made once
// for all pages of a folder that mark the same entries of the menu.
func (r *Renderer) surroundings(address string, f *Frame) [2]template.HTML {
	key := path.Dir(address) + f.Here + markedKey(slices.Concat(r.site.Menu, r.site.Urgent), address, "")
	if made, ok := r.frames.Load(key); ok {
		return made.([2]template.HTML)
	}
	header := HeaderView{Title: f.Site.Title, Root: f.Root, Here: f.Here, Search: r.searchForm(f), Menu: r.menu(r.site.Menu, address),
		Urgent: r.menu(r.site.Urgent, address)}
	footer := FooterView{Site: f.Site, Root: f.Root}
	for _, item := range r.site.Footer {
		link := Link{Title: item.Title}
		if item.Address != "" {
			link.URL = relative(address, item.Address)
		}
		footer.Links = append(footer.Links, link)
	}
	made := [2]template.HTML{r.component("entete", address, header), r.component("pied", address, footer)}
	r.frames.Store(key, made)
	return made
}

func (r *Renderer) searchForm(f *Frame) SearchForm {
	return SearchForm{Root: f.Root, Here: f.Here, Engine: r.theme.Engine, Contact: r.site.Config.Contact}
}

// component renders one component's template for a page. The first error is
// kept and ends the build: see [Renderer.execute].
func (r *Renderer) component(name, address string, data any) template.HTML {
	var b bytes.Buffer
	if err := r.theme.templates["page"].ExecuteTemplate(&b, name, data); err != nil {
		r.failure.CompareAndSwap(nil, fmt.Errorf("modèle components/%s.html, page %s : %w", name, address, err))
	}
	return template.HTML(b.String())
}

// markedKey returns a key for the menu entries that are marked on a page.
func markedKey(items []site.MenuItem, address, key string) string {
	for _, item := range items {
		switch {
		case isCurrent(item, address):
			key += "1"
		default:
			key += "0"
		}
		key = markedKey(item.Entries, address, key)
	}
	return key
}

func (r *Renderer) menu(items []site.MenuItem, address string) []MenuEntry {
	entries := make([]MenuEntry, 0, len(items))
	for _, item := range items {
		e := MenuEntry{Title: item.Title, Entries: r.menu(item.Entries, address)}
		if item.Address != "" {
			e.URL = relative(address, item.Address)
			e.Current = isCurrent(item, address)
		}
		for _, below := range e.Entries {
			e.Current = e.Current || below.Current
		}
		entries = append(entries, e)
	}
	return entries
}

// isCurrent reports whether a page belongs to an entry of the menu.
func isCurrent(item site.MenuItem, address string) bool {
	rest, inside := strings.CutPrefix(address, item.Folder)
	return item.Address == address || item.Folder != "" && inside && strings.HasPrefix(rest, "/")
}

// trail returns the path from the home page to a section, and to a page named
// last below it; "" for the section itself.
func (r *Renderer) trail(s *site.Section, address, last string) []Link {
	var links []Link
	for _, at := range s.Trail() {
		title := at.Title
		if at.Path == "" {
			title = r.theme.words["accueil"]
		}
		links = append(links, Link{title, relative(address, at.Address())})
	}
	if last != "" {
		return append(links, Link{Title: last})
	}
	links[len(links)-1].URL = ""
	return links
}

func (r *Renderer) links(pages []*site.Page, address string) []Link {
	links := make([]Link, 0, len(pages))
	for _, p := range pages {
		links = append(links, r.link(p, address))
	}
	return links
}

// link returns a link to a page; the zero value for none.
func (r *Renderer) link(p *site.Page, address string) Link {
	if p == nil {
		return Link{}
	}
	return Link{p.Title, relative(address, p.Path())}
}

func date(t time.Time) Date {
	if t.IsZero() {
		return Date{}
	}
	return Date{ISO: t.Format(time.DateOnly), Text: french.Date(t)}
}

// fileNote returns the type and the size of a file.
func fileNote(f media.File) string {
	if f.Label == "" {
		return ""
	}
	return f.Label + ", " + french.Size(f.Size)
}
