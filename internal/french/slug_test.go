package french

import "testing"

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{
		"Prévenir la pénibilité": "prevenir-la-penibilite",
		"L’« œuvre » : n° 1":     "l-oeuvre-n-1",
		"  --a__b--  ":           "a-b",
		"Привет 日本":              "привет-日本",
		"co\u00adopération":      "cooperation",
		"Straße, Łódź":           "straße-łodz",
		"!!!":                    "",
	} {
		if got := Slug(text); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

// Values that only a sign tells apart have keys of their own; all others have
// their slugs, which stand in addresses.
func TestKey(t *testing.T) {
	for text, want := range map[string]string{
		"Mise en œuvre":  "mise-en-oeuvre",
		"Sous-traitance": "sous-traitance",
		"R&D (siège)":    "r-d-siege",
		"C":              "c",
		"C++":            "c++",
		"C#":             "c#",
		"C# / .NET":      "c#net",
		"< 50 salariés":  "<50-salaries",
		"> 50 salariés":  ">50-salaries",
		"50 salariés":    "50-salaries",
		"+":              "+",
		"-":              "-",
		"−":              "-",
		"A-":             "a-",
		"A +":            "a+",
		"−5":             "-5",
		" - 5 °C":        "-5-c",
		"Groupe - Siège": "groupe-siege",
		"!":              "",
		"":               "",
	} {
		if got := Key(text); got != want {
			t.Errorf("Key(%q) = %q, want %q", text, got, want)
		}
		if Slug(Key(text)) != Slug(text) {
			t.Errorf("the key of %q has the slug %q, want %q", text, Slug(Key(text)), Slug(text))
		}
	}
}
