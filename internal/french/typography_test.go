package french

import "testing"

func TestTypography(t *testing.T) {
	for text, want := range map[string]string{
		"L'été : « oui » ?":      "L’été\u00a0: «\u00a0oui\u00a0»\u202f?",
		"Rien à faire":           "Rien à faire",
		"a & b < c":              "a & b < c",
		"12 000 agents, 50 %":    "12\u202f000 agents, 50\u00a0%",
		"Le guide \"Bien\" n° 3": "Le guide «\u00a0Bien\u00a0» n°\u00a03",
		"":                       "",
	} {
		got := Typography(text)
		if got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
		if again := Typography(got); again != got {
			t.Errorf("%q, set again, gives %q", got, again)
		}
	}
}

func TestCapitalised(t *testing.T) {
	for text, want := range map[string]string{"": "", "été": "Été", "le 2e jeudi": "Le 2e jeudi", "35 h": "35 h"} {
		if got := Capitalised(text); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}
