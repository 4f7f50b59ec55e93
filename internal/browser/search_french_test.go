package browser

import (
	"slices"
	"strings"
	"testing"
)

// Readers find what they mean, however they write it. The page wanted comes
// first, or among the first three where it is one of several.
func TestSearchUnderstandsFrench(t *testing.T) {
	const (
		rps       = "fiches-techniques/risques-psychosociaux-les-bases"
		ehpad     = "fiches-action/prevenir-l-absenteisme-en-ehpad"
		exhausted = "que-faire/epuisement"
		night     = "fiches-techniques/travail-de-nuit-et-horaires-decales"
		document  = "fiches-techniques/document-unique-mode-d-emploi"
		tms       = "fiches-techniques/troubles-musculosquelettiques"
		bullying  = "fiches-techniques/harcelement-et-agissements-sexistes"
		literacy  = "fiches-techniques/illettrisme-reperer-et-agir"
		home      = "bonnes-pratiques/trois-jours-de-teletravail-repenses"
	)
	r := newReader(t, desktop, "index.html")
	r.openSearch()
	for _, test := range []struct {
		query, page string
		among       int
		note        string // what is said beside the answers
	}{
		{query: "risques psychosociaux", page: "glossaire/rps", among: 1}, // a form of the term,
		{query: "prevention des risques psychosociaux", page: rps, among: 1},
		{query: "pre\u0301vention des risques psychosociaux", page: rps, among: 1},
		{query: "PRÉVENTION DES RISQUES PSYCHOSOCIAUX", page: rps, among: 1},
		{query: "R.P.S.", page: "glossaire/rps", among: 1},
		{query: "rps", page: "determinants/prevenir-les-rps", among: 3},
		{query: "l'absentéisme en EHPAD", page: ehpad, among: 1},
		{query: "l’absentéisme en Ehpad", page: ehpad, among: 1},
		{query: "absenteisme ehpad", page: ehpad, among: 1},
		{query: "burn out", page: exhausted, among: 1},
		{query: "burnout", page: exhausted, among: 1},
		{query: "burn-out", page: exhausted, among: 1},
		{query: "travail de nuit", page: night, among: 1},
		{query: "travaux de nuit", page: night, among: 1},
		{query: "salarié·e·s", page: "pages/je-suis-salarie", among: 3},
		{query: "animateur/trice", page: "pages/je-suis-animateur", among: 1},
		{query: "« document unique »", page: "glossaire/document-unique", among: 1},
		{query: `"document unique"`, page: document, among: 3},
		{query: `"document unique des licornes"`, page: document, among: 3,
			note: "« document unique des licornes » ne se trouve nulle part tel quel"},
		{query: "annuaire", page: "acteurs/index", among: 1},
		{query: "absentéisme -ehpad", page: "glossaire/absenteisme", among: 1},
		{query: "CHSCT", page: "glossaire/chsct", among: 3, note: "« CHSCT » ne s’emploie plus : on dit aujourd’hui « CSE »."},
		{query: "teletravial", page: "glossaire/teletravail", among: 1, note: "Mal orthographié ? Voici les réponses pour : télétravail"},
		{query: "psicosociaux", page: rps, among: 1, note: "Mal orthographié ? Voici les réponses pour : psychosociaux"},
		{query: "harcellement", page: "que-faire/harcelement", among: 1,
			note: "Aucune page n’a « harcellement » tel quel : voici « harcèlement »."},
		{query: "névrose harcèlement", page: bullying, among: 3, note: "Aucune page n’a le mot « névrose »."},
		{query: "mal de dos", page: tms, among: 3},
		{query: "TMS", page: tms, among: 3},
		{query: "droits de retrait", page: "que-faire/danger-grave-et-droit-de-retrait", among: 1},
		{query: "turn over", page: "glossaire/turnover", among: 1},
		{query: "mi-temps thérapeutique", page: "glossaire/temps-partiel-therapeutique", among: 1},
		{query: "qui contacter handicap", page: "acteurs/mission-handicap", among: 1},
		{query: "santoni", page: "acteurs/livia-santoni", among: 1},
	} {
		r.ask(test.query)
		got := r.answers()
		if first := got[:min(test.among, len(got))]; !slices.Contains(first, test.page) {
			t.Errorf("%s: %s is not among the first %d: %v", test.query, test.page, test.among, got)
		}
		if note := text(r, beside); !strings.HasPrefix(note, test.note) || note != "" && test.note == "" {
			t.Errorf("%s: %q is said, want %q", test.query, note, test.note)
		}
	}

	// A word left out, and a phrase, are on none or all of the pages.
	r.ask("absentéisme -ehpad")
	if got := r.answers(); slices.Contains(got, ehpad) || slices.Contains(got, "demarches/absenteisme-et-qvt-dans-les-ehpad") {
		t.Errorf("pages on EHPAD are left: %v", got)
	}
	count := func(query string) string { r.ask(query); return text(r, `parseInt(`+said+`)`) }
	if loose, exact := count("réunion du lundi"), count("« réunion du lundi »"); loose == exact || exact == "0" {
		t.Errorf("the phrase is on %s pages, its words on %s", exact, loose)
	}

	// What is meant shows before it is written out.
	r.ask("x")
	for typed := range strings.SplitSeq("i l l e t", " ") {
		r.press(typed)
	}
	r.run(dialogInput + `.value = ""`)
	for i, key := range "illett" {
		r.press(string(key))
		if i < 3 {
			continue
		}
		r.until(answered)
		if got := r.answers(); len(got) == 0 || got[0] != literacy {
			t.Errorf("%q finds %v", "illett"[:i+1], got)
		}
	}

	// The suggestion is a search of its own.
	r.ask("teletravial")
	r.run(`document.querySelector(".recherche-note button").click()`)
	r.until(answered)
	r.expect(dialogInput+`.value`, "télétravail")
	r.expect(beside, "")
}

