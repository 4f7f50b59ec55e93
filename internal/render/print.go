package render

import (
	"intraqvt/internal/site"
)

// maxPrinted is how many pages a section has at most that prints as one
// document.
const maxPrinted = 150

// printable tells whether a section has a page on which it stands whole.
func (r *Renderer) printable(s *site.Section) bool {
	return owned(s.Type, s) && len(s.Pages) > 1 && len(s.Pages) <= maxPrinted
}

// printAddress is where a section stands whole.
func printAddress(s *site.Section) string { return s.Path + "/" + site.PrintName }

// print makes a section as one document: a title, a table of contents, then
// all its pages.
func (r *Renderer) print(s *site.Section) ([]byte, error) {
	address := printAddress(s)
	v := r.view(address, s.Title, s.Summary())
	v.Trail = r.trail(s, address, r.theme.words["imprimer_rubrique"])
	if s.Index != nil {
		v.Intro = r.text(s.Index, address)
	}
	for _, p := range s.Listed() {
		a := r.article(p, address, r.textBelow(p, address))
		a.Anchor = printID(p)
		v.Articles = append(v.Articles, a)
		v.Letters = append(v.Letters, Link{Title: p.Title, URL: "#" + printID(p)})
	}
	v.Count = len(v.Articles)
	return r.execute("print", v)
}

// printID is a page's anchor in its section's one document.
func printID(p *site.Page) string { return "page-" + p.Slug }
