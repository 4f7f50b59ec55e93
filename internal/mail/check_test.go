package mail

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"intraqvt/internal/problem"
)

func TestCheck(t *testing.T) {
	const photo, host = "![Une salle](a.jpg)\n\n", "https://qvct.example.org/images/"
	sizes := map[string]int{host + "a.jpg": 1000, host + "big.jpg": MaxImage + 1, host + "limit.jpg": MaxImage}
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"nothing":            {"Bonjour\n\n" + photo, nil},
		"at the limit":       {"![x](limit.jpg)", nil},
		"over 102 KB":        {strings.Repeat("mot ", MaxHTML/4), []string{"lettre-lourde "}},
		"no alternative":     {"![ ](a.jpg)", []string{"lettre-texte-alternatif " + host + "a.jpg"}},
		"too heavy":          {"![x](big.jpg)", []string{"lettre-image-lourde " + host + "big.jpg"}},
		"a drawing":          {"![x](a.svg)", []string{"lettre-image-format " + host + "a.svg"}},
		"lost":               {"![x](b.PNG)", []string{"lettre-image-illisible " + host + "b.PNG"}},
		"each once":          {photo + "![](a.jpg)\n\n" + photo, nil},
		"the size that fits": {"![x](choix.png)", nil},
	} {
		i := sample(t, "2026-11")
		i.Body = textOf(c.text)
		i.Image = func(src string) ([]byte, string, error) {
			n, ok := sizes[src]
			if !ok {
				return nil, "", errors.New("introuvable")
			}
			return make([]byte, n), "image/jpeg", nil
		}
		var got []string
		for _, f := range i.Check() {
			if f.Rule == problem.MailImageTooHeavy &&
				!strings.Contains(f.Message, "image de 201\u00a0Ko dans le courriel, 200\u00a0Ko au plus") {
				t.Errorf("%s: a size that is too much by one byte reads as if it were all right: %s", name, f.Message)
			}
			got = append(got, f.Code()+" "+f.Address)
			if f.Message == "" || !strings.Contains(f.Message, f.Address) || f.Hint == "" || f.Level != problem.Warning {
				t.Errorf("%s: %+v", name, f)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
