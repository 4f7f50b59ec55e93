package content

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// The most common mistakes in YAML are explained at the line to be mended,
// without the parser's English.
func TestBrokenYAMLIsExplained(t *testing.T) {
	types := testTypes(t)
	const quote = "mettez le texte entre guillemets droits : \"…\""
	for _, c := range []struct{ name, yaml, want string }{
		{"tab as margin", "titre: A\nindicateurs:\n\tseuil: 3",
			"4:1 une tabulation sert de marge → mettez des espaces : YAML n’accepte pas les tabulations"},
		{"tab before a dash", "titre: A\netiquettes:\n\t- a",
			"4:1 une tabulation sert de marge → mettez des espaces : YAML n’accepte pas les tabulations"},
		{"quotes not closed", "titre: \"Prévenir\nresume: R", "2:8 des guillemets ne sont pas fermés → ajoutez \" à la fin du texte"},
		{"quotes not closed on the last line", "titre: A\nresume: \"R",
			"3:9 des guillemets ne sont pas fermés → ajoutez \" à la fin du texte"},
		{"apostrophe not closed", "titre: 'Prévenir\nresume: R", "2:8 une apostrophe ouvre un texte qui n’est pas fermé → " + quote},
		{"apostrophe between apostrophes", "titre: 'L'essentiel'",
			"2:11 une apostrophe ferme le texte trop tôt → mettez le texte entre guillemets droits, \"…\", plutôt qu’entre apostrophes"},
		{"quotes between quotes", "titre: \"Le \"vrai\" sujet\"",
			"2:13 du texte suit les guillemets fermants → à l’intérieur d’un texte, employez « » ; ou fermez les guillemets de la ligne " +
				"d’avant"},
		{"colon in a text", "titre: Prévenir : agir", "2:8 deux-points à l’intérieur d’un texte → " + quote},
		{"colon in a text further down", "titre: A\nresume: Une chose: l’autre\ndate: 2026-01-01",
			"3:9 deux-points à l’intérieur d’un texte → " + quote},
		{"colon at the end of a text", "titre: Prévenir:", "2:8 deux-points à l’intérieur d’un texte → " + quote},
		{"colon between French quotes", "titre: « Prévenir : agir »", "2:8 deux-points à l’intérieur d’un texte → " + quote},
		{"same field twice", "titre: A\nresume: R\ntitre: B", "4:1 le même champ est écrit deux fois → gardez une seule des deux lignes"},
		{"same part twice", "titre: A\nindicateurs:\n  seuil: 1\n  seuil: 2",
			"5:3 le même champ est écrit deux fois → gardez une seule des deux lignes"},
		{"line too far right", "titre: A\n  resume: R", "3:3 cette ligne est trop à droite → alignez-la sur les autres champs, à gauche"},
		{"line too far left", "  titre: A\nresume: R",
			"3:1 cette ligne n’est pas alignée avec les autres → donnez la même marge aux champs qui vont ensemble"},
		{"parts not aligned", "titre: A\nindicateurs:\n   sante: [a]\n  seuil: 3",
			"5:3 cette ligne n’est pas alignée avec les autres → donnez la même marge aux champs qui vont ensemble"},
		{"dashes not aligned", "titre: A\netiquettes:\n - a\n- b",
			"5:1 un tiret de liste n’est pas aligné avec les autres → donnez la même marge à tous les tirets de la liste"},
		{"list not closed", "titre: A\netiquettes: [a, b\nresume: R",
			"3:13 une liste entre crochets n’est pas fermée → ajoutez ] après le dernier élément"},
		{"list not closed on the last line", "titre: A\netiquettes: [é, b",
			"3:13 une liste entre crochets n’est pas fermée → ajoutez ] après le dernier élément"},
		{"list not closed over lines", "titre: A\netiquettes: [a,\n  b\nresume: R",
			"3:13 une liste entre crochets n’est pas fermée → ajoutez ] après le dernier élément"},
		{"list closed twice", "titre: A\netiquettes: [a, b]]",
			"3:19 du texte suit la fin de la liste → retirez-le, ou mettez toute la valeur entre guillemets droits : \"…\""},
		{"brace not closed", "titre: A\nindicateurs: {seuil: 3\nresume: R", "3:14 une accolade n’est pas fermée → ajoutez }"},
		{"no colon", "titre: A\nresume R\ndate: 2026-01-01",
			"3:1 cette ligne n’est pas de la forme « nom: valeur » → écrivez un champ par ligne ; « --- » seul ferme l’en-tête, avant le " +
				"texte de la page"},
		{"text goes on at the margin", "titre: A\nresume: Une phrase\nqui continue\ndate: 2026-01-01",
			"4:1 cette ligne n’est pas de la forme « nom: valeur » → écrivez un champ par ligne ; « --- » seul ferme l’en-tête, avant le " +
				"texte de la page"},
		{"no space after the colon", "titre: A\nresume:R",
			"3:1 il manque une espace ordinaire après « resume: » → écrivez « resume: valeur »"},
		{"non-breaking space after the colon", "titre:\u00a0A\nresume: R",
			"2:1 il manque une espace ordinaire après « titre: » → écrivez « titre: valeur »"},
		{"sign at the beginning", "titre: @ tous", "2:8 un texte ne peut pas commencer par « @ » → " + quote},
		{"percent at the beginning", "titre: %A", "2:8 un texte ne peut pas commencer par « % » → " + quote},
		{"bold at the beginning", "titre: **A** b", "2:9 un texte ne peut pas commencer par « * » → " + quote},
		{"bar at the beginning", "titre: | A", "2:8 un texte ne peut pas commencer par « | » → " + quote},
		{"Windows path between quotes", `titre: "C:\Users"`,
			"2:11 entre guillemets droits, « \\ » a un sens particulier → doublez-le : \\\\"},
		{"backslash between quotes", `titre: "a \é"`, "2:12 entre guillemets droits, « \\ » a un sens particulier → doublez-le : \\\\"},
		{"bracket as the name of a field", "? [a]\n: b",
			"3:1 ceci ne peut pas être le nom d’un champ → un nom de champ est un mot, suivi de deux-points et d’une espace"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Parse("essais/a.md", []byte("---\n"+c.yaml+"\n---\nTexte.\n"), types)
			if got := strings.ReplaceAll(said(p), " YAML illisible : ", " "); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
			if !bytes.Contains(p.Body.HTML, []byte("Texte.")) {
				t.Error("the text below was not read")
			}
		})
	}
}

