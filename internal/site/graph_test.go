package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"intraqvt/internal/content"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

func TestReferencesBothWays(t *testing.T) {
	s := linked(t, files{
		"determinants/rps.md":  numbered(12, "Voir [[a]] et [[a]]."),
		"determinants/dial.md": numbered(4, ""),
		"fiches/a.md": "titre: A\ndate: 2026-01-01\ndeterminants: [12, rps, 4]\nresponsable: Camille Duval\n" +
			"voir_aussi: [b, a, B]\ntextes: [{ref: x, fiche: b}]\n---\nMoi : [[a]].\n",
		"fiches/b.md":        "titre: B\ndate: 2026-02-02\ndeterminants: [12]\n---\n![[a]]\n",
		"acteurs/camille.md": "titre: Camille Duval\n---\n",
		"fiches/index.md":    "titre: Les fiches\n---\n[[a]]\n",
		"pages/p.md":         "titre: P\n---\n::: liste\ntype: fiche\n:::\n",
	})
	expectSaid(t, s)
	a := page(t, s, "fiches/a.md")
	determinants, _ := a.Type.Field("determinants")
	if got := slugs(a.Refs(determinants)); got != "rps rps dial" {
		t.Errorf("determinants of a: %s", got)
	}
	if got := slugs(a.RefsByRole(schema.Owner)); got != "camille" {
		t.Errorf("responsable of a: %s", got)
	}
	textes, _ := a.Value("textes")
	if got := a.Ref(textes.Rows[0][1]); got == nil || got.Name != "fiches/b.md" {
		t.Errorf("the reference in a table leads to %v", got)
	}
	if got := slugs(a.SeeAlso); got != "b" {
		t.Errorf("see also %q: neither itself nor twice", got)
	}
	for file, want := range map[string]string{
		"determinants/rps.md": "fiche: b a", // newest first, as fiches are listed
		"fiches/a.md":         "determinant: rps, fiche: b",
		"fiches/b.md":         "fiche: a",
		"acteurs/camille.md":  "fiche: a",
		"pages/p.md":          "",
	} {
		var groups []string
		for _, g := range page(t, s, file).Backlinks {
			groups = append(groups, g.Type.Name+": "+slugs(g.Pages))
		}
		if got := strings.Join(groups, ", "); got != want {
			t.Errorf("who refers to %s: %q, want %q", file, got, want)
		}
	}
}

