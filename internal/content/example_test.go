package content

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
	"intraqvt/layouts"
)

var exampleDay = time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)

func found(types []string) string {
	return strings.Join(append([]string{"une-page"}, types...), "-")
}

func notFound([]string) string { return "" }

func portalTypes(t *testing.T) *schema.Set {
	t.Helper()
	set, problems := schema.Read(layouts.FS)
	for _, p := range problems {
		t.Fatal(p)
	}
	return set
}

func parseExample(set *schema.Set, of *schema.Type, data []byte) *Page {
	return Parse(of.Folder+"/essai.md", data, set)
}

func TestExampleOfEveryTypeIsSound(t *testing.T) {
	set := portalTypes(t)
	for _, of := range set.Types {
		t.Run(of.Name, func(t *testing.T) {
			data := Example(of, "Un essai : « ça » marche", exampleDay, found)
			p := parseExample(set, of, data)
			for _, problem := range p.Problems {
				t.Error(problem)
			}
			if p.Title != "Un essai\u00a0: «\u00a0ça\u00a0» marche" || p.Status != Draft || !p.Date.Equal(exampleDay) {
				t.Errorf("title %q, status %q, date %v", p.Title, p.Status, p.Date)
			}
			if p.Summary == "" || len(of.Example) == 0 {
				t.Error("the type gives no example of its own")
			}
			var order []string
			for _, h := range p.Body.Headings {
				if slices.ContainsFunc(of.Sections, func(s string) bool { return french.Slug(s) == french.Slug(h.Text) }) {
					order = append(order, h.Text)
				}
			}
			if !slices.Equal(order, of.Sections) {
				t.Errorf("parts %q, want %q", order, of.Sections)
			}
			if bytes.Contains(data, []byte("À écrire.")) {
				t.Error("a part has no guidance")
			}
			for i := range of.Fields {
				if f := &of.Fields[i]; f.Kind == schema.Frozen {
					if bytes.Contains(data, []byte(f.Name+":")) {
						t.Errorf("the example shows %s, which the program writes", f.Name)
					}
				} else if f.Help == "" {
					t.Errorf("field %s has no help text", f.Name)
				} else if !bytes.Contains(data, []byte("\n# "+firstWords(f.Help))) {
					t.Errorf("the help text of %s is not in the example", f.Name)
				}
				for _, part := range slices.Concat(of.Fields[i].Columns, of.Fields[i].Fields) {
					if part.Help == "" || !bytes.Contains(data, []byte("\n# - "+part.Name+" : "+firstWords(part.Help))) {
						t.Errorf("the help text of %s.%s is not in the example", of.Fields[i].Name, part.Name)
					}
				}
			}
		})
	}
}

// firstWords returns the first words, few enough for one line of a comment.
func firstWords(text string) string {
	words := strings.Fields(text)
	return strings.Join(words[:min(4, len(words))], " ")
}

func TestExampleFillsWhatItsTypeNames(t *testing.T) {
	for _, of := range portalTypes(t).Types {
		for key := range of.Example {
			if key != schema.ExampleBody && !slices.Contains(of.Keys(), key) {
				t.Errorf("%s: the example fills %q, which is no field", of.Name, key)
			}
		}
	}
}

// everyKind describes a type with a field of every kind.
const everyKind = `name: essai
label: {one: Essai, many: Essais}
folder: essais
fields:
  - {name: texte, kind: text, required: true}
  - {name: court, kind: text, max: 3, required: true}
  - {name: prose, kind: longtext, required: true}
  - {name: jour, kind: date, required: true}
  - {name: instant, kind: datetime, required: true}
  - {name: choix, kind: choice, of: ["non", "[b]"], names: {"non": Surtout pas}, required: true}
  - {name: nombre, kind: number, required: true}
  - {name: petit, kind: number, min: -3.5, max: -1, required: true}
  - {name: grand, kind: number, max: 5, required: true}
  - {name: drapeau, kind: bool, required: true}
  - {name: page, kind: reference, required: true}
  - {name: fichier, kind: file, required: true}
  - {name: adresse, kind: url, required: true}
  - {name: courriel, kind: email, required: true}
  - {name: telephone, kind: phone, required: true}
  - {name: textes, kind: list, item: {kind: text}, required: true}
  - {name: pages, kind: list, item: {kind: reference, to: [page]}, required: true}
  - {name: fiches, kind: list, item: {kind: group, fields: [{name: a, kind: text}, {name: b, kind: list, item: {kind: number}}]}, required: true}
  - name: lignes
    kind: table
    required: true
    columns: [{name: cle, kind: text, required: true}, {name: quand, kind: date}, {name: valeurs, kind: list, item: {kind: text}}]
  - name: groupe
    kind: group
    required: true
    fields: [{name: un, kind: text}, {name: deux, kind: table, columns: [{name: x, kind: number}, {name: qui, kind: reference}]}]
  - {name: libre, kind: text}
sections: [Début, Fin]
`

func typesWith(t *testing.T, description string) *schema.Set {
	t.Helper()
	set, problems := schema.Read(fstest.MapFS{
		"fields.yaml": {Data: []byte("fields:\n  - {name: titre, kind: text, role: title, required: true}\n" +
			"  - {name: statut, kind: choice, role: status, of: [brouillon, publie]}\n")},
		"page/type.yaml":  {Data: []byte("name: page\nfolder: pages\ndefault: true\n")},
		"essai/type.yaml": {Data: []byte(description)},
	})
	for _, p := range problems {
		t.Fatal(p)
	}
	return set
}

