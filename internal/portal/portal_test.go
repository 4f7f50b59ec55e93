package portal

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"intraqvt/internal/search"
	"intraqvt/internal/site"
)

// portalContent returns the portal's own content/, with a cache and an output
// of the test's own.
func portalContent(t *testing.T) Options {
	t.Helper()
	o := Options{Source: t.TempDir(), At: time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)}
	o.Output = filepath.Join(o.Source, "public")
	if err := os.CopyFS(filepath.Join(o.Source, "content"), os.DirFS("../../content")); err != nil {
		t.Fatal(err)
	}
	return o
}

// The portal of this repository is built and indexed once for several tests.
func TestPortal(t *testing.T) {
	o := portalContent(t)
	for name, test := range map[string]func(*testing.T, Options){
		"has no problem": hasNoProblem, "answers questions": answersQuestions, "answers its readers": answersItsReaders,
		"is whole": isWhole,
	} {
		t.Run(name, func(t *testing.T) { test(t, o) })
	}
}

func hasNoProblem(t *testing.T, o Options) {
	report := mustBuild(t, o)
	for _, p := range report.Problems {
		t.Error(p)
	}
	if report.Pages < 220 {
		t.Errorf("%d pages, want the whole portal", report.Pages)
	}
}

// portalQuestions are questions of staff and facilitators, each with a page that answers it.
var portalQuestions = []struct{ query, want string }{
	{"prevention des risques", "determinants/mettre-en-pratique-la-prevention.html"},
	{"salarie", "veille/cse-remplace-le-chsct.html"},
	{"R.P.S.", "determinants/prevenir-les-rps.html"},
	{"risques psychosociaux", "fiches-techniques/risques-psychosociaux-les-bases.html"},
	{"document unique", "fiches-techniques/document-unique-mode-d-emploi.html"},
	{"oeuvre", "outils/matrice-due-rps.html"},
	{"œuvre", "outils/matrice-due-rps.html"},
	{"animatrice", "fiches-action/former-le-reseau-des-animateurs.html"},
	{"animateur·rice·s", "fiches-action/former-le-reseau-des-animateurs.html"},
	{"prevntion", "determinants/mettre-en-pratique-la-prevention.html"},
	{"illetrisme", "fiches-techniques/illettrisme-reperer-et-agir.html"},
	{"burn out", "glossaire/epuisement-professionnel.html"},
	{"télé-travail", "veille/teletravail-ani-2020.html"},
	{"absenteisme ehpad", "fiches-action/prevenir-l-absenteisme-en-ehpad.html"},
	{"CHSCT", "veille/cse-remplace-le-chsct.html"},
	{"référent-e-s", "pages/le-reseau.html"},
	{"droit a la deconnexion", "bonnes-pratiques/droit-a-la-deconnexion-au-siege.html"},
}

func answersQuestions(t *testing.T, o Options) {
	s, err := OpenSearcher(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, c := range portalQuestions {
		result, err := s.Search(t.Context(), search.Query{Text: c.query, Limit: 3})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range result.Hits {
			got = append(got, h.URL)
		}
		if !slices.Contains(got, c.want) {
			t.Errorf("%q finds %v, want %s among them", c.query, got, c.want)
		}
	}
}

// The portal's content has the promised size, and each page is linked from
// another page, not only from its list.
func isWhole(t *testing.T, o Options) {
	l, err := Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for folder, least := range map[string]int{
		"determinants": 12, "bonnes-pratiques": 20, "fiches-techniques": 12, "newsletters": 8, "kits-formation": 5, "fiches-action": 6,
		"outils": 10, "actualites": 9, "veille": 6, "evenements": 12, "acteurs": 30, "glossaire": 70,
	} {
		ty, _ := l.Types.InFolder(folder)
		if got := len(l.Site.Of(ty)); got < least {
			t.Errorf("%s has %d pages, %d at least are wanted", folder, got, least)
		}
	}
	if got := len(l.Site.Images); got < 15 {
		t.Errorf("%d images, 15 at least are wanted", got)
	}
	led := map[*site.Page]bool{}
	for _, p := range l.Site.Pages {
		for _, target := range p.Targets {
			for _, q := range target.Pages {
				led[q] = led[q] || q != p
			}
		}
	}
	for _, p := range l.Site.Pages {
		if !p.Index && len(p.Backlinks) == 0 && !led[p] && !p.Type.Glossary { // a term is linked where texts use it
			t.Errorf("no page leads to %s", p.File)
		}
	}
}
