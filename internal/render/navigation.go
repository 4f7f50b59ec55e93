package render

import (
	"html/template"
	"path"
	"slices"

	"intraqvt/internal/site"
)

// NavView is the view of rubrique.html: the pages of a section.
type NavView struct {
	Title string // of the top-level section of the page
	List  *NavList
}

// NavList lists the contents of one section. The entry that leads to the current page
// is separate, because the other entries are the same for all pages of a folder.
type NavList struct {
	Before, After template.HTML // entries, as rubrique-entree.html writes them
	Entry         *NavEntry     // nil if none leads to the page
}

// NavEntry is a page or a section in it.
type NavEntry struct {
	Title, URL string
	Current    bool     // it is the current page
	Below      *NavList // of a section that contains the current page
}

// maxNav is the maximum number of pages in a list of the navigation; longer
// sections have a page of their own for that.
const maxNav = 100

// navLevel is a list of the navigation, kept for all pages of a folder.
type navLevel struct {
	entries []NavEntry
	html    template.HTML // of all entries
	starts  []int         // offset of each entry; the last is the length
	open    int           // the entry that leads to the level below; -1 for none
}

// navKey is what navigation depends on, except its current entry.
type navKey struct {
	section *site.Section
	folder  string // of the page that shows it
}

// navigation returns the navigation in a section for one of its pages.
func (r *Renderer) navigation(s *site.Section, address string) *NavView {
	trail := s.Trail()
	if len(trail) > 1 {
		trail = trail[1:] // the root is in the menu
	}
	key := navKey{s, path.Dir(address)}
	levels, ok := r.navs.Load(key)
	if !ok {
		levels, _ = r.navs.LoadOrStore(key, r.navLevels(trail, address))
	}
	v, here := &NavView{Title: trail[0].Title}, relative(address, address)
	for _, level := range slices.Backward(levels.([]navLevel)) {
		v.List = level.withEntry(here, v.List)
	}
	return v
}

// navLevels lists the contents of each section of a trail.
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

// withEntry returns the level with the entry that leads to here set apart; nil for
// a level without entries.
func (l *navLevel) withEntry(here string, below *NavList) *NavList {
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
