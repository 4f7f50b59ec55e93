package render

import (
	"cmp"
	"html/template"
	"slices"

	"intraqvt/internal/markdown"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// HomeView is what home.html shows: the map of the type that gives the others
// their colour, then the text of content/index.md, which may say where the map stands. A portal without that text
// shows its other pages, its latest ones and its sections.
type HomeView struct {
	Frame
	Search SearchForm
	Axes   []Axis
	Intro  template.HTML
	Pages  []Link // that stand in no section
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
	Cited           int // pages that refer to it
}

// shownLatest is how many of its latest pages a portal without a text shows.
const shownLatest = 8

// home is the view of the site's first page.
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

// axes are the families of the types that give others their colour.
func (r *Renderer) axes(address string) []Axis {
	var axes []Axis
	for _, t := range r.site.Types.Types {
		s := r.sectionOf(t)
		if !t.Colours() || s == nil {
			continue
		}
		for _, part := range r.divided(r.site.Of(t), s) {
			axis := Axis{Letter: part.key, Title: cmp.Or(part.name, part.title)}
			for _, p := range part.pages {
				shown := site.Card{Page: p}.Shown()
				axis.Pages = append(axis.Pages, AxisPage{r.link(p, address), shown.Number, shown.Summary, cited(p)})
			}
			axes = append(axes, axis)
		}
	}
	return axes
}

// cited is how many pages refer to one.
func cited(p *site.Page) (n int) {
	for _, g := range p.Backlinks {
		n += len(g.Pages)
	}
	return n
}

func (r *Renderer) sectionOf(t *schema.Type) *site.Section {
	for _, s := range r.site.Sections {
		if owned(t, s) {
			return s
		}
	}
	return nil
}

// latest are the pages published last.
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
