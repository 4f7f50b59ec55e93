package schema

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"intraqvt/internal/problem"
)

// whole is a description with every possible key.
const whole = `name: essai
label: {one: Essai, many: Essais}
gender: m
folder: essais
description: "Pour voir."
default: true
fields:
  - {name: rang, kind: number, role: number, label: Rang, help: "Le rang.", required: true, also: [rank], min: 1, max: 12, unit: points}
  - {name: niveau, kind: choice, label: Niveau, of: [a, b], names: {a: Débutant}, recommended: true, facet: true, taxonomy: true}
  - {name: liens, kind: list, label: Liens, singular: Lien, item: {kind: reference, to: [page]}}
  - {name: etapes, kind: table, draw: timeline, columns: [{name: quand, kind: date}, {name: quoi, kind: text}]}
  - {name: cout, kind: group, fields: [{name: argent, kind: text}]}
  - {name: jour, kind: datetime}
sections: [Contexte, Agir]
list: {sort: -jour, group: titre, filters: [niveau], show: [rang], remember: niveau, agenda: true}
search: {weight: 1.5, names: [modèle]}
glossary: true
person: true
issue: {every: 3}
outputs: [page, email]
example: {titre: Un essai, corps: Texte.}
`

// essaiOf reads a type beside the type of pages.
func essaiOf(t *testing.T, description string) *Type {
	t.Helper()
	layouts := layoutsWith(description)
	if strings.Contains(description, "\ndefault: true") {
		layouts["page/type.yaml"].Data = []byte("name: page\nfolder: pages\n")
	}
	set, problems := Read(layouts)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	essai, ok := set.Named("essai")
	if !ok {
		t.Fatal("no type of that name")
	}
	return essai
}

// A key of a description that nothing reads would be ignored silently.
func TestEveryKeyIsRead(t *testing.T) {
	essai := essaiOf(t, whole)
	read, keys := map[string]bool{}, map[string]bool{}
	var look func(v reflect.Value)
	look = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				look(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				look(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				name := v.Type().Field(i).Tag.Get("yaml")
				if name == "" || name == "-" {
					continue
				}
				key := v.Type().Name() + "." + name
				keys[key] = true
				read[key] = read[key] || !v.Field(i).IsZero()
				look(v.Field(i))
			}
		}
	}
	look(reflect.ValueOf(essai))
	if len(keys) < 40 {
		t.Errorf("only %d keys were looked at", len(keys))
	}
	for key := range keys {
		if !read[key] {
			t.Errorf("%s: nothing of the description, or the description above lacks the key", key)
		}
	}
	niveau, _ := essai.Field("niveau")
	if got := niveau.Display("a") + ", " + niveau.Display("b"); got != "a. Débutant, b" {
		t.Errorf("readers see %s", got)
	}
	if !essai.Has(OutputEmail) || !essai.Dated() || essai.Colours() {
		t.Errorf("%+v", essai)
	}
	if essai.Position("rank") != essai.Position("rang") || essai.Position("absent") != -1 {
		t.Errorf("%+v", essai)
	}
}

// Every key that a description omits has a default.
func TestWhatADescriptionLeavesOut(t *testing.T) {
	essai := essaiOf(t, "name: essai\nfolder: essais\nfields: [{name: a, kind: text}]\n")
	a, _ := essai.Field("a")
	if essai.Label != (Label{"essai", "essai"}) || a.Label != "a" || !slices.Equal(essai.Outputs, []string{OutputPage}) {
		t.Errorf("%+v, %+v", essai, a)
	}
	if essai.Search.Weight != 1 || essai.Issue.Every != 2 {
		t.Errorf("%+v, %+v", essai, a)
	}
	if essai.Default || essai.Dated() || essai.FrozenField() != nil || essai.ByRole(Summary) != nil {
		t.Errorf("%+v", essai)
	}
}

