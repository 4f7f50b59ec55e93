package portal

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"intraqvt/internal/search"
)

var day = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// source writes files below a new folder, by their names.
func source(t *testing.T, files map[string]string) Options {
	t.Helper()
	o := Options{Source: t.TempDir(), At: day}
	o.Output = filepath.Join(o.Source, "public")
	for name, text := range files {
		write(t, o, name, text)
	}
	return o
}

func write(t *testing.T, o Options, name, text string) {
	t.Helper()
	file := filepath.Join(o.Source, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func mustBuild(t *testing.T, o Options) *Report {
	t.Helper()
	report, err := Build(t.Context(), o)
	if err != nil {
		if report != nil {
			for _, p := range report.Problems {
				t.Log(p)
			}
		}
		t.Fatal(err)
	}
	return report
}

func published(t *testing.T, o Options, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(o.Output, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func find(t *testing.T, o Options, q search.Query) []string {
	t.Helper()
	s, err := OpenSearcher(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	q.Limit = 10
	result, err := s.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var urls []string
	for _, h := range result.Hits {
		urls = append(urls, h.URL)
	}
	return urls
}

// A content type is only a folder: no Go code knows this one.
func TestTypeIsAFolderAlone(t *testing.T) {
	o := source(t, map[string]string{
		"layouts/recette/type.yaml": `name: recette
label: {one: Recette, many: Recettes}
folder: recettes
description: "Des recettes de réunion."
fields:
  - {name: convives, kind: number, min: 2, required: true, unit: personnes, label: Convives}
  - {name: saison, kind: choice, of: [hiver, été], facet: true, label: Saison}
sections: [Préparation]
list: {sort: titre, group: saison}
`,
		"layouts/recette/page.html": `<article class="a-ma-facon"><h1>{{.Article.Title}}</h1>{{template "carte" .Article.Card}}{{.Article.Body}}</article>`,
		"content/site.yaml":         "titre: Essai\n",
		"content/recettes/soupe.md": "---\ntitre: Soupe de points\nconvives: 12\nsaison: hiver\ndeterminants: [12]\n" +
			"date: 2026-01-02\n---\n## Préparation\n\nMijoter l'ordre du jour.\n",
		"content/determinants/charge.md": "---\ntitre: La charge\nnumero: 12\naxe: D\n---\n## Définition\n## Enjeux\n## Pratiques\n" +
			"## S’évaluer\n",
		"content/pages/lettre.md":         "---\ntitre: Lettre\n---\n::: liste\ntype: recette\ndeterminants: 12\n:::\n",
		"content/recettes/une-erreur.txt": "",
	})
	mustBuild(t, o)
	page := published(t, o, "recettes/soupe.html")
	for _, want := range []string{`class="a-ma-facon"`, "<dt>Convives</dt><dd>12\u00a0personnes</dd>", "Mijoter l’ordre du jour"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	for address, want := range map[string]string{
		"index.html":               `href="recettes/index.html">Recettes</a>`,           // in the menu
		"recettes/index.html":      "Des recettes de réunion.",                          // its list
		"determinants/charge.html": "<h3>Recettes ",                                     // the pages that refer to it
		"pages/lettre.html":        `href="../recettes/soupe.html">Soupe de points</a>`, // embedded lists
		"recettes/feed.xml":        "Soupe de points",
		"index-a-z.html":           "Soupe de points",
	} {
		if !strings.Contains(published(t, o, address), want) {
			t.Errorf("%s does not show %q", address, want)
		}
	}
	if got := find(t, o, search.Query{Text: "mijoter", Types: []string{"recette"},
		Filters: map[string][]string{"saison": {"HIVER"}, "determinants": {"12"}}}); len(got) != 1 || got[0] != "recettes/soupe.html" {
		t.Errorf("search finds %v", got)
	}
	write(t, o, "content/recettes/ratee.md", "---\ntitre: Ratée\nconvives: 1\nsaisons: hiver\n---\n")
	problems, err := Check(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, p := range problems {
		all.WriteString(p.String() + "\n")
	}
	for _, want := range []string{"content/recettes/ratee.md:3", "au moins 2", "vouliez-vous dire « saison » ?",
		"il manque la partie « Préparation »"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("check does not say %q in\n%s", want, all.String())
		}
	}
}

func TestOnlyWhatChangedIsWrittenAndIndexed(t *testing.T) {
	o := source(t, map[string]string{
		"content/a.md": "# Un\n\nDu texte.",
		"content/b.md": "# Deux\n\nDu texte.",
	})
	first := mustBuild(t, o)
	if first.Pages != 2 || first.Indexed != 2 || first.Written != first.Files {
		t.Errorf("first build: %+v", first)
	}
	again := mustBuild(t, o)
	if again.Written != 0 || again.Indexed != 0 || again.Kept != first.Files {
		t.Errorf("second build of the same: %+v", again)
	}
	write(t, o, "content/b.md", "# Deux\n\nUn kiwi.")
	changed := mustBuild(t, o)
	// The page and, of the search, its words, its dictionary, its header and
	// the texts of both pages, which share a hash.
	if changed.Written != 1+5 || changed.Indexed != 1 {
		t.Errorf("one page changed, %d files written, %d pages indexed", changed.Written, changed.Indexed)
	}
	if got := find(t, o, search.Query{Text: "kiwi"}); len(got) != 1 || got[0] != "b.html" {
		t.Errorf("search finds %v", got)
	}
	if err := os.Remove(filepath.Join(o.Source, "content/b.md")); err != nil {
		t.Fatal(err)
	}
	mustBuild(t, o)
	if _, err := os.Stat(filepath.Join(o.Output, "b.html")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the page of a deleted file is still there: %v", err)
	}
	if got := find(t, o, search.Query{Text: "kiwi"}); len(got) != 0 {
		t.Errorf("search still finds %v", got)
	}
}

// A file that no published page refers to is not published.
func TestFilesOfDraftsStayAtHome(t *testing.T) {
	o := source(t, map[string]string{
		"content/a.md":                "[la grille](fichiers/grille.csv)",
		"content/b.md":                "---\nstatut: brouillon\n---\n[le plan](fichiers/plan.csv)",
		"content/fichiers/grille.csv": "a;b\n",
		"content/fichiers/plan.csv":   "secret\n",
	})
	mustBuild(t, o)
	if got := published(t, o, "fichiers/grille.csv"); got != "a;b\n" {
		t.Errorf("grille.csv = %q", got)
	}
	if _, err := os.Stat(filepath.Join(o.Output, "fichiers/plan.csv")); err == nil {
		t.Error("a draft's file is published")
	}
	if page := published(t, o, "a.html"); !strings.Contains(page, "(CSV, 4\u00a0octets)") {
		t.Errorf("the link does not tell type and size:\n%s", page)
	}
}

func TestContentWithErrorsIsNotPublished(t *testing.T) {
	o := source(t, map[string]string{"content/site.yaml": "titre: Portail\n", "content/a.md": "# Un"})
	mustBuild(t, o)
	before := published(t, o, "a.html")
	write(t, o, "content/a.md", "---\nstatut: publi\n---\n# Deux")
	report, err := Build(t.Context(), o)
	if !errors.Is(err, ErrContent) || len(report.Problems) != 1 {
		t.Fatalf("err = %v, problems %v", err, report.Problems)
	}
	if published(t, o, "a.html") != before {
		t.Error("the page has changed")
	}
}

// A link without a text of its own shows the title of its page, to readers and
// to the search.
func TestLinkedTitlesAreSearched(t *testing.T) {
	o := source(t, map[string]string{
		"content/grille.md": "---\ntitle: Matrice des priorités\n---\n",
		"content/guide.md":  "---\ntitle: Guide\n---\n## Outils\n\nOn tient la [[grille]] à jour.\n\n- [[grille]]\n- [[grille]]\n",
	})
	s, err := OpenSearcher(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	page, _ := s.Site.Find("guide.html")
	if got, want := documents(page).Documents[1].Body,
		"On tient la Matrice des priorités à jour.\nMatrice des priorités\nMatrice des priorités"; got != want {
		t.Errorf("search reads %q, want %q", got, want)
	}
}

func TestPicturesComeInSizes(t *testing.T) {
	o := source(t, map[string]string{"content/guide/a.md": "# Un\n\n![Un mur](images/mur.jpg \"La légende\")\n"})
	picture := image.NewGray(image.Rect(0, 0, 1000, 500))
	for i := range picture.Pix {
		picture.Pix[i] = byte(i%1000/10 + i/1000/10 + i*i%37) // like a photograph: shades and grain
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, picture, nil); err != nil {
		t.Fatal(err)
	}
	write(t, o, "content/guide/images/mur.jpg", data.String())
	mustBuild(t, o)
	page := published(t, o, "guide/a.html")
	for _, want := range []string{`alt="Un mur"`, `loading="lazy"`, `width="1000" height="500"`, "<figcaption>La légende</figcaption>",
		"720w"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %s:\n%s", want, page)
		}
	}
	_, set, _ := strings.Cut(page, `srcset="`)
	set, _, _ = strings.Cut(set, `"`)
	for variant := range strings.SplitSeq(set, ", ") {
		name, _, _ := strings.Cut(variant, " ")
		if published(t, o, "guide/"+name) == "" {
			t.Errorf("%s is empty", name)
		}
	}
	if again := mustBuild(t, o); again.Written != 0 {
		t.Errorf("%d files written again", again.Written)
	}
}
