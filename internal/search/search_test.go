package search

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// site is pages to search in, by address.
type site map[string]Page

func (s site) lookup(url string) (Page, bool) {
	p, ok := s[url]
	return p, ok
}

// pageOf makes a page of one section.
func pageOf(title, body string) Page {
	return Page{Documents: []Document{{Title: title, Body: body}}}
}

// put commits a site to an index.
func put(t testing.TB, ix *Index, s site) Stats {
	t.Helper()
	u := ix.Begin()
	for _, url := range slices.Sorted(maps.Keys(s)) {
		p := s[url]
		p.URL = url
		if err := u.Add(p); err != nil {
			t.Fatal(err)
		}
	}
	stats, err := u.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return stats
}

func open(t testing.TB, dir string) *Index {
	t.Helper()
	ix, err := Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	return ix
}

func indexOf(t testing.TB, s site) *Index {
	t.Helper()
	ix := open(t, t.TempDir())
	put(t, ix, s)
	return ix
}

func ask(t testing.TB, ix *Index, q Query) Result {
	t.Helper()
	r, err := ix.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// found is the addresses of a query's hits, best first.
func found(t testing.TB, ix *Index, s site, query string) string {
	t.Helper()
	var urls []string
	for _, h := range ask(t, ix, Query{Text: query, Lookup: s.lookup}).Hits {
		urls = append(urls, h.URL)
	}
	return strings.Join(urls, " ")
}

// portal is a small site whose pages differ by what they are about.
var portal = site{
	"rps.html":     pageOf("Les R.P.S.", "Le stress et l'épuisement au travail, et comment les repérer."),
	"psychosocial": pageOf("Risques psychosociaux", "La prévention des risques psychosociaux suppose d'écouter les équipes."),
	"duerp.html": pageOf("Le document unique",
		"Le document unique d'évaluation des risques professionnels se conserve quarante ans, article L. 4121-1."),
	"salaries.html":    pageOf("Informer", "Chaque mois, les salarié·e·s reçoivent une lettre."),
	"animation.html":   pageOf("Le réseau", "Un·e animateur·rice du réseau vient dans l'établissement."),
	"oeuvre.html":      pageOf("Mise en œuvre", "La mise en œuvre du plan d'actions."),
	"bienetre.html":    pageOf("Le bien-être", "Parler de bien-être sans gommer les contraintes."),
	"bienetre2.html":   pageOf("Aller mieux", "Un bien être durable."),
	"bienetre3.html":   pageOf("Mot d'ordre", "Le bienêtre pour tous."),
	"burnout.html":     pageOf("Épuisement", "Le burn-out guette."),
	"burnout2.html":    pageOf("Fatigue", "Il craint le burnout."),
	"burnout3.html":    pageOf("Surcharge", "Un burn out n'arrive pas d'un coup."),
	"teletravail.html": pageOf("Le télétravail", "Deux jours de télétravail par semaine."),
	"tele2.html":       pageOf("À distance", "Le télé-travail s'organise."),
	"travaux.html":     pageOf("Chantier", "Des travaux ont lieu au siège."),
	"apropos.html":     pageOf("Qui sommes-nous ?", "Une équipe de douze personnes."),
	"aujourdhui.html":  pageOf("Hier", "Ce qui change aujourd'hui."),
}

func TestSearchFinds(t *testing.T) {
	ix := indexOf(t, portal)
	for _, test := range []struct{ query, first, also string }{
		{"prévention des risques", "psychosocial", "duerp.html"},
		{"PREVENTION DES RISQUES", "psychosocial", ""},
		{"pre\u0301vention", "psychosocial", ""},
		{"salarie", "salaries.html", ""},
		{"salariées", "salaries.html", ""},
		{"salarié(e)s", "salaries.html", ""},
		{"animatrice", "animation.html", ""},
		{"animateurs", "animation.html", ""},
		{"animateur/trice", "animation.html", ""},
		{"rps", "rps.html", ""},
		{"R.P.S.", "rps.html", ""},
		{"document unique", "duerp.html", ""},
		{"œuvre", "oeuvre.html", ""},
		{"oeuvre", "oeuvre.html", ""},
		{"l’œuvre", "oeuvre.html", ""},
		{"psychosocial", "psychosocial", ""},
		{"L4121-1", "duerp.html", ""},
		{"L. 4121-1", "duerp.html", ""},
		{"4121", "duerp.html", ""},
		{"bien-être", "bienetre.html", "bienetre2.html bienetre3.html"},
		{"bien être", "bienetre.html", "bienetre2.html bienetre3.html"},
		{"bienêtre", "bienetre.html", "bienetre2.html bienetre3.html"},
		{"burn-out", "", "burnout.html burnout2.html burnout3.html"},
		{"burnout", "", "burnout.html burnout2.html burnout3.html"},
		{"burn out", "", "burnout.html burnout2.html burnout3.html"},
		{"télétravail", "teletravail.html", "tele2.html"},
		{"télé-travail", "", "teletravail.html tele2.html"},
		{"tele travail", "", "teletravail.html tele2.html"},
		{"travail", "", "travaux.html rps.html"},
		{"qui sommes-nous", "apropos.html", ""},
		{"aujourd’hui", "aujourdhui.html", ""},
		{"prevntion", "psychosocial", ""},
		{"docuemnt", "duerp.html", ""},
		{"pocument", "duerp.html", ""},
		{"psicosociaux", "psychosocial", ""},
	} {
		t.Run(test.query, func(t *testing.T) {
			urls := strings.Fields(found(t, ix, portal, test.query))
			if test.first != "" && (len(urls) == 0 || urls[0] != test.first) {
				t.Errorf("found %q, want %q first", urls, test.first)
			}
			for also := range strings.FieldsSeq(test.also) {
				if !slices.Contains(urls, also) {
					t.Errorf("found %q, want %q too", urls, also)
				}
			}
		})
	}
}

func TestSearchFindsNothing(t *testing.T) {
	ix := indexOf(t, portal)
	for _, query := range []string{"", "   ", "xylophone", "-risques", `""`, "—", "-", "zzzzzzzzzzzzzz"} {
		if r := ask(t, ix, Query{Text: query, Lookup: portal.lookup}); r.Total != 0 || len(r.Hits) != 0 || r.Suggestion != "" {
			t.Errorf("%q found %v", query, r)
		}
	}
}

func TestNearerFormsRankHigher(t *testing.T) {
	s := site{
		"1-exact":   pageOf("Un", "La prévention avant tout."),
		"2-variant": pageOf("Deux", "Les préventions avant tout."),
		"3-synonym": pageOf("Trois", "La prophylaxie avant tout."),
		"4-neither": pageOf("Quatre", "Autre chose avant tout."),
	}
	ix := indexOf(t, s)
	ix.SetSynonyms([]Synonym{{Forms: []string{"prévention", "prophylaxie"}}})
	if got, want := found(t, ix, s, "prévention"), "1-exact 2-variant 3-synonym"; got != want {
		t.Errorf("found %s, want %s", got, want)
	}
}

func TestPagesWithMoreOfTheWordsRankHigher(t *testing.T) {
	s := maps.Clone(portal)
	maps.Copy(s, site{
		"both": pageOf("Un", "Le plan est long, et parmi mille choses, l'accueil des stagiaires y figure, avec des dates et des noms que "+
			"personne ne lit."),
		"one": pageOf("Lettre", "Accueil, accueil et accueil."),
	})
	if got := found(t, indexOf(t, s), s, "accueil stagiaires"); got != "both one" {
		t.Errorf("found %s", got)
	}
}

func TestTitlesAndWeightsRankHigher(t *testing.T) {
	s := site{
		"body":  pageOf("Autre sujet", "On y parle des addictions en passant."),
		"title": pageOf("Addictions", "Tout sur ce sujet, et comment agir."),
	}
	if got := found(t, indexOf(t, s), s, "addictions"); got != "title body" {
		t.Errorf("found %s", got)
	}
	same := site{"a": pageOf("Addictions", "Agir."), "b": {Documents: []Document{{Title: "Addictions", Body: "Agir.", Weight: 1.2}}}}
	if got := found(t, indexOf(t, same), same, "addictions"); got != "b a" {
		t.Errorf("with a weight, found %s", got)
	}
}

// handbook is one page of several sections, and another beside it.
var handbook = site{
	"guide.html": {Documents: []Document{
		{Title: "Guide de la prévention", Body: "Ce guide aide à agir.", Type: "fiche", Tags: []string{"méthode"},
			Facets: map[string][]string{"determinants": {"3", "12"}}},
		{Title: "Guide de la prévention", Anchor: "reperer", Heading: "Repérer les signaux",
			Body: "Les signaux faibles : absences, retards, conflits.", Type: "fiche",
			Facets: map[string][]string{"determinants": {"3", "12"}}},
		{Title: "Guide de la prévention", Anchor: "agir", Heading: "Agir",
			Body: "Réunir les acteurs, puis traiter les conflits et les absences.", Type: "fiche",
			Facets: map[string][]string{"determinants": {"3", "12"}}},
	}},
	"conflits.html": {Documents: []Document{
		{Title: "Conflits", Body: "Les conflits se règlent tôt.", Type: "outil",
			Facets: map[string][]string{"determinants": {"1"}, "secteurs": {"Santé"}}},
	}},
}

func TestHitsAreSections(t *testing.T) {
	ix := indexOf(t, handbook)
	if n := documents(ix); n != 4 {
		t.Errorf("the index holds %d documents, want 4", n)
	}
	r := ask(t, ix, Query{Text: "signaux absences", Sections: 3, Lookup: handbook.lookup})
	if len(r.Hits) != 1 || r.Total != 1 {
		t.Fatalf("found %v", r)
	}
	h := r.Hits[0]
	if h.URL != "guide.html" || h.Title != "Guide de la prévention" || h.Type != "fiche" || h.Anchor != "reperer" ||
		h.Heading != "Repérer les signaux" {
		t.Errorf("hit %+v", h)
	}
	if len(h.Sections) != 2 || h.Sections[0].Anchor != "reperer" || h.Sections[1].Anchor != "agir" {
		t.Errorf("sections %+v", h.Sections)
	}
	// A word of the title alone leads to the top of the page.
	h = ask(t, ix, Query{Text: "guide prévention", Lookup: handbook.lookup}).Hits[0]
	if h.Anchor != "" || h.Excerpt.String() != "Ce guide aide à agir." {
		t.Errorf("hit of a title %+v", h)
	}
	if h.Sections != nil {
		t.Errorf("sections that were not asked for: %+v", h.Sections)
	}
}

func TestWordsSpreadOverSectionsMakeOnePage(t *testing.T) {
	if got := found(t, indexOf(t, handbook), handbook, "méthode signaux acteurs"); got != "guide.html" {
		t.Errorf("found %s", got)
	}
}

func TestSearchWithoutLookup(t *testing.T) {
	r := ask(t, indexOf(t, handbook), Query{Text: `"signaux faibles" absnces`})
	if len(r.Hits) != 1 || r.Hits[0].URL != "guide.html" || r.Hits[0].Score <= 0 || r.Suggestion != `"signaux faibles" absences` {
		t.Errorf("found %+v", r)
	}
}

func TestFilters(t *testing.T) {
	ix := indexOf(t, handbook)
	for _, test := range []struct {
		name  string
		query Query
		want  []string
	}{
		{"type", Query{Text: "conflits", Types: []string{"fiche"}}, []string{"guide.html"}},
		{"types are alternatives", Query{Text: "conflits", Types: []string{"fiche", "outil"}}, []string{"conflits.html", "guide.html"}},
		{"values are alternatives", Query{Text: "conflits", Filters: map[string][]string{"determinants": {"1", "12"}}},
			[]string{"conflits.html", "guide.html"}},
		{"facets add up", Query{Text: "conflits", Filters: map[string][]string{"determinants": {"1", "12"}, "secteurs": {"Santé"}}},
			[]string{"conflits.html"}},
		{"a value is whole", Query{Text: "conflits", Filters: map[string][]string{"determinants": {"2"}}}, nil},
		{"no text", Query{Filters: map[string][]string{"determinants": {"3"}}}, []string{"guide.html"}},
		{"no text, excluded word", Query{Text: "-guide", Types: []string{"fiche", "outil"}}, []string{"conflits.html"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.query.Lookup = handbook.lookup
			var got []string
			r := ask(t, ix, test.query)
			for _, h := range r.Hits {
				got = append(got, h.URL)
			}
			if !slices.Equal(got, test.want) || r.Total != len(test.want) {
				t.Errorf("found %q of %d, want %q", got, r.Total, test.want)
			}
		})
	}
}

func TestPhrasesAndExclusions(t *testing.T) {
	s := site{
		"a": pageOf("Un", "Le document unique d'évaluation des risques."),
		"b": pageOf("Deux", "Un document, puis un unique exemplaire à signer."),
		"c": pageOf("Trois", "Unique en son genre : un document unique signé."),
		"d": pageOf("Le document unique", "Signer, toujours."),
	}
	ix := indexOf(t, s)
	for _, test := range []struct{ query, want string }{
		{`"document unique"`, "d c a"},
		{`« document unique »`, "d c a"},
		{`"document unique" signer`, "d c a"},
		{`"document unique d’évaluation"`, "a"},
		{`"document un unique"`, "b c d a"}, // on no page: its words
		{`"document unique`, "d c b a"},     // not closed: its words
		{`document -évaluation`, "d b c"},
		{`document -signe`, "a"}, // its variants too
		{`unique -"document unique"`, "b"},
		{`document -"évaluation des risques"`, "d b c"},
		{`-document`, ""},
	} {
		got := strings.Fields(found(t, ix, s, test.query))
		want := strings.Fields(test.want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s found %q, want %q", test.query, got, want)
		}
	}
}

func TestSynonymsBothWays(t *testing.T) {
	s := site{
		"short":    pageOf("Acronyme", "Les RPS concernent chacun."),
		"long":     pageOf("Entier", "Les risques psychosociaux concernent chacun."),
		"old":      pageOf("Ancien", "La QVT concerne chacun."),
		"new":      pageOf("Nouveau", "La QVCT concerne chacun."),
		"other":    pageOf("Autre", "Des risques concernent chacun."),
		"compound": pageOf("Composé", "Le mal-être concerne chacun."),
		"unwell":   pageOf("Simple", "Le malaise concerne chacun."),
	}
	ix := indexOf(t, s)
	if got := found(t, ix, s, "RPS"); got != "short" {
		t.Fatalf("without synonyms, RPS found %s", got)
	}
	ix.SetSynonyms([]Synonym{
		{Forms: []string{"RPS", "risques psychosociaux"}},
		{Forms: []string{"QVT"}, ReplacedBy: "QVCT"},
		{Forms: []string{"mal-être", "malaise"}},
		{Forms: []string{"chacun", "mot que personne n'écrit"}},
	})
	for _, test := range []struct{ query, want string }{
		{"RPS", "short long"},
		{"R.P.S.", "short long"},
		{"risque psychosocial", "long short other"},
		{"les risques psychosociaux", "long short other"},
		{"QVT", "old new"},
		{"qvct", "new old"},
		{"malaise", "unwell compound"},
		{"mal-être", "compound unwell"},
	} {
		if got := found(t, ix, s, test.query); got != test.want {
			t.Errorf("%s found %s, want %s", test.query, got, test.want)
		}
	}
}

func TestLastWordIsCompleted(t *testing.T) {
	s := site{"a": pageOf("Prévention", "Agir tôt."), "b": pageOf("Bien-être", "Aller bien."), "c": pageOf("Prime", "Payer.")}
	ix := indexOf(t, s)
	for _, test := range []struct {
		query    string
		complete bool
		want     []string
	}{
		{"prév", true, []string{"a"}},
		{"pr", true, []string{"a", "c"}},
		{"prév", false, nil},
		{"prév ", true, nil}, // a space ends the word
		{"bien-ê", true, []string{"b"}},
		{"agir prévn", true, []string{"a"}},
		{"prvé", true, nil}, // too short a beginning to be misspelt
		{"prevntio", true, []string{"a"}},
		{"prime", true, []string{"c"}},
	} {
		var got []string
		for _, h := range ask(t, ix, Query{Text: test.query, Complete: test.complete, Lookup: s.lookup}).Hits {
			got = append(got, h.URL)
		}
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("%q, complete %v, found %q, want %q", test.query, test.complete, got, test.want)
		}
	}
}

