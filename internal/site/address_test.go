package site_test

import (
	"slices"
	"strings"
	"testing"
)

func TestAliasesBecomeRedirects(t *testing.T) {
	s := linked(t, files{
		"fiches/a.md": "titre: A\nalias: [vieux, autre-dossier/vieux, /2016/vieux/, archive/page.html, /racine, v1.2, vieux, " +
			"/fiches/vieux.html, fiches/a]\n---\n",
		"page.md":      "titre: P\nalias: ancienne\n---\n",
		"brouillon.md": "titre: B\nstatut: brouillon\nalias: cache\n---\n",
	})
	expectSaid(t, s)
	var got []string
	for _, r := range s.Redirects {
		got = append(got, r.From+" "+r.To.Name)
	}
	want := []string{
		"2016/vieux/index.html fiches/a.md",
		"ancienne.html page.md",
		"archive/page.html fiches/a.md",
		"autre-dossier/vieux.html fiches/a.md",
		"fiches/v1.2.html fiches/a.md",
		"fiches/vieux.html fiches/a.md",
		"racine.html fiches/a.md",
	}
	if !slices.Equal(got, want) {
		t.Errorf("redirects %q, want %q", got, want)
	}
}

// Redirects keep old addresses as written: encoded if a tool encoded them, with
// straight apostrophes.
func TestAliasesAnswerAsTheyWere(t *testing.T) {
	for alias, want := range map[string]string{
		"/ancien/%C3%A9t%C3%A9.html": "ancien/été.html",
		"/vieux%20nom.html":          "vieux nom.html",
		"/100%.html":                 "100%.html",
		"/a/l'été":                   "a/l'été.html",
		"/v1..2":                     "v1..2.html",
		"/a%2Fb":                     "a/b.html",
	} {
		s := linked(t, files{"page.md": "titre: P\nalias: [\"" + alias + "\"]\n---\n"})
		expectSaid(t, s)
		if len(s.Redirects) != 1 || s.Redirects[0].From != want {
			t.Errorf("%s: redirects %v, want %s", alias, s.Redirects, want)
		}
	}
}

func TestNamesThatCannotBePublished(t *testing.T) {
	long := strings.Repeat("é", 126)
	for _, c := range []struct {
		name    string
		sources files
		want    string
	}{
		{"an alias that Windows cannot hold", files{"a.md": "titre: A\nalias: [/aide:con, /con, \"/a%01b\"]\n---\n"},
			"content/a.md:3:9 (avertissement) aide:con.html : Windows n’admet pas « : » dans un nom → renommez-le\n" +
				"content/a.md:3:20 (avertissement) con.html : « con » désigne un appareil sous Windows, qui n’en fait pas un fichier → " +
				"renommez-le\n" +
				"content/a.md:3:26 a\x01b.html : le nom contient un signe de commande, que l’on ne voit pas : rien ne peut être publié " +
				"sous ce nom → retapez le nom"},
		{"a term", files{"fiches/a.md": "titre: A\ntags: [Con, " + strings.Repeat("a", 251) + "]\n---\n"},
			"content/fiches/a.md:3:7 etiquettes/" + strings.Repeat("a", 251) +
				".html : un nom de 256 octets : 255 au plus → raccourcissez\n" +
				"content/fiches/a.md:3:7 (avertissement) etiquettes/con.html : « con » désigne un appareil sous Windows, qui n’en fait " +
				"pas un fichier → renommez-le"},
		{"a page", files{long + ".md": "A"}, "content/" + long + ".md un nom de 257 octets : 255 au plus → raccourcissez"},
		{"a file", files{"a.md": "[b](b\\\\c.pdf)", `b\c.pdf`: ""},
			`content/b\c.pdf « \ » sépare les dossiers sous Windows : rien ne peut être publié sous ce nom → remplacez-le`},
		{"a folder whose name folds to a slash", files{"／／/a.md": "A"}, ""},
		{"a page where a folder is", files{"a.html/b.md": "B", "a.md": "A"},
			"content/a.md l’adresse a.html est aussi un dossier du portail → renommez"},
		{"an alias where a folder is", files{"b.md": "titre: B\nalias: [/a, /a.html/c]\n---\n"},
			"content/b.md:3:9 l’adresse a.html est aussi un dossier du portail → renommez"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, want := strings.Split(problemsOf(linked(t, c.sources)), "\n"), strings.Split(c.want, "\n")
			if !slices.EqualFunc(got, want, strings.HasPrefix) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), c.want)
			}
		})
	}
}

func TestImpossibleAliases(t *testing.T) {
	s := linked(t, files{"a.md": "titre: A\nalias:\n  - ../dehors\n  - https://example.org/x\n  - \"a?b=c\"\n  - /\n" +
		"  - \"%2e%2e/dehors\"\n  - javascript%3Ax\n  - a\\b\n---\n"})
	const hint = " → écrivez un chemin du portail, par exemple fiches-techniques/ancien-nom"
	expectSaid(t, s,
		"content/a.md:4:5 ancienne adresse impossible : ../dehors"+hint,
		"content/a.md:5:5 ancienne adresse impossible : https://example.org/x"+hint,
		"content/a.md:6:5 ancienne adresse impossible : a?b=c"+hint,
		"content/a.md:7:5 ancienne adresse impossible : /"+hint,
		"content/a.md:8:5 ancienne adresse impossible : %2e%2e/dehors"+hint,
		"content/a.md:9:5 ancienne adresse impossible : javascript%3Ax"+hint,
		`content/a.md:10:5 ancienne adresse impossible : a\b`+hint,
	)
}

