package render

import (
	"html/template"
	"path"
	"slices"

	"intraqvt/internal/site"
)

// NavView is what rubrique.html shows: the way through a section.
type NavView struct {
	Title string // of the section below the root in which the page stands
	List  *NavList
}

// NavList is what is in one section. The entry that leads to the page being
// shown is apart: what stands around it is the same on all pages of a folder.
type NavList struct {
	Before, After template.HTML // entries, as rubrique-entree.html writes them
	Entry         *NavEntry     // nil where none leads to the page
}

// NavEntry is a page or a section in it.
type NavEntry struct {
	Title, URL string
	Current    bool     // it is the page being shown
	Below      *NavList // of a section on the way to that page
}

// maxNav is how many pages a list of the navigation has at most; longer
// sections have a page of their own for that.
const maxNav = 100

// navLevel is a list of the navigation as it is kept for all pages of a folder.
type navLevel struct {
	entries []NavEntry
	html    template.HTML // of all entries
	starts  []int         // where each begins in it; last, its length
	open    int           // the entry that leads to the level below; -1 for none
}

// navKey is what navigation depends on, but for its current entry.
type navKey struct {
	section *site.Section
	folder  string // of the page that shows it
}

// navigation leads through a section, for a page in it.
func (r *Renderer) navigation(s *site.Section, address string) *NavView {
	trail := s.Trail()
	if len(trail) > 1 {
		trail = trail[1:] // the root stands in the menu
	}
	key := navKey{s, path.Dir(address)}
	levels, ok := r.navs.Load(key)
	if !ok {
		levels, _ = r.navs.LoadOrStore(key, r.navLevels(trail, address))
	}
	v, here := &NavView{Title: trail[0].Title}, relative(address, address)
	for _, level := range slices.Backward(levels.([]navLevel)) {
		v.List = level.around(here, v.List)
	}
	return v
}

// navLevels lists what is in each section of a trail.
func (r *Renderer) navLevels(trail []*site.Section, from string) []navLevel {
	var levels []navLevel
	for i, at := range trail {
		l := navLevel{open: -1, starts: []int{0}}
		add := func(title, url string) {
			l.entries = append(l.entries, NavEntry{Title: title, URL: url})
			l.html += r.component("rubrique-entree", from, l.entries[len(l.entries)-1])
			l.starts = append(l.starts, len(l.html))
		}
		for _, below := range at.Below {
			if i+1 < len(trail) && below == trail[i+1] {
				l.open = len(l.entries)
			}
			add(below.Title, relative(from, below.Address()))
		}
		if i+1 == len(trail) && len(at.Pages) <= maxNav {
			for _, p := range at.Listed() {
				add(p.Title, relative(from, p.Path()))
			}
		}
		for _, a := range r.guideAreas(at, from) {
			add(a.Title, a.URL)
		}
		levels = append(levels, l)
		if l.open < 0 {
			break
		}
	}
	return levels
}

// around is the level with the entry apart that leads to here; nil for a level
// without entries.
func (l *navLevel) around(here string, below *NavList) *NavList {
	i := l.open
	if i < 0 {
		i = slices.IndexFunc(l.entries, func(e NavEntry) bool { return e.URL == here })
	}
	switch {
	case len(l.entries) == 0:
		return nil
	case i < 0:
		return &NavList{Before: l.html}
	}
	e := l.entries[i]
	e.Current, e.Below = e.URL == here, below
	return &NavList{Before: l.html[:l.starts[i]], Entry: &e, After: l.html[l.starts[i+1]:]}
}
