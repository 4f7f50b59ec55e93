package search

import (
	"slices"
	"strings"
	"testing"
)

// What comes first is the same for the command and in the browser.
func TestWhatComesFirst(t *testing.T) {
	typed := func(name string, p Page, asked ...string) Page {
		p.TypeLabel = name
		for i := range p.Documents {
			p.Documents[i].Type = name
		}
		p.Documents[0].Asked = asked
		return p
	}
	s := site{
		"a": typed("que-faire", pageOf("Après une agression", "Mettez-vous à l’abri et appelez."), "on m'a frappé"),
		"b": typed("que-faire", pageOf("Des idées suicidaires", "Ne restez pas seul.")),
		"c": typed("fiche", pageOf("Agression, agressions", "Agression au travail : agression, agressions, agresser, frapper, frappé.")),
		"d": typed("kit", pageOf("Évaluer les RPS", "Un module d’une journée."), "kit", "support de formation"),
		"e": typed("fiche", pageOf("Les RPS en bref", "Les RPS, RPS, RPS.")),
		"f": typed("terme", pageOf("RPS", "Risques psychosociaux.")),
		"g": typed("fiche", pageOf("Le télétravail des cadres", "Télétravail, télétravail, télétravail.")),
		"h": typed("fiche", pageOf("Télétravail", "Un jour par semaine.")),
	}
	ix := indexOf(t, s)
	ix.SetSynonyms([]Synonym{{Forms: []string{"RPS", "risques psychosociaux"}, URL: "f"}})
	ix.SetTypeNames([]TypeNames{{Type: "kit", Names: []string{"kit", "support de formation"}}})
	ix.SetAnswers([]Answer{
		{Questions: []string{"urgence", "qui appeler"}, URL: "b"},
		{Questions: []string{"on m'a frappé", "agression"}, URL: "a", Within: true},
		{Questions: []string{"suicide", "me tuer", "agression verbale"}, URL: "b", Within: true},
	})
	want := map[string]string{ // addresses as shown, the chosen ones marked
		"agression":                    "a! c",
		"une agression dans le bus":    "a! c",
		"j'ai été frappée":             "a! c",
		"agresion":                     "a! c", // misspelt
		"agression verbale":            "b! a! c",
		"qui appeler":                  "b!",
		"qui appeler pour rien":        "",
		"suicide d'un collègue":        "b!",
		"kit RPS":                      "d e f",
		"supports de formation rps":    "d e f",
		"RPS":                          "f e d",
		"les risques psychosociaux":    "f e d",
		"télétravail":                  "h g",
		"teletravail":                  "h g",
		"télétravail -semaine":         "g",
		"agression -abri":              "c",
		"télétravail \"des cadres\"":   "g",
		"agression \"agressions\"":     "c",
		"une question que nul ne pose": "",
	}
	queries := []string{}
	for q := range want {
		queries = append(queries, q)
	}
	slices.Sort(queries)
	shown := func(hits []Hit) string {
		var list []string
		for _, h := range hits {
			if h.Chosen {
				h.URL += "!"
			}
			list = append(list, h.URL)
		}
		return strings.Join(list, " ")
	}
	var engine map[string]string
	for _, q := range queries {
		r := ask(t, ix, Query{Text: q, Lookup: func(url string) (Page, bool) { p, known := s[url]; return p, known }})
		if got := shown(r.Shown()); got != want[q] {
			t.Errorf("%q shows %q, want %q", q, got, want[q])
		}
	}
	narrowed := ask(t, ix, Query{Text: "agression", Types: []string{"fiche"}})
	if got := shown(narrowed.Shown()); got != "c" {
		t.Errorf("narrowed to a type: %q", got)
	}
	runEngine(t, shardsOfIndex(t, ix, s, Export{Facets: []Facet{{Name: typeFacet, Label: "Type"}}}), map[string]any{"values": queries}, `
		const engine = open(), found = {};
		const show = (r) => {
			const chosen = r.chosen.map((h) => h.url);
			return [...chosen.map((url) => url + "!"), ...r.hits.map((h) => h.url).filter((url) => !chosen.includes(url))].join(" ");
		};
		for (const text of values) found[text] = show(await engine.search({ text }));
		found.narrowed = show(await engine.search({ text: "agression", types: ["fiche"] }));
		return found;`, &engine)
	for _, q := range queries {
		if engine[q] != want[q] {
			t.Errorf("the browser shows %q for %q, want %q", engine[q], q, want[q])
		}
	}
	if engine["narrowed"] != "c" {
		t.Errorf("the browser narrowed to a type: %q", engine["narrowed"])
	}
}
