package site

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/schema"
)

// Section is a folder of the site. Its page, <path>/index.html, shows its
// index.md, or a list of its pages.
type Section struct {
	Path   string // "" for the root
	Title  string
	Type   *schema.Type // the type of the folder; nil if it has none
	Index  *Page        // index.md; nil if there is none
	Parent *Section     // nil for the root
	Pages  []*Page      // in order, without the index and unlisted pages
	Below  []*Section   // in order, without unlisted sections

	Unlisted bool // it contains nothing that is listed
}

// Address returns the address of the section's own page.
func (s *Section) Address() string {
	if s.Path == "" {
		return "index.html"
	}
	return s.Path + "/index.html"
}

// Summary returns the description in the section's index.md or in its type.
func (s *Section) Summary() string {
	if s.Index != nil && s.Index.Summary != "" {
		return s.Index.Summary
	}
	if s.Type != nil && s.Type.Folder == s.Path {
		return s.Type.Description
	}
	return ""
}

// Trail returns the sections from the root to this one, both included.
func (s *Section) Trail() []*Section {
	var trail []*Section
	for at := s; at != nil; at = at.Parent {
		trail = append(trail, at)
	}
	slices.Reverse(trail)
	return trail
}

// Listed returns the section's own pages without the archived ones, in its order.
func (s *Section) Listed() []*Page {
	return slices.DeleteFunc(slices.Clone(s.Pages), func(p *Page) bool { return !p.listed() })
}

// Count returns the number of pages in the section and below it, without the
// archived ones.
func (s *Section) Count() int {
	n := len(s.Listed())
	for _, b := range s.Below {
		n += b.Count()
	}
	return n
}

// findSections makes the tree of folders. It returns the root and the sections
// below it, by path, and sets each page's section and neighbours.
func findSections(pages []*Page, types *schema.Set, title string) (root *Section, sections []*Section) {
	byPath := map[string]*Section{}
	var section func(folder string) *Section
	section = func(folder string) *Section {
		if s, ok := byPath[folder]; ok {
			return s
		}
		s := &Section{Path: folder, Title: content.TitleOf(path.Base(folder))}
		byPath[folder] = s
		if folder == "" {
			s.Title = title
			return s
		}
		if t, ok := types.InFolder(folder); ok {
			s.Type, s.Title = t, t.Label.Many
		}
		parent := path.Dir(folder)
		if parent == "." {
			parent = ""
		}
		s.Parent = section(parent)
		if s.Type == nil {
			s.Type = s.Parent.Type
		}
		s.Parent.Below = append(s.Parent.Below, s)
		sections = append(sections, s)
		return s
	}
	root = section("")
	for _, p := range pages {
		s := section(p.Folder)
		p.Section = s
		switch {
		case p.Index:
			s.Index = p
			if p.Folder != "" {
				s.Title = p.Title
			}
		case !p.Unlisted:
			s.Pages = append(s.Pages, p)
		}
	}
	sections = unlistSections(root, sections, pages)
	slices.SortFunc(sections, func(a, b *Section) int { return strings.Compare(a.Path, b.Path) })
	for _, s := range byPath {
		if s.Type != nil {
			sortPages(s.Pages, s.Type.List.Sort)
		} else {
			sortByRole(s.Pages, schema.Order)
		}
		slices.SortFunc(s.Below, func(a, b *Section) int {
			return cmp.Or(strings.Compare(french.Slug(a.Title), french.Slug(b.Title)), strings.Compare(a.Path, b.Path))
		})
		listed := s.Listed()
		for i, p := range listed {
			if i > 0 {
				p.Prev = listed[i-1]
			}
			if i+1 < len(listed) {
				p.Next = listed[i+1]
			}
		}
	}
	return root, sections
}

// unlistSections removes from lists the sections that contain nothing listed,
// or whose own page is unlisted. Those without a page of their own are dropped,
// and their pages belong to the section above. It returns the remaining
// sections.
func unlistSections(root *Section, sections []*Section, pages []*Page) []*Section {
	var visit func(*Section)
	visit = func(s *Section) {
		for _, below := range s.Below {
			visit(below)
		}
		s.Below = slices.DeleteFunc(s.Below, func(b *Section) bool { return b.Unlisted })
		if s.Index != nil {
			s.Unlisted = s.Index.Unlisted
		} else {
			s.Unlisted = len(s.Pages) == 0 && len(s.Below) == 0
		}
	}
	visit(root)
	isGone := func(s *Section) bool { return s.Unlisted && s.Index == nil && s.Parent != nil }
	for _, p := range pages {
		for isGone(p.Section) {
			p.Section = p.Section.Parent
		}
	}
	for _, s := range sections {
		for s.Parent != nil && isGone(s.Parent) {
			s.Parent = s.Parent.Parent
		}
	}
	return slices.DeleteFunc(sections, isGone)
}
