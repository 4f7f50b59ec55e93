package problem

import (
	"fmt"
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
		"Ça, Noël, Ürümqi, Łód": "ca, noel, urumqi, łod",
		"Ελλάδα 中文 é\xff":       "ελλαδα 中文 e\ufffd",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

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
	if got := DidYouMean("resumé", fields); got != "vouliez-vous dire « resume » ?" {
		t.Errorf("hint %q", got)
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

func TestListSortsAndForgetsRepetitions(t *testing.T) {
	var l List
	b := BrokenLink.At("b.md", 2, 0).Say("m", "")
	l.Add(b, BrokenLink.At("b.md", 2, 1), EmptyLink.At("a.md", 9, 0), b)
	l.Add()
	got := l.All()
	if len(got) != 3 || got[0].File != "a.md" || got[1] != b || got[2].Column != 1 {
		t.Errorf("got %v", got)
	}
	if errors, warnings := Count(got); errors != 2 || warnings != 1 || !l.HasErrors() {
		t.Errorf("%d errors, %d warnings, HasErrors %v", errors, warnings, l.HasErrors())
	}
}
