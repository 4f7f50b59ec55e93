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
