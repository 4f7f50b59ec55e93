package compare

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"intraqvt/internal/french"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// TypeChange is the change of the description of one type, or of all types.
type TypeChange struct {
	Names  []string `json:"names"`  // of the types, as in layouts/; empty if all changed alike
	Label  string   `json:"label"`  // of the type; « Tous les types de page »
	Change Change   `json:"change"` // added, removed or changed
	Pages  int      `json:"pages"`  // number of pages of the type after the change, or before it if the type is removed
	What   []string `json:"what"`   // French sentences
}

// compareTypes returns the changes of the types' descriptions. A change of all
// types, such as one of a common field, is reported once.
func compareTypes(before, after *site.Site) []TypeChange {
	changes := []TypeChange{}
	counts := map[string]int{} // sentences, by the number of types that they apply to
	both := 0
	for _, now := range after.Types.Types {
		was, ok := before.Types.Named(now.Name)
		if !ok {
			changes = append(changes, TypeChange{[]string{now.Name}, now.Label.One, Added, pagesOf(after, now), []string{}})
			continue
		}
		both++
		if what := typeSentences(was, now); len(what) > 0 {
			changes = append(changes, TypeChange{[]string{now.Name}, now.Label.One, Changed, pagesOf(after, now), what})
			for _, s := range what {
				counts[s]++
			}
		}
	}
	for _, was := range before.Types.Types {
		if _, ok := after.Types.Named(was.Name); !ok {
			changes = append(changes, TypeChange{[]string{was.Name}, was.Label.One, Removed, pagesOf(before, was), []string{}})
		}
	}
	return mergeCommon(changes, counts, both, len(after.Pages))
}

// mergeCommon moves sentences that apply to all types into one common change.
func mergeCommon(changes []TypeChange, counts map[string]int, types, pages int) []TypeChange {
	shared := func(s string) bool { return types > 1 && counts[s] == types }
	all := TypeChange{Names: []string{}, Label: "Tous les types de page", Change: Changed, Pages: pages}
	out := []TypeChange{}
	for _, c := range changes {
		for _, s := range c.What {
			if shared(s) && !slices.Contains(all.What, s) {
				all.What = append(all.What, s)
			}
		}
		c.What = slices.DeleteFunc(c.What, shared)
		if c.Change != Changed || len(c.What) > 0 {
			out = append(out, c)
		}
	}
	if len(all.What) > 0 {
		out = slices.Insert(out, 0, all)
	}
	return out
}

func pagesOf(s *site.Site, t *schema.Type) int {
	n := 0
	for _, p := range s.Pages {
		if p.Type == t {
			n++
		}
	}
	return n
}

// typeSentences describes the differences of two descriptions of a type.
func typeSentences(was, now *schema.Type) []string {
	var what []string
	say := func(format string, args ...any) { what = append(what, fmt.Sprintf(format, args...)) }
	if was.Label != now.Label {
		say("le type s’appelle maintenant « %s » (avant : « %s »)", now.Label.One, was.Label.One)
	}
	if was.Folder != now.Folder {
		say("ses pages sont rangées dans « %s » (avant : « %s ») : leurs adresses changent", now.Folder, was.Folder)
	}
	what = append(what, fieldSentences("", was.Fields, now.Fields)...)
	for _, s := range without(now.Sections, was.Sections) {
		say("partie attendue en plus : « %s »", s)
	}
	for _, s := range without(was.Sections, now.Sections) {
		say("partie qui n’est plus attendue : « %s »", s)
	}
	if was.Has(schema.OutputEmail) != now.Has(schema.OutputEmail) {
		if now.Has(schema.OutputEmail) {
			say("ses pages deviennent aussi des courriels")
		} else {
			say("ses pages ne deviennent plus des courriels")
		}
	}
	if was.Description != now.Description {
		say("autre description : « %s »", now.Description)
	}
	if !reflect.DeepEqual(was.List, now.List) {
		say("ses listes sont présentées autrement (tri, filtres, champs montrés)")
	}
	if !reflect.DeepEqual(was.Example, now.Example) {
		say("autre exemple pour les pages nouvelles")
	}
	if !reflect.DeepEqual(was.Search, now.Search) || was.Person != now.Person || was.Issue != now.Issue || was.Glossary != now.Glossary ||
		!slices.Equal(rolesOf(was), rolesOf(now)) {
		say("autres réglages (recherche, couleur, glossaire, clé ou numéros)")
	}
	return what
}

// rolesOf lists the type's fields with their roles.
func rolesOf(t *schema.Type) []string {
	var roles []string
	for _, f := range t.Fields {
		if f.Role != "" {
			roles = append(roles, string(f.Role)+" "+f.Name)
		}
	}
	slices.Sort(roles)
	return roles
}