func TestUnknownKeysAreNamedWithWhatWasMeant(t *testing.T) {
	for _, c := range []struct{ description, want string }{
		{"name: essai\nfolder: essais\nsection: [A]\n",
			"layouts/essai/type.yaml:3:1 : erreur : champ inconnu « section »\n    → vouliez-vous dire « sections » ?"},
		{"name: essai\nfolder: essais\nlabel: {mani: A}\n", "3:9 : erreur : champ inconnu « mani »\n    → vouliez-vous dire « many » ?"},
		{"name: essai\nfolder: essais\nfields:\n  - {name: a, kind: text, requird: true}\n",
			"4:27 : erreur : champ inconnu « requird »\n    → vouliez-vous dire « required » ?"},
		{"name: essai\nfolder: essais\nfields:\n  - {name: a, kind: list, item: {knd: text}}\n",
			"4:34 : erreur : champ inconnu « knd »\n    → vouliez-vous dire « kind » ?"},
		{"name: essai\nfolder: essais\nfields:\n  - {name: a, kind: table, columns: [{nam: b}]}\n",
			"4:39 : erreur : champ inconnu « nam »\n    → vouliez-vous dire « name » ?"},
		{"name: essai\nfolder: essais\nlist: {sorte: titre}\n",
			"3:8 : erreur : champ inconnu « sorte »\n    → vouliez-vous dire « sort » ?"},
		{"name: essai\nfolder: essais\nsearch: {wieght: 2}\n",
			"3:10 : erreur : champ inconnu « wieght »\n    → vouliez-vous dire « weight » ?"},
		{"name: essai\nfolder: essais\nissue: {evry: 2}\n", "3:9 : erreur : champ inconnu « evry »\n    → vouliez-vous dire « every » ?"},
		{"name: essai\nfolder: essais\ncolour: niveau\n",
			"3:1 : erreur : champ inconnu « colour »\n    → donnez « role: colour » au champ qui colore la page"},
		{"name: essai\nfolder: essais\nxyzzy: 1\n",
			"3:1 : erreur : champ inconnu « xyzzy »\n    → les champs permis sont décrits dans le guide des auteurs"},
	} {
		if got := complaintsOf(t, c.description); !strings.Contains(got, c.want) {
			t.Errorf("%s\nsays %s\nwant %s", c.description, got, c.want)
		}
	}
}

// complaintsOf returns the problems of an invalid description.
func complaintsOf(t *testing.T, description string) string {
	t.Helper()
	set, problems := Read(layoutsWith(description))
	if set != nil {
		t.Errorf("a broken description gave a set:\n%s", description)
	}
	var all []string
	for _, p := range problems {
		all = append(all, p.String())
	}
	return strings.Join(all, "\n")
}

func TestDescriptionsThatNoPageCouldSatisfy(t *testing.T) {
	with := func(lines string) string { return "name: essai\nfolder: essais\n" + lines + "\n" }
	field := func(f string) string { return with("fields: [{name: a, " + f + "}]") }
	for _, c := range []struct{ description, want string }{
		{"folder: essais\n", "le type n’a pas de nom"},
		{"name: essai\n", "dossier «  » impossible"},
		{"name: essai\nfolder: a/b\n", "dossier « a/b » impossible"},
		{"name: essai\nfolder: ..\n", "dossier « .. » impossible"},
		{"name: essai\nfolder: des essais\n", "dossier « des essais » impossible"},
		{"name: page\nfolder: essais\n", "le type « page » existe déjà"},
		{with("default: true"), "deux types par défaut : « essai » et « page »"},
		{with("fields: [{kind: text}]"), "un champ n’a pas de nom"},

		{field("kind: text, role: titel"), "champ « a » : rôle « titel » inconnu\n    → vouliez-vous dire « title » ?"},
		{field("kind: text, role: tout"), "valeurs possibles : acronym, aliases, asked, authors"},
		{field("kind: text, role: title"), "champ « a » : le champ « titre » a déjà le rôle « title »"},
		{field("kind: text, role: date"), "nature attendue : date"},
		{field("kind: list, item: {kind: date}, role: date"), "le rôle « date » ne convient pas à sa nature\n    → nature attendue : date"},
		{field("kind: list, item: {kind: date}, role: aliases"), "nature attendue : list, item: {kind: path}"},
		{field("kind: number, role: status"), "nature attendue : choice"},
		{field("kind: date, role: number"), "nature attendue : number ou text ou choice"},

		{with("outputs: [pages]"), "sortie « pages » inconnue\n    → vouliez-vous dire « page » ?"},
		{with("outputs: [pdf]"), "sortie « pdf » inconnue\n    → valeurs possibles : page, email"},

		{with("list: {sort: -titr}"), "le champ « titr » n’existe pas dans ce type\n    → vouliez-vous dire « titre » ?"},
		{with("list: {group: annee}"), "le champ « annee » n’existe pas"},
		{with("list: {show: [titres]}"), "vouliez-vous dire « titre » ?"},
		{with("list: {remember: titre}"), "« titre » n’est pas un filtre de la liste\n    → list.remember: l’un de list.filters"},
		{with("list: {agenda: true}"), "un agenda se trie par une date"},
		{with("list: {agenda: true, sort: titre}"), "un agenda se trie par une date"},

		{field("kind: list, item: {kind: list, item: {kind: text}}"), "une liste de listes"},
		{field("kind: list, item: {kind: choice}"), "champ « a » : un choix sans valeurs"},
		{field("kind: list, item: {kind: txt}"), "champ « a » : nature « txt » inconnue\n    → vouliez-vous dire « text » ?"},
		{field("kind: list, item: {kind: frozen}"), "une liste de nature frozen"},
		{field("kind: table"), "aucune colonne décrite"},
		{field("kind: group"), "aucune colonne décrite"},
		{field("kind: table, columns: [{name: b, kind: dat}]"), "champ « a.b » : nature « dat » inconnue"},
		{field("kind: group, fields: [{name: b, kind: frozen}]"), "une partie de nature frozen"},
		{field("kind: text, draw: timeline"), "dessin « timeline » impossible"},
		{field("kind: table, columns: [{name: b, kind: text}], draw: pie"), "dessin « pie » impossible"},
		{field("kind: list, item: {kind: reference, to: [pages]}"),
			"champ « a » : le type « pages » n’existe pas\n    → vouliez-vous dire « page » ?"},
		{with("fields: [{name: a, kind: frozen}, {name: b, kind: frozen}]"), "deux champs de nature frozen"},
		{with("issue: {every: -1}"), "un numéro tous les -1 mois"},
	} {
		got := complaintsOf(t, c.description)
		if !strings.Contains(got, c.want) || !strings.Contains(got, "/type.yaml : erreur : ") {
			t.Errorf("%s\nsays %s\nwant %s", c.description, got, c.want)
		}
	}
}

