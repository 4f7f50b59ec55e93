package render

import (
	"html"
	"html/template"
	"maps"
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/problem"
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

// MessageGroup are the messages on one subject.
type MessageGroup struct {
	ID, Title string
	Messages  []Message
}

// Message explains a code to authors.
type Message struct {
	Code, Title, Example string
	Meaning, Remedy      template.HTML
}

// typesAddress lists the types in the authors' guide, guideAddress is the page
// of one.
const typesAddress = site.TypesFolder + "/index.html"

func guideAddress(t *schema.Type) string { return site.TypesFolder + "/" + t.Folder + ".html" }

// guideView starts the view of a page that is generated into the authors'
// guide; above are the pages between it and the guide.
func (r *Renderer) guideView(address, title, description string, above ...Link) *View {
	v := r.view(address, title, description)
	index := content.GuideFolder + "/index.html"
	name := r.theme.words["guide"]
	for _, s := range r.site.Sections {
		if s.Path == content.GuideFolder {
			name = s.Title
			v.Navigation = r.navigation(s, address)
		}
	}
	v.Trail = append([]Link{{Title: r.theme.words["accueil"], URL: relative(address, "index.html")}, {Title: name, URL: relative(address, index)}}, above...)
	v.Trail = append(v.Trail, Link{Title: title, Current: true})
	return v
}

// guideAreas are the generated parts of the authors' guide, as its own page
// shows them; none for other sections.
func (r *Renderer) guideAreas(s *site.Section, address string) []Area {
	if s.Path != content.GuideFolder {
		return nil
	}
	return []Area{
		{Title: r.theme.words["guide_types"], URL: relative(address, typesAddress), Summary: r.theme.words["guide_types_texte"], Count: len(r.site.Types.Types)},
		{Title: r.theme.words["guide_cache"], URL: relative(address, site.HidingAddress), Summary: r.theme.words["guide_cache_texte"], Count: len(r.site.Types.Visibility.Keys)},
		{Title: r.theme.words["guide_messages"], URL: relative(address, site.MessagesAddress), Summary: r.theme.words["guide_messages_texte"], Count: len(problem.Catalogue())},
	}
}

// HidingGroup are the ways of hiding a page that look alike: by a key of its
// header, by a name, by a configuration.
type HidingGroup struct {
	Title string
	Code  string // the head of the column Code
	Rows  []HidingRow
}

// HidingRow is one of them.
type HidingRow struct {
	Tools   string
	Codes   []string // what is written: keys, a pattern, files; any of them
	Values  []string // and with what value
	Any     string   // the same in words, where no value can be named
	Meaning string   // what it does to the page
}

// hiding tells what programs' ways of hiding a page are understood, from their
// description.
func (r *Renderer) hiding() ([]byte, error) {
	words := r.theme.words
	v := r.guideView(site.HidingAddress, words["guide_cache"], words["guide_cache_texte"])
	level := map[schema.Visibility]string{schema.Listed: words["cache_montree"], schema.Unlisted: words["cache_hors_listes"], schema.Hidden: words["cache_cachee"]}
	rules := r.site.Types.Visibility
	keys := HidingGroup{Title: words["cache_cles"], Code: words["cache_cle"]}
	for _, k := range rules.Keys {
		row := HidingRow{Tools: strings.Join(k.Tools, ", "), Codes: append([]string{k.Key}, k.Also...)}
		for _, l := range []schema.Visibility{schema.Hidden, schema.Unlisted} {
			row.Values, row.Any, row.Meaning = nil, "", level[l]
			for _, value := range slices.Sorted(maps.Keys(k.Values)) {
				switch {
				case k.Values[value] != l:
				case value == "*":
					row.Any = words["cache_toute_valeur"]
				default:
					row.Values = append(row.Values, value)
				}
			}
			if len(row.Values) > 0 || row.Any != "" {
				keys.Rows = append(keys.Rows, row)
			}
		}
		if k.Date != "" {
			row.Values, row.Any, row.Meaning = nil, words["cache_date"], words["cache_"+string(k.Date)]
			keys.Rows = append(keys.Rows, row)
		}
	}
	names := HidingGroup{Title: words["cache_noms"], Code: words["cache_motif"]}
	for _, n := range rules.Names {
		names.Rows = append(names.Rows, HidingRow{Tools: strings.Join(n.Tools, ", "), Codes: []string{n.Pattern}, Meaning: level[n.Level]})
	}
	configs := HidingGroup{Title: words["cache_configurations"], Code: words["cache_fichier"]}
	for _, c := range rules.Configs {
		row := HidingRow{Tools: strings.Join(c.Tools, ", "), Codes: c.Files, Meaning: level[c.Level]}
		if c.Key != "" {
			row.Values = []string{c.Key}
		}
		configs.Rows = append(configs.Rows, row)
	}
	v.Hiding = []HidingGroup{keys, names, configs}
	return r.execute("hiding", v)
}

// messages makes the catalogue of messages.
func (r *Renderer) messages() ([]byte, error) {
	v := r.guideView(site.MessagesAddress, r.theme.words["guide_messages"], r.theme.words["guide_messages_texte"])
	for _, rule := range problem.Catalogue() {
		n := len(v.Messages)
		if n == 0 || v.Messages[n-1].Title != rule.Group {
			v.Messages = append(v.Messages, MessageGroup{ID: "sujet-" + french.Slug(rule.Group), Title: rule.Group})
			n++
		}
		g := &v.Messages[n-1]
		g.Messages = append(g.Messages,
			Message{rule.Code(), french.Typography(rule.Title), rule.Example, quoted(rule.Meaning), quoted(rule.Remedy)})
	}
	return r.execute("messages", v)
}

// quoted is a text of the catalogue, in which what stands between backquotes
// is code.
func quoted(text string) template.HTML {
	var b strings.Builder
	for i, part := range strings.Split(text, "`") {
		if i%2 == 1 {
			b.WriteString("<code>" + html.EscapeString(part) + "</code>")
		} else {
			b.WriteString(html.EscapeString(french.Typography(part)))
		}
	}
	return template.HTML(b.String())
}

// guides lists the types, each with what its pages are for.
func (r *Renderer) guides() ([]byte, error) {
	address := typesAddress
	v := r.guideView(address, r.theme.words["guide_types"], r.theme.words["guide_types_texte"])
	for _, t := range r.site.Types.Types {
		v.Areas = append(v.Areas, Area{Title: t.Label.One, URL: relative(address, guideAddress(t)), Summary: t.Description, Count: len(r.site.Of(t))})
	}
	return r.execute("terms", v)
}

// guide makes the page of one type.
func (r *Renderer) guide(t *schema.Type) ([]byte, error) {
	address := guideAddress(t)
	v := r.guideView(address, t.Label.One, t.Description, Link{Title: r.theme.words["guide_types"], URL: relative(address, typesAddress)})
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
			if p.InLists() && (len(types) == 0 || slices.Contains(types, p.Type.Name)) {
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
