package delivery

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	tests := []struct {
		name, list string
		want       []string // as « Nom <adresse> »
		problems   []string // position, level and a part of the message, for each
	}{
		// Tables.
		{"one a line", "marie@exemple.fr\nali@exemple.fr\n", []string{"marie@exemple.fr", "ali@exemple.fr"}, nil},
		{"titles, semicolons, CRLF", "Nom;Prénom;Adresse;Courriel\r\nMartin;Zoé;3, rue Basse;zoe@exemple.fr\r\n",
			[]string{"Zoé Martin <zoe@exemple.fr>"}, nil},
		{"titles, commas", "email,nom\nzoe@exemple.fr,\"Martin, Zoé\"\n", []string{"Martin, Zoé <zoe@exemple.fr>"}, nil},
		{"titles, bars", "nom|courriel\nZoé|zoe@exemple.fr\n", []string{"Zoé <zoe@exemple.fr>"}, nil},
		{"titles in any case", " E-MAIL* :\tPRÉNOM\nzoe@exemple.fr\tZoé\n", []string{"Zoé <zoe@exemple.fr>"}, nil},
		{"titles of an address book",
			"Given Name,Family Name,E-mail 1 - Type,E-mail 1 - Value,E-mail 2 - Value\nZoé,Martin,* Work,zoe@exemple.fr,z@exemple.fr\n",
			[]string{"Zoé Martin <zoe@exemple.fr>", "Zoé Martin <z@exemple.fr>"}, nil},
		{"titles of a mail program",
			"Prénom,Nom,Adresse de messagerie,Type de messagerie,Nom d’affichage de messagerie,E-mail 2 Address\n" +
				"Zoé,Martin,zoe@exemple.fr,SMTP,Zoé Martin (zoe@exemple.fr),\n", []string{"Zoé Martin <zoe@exemple.fr>"}, nil},
		{"titles of another", "Prénom,Nom de famille,Nom à afficher,Adresse électronique principale,Adresse électronique secondaire\n" +
			"Zoé,Martin,Zoé,zoe@exemple.fr,z@exemple.fr\n", []string{"Zoé Martin <zoe@exemple.fr>", "Zoé Martin <z@exemple.fr>"}, nil},
		{"somebody's private address", "Courriel professionnel (obligatoire) ;Courriel personnel\nzoe@exemple.fr;z@exemple.fr\n",
			[]string{"zoe@exemple.fr"}, []string{"2:16 erreur « Courriel personnel »"}},
		{"unknown titles, a name with the address", "Personne;Boîte\nZoé (zoe@exemple.fr);zoe@exemple.fr\n", []string{"zoe@exemple.fr"},
			[]string{"1:1 avertissement aucune adresse avant"}},
		{"no titles, name first", "Zoé Martin;zoe@exemple.fr\n", []string{"Zoé Martin <zoe@exemple.fr>"}, nil},
		{"no titles, more cells", "Martin;Zoé;zoe@exemple.fr\n", []string{"zoe@exemple.fr"}, nil},
		{"empty lines and cells", "\ncourriel;nom\n\n;\n a@exemple.fr ;\n", []string{"a@exemple.fr"}, nil},
		{"a separator too many", "courriel;nom;\na@exemple.fr;A;\n", []string{"A <a@exemple.fr>"}, nil},
		{"a name of two lines", "nom,mail\n\"Zoé\nBcc: la liste\",zoe@exemple.fr\n", []string{"Zoé Bcc: la liste <zoe@exemple.fr>"}, nil},
		{"quotes in a name", "courriel;nom\na@exemple.fr;Zoé \"la\" Brave\nb@exemple.fr;B\n",
			[]string{"Zoé \"la\" Brave <a@exemple.fr>", "B <b@exemple.fr>"}, nil},
		{"a quote for inches", "courriel;nom\na@exemple.fr;Salle 5\"\nb@exemple.fr;B\n",
			[]string{"Salle 5\" <a@exemple.fr>", "B <b@exemple.fr>"}, nil},
		{"a quote that stays open", "courriel;nom\na@exemple.fr;\"Zoé\nb@exemple.fr;B\n",
			[]string{"Zoé <a@exemple.fr>", "B <b@exemple.fr>"}, []string{"2:1 erreur guillemets mal placés"}},

		// What stands above the table, and in it.
		{"sep=", "sep=;\nNom;Courriel\nA;a@exemple.fr\n", []string{"A <a@exemple.fr>"}, nil},
		{"sep= against what is usual", "\"sep=,\"\nmail,nom\na@exemple.fr,\"A;B\"\n", []string{"A;B <a@exemple.fr>"}, nil},
		{"headings", "Abonnés, version 2\n\nau 3 novembre ; 1 personne\nNom;Courriel\nA;a@exemple.fr\n", []string{"A <a@exemple.fr>"}, nil},
		{"headings without titles", "Abonnés\na@exemple.fr\n", []string{"a@exemple.fr"},
			[]string{"1:1 avertissement aucune adresse avant la ligne 2"}},
		{"a title nobody knows", "Nom;Boîte\nA;a@exemple.fr\n", []string{"A <a@exemple.fr>"},
			[]string{"1:1 avertissement aucune adresse avant la ligne 2"}},
		{"titles once more", "Nom;Courriel\nA;a@exemple.fr\nNom;Courriel\nB;b@exemple.fr\n",
			[]string{"A <a@exemple.fr>", "B <b@exemple.fr>"}, nil},
		{"comments", "# Abonnés\na@exemple.fr\n# b@exemple.fr\n", []string{"a@exemple.fr"}, []string{"3:1 avertissement b@exemple.fr"}},
		{"a street beside addresses", "Nom;Adresse\nA;a@exemple.fr\n", []string{"A <a@exemple.fr>"}, nil},
		{"a street and a column that nobody knows", "Nom;Adresse;Contact\nA;3 rue Basse;a@exemple.fr\n", []string{"a@exemple.fr"},
			[]string{"1:1 avertissement aucune adresse avant"}},

		// Several addresses in a line.
		{"beyond the last title", "Nom;Courriel\nA;a@exemple.fr\nB;b@exemple.fr; c@exemple.fr\n",
			[]string{"A <a@exemple.fr>", "b@exemple.fr", "c@exemple.fr"}, nil},
		{"in one cell", "Nom;Courriel\nA;\"a@exemple.fr; b@exemple.fr\"\n", []string{"a@exemple.fr", "b@exemple.fr"}, nil},
		{"in one cell, one below the other", "Nom,Courriel\nA,\"a@exemple.fr\nb@exemple.fr\"\nC,c@exemple.fr\n",
			[]string{"a@exemple.fr", "b@exemple.fr", "C <c@exemple.fr>"}, nil},
		{"in columns", "Nom;Courriel;Courriel 2\nA;a@exemple.fr;b@exemple.fr\nC;;c@exemple.fr\n",
			[]string{"A <a@exemple.fr>", "A <b@exemple.fr>", "C <c@exemple.fr>"}, nil},
		{"in columns, the last not of addresses", "Courriel;Nom\na@exemple.fr;b@exemple.fr;B\n", []string{"a@exemple.fr"},
			[]string{"2:14 erreur « b@exemple.fr »"}},
		{"without titles", "A;a@exemple.fr;b@exemple.fr\ng@exemple.fr,c@exemple.fr\nd@exemple.fr\te@exemple.fr f@exemple.fr\n",
			[]string{"a@exemple.fr", "b@exemple.fr", "g@exemple.fr", "c@exemple.fr", "d@exemple.fr", "e@exemple.fr", "f@exemple.fr"}, nil},
		{"as Outlook copies them", "Dupont Éloïse <e@exemple.fr>; Martin Luc <l@exemple.fr>; Petit Zoé <z@exemple.fr>\n",
			[]string{"Dupont Éloïse <e@exemple.fr>", "Martin Luc <l@exemple.fr>", "Petit Zoé <z@exemple.fr>"}, nil},
		{"as Outlook copies them, commas in names", "Dupont, Éloïse <e@exemple.fr>; Martin, Luc, RH <l@exemple.fr>;\n",
			[]string{"Dupont, Éloïse <e@exemple.fr>", "Martin, Luc, RH <l@exemple.fr>"}, nil},
		{"as Thunderbird copies them", "\"Dupont, Anne\" <a@exemple.fr>, Luc Martin <l@exemple.fr>,z@exemple.fr\n",
			[]string{"Dupont, Anne <a@exemple.fr>", "Luc Martin <l@exemple.fr>", "z@exemple.fr"}, nil},
		{"quotes inside quotes", "\"Anne \\\"la\\\" Dupont\" <a@exemple.fr>; \"Luc\" <l@exemple.fr>\n",
			[]string{"Anne \"la\" Dupont <a@exemple.fr>", "Luc <l@exemple.fr>"}, nil},
		{"a cell of an address book", "Zoé Martin <zoe@exemple.fr>\n\"\"\"Martin, Zoé\"\" <z@exemple.fr>\"\n",
			[]string{"Zoé Martin <zoe@exemple.fr>", "Martin, Zoé <z@exemple.fr>"}, nil},
		{"remarks and groups", "a@exemple.fr (Anne Dupont)\nRH : b@exemple.fr, c@exemple.fr;\n",
			[]string{"Anne Dupont <a@exemple.fr>", "b@exemple.fr", "c@exemple.fr"}, nil},
		{"the name before or after", "<a@exemple.fr> Anne\n'b@exemple.fr' <b@exemple.fr>\n",
			[]string{"Anne <a@exemple.fr>", "b@exemple.fr"}, nil},
		{"one good, one bad", "courriel\na@exemple.fr, b@exemple\n", []string{"a@exemple.fr"}, []string{"2:14 erreur « b@exemple »"}},
		{"one good, one without its @", "courriel\na@exemple.fr; elie.exemple.fr\n", []string{"a@exemple.fr"},
			[]string{"2:14 erreur « elie.exemple.fr »"}},
		{"an address for a name", "Nom;Courriel\na@exemple.fr;a@exemple.fr\nb@exemple.fr;c@exemple.fr\nd@exemple.fr;e@exemple.fr\n",
			[]string{"a@exemple.fr", "c@exemple.fr", "e@exemple.fr"},
			[]string{"3:1 erreur la colonne « Nom », qui n’est pas celle des adresses : « b@exemple.fr », et encore ligne 4"}},
		{"another address for a name", "a@exemple.fr <b@exemple.fr>\n", nil, []string{"1:1 erreur « a@exemple.fr <b@exemple.fr> »"}},
		{"a name with an @", "Équipe @home <a@exemple.fr>\n", []string{"Équipe @home <a@exemple.fr>"},
			[]string{"1:1 avertissement un « @ » dans un nom"}},
		{"an address in a remark", "a@exemple.fr (et b@exemple.fr)\n", []string{"a@exemple.fr"},
			[]string{"1:1 erreur « a@exemple.fr (et b@exemple.fr) »"}},
		{"a space that splits", "marie martin@exemple.fr\na@exemple.co m\n", nil,
			[]string{"1:1 erreur marie martin@exemple.fr", "2:1 erreur a@exemple.co m"}},
		{"a bracket that stays open", "Anne <a@exemple.fr; Luc <l@exemple.fr>\nb@exemple.fr>\n", nil,
			[]string{"1:1 erreur « a@exemple.fr; Luc <l@exemple.fr »", "2:1 erreur b@exemple.fr>"}},
		{"hidden from machines", "a@exemple.fr\nelie(at)exemple.fr;Élie\n", []string{"a@exemple.fr"},
			[]string{"2:1 erreur « elie(at)exemple.fr »"}},

		// Encodings and signs.
		{"byte order mark", "\uFEFFcourriel;nom\nzoe@exemple.fr;Zoé\n", []string{"Zoé <zoe@exemple.fr>"}, nil},
		{"Windows-1252", "courriel;pr\xe9nom;nom\nzoe@exemple.fr;Zo\xe9;L\x92H\xf4te\n", []string{"Zoé L’Hôte <zoe@exemple.fr>"}, nil},
		{"Mac Roman, CR alone", "courriel;pr\x8enom\rzoe@exemple.fr;Zo\x8e\relodie@exemple.fr;\x83lodie\r",
			[]string{"Zoé <zoe@exemple.fr>", "Élodie <elodie@exemple.fr>"}, []string{"1:1 avertissement Mac Roman"}},
		{"CP850", "courriel;pr\x82nom\nzoe@exemple.fr;Zo\x82\neva@exemple.fr;\x90va\n",
			[]string{"Zoé <zoe@exemple.fr>", "Éva <eva@exemple.fr>"}, []string{"1:1 avertissement CP850"}},
		{"capitals of Windows-1252", "courriel;nom\na@exemple.fr;H\xc9L\xc8NE\n", []string{"HÉLÈNE <a@exemple.fr>"}, nil},
		{"UTF-8 and Windows-1252 in one file", "courriel;nom\na@exemple.fr;Zoé\nb@exemple.fr;Zo\xe9\n",
			[]string{"Zoé <a@exemple.fr>", "Zoé <b@exemple.fr>"}, nil},
		{"UTF-16", "\xff\xfea\x00@\x00b\x00.\x00f\x00r\x00\n\x00", []string{"a@b.fr"}, nil},
		{"UTF-16 without a mark", "\x00a\x00@\x00b\x00.\x00f\x00r\x00\n", []string{"a@b.fr"}, nil},
		{"accents that were spoilt", "courriel;nom\na@exemple.fr;ZoÃ©\n", []string{"ZoÃ© <a@exemple.fr>"},
			[]string{"2:1 avertissement accents sont abîmés"}},
		{"signs of no width", "courriel\n\u200ba@exem\u00adple.fr\u200e\nb@exemple.fr\ufeff\n", []string{"a@exemple.fr", "b@exemple.fr"},
			nil},
		{"no-break spaces", "courriel;nom\n\u00a0a@exemple.fr\u202f;Zoé\u00a0Martin\n", []string{"Zoé Martin <a@exemple.fr>"}, nil},
		{"accents in the domain", "a@société.fr\n", []string{"a@xn--socit-esab.fr"}, nil},
		{"letters that only look so", "a@ex\u0430mple.fr\nb＠exemple.fr\n", nil, []string{"1:1 erreur a@ex", "2:1 erreur b＠exemple.fr"}},
		{"a spreadsheet", "PK\x03\x04\x14\x00", nil, []string{"0:0 erreur un classeur"}},
		{"null bytes", "a@exemple.fr\x00\x00\x00b", nil, []string{"0:0 erreur octet nul"}},

		// Twice the same.
		{"case of the domain", "Marie@Exemple.FR\nMarie@exemple.fr\nMarie@EXEMPLE.fr\n", []string{"Marie@exemple.fr"},
			[]string{"2:1 avertissement déjà à la ligne 1 : « Marie@exemple.fr », et encore ligne 3"}},
		{"case before the @", "marie@exemple.fr\nMarie@exemple.fr\n", []string{"marie@exemple.fr", "Marie@exemple.fr"},
			[]string{"2:1 avertissement aux majuscules près"}},

		// What cannot be read.
		{"faults among good ones", "nom;courriel\nÉlie;elie(at)exemple.fr\nZoé;zoe@exemple.fr\nAli\nÉva;éva@exemple.fr\n",
			[]string{"Zoé <zoe@exemple.fr>"},
			[]string{"2:6 erreur elie(at)exemple.fr", "4:1 erreur ligne sans adresse", "5:5 erreur éva@exemple.fr"}},
		{"no addresses", "nom;ville\nZoé;Lyon\n", nil, []string{"1:1 erreur aucune colonne"}},
		{"a line without an address", "a@exemple.fr\nAli\n", []string{"a@exemple.fr"}, []string{"2:1 erreur ligne sans adresse"}},
		{"nothing", "\n", nil, []string{"1:1 erreur aucun destinataire"}},
		{"titles only", "courriel\n", nil, []string{"1:1 erreur aucun destinataire"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			list, problems := Read("liste.csv", strings.NewReader(test.list))
			var got []string
			for _, r := range list.Recipients {
				got = append(got, headOf(r))
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
				if p.File != "liste.csv" || fmt.Sprintf("%d:%d", p.Line, p.Column) != position || p.Level.String() != level ||
					!strings.Contains(p.Message, words) || p.Hint == "" {
					t.Errorf("problem %+v, want %q", p, test.problems[i])
				}
			}
		})
	}
}