// Nothing found is no dead end; what was asked is repeated as it was.
func TestSearchWithoutAnswer(t *testing.T) {
	r := newReader(t, desktop, "glossaire/index.html")
	const query = "xyzzyq $& %s"
	check := func() {
		t.Helper()
		r.expect(said, "Rien pour « "+query+" ».")
		links := text(r, `[...document.querySelectorAll(".recherche-vide a")].map((a) => a.href).join(" ")`)
		for _, want := range []string{
			r.base + "index-a-z.html?q=xyzzyq%20%24%26%20%25s", r.base + "index.html", "mailto:portail-qvct@example.org?subject=",
		} {
			if !strings.Contains(links, want) {
				t.Errorf("no link to %s: %s", want, links)
			}
		}
		r.expect(`document.querySelector(".recherche-vide a[href^=mailto]").href.includes(encodeURIComponent("`+query+`"))`, "true")
	}
	r.openSearch()
	r.ask(query)
	check()
	r.expect(`document.querySelector(".recherche-tout").checkVisibility()`, "false")
	r.press("\r")
	r.until(`location.pathname.endsWith("/recherche.html") && document.querySelector(".recherche-vide") !== null`)
	check()
	r.run(`document.querySelector('.recherche-vide a[href*="index-a-z"]').click()`)
	r.until(`location.pathname.endsWith("/index-a-z.html")`)
}

// Some questions have an answer that the portal's editors have chosen. It comes
// first and says so, in the dialog and on the page.
func TestSearchGivesChosenAnswers(t *testing.T) {
	const network, distress = "pages/le-reseau", "que-faire/suicide-ou-menace-de-suicide"
	r := newReader(t, desktop, "index.html")
	r.openSearch()
	r.ask("Idees suicidaires")
	if got := r.answers(); len(got) == 0 || got[0] != distress || slices.Contains(got[1:], distress) {
		t.Errorf("the dialog answers %v", got)
	}
	r.expect(`document.querySelector("dialog .reponse .reponse-choisie")?.textContent`, "Réponse conseillée")
	r.ask("risques psychosociaux")
	r.expect(`document.querySelectorAll(".reponse-choisie").length`, "0")
	r.open("recherche.html?q=qui+contacter")
	r.until(pageAnswered)
	if got := r.answers(); len(got) == 0 || got[0] != network {
		t.Errorf("the page answers %v", got)
	}
}
