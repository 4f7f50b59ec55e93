package french

import "testing"

func TestSentencesAgreeWithTheirNoun(t *testing.T) {
	for word, want := range map[string]string{"publié": "publiée", "caché": "cachée", "il": "elle", "le": "la", "nouveau": "nouvelle"} {
		if got := Agree(word, "f"); got != want {
			t.Errorf("%s is %s of une page, want %s", word, got, want)
		}
		if got := Agree(word, "m"); got != word {
			t.Errorf("%s is %s of un outil", word, got)
		}
	}
	for _, c := range []struct{ noun, gender, want string }{
		{"Fiche technique", "f", "nouvelle fiche technique"},
		{"Actualité", "f", "nouvelle actualité"},
		{"Kit de formation", "m", "nouveau kit de formation"},
		{"Événement", "m", "nouvel événement"},
		{"œuf", "m", "nouvel œuf"},
	} {
		if got := New(c.noun, c.gender); got != c.want {
			t.Errorf("%s: %s, want %s", c.noun, got, c.want)
		}
	}
}
