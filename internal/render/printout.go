package render

import (
	"html/template"

	"intraqvt/internal/site"
)

// PrintView is the view of print.html: a section as one document, with a table
// of contents.
type PrintView struct {
	Frame
	Intro    template.HTML // the text of the section's index.md
	Articles []PrintedArticle
}

// PrintedArticle is a page in such a document.
type PrintedArticle struct {
	Article
	Anchor string
}

// maxPrinted is the maximum number of pages of a section that is available as
// one document.
const maxPrinted = 150

// isPrintable reports whether a section is available as one document.
func (r *Renderer) isPrintable(s *site.Section) bool {
	return ownsFolder(s.Type, s) && len(s.Pages) > 1 && len(s.Pages) <= maxPrinted
}

// printAddress returns the address of a section as one document.
func printAddress(s *site.Section) string { return s.Path + "/" + site.PrintName }

// print returns the view of a section as one document.
func (r *Renderer) print(s *site.Section) *PrintView {
	address := printAddress(s)
	v := &PrintView{Frame: r.frame(address, s.Title, s.Summary()), Intro: r.intro(s, address)}
	v.Trail = r.trail(s, address, r.theme.words["imprimer_rubrique"])
	for _, p := range s.Listed() {
		v.Articles = append(v.Articles, PrintedArticle{r.article(p, address, r.textBelow(p, address)), "page-" + p.Slug})
	}
	return v
}