func TestHeaders(t *testing.T) {
	types := testTypes(t)
	for _, c := range []struct{ name, text, title, want string }{
		{"not closed", "---\ntitre: A\n\nTexte.\n", "A",
			"1:1 l’en-tête n’est pas fermé → ajoutez une ligne « --- » après le dernier champ"},
		{"not closed after blank lines", "\n\n---\ntitre: A\n", "A",
			"3:1 l’en-tête n’est pas fermé → ajoutez une ligne « --- » après le dernier champ"},
		{"TOML not closed", "+++\ntitle = \"A\"\n", "A",
			"1:1 l’en-tête n’est pas fermé → ajoutez une ligne « --- » après le dernier champ"},
		{"a rule is no header", "---\n\nTexte : suite.\n", "A", ""},
		{"none", "# Un titre\n\nTexte.\n", "Un titre", ""},
		{"empty file", "", "A", ""},
		{"empty header", "---\n---\n# Un titre\n", "Un titre", ""},
		{"comments alone", "---\n# rien\n---\n", "A", ""},
		{"closed at the end of the file", "---\ntitre: B\n---", "B", ""},
		{"spaces after the dashes", "--- \ntitre: B\n---  \nTexte\n", "B", ""},
		{"byte order mark", "\ufeff---\ntitre: B\n---\n", "B", ""},
		{"Windows line ends", "---\r\ntitre: B\r\nresumé: x\r\n---\r\nTexte\r\n", "B",
			"3:1 (avertissement) champ inconnu « resumé » → vouliez-vous dire « resume » ?"},
		{"old Macintosh line ends", "---\rtitre: B\r---\rTexte\r", "B", ""},
		{"English keys", "---\ntitle: B\ndescription: D\ntags: [x]\naliases: [/vieux/]\nlastmod: 2020-01-01\ndate: 2019-01-01\n" +
			"draft: false\n---\n", "B", ""},
		{"TOML", "+++\ntitle = \"B\"\ndate = 2019-01-01T10:00:00Z\ntags = [\"x\"]\n+++\nTexte\n", "B", ""},
		{"TOML with a mistake", "\n+++\ntitle = \"B\"\ndate = demain\n+++\n", "A",
			"4:8 en-tête TOML illisible près de cette ligne → vérifiez les guillemets, les crochets et les dates ; ou écrivez l’en-tête " +
				"en YAML, entre deux lignes « --- »"},
		{"TOML with a bad value", "+++\ntags = [\"x\"]\ntitle = \"B\"\ndate = \"demain\"\nTitr = \"C\"\n+++\n", "B",
			"5:1 (avertissement) champ inconnu « Titr » → vouliez-vous dire « titre » ?\n" +
				"4:8 « date » : date illisible « demain » → une date s’écrit AAAA-MM-JJ, par exemple 2026-03-14"},
		{"no fields", "---\nbonjour\n---\n", "A",
			"2:1 l’en-tête n’est pas une suite de « nom: valeur » → une ligne par champ, par exemple « titre: Prévenir les chutes », " +
				"avec une espace ordinaire après les deux-points"},
		{"merge key", "---\ntitre: B\n<<: {resume: R}\n---\n", "B", "3:1 « << » n’est pas permis → écrivez les champs un à un"},
		{"non-breaking margin", "---\ntitre: B\n\u00a0\u00a0resume: R\n---\n", "B",
			"3:1 une espace insécable sert de marge devant « resume » → remplacez-la par des espaces ordinaires"},
		{"vertical tab from a word processor", "---\ntitre: B\u000bC\n---\n", "B C", ""},
		{"a header of too much", "---\ntags: " + strings.Repeat("[", 20_000) + "\n---\n", "A",
			"1:1 en-tête démesuré : 20\u00a0Ko, 20000 crochets et accolades → l’en-tête ne porte que les champs ; le texte vient après " +
				"la ligne « --- » qui le ferme"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Parse("guide/a.md", []byte(c.text), types)
			if got := said(p); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
			if p.Title != c.title {
				t.Errorf("title %q, want %q", p.Title, c.title)
			}
		})
	}
}

