package french

import (
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestFoldMeetsWhatPeopleType(t *testing.T) {
	for in, want := range map[string]string{
		"":                      "",
		"resume":                "resume",
		"RÉSUMÉ":                "resume",
		norm.NFD.String("été"):  "ete",
		"Cœur, Œuvre, Ægosome":  "coeur, oeuvre, aegosome",
		"L’essentiel":           "l'essentiel",
		"Ça, Noël, Ürümqi, Łód": "ca, noel, urumqi, lod",
		"Straße, 12 m², ﬁche":   "strasse, 12 m2, fiche",
		"co\u00adopération":     "cooperation",
		"« Salarié·e » – n° 1":  "« salarie·e » – n° 1",
		"Ελλάδα 中文 é\xff":       "ελλαδα 中文 e\ufffd",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}