// Each value leads to its own page, even if another value has the same words.
func TestEachReferenceIsItsOwn(t *testing.T) {
	s := linked(t, files{
		"determinants/rps.md": numbered(12, ""),
		"acteurs/rps.md":      "titre: Le service RPS\n---\n",
		"fiches/a.md": "titre: A\nresponsable: rps\ndeterminants: [rps, 13, 12, rps]\n" +
			"textes: [{ref: x, fiche: b}, {ref: y}, {ref: z, fiche: b}]\n---\n",
		"fiches/b.md": "titre: B\n---\n",
	})
	expectSaid(t, s, "content/fiches/a.md:4:21 référence inconnue « 13 » (déterminant) → valeurs possibles : 12")
	a := page(t, s, "fiches/a.md")
	var got []string
	for _, v := range a.Values {
		v.Each(func(v content.Value) {
			if v.Field.Kind != schema.Reference || !v.IsSet() {
				return
			}
			to := "nothing"
			if q := a.Ref(v); q != nil {
				to = q.File
			}
			got = append(got, fmt.Sprintf("%s %s: %s, %q", v.Field.Name, v.Written, to, a.Display(v)))
		})
	}
	want := []string{
		`determinants rps: content/determinants/rps.md, "Déterminant 12"`,
		`determinants 13: nothing, "13"`,
		`determinants 12: content/determinants/rps.md, "Déterminant 12"`,
		`determinants rps: content/determinants/rps.md, "Déterminant 12"`,
		`responsable rps: content/acteurs/rps.md, "Le service RPS"`,
		`fiche b: content/fiches/b.md, "B"`,
		`fiche b: content/fiches/b.md, "B"`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Each facet value of a page counts once: repeated values are one, values that
// differ only in a sign are two.
func TestFacetsOfAPage(t *testing.T) {
	s := linked(t, files{
		"layouts/avis/type.yaml": `name: avis
folder: avis
fields:
  - {name: langages, kind: list, facet: true, item: {kind: text}}
  - {name: note, kind: choice, of: [A, A+, A-], names: {A: Bien}, facet: true}
  - {name: duree, kind: number, unit: min, facet: true}
  - {name: ecart, kind: number}
  - {name: prive, kind: bool}
  - {name: causes, kind: list, facet: true, item: {kind: reference, to: [determinant]}}
list: {filters: [ecart]}
`,
		"determinants/rps.md": numbered(12, ""),
		"avis/a.md": "titre: A\ntags: [C, \"C++\", c, Écoute, écoute]\nlangages: [C, C++, \"C#\", c, <50, \">50\", \"!\"]\nnote: A-\n" +
			"duree: 90\n" +
			"ecart: -5\nprive: true\ncauses: [12, rps, 13, 12]\n---\n",
		"avis/b.md": "titre: B\nnote: A\n---\n",
	})
	expectSaid(t, s, "content/avis/a.md:9:19 référence inconnue « 13 » (déterminant) → valeurs possibles : 12")
	for _, c := range []struct{ file, want string }{
		{"avis/a.md", `etiquettes: "c" C -1 [c]; "c++" C++ -1 [c++]; "ecoute" Écoute -1 [ecoute]
langages: "c" C -1 [c]; "c++" C++ -1 [c++]; "c#" C# -1 [c#]; "<50" <50 -1 [<50]; ">50" >50 -1 [>50]; "" ! -1 [!]
note: "a-" A- 2 [a-]
duree: "90" 90 min -1 [90]
ecart: "-5" −5 -1 [−5 -5]
causes: "rps" Déterminant 12 0 [12 rps determinant 12]; "" 13 -1 [13]`},
		{"avis/b.md", `note: "a" A. Bien 0 [a]`},
	} {
		var lines []string
		for _, f := range page(t, s, c.file).Facets {
			var choices []string
			for _, o := range f.Choices {
				choices = append(choices, fmt.Sprintf("%q %s %d %s", o.Key, o.Label, o.Order, o.Names))
			}
			lines = append(lines, f.Field.Name+": "+strings.Join(choices, "; "))
		}
		if got := strings.Join(lines, "\n"); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", c.file, got, c.want)
		}
	}
	var terms []string
	for _, term := range s.Taxonomy("etiquettes").Terms {
		terms = append(terms, term.Address()+" "+slugs(term.Pages))
	}
	if got := strings.Join(terms, ", "); got != "etiquettes/c.html a, etiquettes/ecoute.html a" {
		t.Errorf("terms: %s", got)
	}
}

func TestUnknownReferencesAreErrors(t *testing.T) {
	s := linked(t, files{
		"determinants/rps.md":  numbered(12, ""),
		"determinants/dial.md": numbered(4, ""),
		"fiches/a.md": "titre: A\ndeterminants: [13]\nresponsable: rps\nvoir_aussi: [dail, organigramme]\ntextes:\n" +
			"  - {ref: x, fiche: b}\ngrille: grile.csv\n---\n",
		"fiches/grille.csv": "",
	})
	expectSaid(t, s,
		"content/fiches/a.md:3:16 référence inconnue « 13 » (déterminant) → valeurs possibles : 4, 12",
		"content/fiches/a.md:4:14 référence inconnue « rps » (acteur)",
		"content/fiches/a.md:5:14 référence inconnue « dail » → vouliez-vous dire « dial » ?",
		"content/fiches/a.md:5:20 référence inconnue « organigramme »",
		"content/fiches/a.md:7:21 référence inconnue « b » (fiche)",
		"content/fiches/a.md:8:9 (avertissement) fichier introuvable : grile.csv → vouliez-vous dire « grille.csv » ?",
	)
}

func TestFilesAndImagesThatPagesUse(t *testing.T) {
	s := linked(t, files{
		"fiches/a.md":           "titre: A\ngrille: fichiers/x.csv\n---\n![Plan](../images/plan.svg) [y](/fiches/fichiers/y.csv)\n",
		"fiches/brouillon.md":   "titre: B\nstatut: brouillon\n---\n[z](fichiers/z.csv)\n",
		"fiches/fichiers/x.csv": "", "fiches/fichiers/y.csv": "", "fiches/fichiers/z.csv": "", "images/plan.svg": "",
		"images/vieux.svg": "",
	})
	expectSaid(t, s)
	if !slices.Equal(s.Files, []string{"fiches/fichiers/x.csv", "fiches/fichiers/y.csv"}) ||
		!slices.Equal(s.Images, []string{"images/plan.svg"}) {
		t.Errorf("files %q, images %q", s.Files, s.Images)
	}
}

func TestEmbeddedLists(t *testing.T) {
	sources := files{
		"determinants/rps.md": numbered(12, ""),
		"fiches/a.md":         "titre: A\ndate: 2026-01-05\ndeterminants: [12]\nsecteurs: [Santé]\neffectif: 1200\ntestee: true\n---\n",
		"fiches/b.md":         "titre: B\ndate: 2026-02-05\ndeterminants: [rps]\nsecteurs: [Emploi, Santé]\neffectif: 3\n---\n",
		"fiches/c.md":         "titre: C\ndate: 2025-02-05\ntags: [Écoute]\ntestee: false\n---\n",
		"fiches/d.md":         "titre: D\nstatut: archive\nsecteurs: [Santé]\n---\n",
		"fiches/e.md":         "titre: E\nstatut: brouillon\nsecteurs: [Santé]\n---\n",
		"fiches/index.md":     "titre: Fiches\n---\n",
		"pages/z.md":          "titre: Z\nsecteurs: [Santé]\n---\n",
	}
	for _, c := range []struct{ query, want, said string }{
		{"type: fiche", "b a c", ""},
		{"type: fiche\ntri: titre\nlimite: 2", "a b", ""},
		{"type: fiche\ntri: -effectif", "a b c", ""}, // c has no value: last
		{"type: fiche\ndeterminants: 12", "b a", ""},
		{"type: fiche\ndeterminants: rps", "b a", ""},
		{"type: fiche\nsecteurs: sante", "b a", ""},
		{"type: fiche\nsecteurs: [Emploi, Seniors]", "b", ""},
		{"type: fiche\nsecteurs: Santé\neffectif: 1200", "a", ""},
		{"type: fiche\ntags: écoute", "c", ""},
		{"type: fiche\ntestee: non", "c", ""},
		{"type: fiche\ntestee: true", "a", ""},
		{"type: fiche\ndate: 2026-02", "b", ""},
		{"secteurs: Santé", "a b z", ""}, // of all types, by title
		{"type: acteur", "", ""},
		{"type: fich", "", "4:1 type inconnu « fich » → vouliez-vous dire « fiche » ?"},
		{"type: recette", "", "4:1 type inconnu « recette » → valeurs possibles : acteur, determinant, fiche, glossaire, lettre, page"},
		{"type: fiche\nsecteur: Santé", "", "6:1 champ inconnu « secteur » → vouliez-vous dire « secteurs » ?"},
		{"type: fiche\nsecteurs: Santee", "", "6:1 « secteurs » : valeur inconnue « Santee » → vouliez-vous dire « Santé » ?"},
		{"type: fiche\ndeterminants: 13", "", "6:1 référence inconnue « 13 » (déterminant) → valeurs possibles : 12"},
		{"type: fiche\ntri: -datte", "", "4:1 tri par un champ inconnu « datte » → vouliez-vous dire « date » ?"},
		{"numerro: 3", "", "5:1 champ inconnu « numerro » → vouliez-vous dire « numero » ?"},
	} {
		t.Run(c.query, func(t *testing.T) {
			sources["pages/liste.md"] = "titre: Liste\nsecteurs: [Santé]\n---\n::: liste\n" + c.query + "\n:::\n"
			sources["pages/liste.md"] = strings.Replace(sources["pages/liste.md"], "secteurs: [Santé]\n", "", 1)
			s := linked(t, sources)
			if got := slugs(page(t, s, "pages/liste.md").Targets[0].Pages); got != c.want {
				t.Errorf("lists %q, want %q", got, c.want)
			}
			if got := strings.TrimPrefix(problemsOf(s), "content/pages/liste.md:"); got != c.said {
				t.Errorf("says %q, want %q", got, c.said)
			}
		})
	}
}

func TestSectionsAndTheWayThroughThem(t *testing.T) {
	s := linked(t, files{
		"index.md":           "titre: Accueil du portail\n---\n",
		"site.yaml":          "titre: Portail\n",
		"fiches/a.md":        "titre: A\ndate: 2026-01-01\n---\n",
		"fiches/b.md":        "titre: B\ndate: 2026-03-03\n---\n",
		"fiches/c.md":        "titre: C\n---\n",
		"fiches/d.md":        "titre: D\ndate: 2026-02-02\nstatut: archive\n---\n",
		"fiches/sous/e.md":   "titre: E\n---\n",
		"Guide_complet/x.md": "titre: Écrire\n---\n",
		"Guide_complet/y.md": "titre: Zoom\n---\n",
		"Guide_complet/z.md": "titre: élan\n---\n",
		"évaluer/index.md":   "titre: Évaluer\n---\n",
	})
	expectSaid(t, s)
	if s.Home == nil || s.Home.Title != "Accueil du portail" || s.Root.Title != "Portail" {
		t.Errorf("home %v, root %q", s.Home, s.Root.Title)
	}
	var tree []string
	var walk func(*site.Section, string)
	walk = func(section *site.Section, margin string) {
		tree = append(tree, fmt.Sprintf("%s%s %s [%s] %d", margin, section.Title, section.Address(), slugs(section.Pages), section.Count()))
		for _, below := range section.Below {
			walk(below, margin+"  ")
		}
	}
	walk(s.Root, "")
	want := []string{
		"Portail index.html [] 7",
		"  Évaluer évaluer/index.html [] 0",
		"  Fiches fiches/index.html [b d a c] 4", // newest first, undated last; the archived one is not counted
		"    Sous fiches/sous/index.html [e] 1",
		"  Guide complet Guide_complet/index.html [x z y] 3", // by title, accents folded
	}
	if !slices.Equal(tree, want) {
		t.Errorf("sections:\n%s\nwant:\n%s", strings.Join(tree, "\n"), strings.Join(want, "\n"))
	}
	a := page(t, s, "fiches/a.md")
	if a.Prev == nil || a.Next == nil || slugs([]*site.Page{a.Prev, a.Next}) != "b c" {
		t.Errorf("around a: %v and %v; want b and c, the archived one passed over", a.Prev, a.Next)
	}
	if d := page(t, s, "fiches/d.md"); d.Prev != nil || d.Next != nil {
		t.Error("an archived page stands in the row")
	}
	var trail []string
	for _, section := range page(t, s, "fiches/sous/e.md").Section.Trail() {
		trail = append(trail, section.Title)
	}
	if !slices.Equal(trail, []string{"Portail", "Fiches", "Sous"}) {
		t.Errorf("trail %q", trail)
	}
}

func TestTaxonomies(t *testing.T) {
	s := linked(t, files{
		"fiches/a.md": "titre: Un\ntags: [Écoute, travail, écoute]\nsecteurs: [Santé]\n---\n",
		"fiches/b.md": "titre: Deux\ntags: [ecoute]\n---\n",
		"fiches/c.md": "titre: Trois\ntags: [ÉCOUTE, rare, \"!\"]\nstatut: archive\n---\n",
		"fiches/d.md": "titre: Quatre\ntags: [caché]\nstatut: brouillon\n---\n",
	})
	expectSaid(t, s)
	var got []string
	for _, tax := range s.Taxonomies {
		for _, term := range tax.Terms {
			got = append(got, term.Address()+" "+term.Name+" "+slugs(term.Pages))
		}
	}
	want := []string{
		"etiquettes/ecoute.html Écoute b a", // spelled as in the first file, listed by title
		"etiquettes/travail.html travail a",
		"secteurs/sante.html Santé a",
	}
	if !slices.Equal(got, want) {
		t.Errorf("terms %q, want %q", got, want)
	}
	if s.Taxonomy("etiquettes").Term("ÉCOUTE") == nil || s.Taxonomy("etiquettes").Term("rare") != nil || s.Taxonomy("titre") != nil {
		t.Error("terms are not found by their names")
	}
}

// The same pages give the same site, whatever the order of maps and goroutines.
func TestLinkingIsDeterministic(t *testing.T) {
	sources := files{"site.yaml": "titre: A\n", "images/x.svg": ""}
	for i := range 200 {
		sources[fmt.Sprintf("fiches/f%03d.md",
			i)] = fmt.Sprintf("titre: Fiche %d\ntags: [t%d, t%d, t%d]\ndeterminants: [%d]\nvoir_aussi: [f%03d]\nalias: [vieux-%d]\n---\n"+
			"Le CHSCT. [[f%03d]] [[bilan]] [[f%03dx]] ![y](y%d.svg)\n",
			i%50, i%7, i%11, i%13, i%12+1, (i*7)%200, i%150, (i*3)%200, i, i)
	}
	for i := range 12 {
		sources[fmt.Sprintf("determinants/d%d.md", i)] = numbered(i+1, "::: liste\ntype: fiche\ndeterminants: 3\n:::\n")
	}
	sources["glossaire/chsct.md"] = "titre: CHSCT\nremplace_par: cse\n---\n"
	sources["glossaire/cse.md"] = "titre: CSE\n---\n"
	first := dump(linked(t, sources))
	if !strings.Contains(first, "terme périmé") || !strings.Contains(first, "déjà prise") {
		t.Fatalf("the trial shows too little:\n%.2000s", first)
	}
	for range 5 {
		if again := dump(linked(t, sources)); again != first {
			t.Fatal("two runs differ")
		}
	}
}

// dump writes everything that a site contains.
func dump(s *site.Site) string {
	var b strings.Builder
	for _, p := range s.Pages {
		fmt.Fprintf(&b, "%s: ", p.Path())
		for _, target := range p.Targets {
			b.WriteString(where(target) + " ")
		}
		fmt.Fprintf(&b, "voir %s", slugs(p.SeeAlso))
		for _, g := range p.Backlinks {
			fmt.Fprintf(&b, ", cité par %s %s", g.Type.Name, slugs(g.Pages))
		}
		b.WriteString("\n")
	}
	for _, tax := range s.Taxonomies {
		for _, term := range tax.Terms {
			fmt.Fprintf(&b, "%s %s\n", term.Name, slugs(term.Pages))
		}
	}
	for _, r := range s.Redirects {
		fmt.Fprintf(&b, "%s → %s\n", r.From, r.To.Path())
	}
	fmt.Fprintln(&b, s.Files, s.Images, s.Menu)
	return b.String() + problemsOf(s)
}

// A number names one page.
func TestKeyUsedTwice(t *testing.T) {
	s := linked(t, files{
		"determinants/dial.md":   numbered(4, ""),
		"determinants/ecoute.md": numbered(4, ""),
		"determinants/rps.md":    numbered(12, ""),
		"fiches/a.md":            "titre: A\n---\n",
	})
	expectSaid(t, s, "content/determinants/ecoute.md:3:9 (avertissement) « numero » : « 4 » est déjà celui de « Déterminant 4 » "+
		"(determinants/dial.md) → donnez-lui le suivant ; « intraqvt new » le trouve de lui-même")
}