func TestEnglishKeysMeanOurFields(t *testing.T) {
	p := Parse("guide/a.md",
		[]byte("---\nlastmod: 2020-02-02\ntitle: B\ndescription: D\ntags: [x, y]\naliases: [/vieux/]\ndate: 2019-01-01\ndraft: true\n"+
			"---\n"), testTypes(t))
	if p.Summary != "D" || p.Visibility(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)).Public() || len(p.Strings(schema.Tags)) != 2 ||
		len(p.Aliases) != 1 || p.Aliases[0].Text != "/vieux/" {
		t.Errorf("summary %q, status %q, tags %q, aliases %v", p.Summary, p.Status, p.Strings(schema.Tags), p.Aliases)
	}
	if want := time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC); !p.Date.Equal(want) {
		t.Errorf("date %v; the field's own key goes before lastmod, wherever it stands", p.Date)
	}
}

func TestWhatIsNoText(t *testing.T) {
	types := testTypes(t)
	big := make([]byte, 50_000_000)
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"Windows-1252", []byte("---\ntitre: A\n---\nCaf\xe9\n"),
			"4:4 le fichier n’est pas en UTF-8 → enregistrez-le en UTF-8 (menu « Encodage » de l’éditeur)"},
		{"UTF-16", []byte("\xff\xfeA\x00"), "1:1 le fichier n’est pas en UTF-8 → enregistrez-le en UTF-8 (menu « Encodage » de l’éditeur)"},
		{"a nul byte", []byte("é\né\x00"),
			"2:2 un octet nul : ce n’est pas du texte → vérifiez que c’est bien un fichier Markdown, enregistré en UTF-8"},
		{"50 Mo", big, " fichier de 50\u00a0Mo : trop grand pour une page (10\u00a0Mo au plus) → partagez-le en plusieurs pages, ou " +
			"proposez-le en téléchargement"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Parse("essais/mon-essai.md", c.data, types)
			if got := said(p); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
			if p.Path() != "essais/mon-essai.html" || p.Body == nil {
				t.Errorf("address %q; other pages' links must still find it", p.Path())
			}
		})
	}
}