// fieldSentences describes added, removed and changed fields; inside is the
// label of the field that they are parts of.
func fieldSentences(inside string, was, now []schema.Field) []string {
	var what []string
	label := func(f *schema.Field) string {
		name := f.Label
		if name == "" {
			name = f.Name
		}
		if inside != "" {
			name = inside + " – " + name
		}
		return "« " + name + " »"
	}
	find := func(list []schema.Field, same func(f *schema.Field) bool) *schema.Field {
		for i := range list {
			if same(&list[i]) {
				return &list[i]
			}
		}
		return nil
	}
	named := func(list []schema.Field, name string) *schema.Field {
		return find(list, func(f *schema.Field) bool { return f.Name == name })
	}
	renamed := map[string]bool{}
	for i := range now {
		f := &now[i]
		if old := named(was, f.Name); old != nil {
			what = append(what, oneFieldSentences(label(old), label(f), old, f)...)
			continue
		}
		old := find(was, func(o *schema.Field) bool {
			return o.Label != "" && o.Label == f.Label && o.Kind == f.Kind && named(now, o.Name) == nil
		})
		if old != nil {
			renamed[old.Name] = true
			what = append(what, "champ "+label(f)+" : il s’écrit maintenant « "+f.Name+": » dans les pages (avant : « "+old.Name+": »)")
			continue
		}
		what = append(what, "champ ajouté : "+label(f)+requirement(f, " (", ")"))
	}
	for i := range was {
		if f := &was[i]; named(now, f.Name) == nil && !renamed[f.Name] {
			what = append(what, "champ retiré : "+label(f))
		}
	}
	return what
}

// requirement says whether a field must be filled in; "" if it need not.
func requirement(f *schema.Field, open, end string) string {
	switch {
	case f.Required:
		return open + "obligatoire" + end
	case f.Recommended:
		return open + "conseillé" + end
	}
	return ""
}

// kindNames are the French names of kinds.
var kindNames = map[schema.Kind]string{
	schema.Text: "texte court", schema.LongText: "texte long", schema.Date: "date", schema.DateTime: "date et heure",
	schema.Choice: "choix",
	schema.Number: "nombre", schema.Bool: "oui ou non", schema.Reference: "renvoi à une page", schema.File: "fichier",
	schema.Path: "adresse du portail", schema.URL: "adresse web",
	schema.Email: "adresse de courriel", schema.Phone: "téléphone", schema.List: "liste", schema.Table: "tableau",
	schema.Group:      "groupe de champs",
	schema.Recurrence: "répétition", schema.Frozen: "ce qu’un numéro a montré",
}

// oneFieldSentences describes the differences of two descriptions of a field.
func oneFieldSentences(old, label string, was, now *schema.Field) []string {
	var what []string
	say := func(format string, args ...any) {
		what = append(what, "champ "+label+" : "+fmt.Sprintf(format, args...))
	}
	if old != label {
		what = append(what, "champ "+old+" : il s’appelle maintenant "+label)
	}
	if a, b := requirement(was, "", ""), requirement(now, "", ""); a != b {
		if b == "" {
			b = "facultatif"
		}
		say("devient %s", b)
	}
	if was.Kind != now.Kind {
		say("change de nature, de « %s » à « %s »", kindNames[was.Kind], kindNames[now.Kind])
		return what
	}
	a, b := was.Element(), now.Element()
	if a.Kind != b.Kind {
		say("ses valeurs changent de nature, de « %s » à « %s »", kindNames[a.Kind], kindNames[b.Kind])
	}
	if come := without(b.Of, a.Of); len(come) > 0 {
		say("nouveau choix : %s", strings.Join(come, ", "))
	}
	if gone := without(a.Of, b.Of); len(gone) > 0 {
		say("choix retiré : %s", strings.Join(gone, ", "))
	}
	if !maps.Equal(a.Names, b.Names) {
		say("les lecteurs lisent d’autres noms pour ses choix")
	}
	if a, b := limits(a), limits(b); a != b {
		say("autres limites, %s (avant : %s)", b, a)
	}
	if a.Unit != b.Unit {
		say("autre unité : « %s »", b.Unit)
	}
	if !slices.Equal(a.To, b.To) {
		say("il peut désigner d’autres types de page")
	}
	if was.Facet != now.Facet || was.Taxonomy != now.Taxonomy {
		say("il sert autrement aux filtres et aux index")
	}
	if was.Help != now.Help || was.Draw != now.Draw || was.Singular != now.Singular || !slices.Equal(was.Also, now.Also) {
		say("aide ou présentation modifiée")
	}
	inside := strings.Trim(label, "« »")
	what = append(what, fieldSentences(inside, was.Columns, now.Columns)...)
	return append(what, fieldSentences(inside, was.Fields, now.Fields)...)
}

// limits says which numbers, or which lengths of text, a field accepts.
func limits(f *schema.Field) string {
	switch {
	case f.Min == nil && f.Max == nil:
		return "sans limite"
	case f.Min == nil:
		return "au plus " + french.Number(*f.Max)
	case f.Max == nil:
		return "au moins " + french.Number(*f.Min)
	}
	return "de " + french.Number(*f.Min) + " à " + french.Number(*f.Max)
}
