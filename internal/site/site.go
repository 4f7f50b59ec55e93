// Package site links pages into a portal: it finds what each page refers to,
// who refers to it, and the sections, menus, taxonomies and redirects of the
// whole.
//
// What enters: the pages of package content, the configuration, a day. What
// leaves: a [Site] that never changes afterwards, with the problems that only
// appear between pages: broken links and references, two pages at one address,
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
	At         time.Time // the day, which decides what is published, expired or past
	Types      *schema.Set
	Pages      []*Page // those that readers see, by address
	Hidden     []*Page // the others, by file
	Home       *Page   // content/index.md; nil if there is none
	Sections   []*Section
	Root       *Section
	Taxonomies []*Taxonomy
	Redirects  []Redirect
	Glossary   *Glossary
	Menu       []MenuItem
	Footer     []MenuItem
	Urgent     []MenuItem // urgent help, to which every page leads; one entry at most
	Pinned     []PinnedAnswer
	Issues     []Issue  // pages that are also sent by mail, by type and day, including those not published yet
	Files      []string // files of content/ that are published because pages refer to them, except images; by place, like the next two
	Images     []string // shown in pages
	Assets     []string // all files that are no pages
	Configured bool     // there is a content/site.yaml: the portal has a guide for authors under content.GuideFolder
	Problems   []problem.Problem

	names *names
}

// Page is a page with its place in the site.
type Page struct {
	*content.Page

	// What depends on the page and the site's day; see newPages.
	Seen     content.Visibility // for readers
	Shown    bool               // is in Site.Pages: readers see it, or drafts are shown
	Unlisted bool               // shown, but only links that authors wrote lead to it
	Coming   time.Time          // when an event comes next; zero if it is past
	frozen   *content.Frozen    // what a frozen issue showed
	number   int                // index in Site.Pages

	// Its place in its folder; see findSections.
	Section *Section
	Prev    *Page
	Next    *Page

	// Its targets; see linker.
	Targets []Target // target of each of Body.Slots
	SeeAlso []*Page  // named by the author
	refs    []*Page  // target of each reference, by [content.Value.Nth]; nil if it leads nowhere

	Facets    []Facet // the values that filter it in lists and the search
	Backlinks []Group // who refers to this page, by type; see findBacklinks
}

// Target is what a link, an image or an embed leads to. It is empty if it leads
// nowhere.
type Target struct {
	Page      *Page
	Anchor    string // id in that page
	Section   *Section
	Generated *Generated
	File      string  // place of a file of content/
	Pages     []*Page // for an embedded list
	Fallback  string  // text to show if nothing was found

	cards  []Card // of an issue, which shows pages as on its own day; see [Target.Cards]
	name   string // of a frozen link; see [Target.Name]
	person bool   // in a frozen issue: was about a person, and so is not frozen
}

// isEmpty reports whether the target leads nowhere.
func (t Target) isEmpty() bool {
	return t.Page == nil && t.Section == nil && t.Generated == nil && t.File == ""
}

// Group is pages of one type.
type Group struct {
	Type  *schema.Type
	Pages []*Page
}

// Ref returns the page that a value of this page names, nil if there is none.
func (p *Page) Ref(v content.Value) *Page {
	if v.Nth == 0 || len(p.refs) == 0 {
		return nil
	}
	return p.refs[v.Nth-1]
}

// RefsByRole returns the pages that the field of a role names, in the author's order.
func (p *Page) RefsByRole(r schema.Role) []*Page { return p.Refs(p.Type.ByRole(r)) }

// Refs returns the pages that a field of the page's type names, in the author's
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

// Options are the options of [Link].
type Options struct {
	At         time.Time
	Drafts     bool
	Configured bool     // content/site.yaml exists
	Assets     []string // files of content/ that are not pages, by place, sorted
	Unfrozen   bool     // frozen issues show the present content too

	// Excluded returns the claims of another program's configuration for a
	// page's file; nil if there is none.
	Excluded func(file string) []content.Claim
	Cascade  []content.Cascade // claims of such configurations for pages by their paths
}

// Link makes a site of pages. It never fails: problems are in Site.Problems.
// Sources must be sorted by file.
//
// It works in phases: each gets the results of the earlier ones and returns its
// own. What a phase finds about a page is stored in that page, as [Page] shows.
func Link(sources []*content.Page, types *schema.Set, config *Config, o Options) *Site {
	list := &complaints{}

	// Pages by themselves: who sees them on the day.
	all := newPages(sources, o)
	shown, hidden := splitPages(all)
	checkPages(shown, hidden, list)

	// How pages are found.
	issues := findIssues(all)
	root, sections := findSections(shown, types, config.Title)
	names := newNames(all, o.Assets, root, sections, generatedPages(types, o))
	checkKeys(names, list)

	// What pages refer to, and who refers to them.
	l := &linker{complaints: list, pages: shown, types: types, names: names, issues: byPage(issues), level: brokenLinkLevel(config, o)}
	l.resolve()
	taxonomies := parallel.Begin(func() []*Taxonomy { return findTaxonomies(shown) })
	broken := parallel.Begin(l.brokenLinks)
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
	list.Add(broken()...)
	s.Problems = list.All()
	return s
}

// brokenLinkLevel returns the level of problems of broken links.
func brokenLinkLevel(c *Config, o Options) problem.Level {
	if !o.Configured || c.BrokenLinks == "avertissement" {
		return problem.Warning
	}
	return problem.Error
}

// complaints collects the problems of a site; phases may add to it
// concurrently.
type complaints struct{ problem.List }

// place is the position of a problem in a page's file.
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

// Lookup finds a visible page by slug, title, alias or key, as authors write it
// in [[…]].
func (s *Site) Lookup(name string) (*Page, bool) {
	p, _ := s.names.find(name, nil, nil)
	if p == nil || !p.Shown {
		return nil, false
	}
	return p, true
}

// InLists reports whether lists show the page. Archived and unlisted pages only
// have an address, and an index.md stands for its folder.
func (p *Page) InLists() bool { return !p.Index && p.listed() }

func (p *Page) listed() bool { return !p.Seen.Archived && !p.Unlisted }

// Of returns the pages of a type that lists show, in its listing's order.
func (s *Site) Of(t *schema.Type) []*Page {
	var out []*Page
	for _, p := range s.Pages {
		if p.Type == t && p.InLists() {
			out = append(out, p)
		}
	}
	sortPages(out, t.List.Sort)
	return out
}
