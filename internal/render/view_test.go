package render

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"intraqvt/internal/content"
	"intraqvt/internal/media"
	"intraqvt/internal/portaltest"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
	"intraqvt/layouts"
	"intraqvt/static"
)

// theme is the program's own, without templates of types.
var theme = sync.OnceValues(func() (*Theme, error) {
	t, problems := ReadTheme(layouts.FS, static.FS, &schema.Set{}, "fr")
	if t == nil {
		return nil, fmt.Errorf("%v", problems)
	}
	return t, nil
})

// rendererOf renders a portal with pages of the small portal's types and of
// those below. A page is given by its name below content/, its fields and,
// after a line « --- », its text.
func rendererOf(t *testing.T, pages portaltest.Files) *Renderer {
	t.Helper()
	files := portaltest.Layouts(t).With(portaltest.Files{
		content.ConfigFile:            config,
		"layouts/theme/type.yaml":     themeType,
		"layouts/pratique/type.yaml":  pratiqueType,
		"layouts/personne/type.yaml":  personneType,
		"layouts/rencontre/type.yaml": rencontreType,
	})
	for name, text := range pages {
		if strings.HasSuffix(name, ".md") && strings.Contains(text, "---") {
			text = "---\n" + text
		}
		files[content.FileAt(name)] = text
	}
	p := portaltest.Load(t, files)
	for _, found := range p.Problems {
		t.Error(found)
	}
	look, err := theme()
	if p.Site == nil || err != nil {
		t.Fatal(err)
	}
	beside, problems := ReadMedia(p.Site, media.New(fstest.MapFS{}, t.TempDir()))
	for _, found := range problems {
		t.Error(found)
	}
	return New(p.Site, look, beside, Needs{})
}

const (
	config = "titre: Portail\nresume: Mieux travailler.\nbase_url: https://qvt.example.org/\ncontact: qvt@example.org\n"

	// gives the other types their colour
	themeType = `name: theme
label: {one: Thème, many: Thèmes}
folder: themes
description: Ce dont on parle.
fields:
  - {name: numero, kind: number, role: number, min: 1, max: 12, label: Numéro}
  - {name: axe, kind: choice, role: colour, of: [A, B], names: {A: Le travail, B: La santé}, label: Axe}
list: {sort: numero, group: axe}
`
	// has everything that a page and a list can offer
	pratiqueType = `name: pratique
label: {one: Pratique, many: Pratiques}
gender: f
folder: pratiques
fields:
  - {name: themes, kind: list, item: {kind: reference, to: [theme]}, facet: true, label: Thèmes, singular: Thème}
  - {name: effort, kind: choice, of: [faible, moyen, fort], facet: true, label: Effort}
  - {name: contact, kind: reference, to: [personne], label: Contact}
  - {name: responsable, kind: reference, role: owner, to: [personne], label: Responsable}
  - {name: relu_le, kind: date, role: reviewed, label: Relu le}
  - {name: revoir_le, kind: date, role: review-due, label: À revoir le}
  - {name: exemple, kind: bool, role: invented, label: Exemple}
list: {sort: titre, group: titre, show: [effort], filters: [themes, effort], remember: effort}
`
	personneType = `name: personne
label: {one: Personne, many: Annuaire}
gender: f
folder: personnes
person: true
fields:
  - {name: courriel, kind: email, label: Courriel}
  - {name: telephone, kind: phone, label: Téléphone}
`
	rencontreType = `name: rencontre
label: {one: Rencontre, many: Rencontres}
gender: f
folder: rencontres
fields:
  - {name: debut, kind: datetime, label: Début}
list: {sort: debut, agenda: true}
`
)

// at returns the page of a file below content/.
func (r *Renderer) at(t *testing.T, name string) *site.Page {
	t.Helper()
	for _, p := range r.site.Pages {
		if p.File == content.FileAt(name) {
			return p
		}
	}
	t.Fatalf("no page %s", name)
	return nil
}

// in returns the section of a folder.
func (r *Renderer) in(t *testing.T, folder string) *site.Section {
	t.Helper()
	for _, s := range r.site.Sections {
		if s.Path == folder {
			return s
		}
	}
	t.Fatalf("no section %s", folder)
	return nil
}

// viewTest is a portal and the expected content of a view of it.
type viewTest struct {
	name  string
	pages portaltest.Files
	view  func(*testing.T, *Renderer) any
	want  any
}

func checkViews(t *testing.T, tests []viewTest) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.view(t, rendererOf(t, test.pages))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// pratiques returns n pages of that type, Pratique 01 and so on, each with fields.
func pratiques(n int, fields func(i int) string) portaltest.Files {
	pages := portaltest.Files{}
	for i := range n {
		pages[fmt.Sprintf("pratiques/p%02d.md", i+1)] = fmt.Sprintf("titre: Pratique %02d\n%s---\n", i+1, fields(i))
	}
	return pages
}

func noFields(int) string { return "" }