func TestAddresses(t *testing.T) {
	types := testTypes(t)
	for _, c := range []struct {
		file, address, title string
		index                bool
	}{
		{"essais/Été à Nœux.md", "essais/ete-a-noeux.html", "Ete a noeux", false},
		{"essais/2026/Un.MD", "essais/2026/un.html", "Un", false},
		{"essais/dossier/index.md", "essais/dossier.html", "Dossier", false},
		{"essais/index.md", "essais/index.html", "Essais", true},
		{"vue/guide/Mon_Fichier.markdown", "vue/guide/Mon_Fichier.html", "Mon Fichier", false},
		{"vue/guide/_index.md", "vue/guide/index.html", "Guide", true},
		{"pages/À propos.md", "pages/a-propos.html", "A propos", false},
		{"index.md", "index.html", "Index", true},
		{"v1.2.md", "v1.2.html", "V1.2", false},
	} {
		p := Parse(c.file, nil, types)
		if p.Path() != c.address || p.Title != c.title || p.Index != c.index {
			t.Errorf("%s: address %q, title %q, index %v; want %q, %q, %v", c.file, p.Path(), p.Title, p.Index, c.address, c.title, c.index)
		}
	}
	p := Parse("essais/!!!.md", []byte("---\ntitre: A\n---\n"), types)
	if want := " ce nom de fichier ou de dossier ne donne pas d’adresse → renommez-le avec des lettres ou des chiffres"; said(p) != want {
		t.Errorf("got %q, want %q", said(p), want)
	}
}

func TestWhoSeesAPage(t *testing.T) {
	types := testTypes(t)
	day := time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		yaml           string
		public, drafts bool
	}{
		{"date: 2026-03-14", true, true},
		{"date: 2026-03-15", false, true},
		{"statut: brouillon", false, true},
		{"draft: oui", false, true},
		{"statut: relecture", false, true},
		{"statut: archive", true, true},
		{"statut: publie\nexpire_le: 2026-03-15", true, true},
		{"expire_le: 2026-03-14", false, false}, // hidden from that day on
		{"statut: brouillon\nexpire_le: 2026-01-01", false, false},
	} {
		p := Parse("pages/a.md", []byte("---\n"+c.yaml+"\n---\n"), portalTypes(t))
		v := p.Visibility(day)
		if got := [2]bool{v.Public(), v.Preview != schema.Hidden}; got != [2]bool{c.public, c.drafts} {
			t.Errorf("%s: published %v, with drafts %v", strings.ReplaceAll(c.yaml, "\n", ", "), got[0], got[1])
		}
	}
	if _, warnings := problem.Count(Parse("pages/a.md", []byte("---\ntitre: A\n---\n"), types).Problems); warnings != 0 {
		t.Error("a plain page is complained of")
	}
}

func FuzzParse(f *testing.F) {
	types := testTypes(f)
	f.Add([]byte("---\ntitre: A\netapes: [{titre: B}]\n---\n## T\n[[x]]\n"))
	f.Add([]byte("+++\ntitle = \"A\"\n+++\n"))
	f.Add([]byte("\ufeff---\r\n\ttitre: \"A\r\n---\r\n"))
	f.Add([]byte("---\na: &b [*b, !c d, {e: |\n f}]\n<<: *b\n---"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 1
		p := Parse("essais/a.md", data, types)
		for _, q := range p.Problems {
			if q.Line < 0 || q.Line > lines+1 || q.Message == "" || q.File != "essais/a.md" {
				t.Errorf("problem %+v in a file of %d lines", q, lines)
			}
		}
		if p.Body == nil || p.Path() == "" {
			t.Error("no page")
		}
	})
}