// What gives no recipient is accounted for, line by line.
func TestReadSaysWhatItPasses(t *testing.T) {
	list, problems := Read("liste.csv",
		strings.NewReader("sep=;\nAbonnés\n\nNom;Courriel\nA;a@exemple.fr\n#B;b@exemple.fr\nA;a@Exemple.fr\n"))
	want := []Skipped{{1, skippedSign}, {2, skippedHeading}, {3, skippedBlank}, {4, skippedTitles}, {6, skippedComment}, {7, skippedTwice}}
	if len(list.Recipients) != 1 || !slices.Equal(list.Skipped, want) {
		t.Errorf("%v %v; want %v", list, problems, want)
	}
	if got, want := list.Summary(),
		"1 (séparateur), 2 (titre), 3 (vide), 4 (noms des colonnes), 6 (commentaire), 7 (adresse en double)"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"a@b.fr": "a@b.fr", "Marie Martin <marie@exemple.fr>": "Marie Martin <marie@exemple.fr>",
		`"Martin, Marie" <marie@exemple.fr>`: "Martin, Marie <marie@exemple.fr>",
	} {
		if r, err := Parse(text); err != nil || headOf(r) != want {
			t.Errorf("%s: %v %v", text, r, err)
		}
	}
	for text, hint := range map[string]string{
		"": "manque « @ »", "marie": "manque « @ »", "marie@exemple": "« exemple.fr »", "a@exemple.fr; b@exemple.fr": "une seule adresse",
		"a@exemple.fr; marie":      "manque « @ »",
		"marie@exemple.fr\r\nX: y": "espace",
	} {
		if r, err := Parse(text); err == nil || !strings.Contains(err.Error(), hint) {
			t.Errorf("%q: %v, %v; want a hint that says %q", text, r, err, hint)
		}
	}
}

// headOf is a recipient as in a message's head.
func headOf(r Recipient) string {
	if r.Name == "" {
		return r.Address
	}
	return r.Name + " <" + r.Address + ">"
}
