package newsletter

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestReadRecipients(t *testing.T) {
	tests := []struct {
		name, list string
		want       []string // as « Nom <adresse> »
		problems   []string // position, level and a part of the message, for each
	}{
		{"one a line", "marie@exemple.fr\nali@exemple.fr\n", []string{"marie@exemple.fr", "ali@exemple.fr"}, nil},
		{"titles, semicolons, CRLF", "Nom;Prénom;Adresse;Courriel\r\nMartin;Zoé;3, rue Basse;zoe@exemple.fr\r\n", []string{"Zoé Martin <zoe@exemple.fr>"}, nil},
		{"titles, commas", "email,nom\nzoe@exemple.fr,\"Martin, Zoé\"\n", []string{"Martin, Zoé <zoe@exemple.fr>"}, nil},
		{"titles in any case", " E-MAIL \tPRÉNOM\nzoe@exemple.fr\tZoé\n", []string{"Zoé <zoe@exemple.fr>"}, nil},
		{"no titles, name first", "Zoé Martin;zoe@exemple.fr\n", []string{"Zoé Martin <zoe@exemple.fr>"}, nil},
		{"no titles, more cells", "Martin;Zoé;zoe@exemple.fr\n", []string{"zoe@exemple.fr"}, nil},
		{"byte order mark", "\uFEFFcourriel;nom\nzoe@exemple.fr;Zoé\n", []string{"Zoé <zoe@exemple.fr>"}, nil},
		{"Windows-1252", "courriel;pr\xe9nom;nom\nzoe@exemple.fr;Zo\xe9;L\x92H\xf4te\n", []string{"Zoé L’Hôte <zoe@exemple.fr>"}, nil},
		{"UTF-16", "\xff\xfea\x00@\x00b\x00.\x00f\x00r\x00\n\x00", []string{"a@b.fr"}, nil},
		{"address book", "Zoé Martin <zoe@exemple.fr>\n\"\"\"Martin, Zoé\"\" <z@exemple.fr>\"\n", []string{"Zoé Martin <zoe@exemple.fr>", "Martin, Zoé <z@exemple.fr>"}, nil},
		{"a name of two lines", "nom,mail\n\"Zoé\nBcc: x@y.fr\",zoe@exemple.fr\n", []string{"Zoé Bcc: x@y.fr <zoe@exemple.fr>"}, nil},
		{"empty lines and cells", "\ncourriel;nom\n\n;\n a@exemple.fr ;\n", []string{"a@exemple.fr"}, nil},
		{"accents in the domain", "a@société.fr\n", []string{"a@xn--socit-esab.fr"}, nil},
		{"case of the domain", "Marie@Exemple.FR\nMarie@exemple.fr\n", []string{"Marie@exemple.fr"}, []string{"2:1 avertissement ligne 1"}},
		{"case before the @", "marie@exemple.fr\nMarie@exemple.fr\n", []string{"marie@exemple.fr", "Marie@exemple.fr"}, []string{"2:1 avertissement aux majuscules près"}},
		{"faults among good ones", "nom;courriel\nÉlie;elie(at)exemple.fr\nZoé;zoe@exemple.fr\nAli\nÉva;éva@exemple.fr\n", []string{"Zoé <zoe@exemple.fr>"},
			[]string{"2:6 erreur elie(at)exemple.fr", "4:1 erreur ligne sans adresse", "5:5 erreur éva@exemple.fr"}},
		{"quotes", "courriel;nom\na@exemple.fr;Zoé \"la\" Brave\nb@exemple.fr;B\n", []string{"B <b@exemple.fr>"}, []string{"2:18 erreur guillemets"}},
		{"no addresses", "nom;ville\nZoé;Lyon\n", nil, []string{"1:1 erreur aucune colonne"}},
		{"nothing", "\n", nil, []string{"1:1 erreur aucun destinataire"}},
		{"titles only", "courriel\n", nil, []string{"1:1 erreur aucun destinataire"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			recipients, problems := ReadRecipients("liste.csv", strings.NewReader(test.list))
			var got []string
			for _, r := range recipients {
				got = append(got, r.String())
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if len(problems) != len(test.problems) {
				t.Fatalf("problems: %v, want %q", problems, test.problems)
			}
			for i, p := range problems {
				position, rest, _ := strings.Cut(test.problems[i], " ")
				level, words, _ := strings.Cut(rest, " ")
				if p.File != "liste.csv" || fmt.Sprintf("%d:%d", p.Line, p.Column) != position || p.Level.String() != level || !strings.Contains(p.Message, words) || p.Hint == "" {
					t.Errorf("problem %+v, want %q", p, test.problems[i])
				}
			}
		})
	}
}

func TestParseRecipient(t *testing.T) {
	for _, valid := range []string{"a@b.fr", "prenom.nom+lettre@sous.domaine.exemple.fr", "o'neil_2@exemple.fr", strings.Repeat("a", 64) + "@exemple.fr"} {
		if r, err := ParseRecipient(valid); err != nil || r.Address != valid {
			t.Errorf("%s: %v %v", valid, r, err)
		}
	}
	for address, hint := range map[string]string{
		"":                                      "manque « @ »",
		"marie":                                 "manque « @ »",
		"marie@":                                "domaine après",
		"@exemple.fr":                           "avant « @ »",
		"marie@exemple":                         "« exemple.fr »",
		"marie@exemple,fr":                      "point, non une virgule",
		"marie@exemple..fr":                     "deux points",
		".marie@exemple.fr":                     "point au bord",
		"marie martin@exemple.fr":               "l’espace",
		"marie\u00a0@exemple.fr":                "l’espace",
		"hélène@exemple.fr":                     "« helene@exemple.fr »",
		"mailto:marie@exemple.fr":               "mailto",
		"a@exemple.fr; b@autre.fr":              "une adresse par ligne",
		"a@exemple.fr@autre.fr":                 "un seul",
		"marie@exemple_rh.fr":                   "nom de domaine",
		"marie@-exemple.fr":                     "nom de domaine",
		`"marie"@exemple.fr`:                    "caractère",
		"mar(ie)@exemple.fr":                    "caractère",
		"marie@exemple.fr\r\nX: y":              "espace",
		strings.Repeat("a", 65) + "@exemple.fr": "au plus 64",
		"a@" + strings.Repeat(strings.Repeat("b", 60)+".", 4) + "exemple.fr": "au plus 254",
	} {
		if r, err := ParseRecipient(address); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("%q: %v, %v; want a hint that says %q", address, r, err, hint)
		}
	}
}
