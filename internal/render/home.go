package render

import (
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// home makes the site's first page: the map of the type that gives the others
// their colour, then the text of content/index.md. A portal without that text
// shows its latest pages and its sections.
func (r *Renderer) home() ([]byte, error) {
	v := r.view("index.html", r.site.Config.Title, r.site.Config.Description)
	for _, t := range r.site.Types.Types {
		if t.Colours() {
			if s := r.sectionOf(t); s != nil {
				v.Groups = append(v.Groups, r.grouped(r.site.Of(t), s, "index.html")...)
			}
		}
	}
	if h := r.site.Home; h != nil {
		v.Title = h.Title
		if h.Summary != "" {
			v.Description = h.Summary
		}
		v.Intro = r.text(h, "index.html")
	}
	if v.Intro == "" {
		v.Areas = r.areas(r.site.Root.Below, "index.html")
		v.Article = &Article{Related: r.entries(r.latest(8), "index.html"), SeeAlso: r.entries(r.site.Root.Pages, "index.html")}
	}
	return r.execute("home", v)
}

func (r *Renderer) sectionOf(t *schema.Type) *site.Section {
	for _, s := range r.site.Sections {
		if owned(t, s) && s.Path == t.Folder {
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
