package portal

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"intraqvt/internal/problem"
)

const (
	unsafeDrawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script><path d="M0 0h9"/></svg>`
	unsafePage    = "<script>alert(1)</script>"
)

// riskySource refers to files that a browser would run, from a text and from a
// field, and has some in static/.
var riskySource = map[string]string{
	"content/a.md": "---\ntitre: A\n---\n\n[dessin](d.svg) [page](p.html)\n\n[note](note.txt) [xls](f.xlsm)\n",
	"content/outils/grille.md": "---\ntitre: Grille\nfichiers: [script.js]\nniveau: capitalisation\n---\n\n## Usage\n\nA.\n\n" +
		"## Mode d’emploi\n\nB.\n",
	"content/outils/script.js": "alert(1)",
	"content/d.svg":            unsafeDrawing,
	"content/p.html":           unsafePage,
	"content/note.txt":         unsafePage,
	"content/f.xlsm":           "PK",
	"static/d2.svg":            unsafeDrawing,
	"static/aide.html":         unsafePage,
	"static/js/mien.js":        "console.log(1)",
	"static/lib/autre.js":      "console.log(2)",
	"static/.git/config":       secret,
	"static/notes.txt~":        secret,
}

func codes(problems []problem.Problem, code string) (list []string) {
	for _, p := range problems {
		if p.Code() == code {
			list = append(list, p.Level.String()+" "+p.Position())
		}
	}
	return list
}

func TestFilesAreWhatTheySay(t *testing.T) {
	o := source(t, riskySource)
	write(t, o, "content/site.yaml", "titre: Essai\n")
	report, err := Build(t.Context(), o)
	if !errors.Is(err, ErrContent) {
		t.Fatalf("the build ends with %v", err)
	}
	want := []string{
		"erreur content/a.md:5:17", "erreur content/a.md:7:1", "avertissement content/a.md:7:18", "erreur content/outils/grille.md:3:12",
		"erreur static/aide.html",
	}
	if got := codes(report.Problems, "fichier-actif"); !slices.Equal(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
	for _, p := range report.Problems {
		if p.Rule == problem.ActiveFile && (p.Hint == "" || !strings.Contains(p.Message, "« ")) {
			t.Errorf("%v", p)
		}
	}
	if got := codes(report.Problems, "image-nettoyee"); !slices.Equal(got,
		[]string{"avertissement content/d.svg", "avertissement static/d2.svg"}) {
		t.Errorf("cleaned %q", got)
	}

	write(t, o, "content/site.yaml",
		"titre: Essai\nfichiers_permis:\n  - p.html\n  - outils/*.js\n  - note.txt\n  - aide.html\n  - f.xlsm\n  - absent.html\n"+
			"  - nte.txt\n")
	report = mustBuild(t, o)
	if got := codes(report.Problems, "fichier-actif"); len(got) > 0 {
		t.Errorf("told although allowed: %q", got)
	}
	if got := codes(report.Problems, "configuration"); !slices.Equal(got,
		[]string{"avertissement content/site.yaml:8", "avertissement content/site.yaml:9"}) {
		t.Errorf("permissions for nothing: %q", got)
	}
	for name, want := range map[string]string{"p.html": unsafePage, "outils/script.js": "alert(1)", "note.txt": unsafePage,
		"aide.html": unsafePage, "lib/autre.js": "console.log(2)"} {
		if got := published(t, o, name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	for _, name := range []string{"d.svg", "d2.svg"} {
		if got := published(t, o, name); strings.Contains(got, "alert") || !strings.Contains(got, "<path") {
			t.Errorf("%s is %q", name, got)
		}
	}
	if found := holds(t, o.Output, secret); len(found) > 0 {
		t.Errorf("hidden files are published: %v", found)
	}

	// An allowed drawing is published unchanged.
	write(t, o, "content/site.yaml", "titre: Essai\nfichiers_permis: [p.html, outils/script.js, note.txt, aide.html, f.xlsm, '*.svg']\n")
	for _, p := range mustBuild(t, o).Problems {
		if p.Rule != problem.RecommendedField {
			t.Error(p)
		}
	}
	for _, name := range []string{"d.svg", "d2.svg"} {
		if got := published(t, o, name); got != unsafeDrawing {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func TestFilesOfABareFolderAreWhatTheySay(t *testing.T) {
	o := source(t, riskySource)
	report := mustBuild(t, o)
	if got := codes(report.Problems, "fichier-actif"); len(got) != 5 ||
		slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "erreur") }) {
		t.Errorf("told %q", got)
	}
	if report.Refused != 4 {
		t.Errorf("%d refused", report.Refused)
	}
	for _, name := range []string{"p.html", "note.txt", "outils/script.js", "aide.html"} {
		if _, err := os.Stat(filepath.Join(o.Output, filepath.FromSlash(name))); err == nil {
			t.Errorf("%s is published", name)
		}
	}
	if page := published(t, o, "a.html"); strings.Contains(page, "p.html") || strings.Contains(page, "note.txt") ||
		!strings.Contains(page, "page") || !strings.Contains(page, "d.svg") {
		t.Error("links to what is not published, or not to what is:\n" + page)
	}
	if page := published(t, o, "outils/grille.html"); strings.Contains(page, `href="script.js"`) {
		t.Error("a field leads to what is not published:\n" + page)
	}
	if got := published(t, o, "d.svg"); strings.Contains(got, "alert") {
		t.Errorf("d.svg is %q", got)
	}
}

func TestPermissionThatCanNameNothing(t *testing.T) {
	o := source(t, map[string]string{"content/site.yaml": "titre: Essai\nfichiers_permis: ['a[.html', '']\n", "content/a.md": "# A\n"})
	l, err := Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if got := codes(l.Problems, "configuration"); len(got) != 2 || got[0] != "erreur content/site.yaml:2" {
		t.Errorf("%q", got)
	}
}
