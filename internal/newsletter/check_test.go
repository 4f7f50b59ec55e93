package newsletter

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"intraqvt/internal/problem"
)

func TestCheck(t *testing.T) {
	const photo = `<img src="https://example.org/a.jpg" alt="Une salle">`
	images := map[string]int{"https://example.org/a.jpg": 1000, "https://example.org/big.jpg": MaxImage + 1, "https://example.org/limit.jpg": MaxImage}
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"nothing":            {"<p>Bonjour</p>" + photo, nil},
		"at the limit":       {`<img src="https://example.org/limit.jpg" alt="x">`, nil},
		"over 102 KB":        {"<p>" + strings.Repeat("mot ", MaxHTML/4) + "</p>", []string{"lettre-lourde "}},
		"no alternative":     {`<img src="https://example.org/a.jpg" alt=" ">`, []string{"lettre-texte-alternatif https://example.org/a.jpg"}},
		"too heavy":          {`<img src="https://example.org/big.jpg" alt="x">`, []string{"lettre-image-lourde https://example.org/big.jpg"}},
		"a drawing":          {`<img src="https://example.org/a.svg?v=2" alt="x">`, []string{"lettre-image-format https://example.org/a.svg?v=2"}},
		"lost":               {`<img src="https://example.org/b.PNG" alt="x">`, []string{"lettre-image-illisible https://example.org/b.PNG"}},
		"without a base":     {`<a href="../a.html">a</a><a href="../a.html">b</a><a href="/b">c</a>`, []string{"lettre-adresse ../a.html", "lettre-adresse /b"}},
		"within the page":    {`<a href="#note-1">1</a> <a href="mailto:a@example.org">a</a> <a href="tel:01">01</a>`, nil},
		"each once":          {photo + `<img src="https://example.org/a.jpg" alt="">` + photo, nil},
		"the size that fits": {`<img src="https://example.org/big.jpg" srcset="https://example.org/a.jpg 720w, https://example.org/big.jpg 1400w" width="1400" alt="x">`, nil},
	} {
		i := sample(t, "2026-11")
		i.Body = c.body
		i.Image = func(src string) ([]byte, string, error) {
			n, ok := images[src]
			if !ok {
				return nil, "", errors.New("introuvable")
			}
			return make([]byte, n), "image/jpeg", nil
		}
		var got []string
		for _, f := range i.Check() {
			if f.Rule == problem.MailImageTooHeavy && !strings.Contains(f.Message, "image de 201\u00a0Ko dans le courriel, 200\u00a0Ko au plus") {
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
