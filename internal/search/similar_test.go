package search

import (
	"slices"
	"testing"
)

// Pages on one subject find each other, by words that are theirs, whatever
// all pages say.
func TestSimilar(t *testing.T) {
	page := func(url, title, body string) Page {
		return Page{URL: url, Documents: []Document{{Title: title, Body: body + " Le travail de chaque équipe compte pour tout le monde."}}}
	}
	pages := []Page{
		page("bruit.html", "Le bruit", "Mesurer le bruit de la blanchisserie, puis porter des bouchons d’oreilles."),
		page("oreilles.html", "Protéger les oreilles", "Des bouchons contre le bruit des machines de la blanchisserie."),
		page("nuit.html", "Le travail de nuit", "Les veilleurs de nuit dorment mal le jour ; leur rythme se décale."),
		page("sommeil.html", "Dormir le jour", "Le rythme des veilleurs, leur sommeil décalé, la nuit."),
		page("conges.html", "Les congés", "Poser ses congés d’été avant avril."),
	}
	s := site{}
	for _, p := range pages {
		s[p.URL] = p
	}
	ix := indexOf(t, s)
	for url, want := range map[string][]string{"bruit.html": {"oreilles.html"}, "sommeil.html": {"nuit.html"}, "conges.html": nil} {
		at := slices.IndexFunc(pages, func(p Page) bool { return p.URL == url })
		got, err := ix.Similar(t.Context(), pages[at], 3)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("like %s: %v, want %v", url, got, want)
		}
	}
}