func TestASetNeedsTypes(t *testing.T) {
	expect := func(layouts fstest.MapFS, want ...string) {
		t.Helper()
		set, problems := Read(layouts)
		says := func(p problem.Problem, want string) bool { return strings.Contains(p.String(), want) }
		if set != nil || !slices.EqualFunc(problems, want, says) {
			t.Errorf("%v, %v", set, problems)
		}
	}
	layouts := layoutsWith("name: essai\nfolder: essais\n")
	delete(layouts, "page/type.yaml")
	expect(layouts, "aucun type par défaut")
	delete(layouts, "essai/type.yaml")
	expect(layouts, "aucun type de contenu")
	delete(layouts, "fields.yaml")
	expect(layouts, "aucun type de contenu", "layouts/fields.yaml : erreur : fichier illisible")
}

// A type's description of a common field contains only the differences.
func TestDescriptionsInLayers(t *testing.T) {
	layouts := layoutsWith(`name: essai
folder: essais
fields:
  - {name: propre, kind: text}
  - {name: resume, label: Chapeau, help: Court., max: 80, recommended: true}
  - {name: titre, role: subject}
  - {name: source, kind: longtext, label: Sources}
  - {name: date, required: true}
`)
	layouts["fields.yaml"].Data = []byte(`fields:
  - {name: titre, kind: text, role: title, required: true, label: Titre, also: [title]}
  - {name: resume, kind: text, role: summary, max: 200, label: Résumé, help: Long., also: [summary]}
  - {name: source, kind: text, role: source, label: Source, also: [origin], facet: true}
  - {name: date, kind: date, role: date, label: Date}
`)
	set, problems := Read(layouts)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	essai, _ := set.Named("essai")
	if got := strings.Join(essai.Keys(), " "); got != "titre resume source date propre" || !slices.Equal(essai.Own, []string{"propre"}) {
		t.Errorf("fields %s, own %v: a common field keeps its place", got, essai.Own)
	}
	resume, _ := essai.Field("SUMMARY")
	if resume.Label != "Chapeau" || resume.Help != "Court." || *resume.Max != 80 {
		t.Errorf("resume %+v", resume)
	}
	if !resume.Recommended || resume.Required || resume.Role != Summary {
		t.Errorf("resume %+v", resume)
	}
	if f := essai.ByRole(Subject); f == nil || f.Name != "titre" || essai.ByRole(Title) != nil || !f.Required {
		t.Errorf("another role: %+v", f)
	}
	// If the type gives a kind, it replaces the common field except its role.
	if f := essai.ByRole(Source); f == nil || f.Kind != LongText || f.Label != "Sources" || f.Facet || len(f.Also) != 0 {
		t.Errorf("source %+v", f)
	}
	if f := essai.ByRole(PublishedOn); !f.Required || f.Kind != Date || f.Label != "Date" {
		t.Errorf("date %+v", f)
	}
	page, _ := set.Named("page")
	if f, _ := page.Field("resume"); f.Label != "Résumé" || *f.Max != 200 || f.Recommended {
		t.Errorf("what one type says reached another: %+v", f)
	}
}

