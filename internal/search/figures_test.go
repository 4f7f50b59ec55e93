package search

import (
	"strings"
	"testing"
)

func TestFigures(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"12 000", "+12000 12 000"},
		{"12\u202f000 et 1\u00a0234\u2009567", "+12000 12 000 et +1234567 1 234 567"},
		{"en 2025 12 000 km", "en +202512000 2025 +12000 +12000km 12 000 km"},
		{"01 99 00 12 34", "+0199001234 01 99 00 12 34"},
		{"01.99.00.12.34, 01-99-00-12-34, 01/99/00/12/34",
			"+0199001234 01 99 00 12 34 +0199001234 01 99 00 12 34 +0199001234 01 99 00 12 34"},
		{"01 99 00 12 34 06 12 34 56 78", "+0199001234 01 99 00 12 34 +0612345678 06 12 34 56 78"},
		{"+33 1 99 00 12 34", "+33199001234 +0199001234 33 1 +99001234 99 00 12 34"},
		{"+33 (0)1 99 00 12 34", "33 +0199001234 0 +199001234 1 +99001234 99 00 12 34"},
		{"3×8, 3 × 8", "+3x8 3 8 +3x8 3 8"},
		{"NF EN 388", "nf +en388 en 388"},
		{"+33199001234", "+0199001234 33199001234"},
		{"31 14", "+3114 31 14"},
		{"12.000, 12.03.2026, 2021-2025, 1/2", "+12000 12 000 12 03 2026 2021 2025 1 2"},
		{"35 h, 35h, 3 jours", "+35h 35 h 35h +3jours 3 jours"},
		{"8 h 30, 8h30, 8h 30, 8 h30", "+8h +8h30 8 h 30 8h30 +8h30 8h 30 +8h30 8 h30"},
		{"2 x 8", "+2x +2x8 2 x 8"},
		{"1 500 €, 1500€, 50 %, 50%", "+1500 1 500 1500 50 50"},
		{"ED 6250, ED6250, ED-6250", "+ed6250 ed 6250 ed6250 +ed-6250 ed 6250"},
		{"Le 12, mai 2026, à 8", "le 12 mai 2026 a 8"},
		{"SIRET 123 456 789 00012", "+siret123 +siret12345678900012 siret +123456789 +12345678900012 123 456 789 00012"},
		{"art.L4121-1 L. 4121-1", "art +l4121-1 l4121 =4121 1 4121 =l4121 1"},
		{strings.Repeat("123 ", 40), strings.TrimSpace(strings.Repeat("123 ", 40))}, // a table
	} {
		if got := forms(test.text); got != test.want {
			t.Errorf("forms of %q:\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

// Either way of writing a figure finds the other, and excerpts mark it.
func TestFiguresAreFoundAsTheyAreWritten(t *testing.T) {
	ways := [][]string{
		{"01 99 00 12 34", "0199001234", "01.99.00.12.34", "01\u202f99\u202f00\u202f12\u202f34", "+33 1 99 00 12 34",
			"+33 (0)1 99 00 12 34"},
		{"3 × 8", "3x8", "3×8", "3 x 8"},
		{"12 000", "12000", "12\u00a0000", "12\u202f000", "12.000"},
		{"35 h", "35h", "35\u00a0h"},
		{"8 h 30", "8h30", "8h 30", "8\u202fh\u202f30"},
		{"ED 6250", "ED6250", "ed6250", "ED-6250"},
		{"1 500 €", "1500€", "1500 €"},
		{"50 %", "50%"},
		{"31 14", "3114"},
		{"L. 4121-1", "L4121-1", "art.L4121-1", "L.4121-1"},
	}
	for _, list := range ways {
		for _, written := range list {
			s := site{
				"a": pageOf("Repères", "On y lit ceci : "+written+" environ."),
				"b": pageOf("Autre", "Rien de tout cela, en 34 pages de 12 lignes, le 8, à 30 personnes et 35 autres."),
			}
			ix := indexOf(t, s)
			for _, asked := range list {
				hits := ask(t, ix, Query{Text: asked, Complete: true, Lookup: s.lookup}).Hits
				if len(hits) == 0 || hits[0].URL != "a" {
					t.Errorf("%q is not found where %q stands: %v", asked, written, hits)
					continue
				}
				marked := false
				for _, part := range hits[0].Excerpt {
					marked = marked || part.Match
				}
				if !marked {
					t.Errorf("%q is not marked where %q stands: %v", asked, written, hits[0].Excerpt)
				}
			}
		}
	}
}

// A figure that no page has is not taken for another.
func TestFiguresAreNotCorrected(t *testing.T) {
	s := site{"a": pageOf("Brochure", "Voir ED 6250 et le 0199001234.")}
	ix := indexOf(t, s)
	for _, query := range []string{"ED6251", "0199001235", "ed6205"} {
		r := ask(t, ix, Query{Text: query, Lookup: s.lookup})
		if len(r.Hits) > 0 || r.Suggestion != "" || len(r.Absent) != 1 || r.Absent[0].Near != "" {
			t.Errorf("%s gives %+v", query, r)
		}
	}
}
