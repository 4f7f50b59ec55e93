package french

import (
	"fmt"
	"testing"
)

func TestSuggestionsAreNearMisses(t *testing.T) {
	fields := []string{"titre", "resume", "determinants", "secteurs", "date", "alias"}
	for word, want := range map[string]string{
		"resumé":       "resume",       // an accent does not count
		"tirte":        "titre",        // neighbours swapped are one error
		"determinant":  "determinants", // a letter is missing
		"DATES":        "date",
		"couverture":   "",
		"xyz":          "",
		"":             "",
		"alais":        "alias",
		"secteurs_bis": "secteurs", // four of twelve letters: as far as it goes
	} {
		if got := Suggest(word, fields); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", word, got, want)
		}
		if got := NewVocabulary(fields).Suggest(word); got != want {
			t.Errorf("the vocabulary suggests %q for %q, want %q", got, word, want)
		}
	}
	if got := Suggest("bc", []string{"bd", "bb"}); got != "" {
		t.Errorf("%q for a word too short to guess from", got)
	}
	if got := Suggest("abc", []string{"abd", "abe"}); got != "abd" {
		t.Errorf("of two equally near: %q, want the first", got)
	}
}

func TestVocabularyOfAWholePortal(t *testing.T) {
	words := make([]string, 10_000)
	for i := range words {
		words[i] = fmt.Sprintf("fiche-technique-%04d", i)
	}
	words = append(words, "prevenir-la-penibilite", "prevenir-les-rps")
	v := NewVocabulary(words)
	if got := v.Suggest("prévenir-la-pénibilté"); got != "prevenir-la-penibilite" {
		t.Errorf("suggested %q", got)
	}
	if got := v.Suggest("fiche-technique-x123"); got == "" {
		t.Error("nothing suggested among many that are alike")
	}
	if got := v.Suggest("organigramme"); got != "" {
		t.Errorf("suggested %q for a word that is like none", got)
	}
}

func BenchmarkVocabulary(b *testing.B) {
	words := make([]string, 10_000)
	for i := range words {
		words[i] = fmt.Sprintf("%x-prevenir-%d-les-risques", i*7919, i)
	}
	v := NewVocabulary(words)
	for b.Loop() {
		v.Suggest("prevenir-les-risques-professionels")
	}
}

func TestDistance(t *testing.T) {
	var distances Distances
	for _, test := range []struct {
		a, b      string
		distance  int
		beginning int
	}{
		{"prevention", "prevention", 0, 0},
		{"prevntion", "prevention", 1, 1},
		{"prevetnion", "prevention", 1, 1},
		{"preventiion", "prevention", 1, 1},
		{"brevention", "prevention", 1, 1},
		{"psicosociaux", "psychosociaux", 2, 2},
		{"prevnt", "prevention", 3, 1},
		{"prev", "prevention", 3, 0},
		{"abc", "xyz", 3, 3},
	} {
		if got := distances.Between(test.a, test.b, 2); got != test.distance {
			t.Errorf("distance of %s and %s: %d, want %d", test.a, test.b, got, test.distance)
		}
		if got := distances.ToBeginning(test.a, test.b, 2); got != test.beginning {
			t.Errorf("distance of %s and a beginning of %s: %d, want %d", test.a, test.b, got, test.beginning)
		}
	}
}
