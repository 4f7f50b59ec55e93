package render

import (
	"slices"

	"intraqvt/internal/content"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// TypeGuide tells authors how a page of a type is written, from the type's
// description.
type TypeGuide struct {
	Name, Folder, Description string
	Own, Common               []FieldGuide
	Sections                  []string
	Example                   string
}

// FieldGuide tells what a field holds.
type FieldGuide struct {
	Name, Label, Kind, Help string
	Required, Recommended   bool
	Values                  []string
	Columns                 []FieldGuide
}

// guideAddress is the page of a type in the authors' guide.
func guideAddress(t *schema.Type) string { return site.GuideFolder + "/" + t.Folder + ".html" }

// guides lists the types, each with what its pages are for.
func (r *Renderer) guides() ([]byte, error) {
	address := site.GuideFolder + "/index.html"
	title := r.theme.words["guide_types"]
	v := r.view(address, title, r.theme.words["guide_types_texte"])
	v.Trail = r.trail(r.site.Root, address, title)
	for _, t := range r.site.Types.Types {
		v.Areas = append(v.Areas, Area{Title: t.Label.One, URL: relative(address, guideAddress(t)), Summary: t.Description, Count: len(r.site.Of(t))})
	}
	return r.execute("terms", v)
}

// guide makes the page of one type.
func (r *Renderer) guide(t *schema.Type) ([]byte, error) {
	address := guideAddress(t)
	v := r.view(address, t.Label.One, t.Description)
	v.Trail = r.trail(r.site.Root, address, "")
	v.Trail = append(v.Trail[:len(v.Trail)-1], Link{Title: r.theme.words["accueil"], URL: relative(address, "index.html")},
		Link{Title: r.theme.words["guide_types"], URL: relative(address, site.GuideFolder+"/index.html")}, Link{Title: t.Label.One, Current: true})
	g := &TypeGuide{Name: t.Name, Folder: t.Folder, Description: t.Description, Sections: t.Sections}
	for i := range t.Fields {
		f := r.fieldGuide(&t.Fields[i])
		if slices.Contains(t.Own, f.Name) || f.Required || f.Recommended {
			g.Own = append(g.Own, f)
		} else {
			g.Common = append(g.Common, f)
		}
	}
	find := func(types []string) string {
		for _, p := range r.site.Pages {
			if !p.Index && p.Status != content.Archived && (len(types) == 0 || slices.Contains(types, p.Type.Name)) {
				return p.Slug
			}
		}
		return ""
	}
	g.Example = string(content.Example(t, "", r.site.At, find))
	v.Guide = g
	return r.execute("guide", v)
}

func (r *Renderer) fieldGuide(f *schema.Field) FieldGuide {
	kind := f.Element()
	g := FieldGuide{Name: f.Name, Label: f.Label, Help: f.Help, Required: f.Required, Recommended: f.Recommended, Kind: r.theme.words["nature_"+string(kind.Kind)]}
	if f.Kind == schema.List {
		g.Kind = r.theme.words["nature_list"] + " " + g.Kind
	}
	for _, value := range kind.Of {
		g.Values = append(g.Values, kind.Display(value))
	}
	columns := f.Columns
	if f.Kind == schema.Group {
		columns = f.Fields
	}
	for i := range columns {
		g.Columns = append(g.Columns, r.fieldGuide(&columns[i]))
	}
	return g
}