func TestPrompts(t *testing.T) {
	layouts := layoutsWith(`name: essai
folder: essais
fields:
  - {name: resume, kind: text}
  - {name: choix, kind: choice, of: [a]}
  - {name: notes, kind: list, item: {kind: text}}
example:
  titre: "Un titre qui a bien plus de huit mots et qui finit par un point."
  resume: "Ce qui a été fait, pour qui et avec quel effet, en une phrase."
  notes: ["Un élément de liste a le droit d’avoir huit mots et plus encore."]
  corps: |
    ## Un intertitre de huit mots au moins ne compte jamais ici.

    Racontez les étapes dans l’ordre, avec les dates
    et les essais ratés. Trop court. Sans point à la fin de cette phrase qui est longue

    - Un point de la liste a huit mots lui aussi, voilà.

    ::: liste
    type: tout ce que dit une directive ne compte pas du tout.
    :::
`)
	set, problems := Read(layouts)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, c := range []struct{ text, want string }{
		{"Ce qui a été fait, pour qui et avec quel effet, en une phrase.",
			"Ce qui a été fait, pour qui et avec quel effet, en une phrase."},
		{"Avant. CE QUI A ETE FAIT pour qui\net avec quel effet : en une phrase",
			"Ce qui a été fait, pour qui et avec quel effet, en une phrase."},
		{"Racontez les étapes dans l’ordre, avec les dates et les essais ratés.",
			"Racontez les étapes dans l’ordre, avec les dates et les essais ratés."},
		{"Un point de la liste a huit mots lui aussi, voilà.", "Un point de la liste a huit mots lui aussi, voilà."},
		{"Ce qui a été fait, pour nous et avec quel effet, en une phrase.", ""},
		{"Un titre qui a bien plus de huit mots et qui finit par un point.", ""},
		{"Un élément de liste a le droit d’avoir huit mots et plus encore.", ""},
		{"Un intertitre de huit mots au moins ne compte jamais ici.", ""},
		{"Trop court.", ""},
		{"Sans point à la fin de cette phrase qui est longue", ""},
		{"type: tout ce que dit une directive ne compte pas du tout.", ""},
	} {
		var got []string
		for _, left := range set.Prompts.In(c.text) {
			got = append(got, left.Text)
			if word, _, _ := strings.Cut(left.Text, " "); !strings.HasPrefix(strings.ToLower(c.text[left.Start:]), strings.ToLower(word)) {
				t.Errorf("%q begins at %q", left.Text, c.text[left.Start:])
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("in %q: %q, want %q", c.text, got, c.want)
		}
	}
}

// A type chooses its facets among its own and the common fields.
func TestFacetsAndOrders(t *testing.T) {
	layouts := layoutsWith(`name: essai
folder: essais
fields:
  - {name: niveau, kind: choice, of: [a], facet: true}
  - {name: jour, kind: date}
list: {sort: -jour, filters: [niveau, secteurs], remember: secteurs, group: jour, show: [niveau]}
`)
	layouts["fields.yaml"].Data = append(layouts["fields.yaml"].Data,
		"  - {name: secteurs, kind: list, item: {kind: text}, facet: true, taxonomy: true}\n"...)
	set, problems := Read(layouts)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	essai, _ := set.Named("essai")
	var facets []string
	for _, f := range essai.Fields {
		if f.Facet {
			facets = append(facets, f.Name)
		}
	}
	if !slices.Equal(facets, []string{"secteurs", "niveau"}) {
		t.Errorf("facets %v", facets)
	}
	want := Listing{Sort: "-jour", Group: "jour", Filters: []string{"niveau", "secteurs"}, Show: []string{"niveau"}, Remember: "secteurs"}
	if !reflect.DeepEqual(essai.List, want) {
		t.Errorf("list %+v", essai.List)
	}
	if !essai.Dated() {
		t.Error("a type that is listed by date, the newest first, is dated")
	}
}
