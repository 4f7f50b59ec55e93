package newsletter

import (
	"errors"
	"slices"
	"strings"
	"testing"
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
			p := f.Problem("content/newsletters/2026-11.md", 7, 1)
			got = append(got, p.Code+" "+f.Address)
			if p.Message == "" || !strings.Contains(p.Message, f.Address) || p.Hint == "" || p.Position() != "content/newsletters/2026-11.md:7:1" {
				t.Errorf("%s: %+v", name, p)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A size that is too much by one byte does not read as if it were all right.
func TestCheckSizes(t *testing.T) {
	p := Complaint{Kind: ImageTooHeavy, Address: "a.jpg", Size: MaxImage + 1}.Problem("f", 1, 1)
	if want := "image de 201 Ko dans le courriel, 200 Ko au plus : a.jpg"; p.Message != want {
		t.Errorf("%q, want %q", p.Message, want)
	}
}