func TestSuggestionSpellsAsTheTextsDo(t *testing.T) {
	ix := indexOf(t, portal)
	for query, want := range map[string]string{
		"prevntion des risques":       "prévention des risques",
		"les risques psychosociuax !": "les risques psychosociaux !",
		"prévention":                  "",
		"xylophone":                   "",
	} {
		if got := ask(t, ix, Query{Text: query, Lookup: portal.lookup}).Suggestion; got != want {
			t.Errorf("for %q, suggestion %q, want %q", query, got, want)
		}
	}
}

func TestLimit(t *testing.T) {
	s := site{}
	for n := range 30 {
		s[fmt.Sprintf("p%02d", n)] = pageOf("Page", "Le même texte.")
	}
	ix := indexOf(t, s)
	r := ask(t, ix, Query{Text: "texte", Limit: 3, Lookup: s.lookup})
	if r.Total != 30 || len(r.Hits) != 3 || r.Hits[0].URL != "p00" || r.Hits[2].URL != "p02" {
		t.Errorf("of equal pages, found %v", r)
	}
	if r := ask(t, ix, Query{Text: "texte"}); len(r.Hits) != 10 {
		t.Errorf("%d hits where no limit is given, want 10", len(r.Hits))
	}
}

func FuzzQuery(f *testing.F) {
	s := site{"a": pageOf("Prévention", "Les salarié·e·s et le bien-être, L. 4121-1."), "b": pageOf("Risques", "Le document unique.")}
	ix := indexOf(f, s)
	ix.SetSynonyms([]Synonym{{Forms: []string{"RPS", "risques psychosociaux"}}})
	for _, seed := range []string{`"document unique" -rps`, `-"a b`, "« bien être", "prevntion", `""`, "-", "salarié(e", "\xff",
		"RPS risques psychosociaux document"} {
		f.Add(seed, true)
	}
	f.Fuzz(func(t *testing.T, text string, complete bool) {
		r, err := ix.Search(t.Context(), Query{Text: text, Complete: complete, Sections: 2, Lookup: s.lookup})
		if err != nil || len(r.Hits) > r.Total {
			t.Fatalf("%q: %v, %v", text, r, err)
		}
	})
}
