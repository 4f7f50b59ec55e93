package render

import (
	"cmp"
	"html/template"
	"slices"

	"intraqvt/internal/markdown"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// HomeView is the view of home.html: the map of the type that gives the others
// their colour, then the text of content/index.md, which may place the map
// itself. Without that text, the page shows other pages, the latest ones and the
// sections.
type HomeView struct {
	Frame
	Search SearchForm
	Axes   []Axis
	Intro  template.HTML
	Pages  []Link // pages in no section
	Latest []Entry
	Areas  []Area
}

// Axis is a family of pages on the map: carte-des-axes.html.
type Axis struct {
	Letter string // may be empty
	Title  string
	Pages  []AxisPage
}

// AxisPage is a page on the map.
type AxisPage struct {
	Link
	Number, Summary string
	Cited           int // number of pages that refer to it
}

// shownLatest is the number of latest pages on a home page without a text.
const shownLatest = 8

// home returns the view of the home page.
func (r *Renderer) home() *HomeView {
	const address = "index.html"
	v := &HomeView{Frame: r.frame(address, r.site.Config.Title, r.site.Config.Description), Axes: r.axes(address)}
	v.Search = r.searchForm(&v.Frame)
	if h := r.site.Home; h != nil {
		v.Title, v.Description = h.Title, cmp.Or(h.Summary, v.Description)
		v.Intro = r.text(h, address)
		if slices.ContainsFunc(h.Body.Slots, func(s markdown.Slot) bool { return s.Query != nil && s.Query.Form == markdown.MapForm }) {
			v.Axes = nil // the text has the map where its author wants it
		}
	}
	if v.Intro == "" {
		v.Pages, v.Latest = r.links(r.site.Root.Pages, address), r.entries(r.latest(shownLatest), address)
		v.Areas = r.areas(r.site.Root.Below, address)
	}
	return v
}

// axes returns the families of the types that give others their colour.
func (r *Renderer) axes(address string) []Axis {
	var axes []Axis
	for _, t := range r.site.Types.Types {
		s := r.sectionOf(t)
		if !t.Colours() || s == nil {
			continue
		}
		for _, part := range r.divisions(r.site.Of(t), s) {
			axis := Axis{Letter: part.key, Title: cmp.Or(part.name, part.title)}
			for _, p := range part.pages {
				shown := site.Card{Page: p}.Shown()
				axis.Pages = append(axis.Pages, AxisPage{r.link(p, address), shown.Number, shown.Summary, countCitations(p)})
			}
			axes = append(axes, axis)
		}
	}
	return axes
}

// countCitations returns the number of pages that refer to a page.
func countCitations(p *site.Page) (n int) {
	for _, g := range p.Backlinks {
		n += len(g.Pages)
	}
	return n
}

func (r *Renderer) sectionOf(t *schema.Type) *site.Section {
	for _, s := range r.site.Sections {
		if ownsFolder(t, s) {
			return s
		}
	}
	return nil
}

// latest returns the pages published last.
func (r *Renderer) latest(n int) []*site.Page {
	var dated []*site.Page
	for _, p := range r.site.Pages {
		if !p.Date.IsZero() && p.InLists() {
			dated = append(dated, p)
		}
	}
	site.SortByDate(dated)
	return dated[:min(n, len(dated))]
}
