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
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
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
	Section   *Section
	Prev      *Page
	Next      *Page
	Targets   []Target  // what each of Body.Slots leads to
	SeeAlso   []*Page   // named by the author
	Backlinks []Group   // who refers to this page, by type
	Coming    time.Time // when a page of an agenda comes next; zero where it is past

	Seen     content.Visibility // by readers, on the site's day
	Shown    bool               // among Site.Pages: readers see it, or drafts are shown
	Unlisted bool               // shown, but nothing leads to it save links that authors wrote

	frozen *content.Frozen // what it showed, of an issue that is frozen
	number int             // in Site.Pages
	refs   []*Page         // what its references lead to, by [content.Value.Nth]; nil where that is nowhere
	terms  []*Term
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
// Site.Problems. Pages must be sorted by file. Errors of pages that readers do
// not see, half-written drafts for the most part, are warnings: they must not
// keep the other pages from being published. That a page is hidden because its
// header cannot be read is an error in a portal, since nobody decided it.
func Link(pages []*content.Page, types *schema.Set, config *Config, o Options) *Site {
	s := &Site{Config: config, At: o.At, Types: types, Configured: o.Configured, Assets: o.Assets}
	l := &linker{site: s, options: o, level: problem.Warning}
	if o.Configured && config.BrokenLinks != "avertissement" {
		l.level = problem.Error
	}
	l.gather(pages)
	var taxonomies, beside sync.WaitGroup
	taxonomies.Go(l.taxonomies) // needs nothing of what comes until it is waited for
	l.dates()
	l.findIssues()
	l.sections()
	l.site.names = newNames(l.all, l.options.Assets, l.site, l.generated())
	l.keys()
	l.resolve()
	beside.Go(l.explain) // looks at names alone
	l.overEvents()
	l.backlinks()
	taxonomies.Wait()
	l.menus()
	l.pinned()
	l.redirects()
	l.glossary()
	l.addresses()
	beside.Wait()
	s.Problems = l.problems.All()
	return s
}

// linker holds what is needed only while a site is linked.
type linker struct {
	site     *Site
	options  Options
	level    problem.Level // of broken links
	all      []*Page       // those that readers do not see too
	issues   map[*Page]Issue
	problems problem.List
	misses   misses
}

// gather takes the pages that are published on the day.
func (l *linker) gather(pages []*content.Page) {
	made := make([]Page, len(pages))
	l.all = make([]*Page, len(pages))
	folders := cascades(pages)
	parallel.Do(len(pages), func(i int) {
		c := l.inherit(pages[i], folders)
		seen := c.Visibility(l.options.At)
		level := seen.Level
		if l.options.Drafts {
			level = seen.Preview
		}
		made[i] = Page{Page: c, Seen: seen, Shown: level != schema.Hidden || l.stops(seen), Unlisted: level == schema.Unlisted}
		if !l.options.Unfrozen {
			made[i].frozen = c.FrozenOf()
		}
		l.all[i] = &made[i]
	})
	for _, p := range l.all {
		if !p.Shown {
			l.site.Hidden = append(l.site.Hidden, p)
			l.problems.Add(l.warnings(p)...)
			continue
		}
		l.problems.Add(p.Problems...)
		l.site.Pages = append(l.site.Pages, p)
		if p.Index && p.Folder == "" {
			l.site.Home = p
		}
	}
	slices.SortStableFunc(l.site.Pages, func(a, b *Page) int { return strings.Compare(a.Path(), b.Path()) })
	for i, p := range l.site.Pages {
		p.number = i
	}
	l.tellExcluded()
}

// shownExcluded is how many of the pages that a rule excludes are named.
const shownExcluded = 3

// tellExcluded tells which pages another program's rule keeps out by their
// name, once a rule: their authors may not know it.
func (l *linker) tellExcluded() {
	byRule := map[string][]*Page{}
	for _, p := range l.site.Hidden {
		for _, c := range p.Claims {
			if c.Lasting && c.Level == schema.Hidden {
				byRule[c.Key] = append(byRule[c.Key], p)
			}
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(byRule)) {
		pages := byRule[rule]
		var names []string
		for _, p := range pages[:min(len(pages), shownExcluded)] {
			names = append(names, p.Name)
		}
		shown := strings.Join(names, ", ")
		if more := len(pages) - shownExcluded; more > 0 {
			shown += fmt.Sprintf(" et %d de plus", more)
		}
		verb := "page n’est pas publiée"
		if len(pages) > 1 {
			verb = "pages ne sont pas publiées"
		}
		l.problems.Add(problem.ExcludedPages.In(pages[0].File).
			Say(fmt.Sprintf("%d %s, à cause de « %s » : %s", len(pages), verb, rule, shown),
				"renommez-les si elles doivent paraître, ou changez la règle"))
	}
}

// warnings are the problems of a page that readers do not see, as warnings;
// those of a page that only waits for its day stay what they are, since
// nobody will be there to mend them when it comes.
func (l *linker) warnings(p *Page) []problem.Problem {
	if p.Seen.Hiding == content.Waiting {
		return p.Problems
	}
	problems := slices.Clone(p.Problems)
	for i := range problems {
		problems[i].Level = problem.Warning
	}
	return problems
}

// stops tells of a page that is hidden only because its header cannot be read.
// In a portal, and where drafts are shown, that is an error, so nothing is
// published; the page takes part in everything else, so that whatever is wrong
// with it is told in one run.
func (l *linker) stops(v content.Visibility) bool {
	return v.Hiding == content.Unread && (l.options.Configured || l.options.Drafts)
}

// eachPage calls f for every visible page, on all cores.
func (l *linker) eachPage(f func(*Page)) {
	parallel.Do(len(l.site.Pages), func(i int) { f(l.site.Pages[i]) })
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
