package french

import (
	"slices"
	"testing"
)

func TestPhones(t *testing.T) {
	for _, c := range []struct {
		before, text string
		want         []string
	}{
		{"", "Le secrétariat : 01 99 00 12 34, ou 0199001235.", []string{"01 99 00 12 34", "0199001235"}},
		{"", "01.99.00.12.34 / 01-99-00-12-34", []string{"01.99.00.12.34", "01-99-00-12-34"}},
		{"", "au 01\u00a099\u00a000\u00a012\u00a034", []string{"01\u00a099\u00a000\u00a012\u00a034"}},
		{"", "au 0 805 23 23 36, au 0 806 000 126, au 0805 23 23 36 et au 0806 000 126",
			[]string{"0 805 23 23 36", "0 806 000 126", "0805 23 23 36", "0806 000 126"}},
		{"", "+33 1 99 00 12 34 ou +33199001234", []string{"+33 1 99 00 12 34", "+33199001234"}},
		{"", "SIRET 012 345 678 00012, ISBN 0-201-03801-3, 00 33 1 99 00 12 34", nil},
		{"", "01.02.2026, 2026-01-02, 0,5 %, 1 500 retours, 12 000 personnes, 0123456789012", nil},
		{"", "https://exemple.fr/0199001234 et dossier_0199001234", nil},

		{"", "Le 3114 répond, le 3919 aussi ; le 3977 et le 116\u00a0006.", []string{"3114", "3919", "3977", "116\u00a0006"}},
		{"", "L. 3114-1, article 3919, 3114 salariés, 3977 €, 116 006 euros, 13114, A3114", nil},

		{"", "Appelez le 15 ou le 112.", []string{"15", "112"}},
		{"", "on appelle le 15, le 18 ou le 112. Le", []string{"15", "18", "112"}},
		{"", "Composez tout de suite le 17 (police) ou envoyez un SMS au 114.", []string{"17", "114"}},
		{"", "Secours médicaux : 15 ou 112. En urgence, le 17.", []string{"15", "112", "17"}},
		{"", "premiers secours : 18 personnes ; plan d’urgence, 15 mesures", nil},
		{"", "Samu : 15. Pompiers (18).", []string{"15", "18"}},
		{"pour joindre le ", "39\u00a028 en cas de doute", []string{"39\u00a028"}},
		{"Appelez le ", "15", []string{"15"}},
		{"Appelez-le. Le ", "15", nil},
		{"", "Le 15 janvier, le 17 et le 18 mars ; 15 minutes, 112 pages, 3018 salariés.", nil},
		{"", "Appelez 15 personnes, 18 référents, le 17 juin ; appelé 15 fois.", nil},
		{"", "L’appel à projets du 15. Appel : 17 réponses. La police a formé 18 agents", nil},
		{"", "article 15, déterminants 10, 11 et 12, 15", nil},
		{"", "", nil},
	} {
		var got []string
		for _, s := range Phones(c.text, c.before) {
			got = append(got, c.text[s.Start:s.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q after %q: %q, want %q", c.text, c.before, got, c.want)
		}
	}
}

func FuzzPhones(f *testing.F) {
	for _, seed := range []string{"01 99 00 12 34", "+33 1", "appelez le 15 ou", "116 006 €", "3114-", "\xff15\xff", "L. 3114"} {
		f.Add(seed, "Samu ")
	}
	f.Fuzz(func(t *testing.T, text, before string) {
		last := 0
		for _, s := range Phones(text, before) {
			if s.Start < last || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%+v in %q", s, text)
			}
			last = s.End
		}
	})
}
