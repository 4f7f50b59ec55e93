// Package render turns a linked site into the bytes of its addresses, one at
// a time.
//
// What enters: a [site.Site], a [Theme] (templates, styles, scripts, words)
// and a [media.Store] that knows the files beside pages. What leaves: for
// each [Output] its bytes, made when asked for and kept nowhere. The same
// output is made of the same site every time, whether one address is asked
// for or all: a preview and a build give equal bytes. The package writes no
// file and complains of nothing: package site has done so already.
package render

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"intraqvt/internal/address"
	"intraqvt/internal/content"
	"intraqvt/internal/media"
	"intraqvt/internal/parallel"
	"intraqvt/internal/problem"
	"intraqvt/internal/site"
)

// Output is one address of the site.
type Output struct {
	Address string // below the root
	Page    *site.Page
	Copy    string // a file, below the source folder, that is published as it is; Bytes is nil
	Bytes   func() ([]byte, error)
}

// Renderer makes the outputs of one site. Its methods may be called at the
// same time.
type Renderer struct {
	// Related gives the pages most like one, for those whose author names none
	// to read next; nil for no such pages. It is set before any output is made.
	Related func(*site.Page) []*site.Page

	// Revisions gives the days on which a file of content/ was changed, the last
	// first; nil where no history tells. It is set before any output is made.
	Revisions func(file string) []Revision

	// Read gives the bytes of a page's file, by its name below the source folder,
	// for [Renderer.Tell]. It is set before that is called.
	Read func(file string) ([]byte, error)

	site     *site.Site
	theme    *Theme
	media    *media.Store
	pictures map[string]picture    // by name below content/
	files    map[string]media.File // that are published, by name below content/
	refused  int                   // files that are not
	navs     sync.Map              // navKey → []navLevel
	frames   sync.Map              // folder and marked entries → [2]template.HTML; see [Renderer.frame]
	buffers  sync.Pool
	failure  atomic.Value // the first error of a component that is shared between pages
}

// Revision is a day on which a file was changed, and by whom.
type Revision struct {
	Day     time.Time
	Authors []string
}

// picture is an image as pages show it.
type picture struct {
	file     media.File
	variants []media.Variant
}

// New prepares a renderer: it inspects the files and images that pages use,
// on all cores, and complains of those that cannot be read.
func New(s *site.Site, theme *Theme, store *media.Store) (*Renderer, []problem.Problem) {
	r := &Renderer{site: s, theme: theme, media: store, pictures: map[string]picture{}, files: map[string]media.File{}}
	r.buffers.New = func() any { return new(bytes.Buffer) }
	var problems problem.List
	var mu sync.Mutex
	inspect := func(name string, f func(string) error) {
		var unfit *media.Error
		switch err := f(name); {
		case errors.As(err, &unfit):
			p := unfit.Problem // the error is the store's
			p.File = content.FileAt(name)
			problems.Add(p)
		case err != nil:
			problems.Add(problem.UnreadableFile.In(content.FileAt(name)).Say(err.Error(), ""))
		}
	}
	file := func(name string) error {
		f, err := store.Inspect(name)
		if err != nil {
			return err
		}
		allowed := s.Config.Allows(name)
		if f.IsDrawing() && !allowed {
			if _, err := store.Variants(name); err != nil {
				return err
			}
			problems.Add(cleaned(content.FileAt(name), f.Removed)...)
		}
		mu.Lock()
		defer mu.Unlock()
		if f.Risk == media.NoRisk || allowed {
			r.files[name] = f
			return nil
		}
		for _, use := range s.UsesOf(name) {
			problems.Add(risky(s, use.Page.File, use.Line, use.Column, name, f.Risk))
		}
		if f.Risk == media.Macros {
			r.files[name] = f
		} else {
			r.refused++
		}
		return nil
	}
	image := func(name string) error {
		f, err := store.Inspect(name)
		if err != nil {
			return err
		}
		if !f.Image {
			problems.Add(problem.UnreadableImage.In(content.FileAt(name)).
				Say("ce fichier n’est pas une image que les navigateurs montrent", "enregistrez-la en JPEG, PNG ou SVG"))
			return nil
		}
		variants, err := store.Variants(name)
		mu.Lock()
		defer mu.Unlock()
		r.pictures[name] = picture{f, variants}
		problems.Add(cleaned(content.FileAt(name), f.Removed)...)
		return err
	}
	_ = parallel.Files(len(s.Files)+len(s.Images), func(i int) error { // each file's error is a problem
		if i < len(s.Files) {
			inspect(s.Files[i], file)
		} else {
			inspect(s.Images[i-len(s.Files)], image)
		}
		return nil
	})
	for _, a := range theme.assets {
		if _, ok := a.published(s.Config); !ok {
			r.refused++
		}
	}
	problems.Add(r.imageNames()...)
	return r, problems.All()
}

