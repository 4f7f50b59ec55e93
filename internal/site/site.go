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
	"slices"
	"strings"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/parallel"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// Site is a portal on one day.
type Site struct {
	Config     *Config
	At         time.Time // the day: what is published, expired or past depends on it
	Types      *schema.Set
	Pages      []*Page // those that readers see, by address
	Hidden     []*Page // the others, by file
	Home       *Page   // content/index.md; nil where there is none
	Sections   []*Section
	Root       *Section
	Taxonomies []*Taxonomy
	Redirects  []Redirect
	Glossary   *Glossary
	Menu       []MenuItem
	Footer     []MenuItem
	Urgent     []MenuItem // urgent help, to which every page leads; one entry at most
	Pinned     []PinnedAnswer
	Issues     []Issue  // pages that are sent by mail, by type and day, those not published yet too
	Files      []string // files of content/ that are published because pages refer to them, images aside; by their places, as the next two
	Images     []string // shown in pages
	Assets     []string // all that are no pages
	Configured bool     // has a guide of its types for authors, under content.GuideFolder
	Problems   []problem.Problem

	names *names
}

// Page is a page in its place among the others.
type Page struct {
	*content.Page

	// By itself, on the site's day; see gather.
	Seen     content.Visibility // by readers
	Shown    bool               // among Site.Pages: readers see it, or drafts are shown
	Unlisted bool               // shown, but nothing leads to it save links that authors wrote
	Coming   time.Time          // when a page of an agenda comes next; zero where it is past
	frozen   *content.Frozen    // what it showed, of an issue that is frozen
	number   int                // in Site.Pages

	// Its place in its folder; see findSections.
	Section *Section
	Prev    *Page
	Next    *Page

	// What it refers to; see linker.
	Targets []Target // what each of Body.Slots leads to
	SeeAlso []*Page  // named by the author
	refs    []*Page  // what its references lead to, by [content.Value.Nth]; nil where that is nowhere

	Facets    []Facet // what lists and the search narrow it by
	Backlinks []Group // who refers to this page, by type; see findBacklinks
}

// Target is what a link, an image or an embed leads to. All parts are empty
// where it leads nowhere.
type Target struct {
	Page      *Page
	Anchor    string // id in that page
	Section   *Section
	Generated *Generated
	File      string  // the place of a file of content/
	Pages     []*Page // for an embedded list
	Fallback  string  // what to show where nothing was found

	cards  []Card // of an issue, which shows pages as on its own day; see [Target.Cards]
	name   string // of a frozen link; see [Target.Name]
	person bool   // of a frozen issue: was about a person, and so is not frozen
}

// none is a target that leads nowhere.
func (t Target) none() bool {
	return t.Page == nil && t.Section == nil && t.Generated == nil && t.File == ""
}

// Group is pages of one type.
type Group struct {
	Type  *schema.Type
	Pages []*Page
}

// Ref is the page that a value of this page names, nil where there is none.
func (p *Page) Ref(v content.Value) *Page {
	if v.Nth == 0 || len(p.refs) == 0 {
		return nil
	}
	return p.refs[v.Nth-1]
}

// RefsByRole are the pages that the field of a role names, in the author's order.
func (p *Page) RefsByRole(r schema.Role) []*Page { return p.Refs(p.Type.ByRole(r)) }

// Refs are the pages that a field of the page's type names, in the author's
// order.
func (p *Page) Refs(f *schema.Field) []*Page {
	var out []*Page
	for _, v := range p.Values {
		if v.Field != f {
			continue
		}
		for _, item := range v.Elements() {
			if q := p.Ref(item); q != nil {
				out = append(out, q)
			}
		}
	}
	return out
}

// Options of [Link].
type Options struct {
	At         time.Time
	Drafts     bool
	Configured bool     // content/site.yaml exists
	Assets     []string // files of content/ that are not pages, by their places, sorted
	Unfrozen   bool     // issues show what they would show now, though they are frozen

	// Excluded gives what a configuration of another program says of who sees a
	// page's file; nil where there is none.
	Excluded func(file string) []content.Claim
	Cascade  []content.Cascade // what such configurations claim for pages by their paths
}

// Link makes a site of pages. It never fails: what is wrong is in
// Site.Problems. Sources must be sorted by file.
//
// It goes phase by phase: each is given what it needs of those before, and
// returns what it makes. Pages refer to each other, so what a phase finds of a
// page it writes into that page, as [Page] shows.
func Link(sources []*content.Page, types *schema.Set, config *Config, o Options) *Site {
	list := &complaints{}

	// Pages by themselves: who sees them on the day.
	all := gather(sources, o)
	shown, hidden := divide(all)
	checkPages(shown, hidden, list)

	// What pages are found by.
	issues := findIssues(all)
	root, sections := findSections(shown, types, config.Title)
	names := newNames(all, o.Assets, root, sections, generatedPages(types, o))
	checkKeys(names, list)

	// What pages refer to, and who refers to them.
	l := &linker{complaints: list, pages: shown, types: types, names: names, issues: byPage(issues), level: brokenLinks(config, o)}
	l.resolve()
	taxonomies := parallel.Begin(func() []*Taxonomy { return findTaxonomies(shown) })
	explained := parallel.Begin(l.explain)
	files, images := findFiles(shown, names)
	findBacklinks(shown, types)
	checkPastEvents(issues, list)

	// What the configuration, aliases and the glossary refer to.
	menu, footer, urgent := l.menus(config, root, taxonomies())
	pinned := l.pinned(config.Answers)
	redirects := findRedirects(shown, list)
	glossary := findGlossary(shown)
	l.checkTerms(glossary)

	s := &Site{
		Config: config, At: o.At, Types: types, Configured: o.Configured, Assets: o.Assets,
		Pages: shown, Hidden: hidden, Home: root.Index, Sections: sections, Root: root, Taxonomies: taxonomies(), Redirects: redirects,
		Glossary: glossary, Menu: menu, Footer: footer, Urgent: urgent, Pinned: pinned, Issues: issues, Files: files, Images: images,
		names: names,
	}
	checkAddresses(s, all, list)
	list.Add(explained()...)
	s.Problems = list.All()
	return s
}

// brokenLinks is the level of the problem that a broken link is.
func brokenLinks(c *Config, o Options) problem.Level {
	if !o.Configured || c.BrokenLinks == "avertissement" {
		return problem.Warning
	}
	return problem.Error
}

// complaints are what is wrong with a site; phases may add to them at the same
// time.
type complaints struct{ problem.List }

// place is where a problem stands in a page's file.
type place struct{ line, column int }

func (c *complaints) complain(p *Page, at place, rule *problem.Rule, message, hint string) {
	c.Add(rule.At(p.File, at.line, at.column).Say(message, hint))
}

// eachPage calls f for every page, on all cores.
func eachPage(pages []*Page, f func(*Page)) {
	parallel.Do(len(pages), func(i int) { f(pages[i]) })
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
	if p == nil || !p.Shown {
		return nil, false
	}
	return p, true
}

// InLists tells whether lists show the page. Those that are archived or unlisted
// are found by their address, and a folder's index.md speaks for the folder.
func (p *Page) InLists() bool { return !p.Index && p.listed() }

func (p *Page) listed() bool { return !p.Seen.Archived && !p.Unlisted }

// Of are the pages of a type that lists show, in its listing's order.
func (s *Site) Of(t *schema.Type) []*Page {
	var out []*Page
	for _, p := range s.Pages {
		if p.Type == t && p.InLists() {
			out = append(out, p)
		}
	}
	SortPages(out, t.List.Sort)
	return out
}