func TestTwoAtOneAddress(t *testing.T) {
	for _, c := range []struct {
		name    string
		sources files
		want    string
	}{
		{"two pages", files{"fiches/Été.md": "titre: A\n---\n", "fiches/ete.md": "titre: B\n---\n"},
			"content/fiches/Été.md l’adresse fiches/ete.html est déjà prise par fiches/ete.md → renommez ce fichier ou l’autre"},
		{"a page and a folder's own", files{"fiches/x.md": "titre: A\n---\n", "fiches/x/index.md": "titre: B\n---\n"},
			"content/fiches/x/index.md l’adresse fiches/x.html est déjà prise par fiches/x.md → renommez ce fichier ou l’autre"},
		{"index and _index", files{"guide/_index.md": "A", "guide/index.md": "B"},
			"content/guide/index.md l’adresse guide/index.html est déjà prise par guide/_index.md → renommez ce fichier ou l’autre"},
		{"case alone", files{"guide/Page.md": "A", "guide/page.md": "B"},
			"content/guide/page.md l’adresse guide/page.html ne diffère que par la casse ou les accents de guide/Page.html, prise par " +
				"guide/Page.md → renommez ce fichier ou l’autre"},
		{"accents alone", files{"guide/ete.md": "A", "guide/été.md": "B"},
			"content/guide/été.md l’adresse guide/été.html ne diffère que par la casse ou les accents de guide/ete.html, prise par " +
				"guide/ete.md → renommez ce fichier ou l’autre"},
		{"a draft keeps its address", files{"fiches/Été.md": "titre: A\nstatut: brouillon\n---\n", "fiches/ete.md": "titre: B\n---\n"},
			"content/fiches/Été.md l’adresse fiches/ete.html est déjà prise par fiches/ete.md → renommez ce fichier ou l’autre"},
		{"an expired page gives it back",
			files{"fiches/Été.md": "titre: A\nexpire_le: 2026-01-01\n---\n", "fiches/ete.md": "titre: B\n---\n"}, ""},
		{"folders that differ by case", files{"Guide/a.md": "A", "guide/b.md": "B"},
			"content/guide/b.md la liste du dossier guide : l’adresse guide/index.html ne diffère que par la casse ou les accents de " +
				"Guide/index.html, prise par la liste du dossier Guide (Guide/a.md) → renommez le dossier ou l’autre page"},
		{"alias and page", files{"fiches/a.md": "titre: A\nalias:\n  - x\n  - b\n---\n", "fiches/b.md": "titre: B\n---\n"},
			"content/fiches/a.md:5:5 ancienne adresse : l’adresse fiches/b.html est déjà prise par fiches/b.md → retirez cette ligne de " +
				"« alias », ou renommez l’autre page"},
		{"alias and alias", files{"fiches/a.md": "titre: A\nalias: [x]\n---\n", "fiches/b.md": "titre: B\nalias: [y, x]\n---\n"},
			"content/fiches/b.md:3:12 ancienne adresse : l’adresse fiches/x.html est déjà prise par ancienne adresse (fiches/a.md) → " +
				"retirez cette ligne de « alias », ou renommez l’autre page"},
		{"alias and folder", files{"fiches/a.md": "titre: A\nalias: [/guide/]\n---\n", "guide/b.md": "B"},
			"content/guide/b.md la liste du dossier guide : l’adresse guide/index.html est déjà prise par ancienne adresse (fiches/a.md) " +
				"→ renommez le dossier ou l’autre page"},
		{"taxonomy and folder", files{"fiches/a.md": "titre: A\nsecteurs: [Santé]\n---\n", "secteurs/x.md": "X", "secteurs/sante.md": "Y"},
			"content/fiches/a.md la liste « Secteurs » : l’adresse secteurs/index.html est déjà prise par la liste du dossier secteurs " +
				"(secteurs/sante.md) → renommez l’autre page ou son dossier\n" +
				"content/fiches/a.md:3:11 la liste « Santé » : l’adresse secteurs/sante.html est déjà prise par secteurs/sante.md → " +
				"renommez l’autre page ou son dossier"},
		{"what the portal makes itself", files{"404.md": "A", "Index-A-Z.md": "B"},
			"content/404.md l’adresse 404.html est déjà prise par une page que le portail fait lui-même → renommez ce fichier ou " +
				"l’autre\n" +
				"content/Index-A-Z.md l’adresse Index-A-Z.html ne diffère que par la casse ou les accents de index-a-z.html, prise par " +
				"une page que le portail fait lui-même → renommez ce fichier ou l’autre"},
		{"page and file", files{"guide/a.md": "[vieux](b.html)", "guide/b.html": "", "guide/b.md": "B"},
			"content/guide/b.html l’adresse guide/b.html est déjà prise par guide/b.md → renommez ce fichier ou l’autre"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := problemsOf(linked(t, c.sources)); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}
