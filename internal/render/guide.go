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

// TypeView is the view of guide.html: how to write a page of a type, from the
// type's description.
type TypeView struct {
	Frame
	Name, Folder string
	Purpose      string       // the purpose of the type's pages
	Own, Common  []FieldGuide // the fields that authors fill in first, and the others
	Sections     []string     // the expected headings of such a page
	Example      string
}

// FieldGuide explains a field: champs.html.
type FieldGuide struct {
	Name, Label, Kind, Help string
	Required, Recommended   bool
	Values                  []string
	Columns                 []FieldGuide
}

// MessagesView is the view of messages.html: every message of the program.
type MessagesView struct {
	Frame
	Groups []MessageGroup
}

// MessageGroup holds the messages on one subject.
type MessageGroup struct {
	ID, Title string
	Messages  []Message
}

// Message explains a code to authors.
type Message struct {
	Code, Title, Example string
	Meaning, Remedy      template.HTML
}

// HidingView is the view of hiding.html: the ways in which programs hide a page.
type HidingView struct {
	Frame
	Groups []HidingGroup
}

// HidingGroup holds the ways of hiding a page of one kind: by a key of its
// header, by a name, by a configuration.
type HidingGroup struct {
	Title string
	Code  string // heading of the column Code
	Rows  []HidingRow
}

// HidingRow is one way of hiding a page.
type HidingRow struct {
	Tools   string
	Codes   []string // what authors write: any of these keys, pattern or files
	Values  []string // the values that hide
	Any     string   // the values in words, if none can be named
	Meaning string   // the effect on the page
}

// typesAddress is the guide's list of types, guideAddress its page of one type.
const typesAddress = site.TypesFolder + "/index.html"

func guideAddress(t *schema.Type) string { return site.TypesFolder + "/" + t.Folder + ".html" }

// guideFrame starts the view of a page that is generated into the authors'
// guide; above are the pages between it and the guide.
func (r *Renderer) guideFrame(address, title, description string, above ...Link) Frame {
	f := r.frame(address, title, description)
	guide := Link{r.theme.words["guide"], relative(address, content.GuideFolder+"/index.html")}
	for _, s := range r.site.Sections {
		if s.Path == content.GuideFolder {
			guide.Title, f.Navigation = s.Title, r.navigation(s, address)
		}
	}
	f.Trail = append([]Link{{r.theme.words["accueil"], relative(address, "index.html")}, guide}, above...)
	f.Trail = append(f.Trail, Link{Title: title})
	return f
}

// guideAreas returns the generated parts of the authors' guide, for its own
// page; nil for other sections.
func (r *Renderer) guideAreas(s *site.Section, from string) []Area {
	if s.Path != content.GuideFolder {
		return nil
	}
	area := func(word, to string, count int) Area {
		return Area{r.theme.words[word], relative(from, to), r.theme.words[word+"_texte"], count}
	}
	return []Area{
		area("guide_types", typesAddress, len(r.site.Types.Types)),
		area("guide_cache", site.HidingAddress, len(r.site.Types.Visibility.Keys)),
		area("guide_messages", site.MessagesAddress, len(problem.Catalogue())),
	}
}

// hiding lists the known ways of hiding a page, from their description.
func (r *Renderer) hiding() *HidingView {
	words := r.theme.words
	v := &HidingView{Frame: r.guideFrame(site.HidingAddress, words["guide_cache"], words["guide_cache_texte"])}
	level := map[schema.Visibility]string{
		schema.Listed: words["cache_montree"], schema.Unlisted: words["cache_hors_listes"], schema.Hidden: words["cache_cachee"],
	}
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
	v.Groups = []HidingGroup{keys, names, configs}
	return v
}

// messages returns the catalogue of messages.
func (r *Renderer) messages() *MessagesView {
	words := r.theme.words
	v := &MessagesView{Frame: r.guideFrame(site.MessagesAddress, words["guide_messages"], words["guide_messages_texte"])}
	for _, rule := range problem.Catalogue() {
		n := len(v.Groups)
		if n == 0 || v.Groups[n-1].Title != rule.Group {
			v.Groups = append(v.Groups, MessageGroup{ID: "sujet-" + french.Slug(rule.Group), Title: rule.Group})
			n++
		}
		g := &v.Groups[n-1]
		g.Messages = append(g.Messages,
			Message{rule.Code(), french.Typography(rule.Title), rule.Example, quoted(rule.Meaning), quoted(rule.Remedy)})
	}
	return v
}

// quoted returns a text of the catalogue, with text between backquotes as code.
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

// guides lists the types with their purposes.
func (r *Renderer) guides() *TermsView {
	v := &TermsView{Frame: r.guideFrame(typesAddress, r.theme.words["guide_types"], r.theme.words["guide_types_texte"])}
	for _, t := range r.site.Types.Types {
		v.Areas = append(v.Areas, Area{t.Label.One, relative(typesAddress, guideAddress(t)), t.Description, len(r.site.Of(t))})
	}
	return v
}

// guide explains one type.
func (r *Renderer) guide(t *schema.Type) *TypeView {
	address := guideAddress(t)
	above := Link{r.theme.words["guide_types"], relative(address, typesAddress)}
	v := &TypeView{
		Frame: r.guideFrame(address, t.Label.One, t.Description, above),
		Name:  t.Name, Folder: t.Folder, Purpose: t.Description, Sections: t.Sections,
	}
	for i := range t.Fields {
		f := r.fieldGuide(&t.Fields[i])
		if slices.Contains(t.Own, f.Name) || f.Required || f.Recommended {
			v.Own = append(v.Own, f)
		} else {
			v.Common = append(v.Common, f)
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
	v.Example = string(content.Example(t, "", r.site.At, find))
	return v
}

func (r *Renderer) fieldGuide(f *schema.Field) FieldGuide {
	kind := f.Element()
	g := FieldGuide{
		Name: f.Name, Label: f.Label, Help: f.Help, Required: f.Required, Recommended: f.Recommended,
		Kind: r.theme.words["nature_"+string(kind.Kind)],
	}
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