func TestExampleKnowsEveryKind(t *testing.T) {
	for _, c := range []struct{ name, example string }{
		{"by kind", ""},
		{"given", `example:
  texte: 'dit « oui : "non" », \ et # et {}'
  prose: |
    Une ligne.

    Une autre, après un blanc.
  jour: 2022-03-31
  instant: 2027-03-18T14:00
  choix: "[b]"
  nombre: 1234567.5
  textes: ["a, b", "- c", "d: e", "non", "2026-03-14", "@f", "g]", "Plan d’actions", "h#i", "&j", "*k", "01"]
  fiches: [{a: "x: y"}, {b: [1, 2.5]}]
  lignes:
    - {cle: "11.1", quand: 2022-03-31}
    - {cle: "un texte assez long pour que la ligne ne tienne pas en entier dans la page", valeurs: ["un texte assez long pour prendre plusieurs lignes", "un autre", "- et un autre : le dernier"]}
  groupe: {un: "z", deux: [{x: 3}]}
  libre: "oui"
  corps: |
    Avant tout.

    ## Fin

    La fin d’abord.
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			set := typesWith(t, everyKind+c.example)
			of, _ := set.Named("essai")
			data := Example(of, "Essai", exampleDay, found)
			p := parseExample(set, of, data)
			for _, problem := range p.Problems {
				t.Error(problem)
			}
			for i := range of.Fields {
				name := of.Fields[i].Name
				if v, set := p.Value(name); (set && v.IsSet()) != (name != "libre" || c.example != "") {
					t.Errorf("%s is set: %v", name, set)
				}
			}
			for _, part := range []string{"Début", "Fin"} {
				if n := strings.Count(string(data), "\n## "+part+"\n"); n != 1 {
					t.Errorf("part %s is there %d times", part, n)
				}
			}
			if t.Failed() {
				t.Logf("\n%s", data)
			}
			if c.example == "" {
				return
			}
			want := []string{"a, b", "- c", "d\u00a0: e", "non", "2026-03-14", "@f", "g]", "Plan d’actions", "h#i", "&j", "*k", "01"}
			texts, _ := p.Value("textes")
			if got := texts.Strings(); !slices.Equal(got, want) {
				t.Errorf("textes = %q\nwant     %q", got, want)
			}
			if text, _ := p.Value("texte"); !strings.Contains(text.Text, `\ et # et {}`) {
				t.Errorf("texte = %q", text.Text)
			}
			if v, _ := p.Value("lignes"); len(v.Rows) != 2 || len(v.Rows[1][2].Items) != 3 || !v.Rows[0][1].IsSet() {
				t.Errorf("lignes = %+v", v.Rows)
			}
			if v, _ := p.Value("nombre"); v.Number != 1234567.5 {
				t.Errorf("nombre = %v", v.Number)
			}
		})
	}
}

func TestExampleCommentsOutReferencesToNothing(t *testing.T) {
	set := portalTypes(t)
	practice, _ := set.Named("bonne-pratique")
	data := Example(practice, "Essai", exampleDay, notFound)
	for _, line := range []string{"\n#contact: nom-de-la-page\n", "\n#determinants: [nom-de-la-page]\n",
		"\n#responsable: nom-de-la-page\n"} {
		if !bytes.Contains(data, []byte(line)) {
			t.Errorf("%q is missing in\n%s", line, data)
		}
	}
	for _, p := range parseExample(set, practice, data).Problems {
		if p.Rule != problem.RecommendedField {
			t.Error(p)
		}
	}
}

// Removing the # of a commented field gives a valid field.
func TestExampleFieldsWorkUncommented(t *testing.T) {
	set := portalTypes(t)
	for _, of := range set.Types {
		data := Example(of, "Essai", exampleDay, found)
		var lines []string
		for line := range strings.Lines(string(data)) {
			if rest, ok := strings.CutPrefix(line, "#"); ok && !strings.HasPrefix(line, "# ") && !strings.HasPrefix(line, "##") {
				line = rest
			}
			lines = append(lines, line)
		}
		p := parseExample(set, of, []byte(strings.Join(lines, "")))
		for _, problem := range p.Problems {
			t.Errorf("%s: %s", of.Name, problem)
		}
		want := len(of.Fields)
		if of.FrozenField() != nil {
			want--
		}
		if len(p.Values) != want {
			t.Errorf("%s: %d of %d fields are set", of.Name, len(p.Values), want)
		}
	}
}

func TestExampleTakesAnyTitle(t *testing.T) {
	set := portalTypes(t)
	for _, title := range []string{
		`Il a dit "non" : pourquoi ?`, `C:\dossier`, "- tiret", "# dièse", "[crochets", "{accolades}", "null", "2026", "2026-03-14", "oui",
		"!", "'", "@x", "%y", "--- fin", "deux\nlignes", "\u0085nel\u2028séparateur", "cloche\a et \x1b[31m", "zéro\u200blargeur", "🙂 ½",
		"é décomposé", "octet \xff perdu",
	} {
		data := Example(set.Default(), title, exampleDay, found)
		p := parseExample(set, set.Default(), data)
		for _, problem := range p.Problems {
			t.Errorf("%q: %s", title, problem)
		}
		if got, want := french.Slug(p.Title), french.Slug(strings.ToValidUTF8(title, "ÿ")); got != want {
			t.Errorf("title %q came back as %q", title, p.Title)
		}
	}
}
