// Package render turns a linked site into the bytes of its addresses, one at a
// time.
//
// What enters: a [site.Site], a [Theme] (templates, styles, scripts, words),
// the files beside pages ([Media]) and further data for pages ([Needs]). What
// leaves: for each [Output] its bytes, made on demand and not kept. The same
// site always gives the same bytes, whether one address is rendered or all: a
// preview and a build give equal bytes. The package writes no file. Problems of
// themes and files are reported when they are read, all others by package site.
package render

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/site"
)

// Output is one address of the site.
type Output struct {
	Address string // below the root
	Page    *site.Page
	Copy    string // a file, below the source folder, that is published unchanged; Bytes is nil
	Bytes   func() ([]byte, error)
}

// Renderer makes the outputs of one site. Its methods may be called
// concurrently.
type Renderer struct {
	site    *site.Site
	theme   *Theme
	media   *Media
	needs   Needs
	navs    sync.Map // navKey → []navLevel
	frames  sync.Map // folder and marked entries → [2]template.HTML; see [Renderer.surroundings]
	buffers sync.Pool
	failure atomic.Value // the first error of a component that pages share
}

// Revision is a day on which a file was changed, and by whom.
type Revision struct {
	Day     time.Time
	Authors []string
}

// Needs holds data for pages that the site does not have.
type Needs struct {
	// Related returns the most similar pages for a page whose author suggests
	// none; nil if there are no such suggestions.
	Related func(*site.Page) []*site.Page

	// Revisions returns the days on which a file of content/ was changed, the
	// latest first; nil without a history.
	Revisions func(file string) []Revision

	// Read returns the bytes of a page's file, by its name below the source
	// folder, for [Renderer.Tell]; nil if that is not called.
	Read func(file string) ([]byte, error)
}

// New returns the renderer of a site and of the files beside its pages.
func New(s *site.Site, theme *Theme, m *Media, needs Needs) *Renderer {
	r := &Renderer{site: s, theme: theme, media: m, needs: needs}
	r.buffers.New = func() any { return new(bytes.Buffer) }
	return r
}

// Refused returns the number of unsafe files that are not published, of those
// that pages refer to and those in static/.
func (r *Renderer) Refused() int {
	n := r.media.refused
	for _, a := range r.theme.assets {
		if _, ok := a.published(r.site.Config); !ok {
			n++
		}
	}
	return n
}

// Outputs returns every address of the site, sorted.
func (r *Renderer) Outputs() []Output {
	var out []Output
	add := func(address string, page *site.Page, make func() ([]byte, error)) {
		out = append(out, Output{Address: address, Page: page, Bytes: make})
	}
	show := func(address string, page *site.Page, template string, view func() any) {
		add(address, page, func() ([]byte, error) { return r.execute(template, address, view()) })
	}
	for _, p := range r.site.Pages {
		if !p.Index {
			show(p.Path(), p, r.theme.template(p.Type, "page"), func() any { return r.page(p) })
		}
	}
	for _, s := range r.site.Sections {
		list := "list"
		if ownsFolder(s.Type, s) {
			list = r.theme.template(s.Type, list)
		}
		show(s.Address(), s.Index, list, func() any { return r.section(s) })
		if r.isPrintable(s) {
			show(printAddress(s), nil, "print", func() any { return r.print(s) })
		}
	}
	for _, t := range r.site.Taxonomies {
		show(t.Address(), nil, "terms", func() any { return r.taxonomy(t) })
		for _, term := range t.Terms {
			show(term.Address(), nil, "list", func() any { return r.term(term) })
		}
	}
	for _, redirect := range r.site.Redirects {
		add(redirect.From, nil, func() ([]byte, error) { return r.redirect(redirect), nil })
	}
	show("index.html", r.site.Home, "home", func() any { return r.home() })
	show(site.AZAddress, nil, "az", func() any { return r.az() })
	show(notFoundAddress, nil, "404", func() any { return r.notFound() })
	show(site.SearchAddress, nil, "search", func() any { return r.search() })
	if r.site.Configured {
		show(typesAddress, nil, "terms", func() any { return r.guides() })
		show(site.HidingAddress, nil, "hiding", func() any { return r.hiding() })
		show(site.MessagesAddress, nil, "messages", func() any { return r.messages() })
		for _, t := range r.site.Types.Types {
			show(guideAddress(t), nil, "guide", func() any { return r.guide(t) })
		}
	}
	add("robots.txt", nil, func() ([]byte, error) { return []byte("User-agent: *\nDisallow: /\n"), nil })
	if r.site.Config.BaseURL != "" {
		add("sitemap.xml", nil, r.sitemap)
	}
	for _, f := range r.feeds() {
		add(f.address+".xml", nil, func() ([]byte, error) { return r.atom(f) })
		add(f.address+".json", nil, func() ([]byte, error) { return r.jsonFeed(f) })
	}
	for _, a := range r.theme.assets {
		if data, ok := a.published(r.site.Config); ok {
			add(a.address, nil, func() ([]byte, error) { return data, nil })
		}
	}
	for _, name := range r.site.Files {
		switch f, ok := r.media.files[name]; {
		case !ok:
		case f.IsDrawing() && !r.site.Config.Allows(name):
			add(name, nil, func() ([]byte, error) { return r.media.store.Clean(name) })
		default:
			out = append(out, Output{Address: name, Copy: content.FileAt(name)})
		}
	}
	for _, name := range r.site.Images {
		for _, v := range r.media.pictures[name].variants {
			add(v.Name, nil, func() ([]byte, error) { return r.media.store.Bytes(v.Name) })
		}
	}
	slices.SortFunc(out, func(a, b Output) int { return strings.Compare(a.Address, b.Address) })
	return slices.CompactFunc(out, func(a, b Output) bool { return a.Address == b.Address })
}

// execute runs a template on the view of an address.
func (r *Renderer) execute(name, address string, view any) ([]byte, error) {
	if err, failed := r.failure.Load().(error); failed {
		return nil, err
	}
	buffer := r.buffers.Get().(*bytes.Buffer)
	defer r.buffers.Put(buffer)
	buffer.Reset()
	if err := r.theme.templates[name].ExecuteTemplate(buffer, "base", view); err != nil {
		return nil, fmt.Errorf("modèle %s, page %s : %w", name, address, err)
	}
	return bytes.Clone(buffer.Bytes()), nil
}
