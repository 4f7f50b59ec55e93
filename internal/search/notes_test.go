package search

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// told is what a search says of the query's words.
func told(r Result) string {
	var parts []string
	say := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if r.Suggestion != "" {
		say("instead %s", r.Suggestion)
	}
	for _, a := range r.Absent {
		say("absent %s", a.Word)
		if a.Near != "" {
			say("near %s (%s)", a.Near, a.Instead)
		}
	}
	for _, k := range r.Kin {
		say("kin %s %s", k.Word, k.Found)
	}
	if r.Begun != "" {
		say("begun %s", r.Begun)
	}
	for _, c := range r.Common {
		say("common %s", c)
	}
	for _, l := range r.Lost {
		say("lost %s", l)
	}
	for range r.Shortened {
		say("shortened")
	}
	if r.OnlyExcludes {
		say("only excludes")
	}
	if r.Cut > 0 {
		say("cut %d", r.Cut)
	}
	return strings.Join(parts, ", ")
}

func TestAWordThatExistsIsNeverReplaced(t *testing.T) {
	s := site{
		"a": pageOf("L’expression", "La demande obéit aux congés payés."),
		"b": pageOf("Feuille de porte", "Le télétravail, et la feuille. On harcèle."),
		"c": pageOf("Sur le trajet", "La famille, l’animation, les élus."),
		"d": pageOf("Retour", "Le retrait, le portail."),
	}
	ix := indexOf(t, s)
	for _, test := range []struct{ query, hits, told string }{
		{"dépression", "", "absent dépression"},
		{"démence", "", "absent démence"},
		{"obésité", "", "absent obésité"},
		{"Camille", "", "absent Camille, near famille (famille)"},
		{"dépressions famille", "c", "absent dépressions"},
		{"cognés payés", "a", "absent cognés, near congés (congés payés)"},
		{"portefeuille", "", "absent portefeuille"}, // porte and feuille are there
		{"télétravial", "b", "instead télétravail"},
		{"teletravial", "b", "instead télétravail"},
		{"xyzzyx", "", "absent xyzzyx"},
		{"animateur", "c", "kin animateur animation"},
		{"retraite", "d", "kin retraite retrait"},
		{"familles", "c", ""},
		{"harceler", "b", "kin harceler harcèle"},
	} {
		for _, complete := range []bool{false, true} {
			r := ask(t, ix, Query{Text: test.query, Complete: complete, Lookup: s.lookup})
			var urls []string
			for _, h := range r.Hits {
				urls = append(urls, h.URL)
			}
			if got := strings.Join(urls, " "); got != test.hits {
				t.Errorf("%s, complete %v, finds %q, want %q", test.query, complete, got, test.hits)
			}
			if got := told(r); got != test.told {
				t.Errorf("%s, complete %v, tells %q, want %q", test.query, complete, got, test.told)
			}
		}
	}
}

// The beginning of a word that exists is not taken for a misspelt beginning of
// another, and what it may become is told.
func TestBeginnings(t *testing.T) {
	s := site{"a": pageOf("Déménagement", "Le déménagement, un portail.")}
	ix := indexOf(t, s)
	for query, want := range map[string]string{
		"démenc":  "absent démenc",
		"démmen":  "instead déménagement",
		"port":    "begun port",
		"portail": "",
	} {
		if got := told(ask(t, ix, Query{Text: query, Complete: true, Lookup: s.lookup})); got != want {
			t.Errorf("%s tells %q, want %q", query, got, want)
		}
	}
}

func TestStopWordsAreToldByTheirAccents(t *testing.T) {
	s := site{
		"ete":   pageOf("Horaires", "Les horaires d’été : de 7 h à 14 h. En été, la salle est climatisée."),
		"maïs":  pageOf("Cultures", "Le maïs et le blé."),
		"other": pageOf("Accident sur le trajet", "Il a été dit que non. Mais non, il n’a jamais été dû."),
		"sûr":   pageOf("Lieux", "Un lieu sûr."),
		"fût":   pageOf("Cave", "Le fût de chêne."),
	}
	ix := indexOf(t, s)
	for query, want := range map[string]string{
		"été":             "ete",
		"ete":             "ete",
		"ETE":             "ete",
		"e\u0301te\u0301": "ete",
		"horaires d’été":  "ete",
		"maïs":            "maïs",
		"mais":            "maïs",
		"sûr":             "sûr",
		"dû":              "other",
		"fût":             "fût",
		"sur":             "sûr other",
		"du":              "other",
		`"en été"`:        "ete",
		"lieu -sûr":       "",
		"j’ai été dit":    "other",
	} {
		if got := found(t, ix, s, query); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
	for query, want := range map[string]string{
		"le la":               "common le, common la",
		"où":                  "common où",
		`"de la" chêne`:       `common "de la"`,
		"chêne -le":           "common -le",
		`"le chêne"`:          "lost le chêne",
		"maïs":                "",
		`"lieu sûr" -"de la"`: `common -"de la"`,
	} {
		if got := told(ask(t, ix, Query{Text: query, Lookup: s.lookup})); got != want {
			t.Errorf("%s tells %q, want %q", query, got, want)
		}
	}
}

// What is pasted into a search may be a whole book.
func TestLongQueriesAreCut(t *testing.T) {
	s := site{"a": pageOf("Début", "Le premier mot."), "b": pageOf("Fin", "Le dernier mot, loin.")}
	ix := indexOf(t, s)
	many := strings.Repeat("xyzzyx démence ", 6000)
	for _, test := range []struct {
		query, hits string
		cut         int
	}{
		{"premier " + many + " dernier", "a", maxAsked},
		{"premier " + strings.Repeat("le ", 900) + "dernier", "a b", 0},
		{"premier " + strings.Repeat("le ", 2000) + "dernier", "a", 1},
		{"premier " + strings.Repeat("x", 5000) + " dernier", "a", 1},
		{strings.Repeat("x", 5000), "", 1},
		{strings.Repeat(" ", 5000) + "premier", "a", 0},
		{"premier " + strings.Repeat("-xyzzyx ", 100) + " -premier", "a", 1},
		{"premier " + strings.Repeat(`"mot" `, 100) + `"jamais ensemble"`, "a b", maxAsked},
		{strings.Repeat(`"`, 100_000), "", 0},
		{strings.Repeat("„", 100_000), "", 0},
	} {
		r := ask(t, ix, Query{Text: test.query, Lookup: s.lookup})
		var urls []string
		for _, h := range r.Hits {
			urls = append(urls, h.URL)
		}
		if got := strings.Join(urls, " "); got != test.hits || r.Cut != test.cut {
			t.Errorf("%.40q… finds %q, cut %d, want %q, cut %d", test.query, got, r.Cut, test.hits, test.cut)
		}
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	ix := indexOf(t, portal)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ix.Search(ctx, Query{Text: "prévention"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	started := time.Now()
	if _, err := Open(ctx, ix.dir); !errors.Is(err, context.Canceled) || time.Since(started) > 5*time.Second {
		t.Errorf("a lock is waited for in vain: %v", err)
	}
}
