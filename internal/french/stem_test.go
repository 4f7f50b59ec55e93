package french

import "testing"

func TestStemsMeet(t *testing.T) {
	for _, words := range [][]string{
		{"travail", "travaux"},
		{"salarie", "salaries", "salariee", "salariees"},
		{"animateur", "animatrice", "animateurs", "animatrices", "animation", "animer"},
		{"directeur", "directrice"},
		{"psychosocial", "psychosociaux", "psychosociale", "psychosociales"},
		{"licenciement", "licenciements", "licencier", "licencie"},
		{"formation", "formations", "former", "formateur", "formatrice"},
		{"professionnel", "professionnelle", "professionnels", "profession"},
		{"risque", "risques"},
		{"maladie", "malade", "maladies"},
		{"bureau", "bureaux"},
		{"jeu", "jeux"},
		{"preventif", "preventive", "preventives"},
		{"chercheuse", "chercheuses"},
		{"cle", "cles"},
		{"national", "nationaux", "nationale"},
		{"vitrail", "vitraux"},
	} {
		for _, w := range words[1:] {
			if Stem(w) != Stem(words[0]) {
				t.Errorf("%s gives %s, %s gives %s", words[0], Stem(words[0]), w, Stem(w))
			}
		}
	}
}

func TestStemsStayApart(t *testing.T) {
	for _, pair := range [][2]string{
		{"travail", "travers"}, {"prevention", "previsions"}, {"conge", "congres"}, {"2021", "2022"},
		{"sante", "sans"}, {"ecoute", "ecart"}, {"charge", "chargeur"},
	} {
		if Stem(pair[0]) == Stem(pair[1]) {
			t.Errorf("%s and %s both give %s", pair[0], pair[1], Stem(pair[0]))
		}
	}
}

func FuzzStem(f *testing.F) {
	f.Add("travaux")
	f.Add("éléments")
	f.Fuzz(func(t *testing.T, form string) {
		if s := Stem(form); len(s) > len(form)+len("teur") || s == "" && form != "" {
			t.Fatalf("%q gives %q", form, s)
		}
	})
}