// Refused is how many files that pages refer to, or that stand in static/, are
// not published.
func (r *Renderer) Refused() int { return r.refused }

// imageNames complains of images whose variants cannot be published, or not
// beside each other: a variant's name tells its content, so that two images
// are one where nothing but the case of their names differs.
func (r *Renderer) imageNames() (problems []problem.Problem) {
	names := map[string]string{}
	for _, image := range r.site.Images {
		for _, v := range r.pictures[image].variants {
			key := strings.ToLower(v.Name)
			if other, twice := names[key]; twice && other != v.Name {
				problems = append(problems, problem.AddressTaken.In(content.FileAt(image)).
					Say("la même image existe sous un nom qui ne diffère que par la casse", "n’en gardez qu’une"))
				break
			}
			names[key] = v.Name
			if q, ok := address.CheckOutput(v.Name); !ok {
				q.File = content.FileAt(image)
				problems = append(problems, q)
				break
			}
		}
	}
	return problems
}

// Outputs lists every address of the site, sorted.
func (r *Renderer) Outputs() []Output {
	var out []Output
	add := func(address string, page *site.Page, make func() ([]byte, error)) {
		out = append(out, Output{Address: address, Page: page, Bytes: make})
	}
	for _, p := range r.site.Pages {
		if !p.Index {
			add(p.Path(), p, func() ([]byte, error) { return r.page(p) })
		}
	}
	for _, s := range r.site.Sections {
		add(s.Address(), s.Index, func() ([]byte, error) { return r.section(s) })
		if r.printable(s) {
			add(printAddress(s), nil, func() ([]byte, error) { return r.print(s) })
		}
	}
	for _, t := range r.site.Taxonomies {
		add(t.Address(), nil, func() ([]byte, error) { return r.taxonomy(t) })
		for _, term := range t.Terms {
			add(term.Address(), nil, func() ([]byte, error) { return r.term(term) })
		}
	}
	for _, redirect := range r.site.Redirects {
		add(redirect.From, nil, func() ([]byte, error) { return r.redirect(redirect) })
	}
	add("index.html", r.site.Home, r.home)
	add(site.AZAddress, nil, r.az)
	add("404.html", nil, r.notFound)
	add(site.SearchAddress, nil, r.search)
	if r.site.Configured {
		add(typesAddress, nil, r.guides)
		add(site.HidingAddress, nil, r.hiding)
		add(site.MessagesAddress, nil, r.messages)
		for _, t := range r.site.Types.Types {
			add(guideAddress(t), nil, func() ([]byte, error) { return r.guide(t) })
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
		switch f, ok := r.files[name]; {
		case !ok:
		case f.IsDrawing() && !r.site.Config.Allows(name):
			add(name, nil, func() ([]byte, error) { return r.media.Clean(name) })
		default:
			out = append(out, Output{Address: name, Copy: content.FileAt(name)})
		}
	}
	for _, name := range r.site.Images {
		for _, v := range r.pictures[name].variants {
			add(v.Name, nil, func() ([]byte, error) { return r.media.Bytes(v.Name) })
		}
	}
	slices.SortFunc(out, func(a, b Output) int { return strings.Compare(a.Address, b.Address) })
	return slices.CompactFunc(out, func(a, b Output) bool { return a.Address == b.Address })
}

// execute runs a template over a view.
func (r *Renderer) execute(name string, v *View) ([]byte, error) {
	if err, failed := r.failure.Load().(error); failed {
		return nil, err
	}
	buffer := r.buffers.Get().(*bytes.Buffer)
	defer r.buffers.Put(buffer)
	buffer.Reset()
	if err := r.theme.templates[name].ExecuteTemplate(buffer, "base", v); err != nil {
		return nil, fmt.Errorf("modèle %s, page %s : %w", name, v.Address, err)
	}
	return bytes.Clone(buffer.Bytes()), nil
}