func TestTrail(t *testing.T) {
	pages := portaltest.Files{
		"pratiques/pause.md":          "titre: La pause\nsecteurs: [Santé]\n---\n",
		"outils/tableur/index.md":     "titre: Le tableur\n---\n",
		"outils/tableur/formules.md":  "titre: Les formules\n---\n",
		"guide-des-auteurs/un-mot.md": "titre: Un mot\n---\n",
	}
	home := Link{"Accueil", "../index.html"}
	checkViews(t, []viewTest{
		{"a page of a type", pages, func(t *testing.T, r *Renderer) any { return r.page(r.at(t, "pratiques/pause.md")).Trail },
			[]Link{home, {"Pratiques", "index.html"}, {"La pause", ""}}},
		{"the list of a type", pages, func(t *testing.T, r *Renderer) any { return r.section(r.in(t, "pratiques")).Trail },
			[]Link{home, {"Pratiques", ""}}},
		{"a page of a folder in a folder", pages, func(t *testing.T, r *Renderer) any {
			return r.page(r.at(t, "outils/tableur/formules.md")).Trail
		}, []Link{{"Accueil", "../../index.html"}, {"Outils", "../index.html"}, {"Le tableur", "index.html"}, {"Les formules", ""}}},
		{"that folder", pages, func(t *testing.T, r *Renderer) any { return r.section(r.in(t, "outils/tableur")).Trail },
			[]Link{{"Accueil", "../../index.html"}, {"Outils", "../index.html"}, {"Le tableur", ""}}},
		{"a term below its taxonomy", pages, func(_ *testing.T, r *Renderer) any {
			return r.term(r.site.Taxonomy("secteurs").Term("Santé")).Trail
		}, []Link{home, {"Secteurs", "index.html"}, {"Santé", ""}}},
		{"a section on paper below itself", pages, func(t *testing.T, r *Renderer) any { return r.print(r.in(t, "pratiques")).Trail },
			[]Link{home, {"Pratiques", "index.html"}, {"Toute la rubrique en un seul document", ""}}},
		{"a type in the authors' guide", pages, func(t *testing.T, r *Renderer) any { return r.guide(r.in(t, "pratiques").Type).Trail },
			[]Link{{"Accueil", "../../index.html"}, {"Guide des auteurs", "../index.html"}, {"Types de page", "index.html"},
				{"Pratique", ""}}},
	})
}

func TestFrame(t *testing.T) {
	pages := portaltest.Files{
		"pratiques/pause.md": "titre: La pause\nresume: Comment la prendre.\n---\n",
		"outils/formules.md": "titre: Les formules\n---\n",
	}
	frame := func(file string) func(*testing.T, *Renderer) any {
		return func(t *testing.T, r *Renderer) any {
			f := r.page(r.at(t, file)).Frame
			return []string{f.Title, f.Description, f.Canonical, f.Root, f.Here, f.Base, f.Feed}
		}
	}
	checkViews(t, []viewTest{
		{"a page of a type follows the type's feed", pages, frame("pratiques/pause.md"),
			[]string{"La pause", "Comment la prendre.", "https://qvt.example.org/pratiques/pause.html", "../", "", "", "feed.xml"}},
		{"another follows the site's, and is described as the site", pages, frame("outils/formules.md"),
			[]string{"Les formules", "Mieux travailler.", "https://qvt.example.org/outils/formules.html", "../", "", "", "../feed.xml"}},
		{"what a server shows at any depth says where its links start", pages, func(_ *testing.T, r *Renderer) any {
			f := r.notFound().Frame
			return []string{f.Canonical, f.Root, f.Here, f.Base, f.Feed}
		}, []string{"", "", "404.html", "/", "feed.xml"}},
	})
}

func TestMenu(t *testing.T) {
	pages := portaltest.Files{
		"site.yaml": "titre: Portail\nmenu:\n  - {vers: pratiques}\n  - titre: Plus\n" +
			"    entrees: [{vers: outils}, {vers: outils/formules}]\n",
		"pratiques/pause.md":     "titre: La pause\n---\n",
		"outils/formules.md":     "titre: Les formules\n---\n",
		"outils/courbes.md":      "titre: Les courbes\n---\n",
		"outils-anciens/tour.md": "titre: Le tour\n---\n",
	}
	current := func(address string) func(*testing.T, *Renderer) any {
		return func(_ *testing.T, r *Renderer) any {
			var marked []string
			var mark func([]MenuEntry)
			mark = func(entries []MenuEntry) {
				for _, e := range entries {
					if e.Current {
						marked = append(marked, e.Title)
					}
					mark(e.Entries)
				}
			}
			mark(r.menu(r.site.Menu, address))
			return marked
		}
	}
	checkViews(t, []viewTest{
		{"a page marks its folder", pages, current("pratiques/pause.html"), []string{"Pratiques"}},
		{"a folder in a group marks the group", pages, current("outils/courbes.html"), []string{"Plus", "Outils"}},
		{"a page marks itself and its folder", pages, current("outils/formules.html"), []string{"Plus", "Outils", "Les formules"}},
		{"a folder whose name begins alike is another", pages, current("outils-anciens/tour.html"), []string(nil)},
		{"the home page marks none", pages, current("index.html"), []string(nil)},
	})
}
