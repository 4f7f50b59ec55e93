// Package site links pages into a portal: it finds what each page refers to,
// who refers to it, and the sections, menus, taxonomies and redirects that
// arise from all of them together.
//
// What enters: the pages of package content, the configuration, a day. What
// leaves: a [Site] that never changes afterwards, with the problems that no
// page alone can show: broken links and references, two pages at one address,
// outdated terms. The package makes no HTML and reads no file.
package site

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// Site is a portal on one day.
type Site struct {
	Config     *Config
	At         time.Time // the day: what is published, expired or past depends on it
	Types      *schema.Set
	Pages      []*Page // those that readers see, by address
	Home       *Page   // content/index.md; nil where there is none
	Sections   []*Section
	Root       *Section
	Taxonomies []*Taxonomy
	Redirects  []Redirect
	Glossary   *Glossary
	Menu       []MenuItem
	Footer     []MenuItem
	Files      []string // of content/, to be published because pages refer to them, images aside
	Images     []string // of content/, shown in pages
	Problems   []problem.Problem

	names *names
}

// Page is a page in its place among the others.
type Page struct {
	*content.Page
	Section   *Section
	Prev      *Page
	Next      *Page
	Targets   []Target // what each of Body.Slots leads to
	SeeAlso   []*Page  // named by the author
	Related   []*Page  // found by what they share
	Backlinks []Group  // who refers to this page, by type

	refs    map[reference]*Page
	visible bool
}

// Target is what a link, an image or an embed leads to. All parts are empty
// where it leads nowhere.
type Target struct {
	Page     *Page
	Anchor   string // id in that page
	Section  *Section
	File     string  // a file of content/
	Pages    []*Page // for an embedded list
	Fallback string  // what to show where nothing was found
}

// Group is pages of one type.
type Group struct {
	Type  *schema.Type
	Pages []*Page
}

// reference is a value that names another page.
type reference struct {
	field *schema.Field
	text  string
}

// Ref is the page that a reference value names, nil where there is none.
func (p *Page) Ref(v content.Value) *Page { return p.refs[reference{v.Field, v.Text}] }

// Refs are the pages that a field names, in the author's order.
func (p *Page) Refs(field string) []*Page {
	v, ok := p.Value(field)
	if !ok {
		return nil
	}
	var out []*Page
	for _, item := range v.Elements() {
		if q := p.Ref(item); q != nil {
			out = append(out, q)
		}
	}
	return out
}

// Options of [Link].
type Options struct {
	At         time.Time
	Drafts     bool
	Configured bool     // content/site.yaml exists
	Assets     []string // files of content/ that are not pages, sorted
}

// Link makes a site of pages. It never fails: what is wrong is in
// Site.Problems. Pages must be sorted by file.
func Link(pages []*content.Page, types *schema.Set, config *Config, o Options) *Site {
	s := &Site{Config: config, At: o.At, Types: types}
	l := &linker{site: s, options: o, level: problem.Warning}
	if o.Configured && config.BrokenLinks != "avertissement" {
		l.level = problem.Error
	}
	l.gather(pages)
	l.sections()
	l.names()
	l.resolve()
	l.backlinks()
	l.taxonomies()
	l.related()
	l.menus()
	l.redirects()
	l.glossary()
	l.addresses()
	s.Problems = l.problems.All()
	return s
}

// linker holds what is needed only while a site is linked.
type linker struct {
	site     *Site
	options  Options
	level    problem.Level // of broken links
	all      []*Page       // those that readers do not see too
	problems problem.List
}

// gather takes the pages that are published on the day.
func (l *linker) gather(pages []*content.Page) {
	for _, c := range pages {
		p := &Page{Page: c, visible: c.PublishedAt(l.options.At, l.options.Drafts)}
		l.all = append(l.all, p)
		l.problems.Add(c.Problems...)
		if !p.visible {
			continue
		}
		l.site.Pages = append(l.site.Pages, p)
		if c.Index && c.Folder == "" {
			l.site.Home = p
		}
	}
	slices.SortStableFunc(l.site.Pages, func(a, b *Page) int { return strings.Compare(a.Path(), b.Path()) })
}

// eachPage calls f for every visible page, on all cores.
func (l *linker) eachPage(f func(*Page)) {
	parallel(len(l.site.Pages), func(i int) { f(l.site.Pages[i]) })
}

func parallel(n int, f func(int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := n * w / workers; i < n*(w+1)/workers; i++ {
				f(i)
			}
		})
	}
	wait.Wait()
}

// Find returns the page at an address.
func (s *Site) Find(path string) (*Page, bool) {
	i, ok := slices.BinarySearchFunc(s.Pages, path, func(p *Page, path string) int { return strings.Compare(p.Path(), path) })
	if !ok {
		return nil, false
	}
	return s.Pages[i], true
}

// Lookup finds a visible page by slug, title, alias or key, as authors write
// it in [[…]].
func (s *Site) Lookup(name string) (*Page, bool) {
	p, _ := s.names.find(name, nil, nil)
	if p == nil || !p.visible {
		return nil, false
	}
	return p, true
}

// Of are the pages of a type, in its listing's order. Archived pages and the
// folder's own index.md are not among them.
func (s *Site) Of(t *schema.Type) []*Page {
	var out []*Page
	for _, p := range s.Pages {
		if p.Type == t && !p.Index && p.Status != content.Archived {
			out = append(out, p)
		}
	}
	SortPages(out, t.List.Sort)
	return out
}

// SortPages sorts by a field, "-" before its name for descending order, then
// by title. Pages without a value come last.
func SortPages(pages []*Page, field string) {
	name, descending := strings.CutPrefix(field, "-")
	keys := make(map[*Page]sortKey, len(pages))
	for _, p := range pages {
		keys[p] = keyOf(p, name)
	}
	slices.SortStableFunc(pages, func(a, b *Page) int {
		ka, kb := keys[a], keys[b]
		if ka.set != kb.set {
			if ka.set {
				return -1
			}
			return 1
		}
		c := cmp.Or(cmp.Compare(ka.number, kb.number), strings.Compare(ka.text, kb.text))
		if descending {
			c = -c
		}
		return cmp.Or(c, strings.Compare(ka.title, kb.title), strings.Compare(a.File, b.File))
	})
}

type sortKey struct {
	set    bool
	number float64
	text   string
	title  string
}

func keyOf(p *Page, name string) sortKey {
	k := sortKey{title: markdown.Slug(p.Title)}
	if name == "" || name == "titre" {
		k.set, k.text = true, k.title
		return k
	}
	v, ok := p.Value(name)
	if !ok {
		return k
	}
	k.set = true
	switch v.Field.Kind {
	case schema.Date, schema.DateTime:
		k.number = float64(v.Time.Unix())
	case schema.Number:
		k.number = v.Number
	default:
		k.text = markdown.Slug(v.Text)
	}
	return k
}
