package site_test

import (
	"fmt"
	"strings"
	"testing"

	"intraqvt/internal/site"
)

// entries returns a menu as one text.
func entries(items []site.MenuItem) string {
	var out []string
	for _, item := range items {
		text := item.Title + " " + item.Address
		if len(item.Entries) > 0 {
			text = strings.TrimSpace(text) + " (" + entries(item.Entries) + ")"
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

func TestMenus(t *testing.T) {
	sources := files{
		"fiches/a.md":         "titre: A\ntags: [x]\n---\n",
		"pages/le-reseau.md":  "titre: Le réseau\n---\n",
		"pages/brouillon.md":  "titre: B\nstatut: brouillon\n---\n",
		"évaluer/grille.md":   "titre: G\n---\n",
		"determinants/rps.md": numbered(12, ""),
	}
	s := linked(t, sources)
	if got := entries(s.Menu); got != "Déterminants determinants/index.html, Évaluer évaluer/index.html, Fiches fiches/index.html, Pages "+
		"pages/index.html" {
		t.Errorf("menu of a portal that gives none: %s", got)
	}
	sources["site.yaml"] = `titre: Portail
menu:
  - {vers: fiches}
  - titre: Le reste
    entrees:
      - {titre: Qui, vers: pages/le-reseau}
      - {vers: Le réseau}
      - {vers: index-a-z}
      - {vers: etiquettes}
      - {vers: /fiches/a}
      - vers: fiche
      - {vers: acteurs}
  - {vers: pages/brouillon}
  - titre: Vide
    entrees:
      - {vers: organigramme}
pied:
  - {vers: le-resau}
`
	s = linked(t, sources)
	if got := entries(s.Menu); got != "Fiches fiches/index.html, Le reste (Qui pages/le-reseau.html, Le réseau pages/le-reseau.html, "+
		"Index A-Z index-a-z.html, Étiquettes etiquettes/index.html, A fiches/a.html)" {
		t.Errorf("menu: %s", got)
	}
	if got := entries(s.Footer); got != "" {
		t.Errorf("footer: %s", got)
	}
	expectSaid(t, s,
		"content/site.yaml:11:9 menu : « fiche » ne mène à rien → vouliez-vous dire « fiches » ?",
		"content/site.yaml:12:10 (avertissement) menu : « acteurs » est vide → l’entrée paraîtra avec la première page",
		"content/site.yaml:13:6 (avertissement) menu : « pages/brouillon » n’est pas publiée → elle est en « brouillon » ; le lien n’est "+
			"pas montré d’ici là",
		"content/site.yaml:16:10 menu : « organigramme » ne mène à rien",
		"content/site.yaml:18:6 menu : « le-resau » ne mène à rien → vouliez-vous dire « pages/le-reseau » ?",
	)
}

func TestConfigurationMistakes(t *testing.T) {
	for _, c := range []struct{ yaml, want string }{
		{"titre: A\nmenu:\n  - {titre: B, ver: fiches}\n",
			"content/site.yaml:3:16 : erreur : champ inconnu « ver »\n    → vouliez-vous dire « vers » ?"},
		{"titre: A\nsoustitre: B\n",
			"content/site.yaml:2:1 : erreur : champ inconnu « soustitre »\n    → vouliez-vous dire « sous_titre » ?"},
		{"titre: A\nbase_url: qvt.example.org\n",
			"content/site.yaml:2 : erreur : base_url « qvt.example.org » n’est pas une adresse complète\n" +
				"    → par exemple https://qvt.example.org/"},
		{"titre: A\ncontact: lettre@example,org\n",
			"content/site.yaml:2 : erreur : contact : adresse invalide : « lettre@example,org »\n" +
				"    → le domaine s’écrit avec un point, non une virgule"},
		{"titre: A\ncontact: La lettre <lettre@example.org>\n",
			"content/site.yaml:2 : erreur : contact : adresse invalide : « La lettre <lettre@example.org> »\n" +
				"    → donnez l’adresse seule, sans nom ni « < > »"},
		{"titre: A\ncontact: a@example.org?bcc=b@example.org\n", "content/site.yaml:2 : erreur : contact : adresse invalide"},
		{"titre: A\nbase_url: javascript%3Aalert(1)\n",
			"content/site.yaml:2 : erreur : base_url « javascript%3Aalert(1) » n’est pas une adresse complète\n" +
				"    → par exemple https://qvt.example.org/"},
		{"titre: A\nbase_url: https://moi@qvt.example.org/?a\n",
			"content/site.yaml:2 : erreur : base_url « https://moi@qvt.example.org/?a » n’est pas une adresse complète\n" +
				"    → par exemple https://qvt.example.org/"},
		{"titre: A\nlangue: français\n",
			"content/site.yaml:2 : erreur : langue « français » inconnue\n    → un code, par exemple fr ou en"},
		{"titre: A\nliens_casses: erreurs\n",
			"content/site.yaml:2 : erreur : liens_casses : « erreurs » inconnu\n    → vouliez-vous dire « erreur » ?"},
		{"titre: [A\n", "content/site.yaml:1:8 : erreur : YAML illisible : une liste entre crochets n’est pas fermée\n" +
			"    → ajoutez ] après le dernier élément"},
		{"titre: A\nmenu: fiches\n",
			"content/site.yaml:2:7 : erreur : YAML illisible : la valeur n’a pas la forme attendue\n" +
				"    → comparez avec l’exemple du guide : texte, liste ou groupe de champs"},
	} {
		t.Run(c.yaml, func(t *testing.T) {
			_, problems := site.ReadConfig([]byte(c.yaml))
			if got := fmt.Sprint(problems); len(problems) != 1 || !strings.HasPrefix(problems[0].String(), c.want) {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
		})
	}
	c, problems := site.ReadConfig(nil)
	if len(problems) > 0 || c.Title == "" || c.Language != "fr" {
		t.Errorf("without a configuration: %+v, %v", c, problems)
	}
	c, problems = site.ReadConfig([]byte("base_url: https://qvt.example.org/portail"))
	if len(problems) > 0 || c.BaseURL != "https://qvt.example.org/portail/" {
		t.Errorf("base address %q, %v", c.BaseURL, problems)
	}
}

// A type that is added only as a folder of layouts is linked, listed, found and
// referred to like the others.
func TestNewTypeNeedsNothingButItsFolder(t *testing.T) {
	s := linked(t, files{
		"layouts/recette/type.yaml": "name: recette\nlabel: {one: Recette, many: Recettes}\nfolder: recettes\nfields:\n" +
			"  - {name: code, kind: text, role: number}\n  - {name: etiquettes, role: synonyms}\n" +
			"  - {name: base, kind: reference, to: [recette]}\n  - {name: saison, kind: choice, of: [été, hiver], taxonomy: true}\n" +
			"list: {sort: code}\nglossary: true\n",
		"recettes/soupe.md":  "titre: Soupe\ncode: B2\nsaison: hiver\n---\n",
		"recettes/gratin.md": "titre: Gratin\ncode: A1\nbase: b2\n---\n",
		"pages/p.md": "titre: P\n---\n[[Gratin]] ![[recettes/soupe]]\n\n::: liste\ntype: recette\nsaison: hiver\n:::\n\n" +
			"Une bonne soupe.\n",
	})
	expectSaid(t, s)
	p, soupe := page(t, s, "pages/p.md"), page(t, s, "recettes/soupe.md")
	if got := where(p.Targets[0]) + ", " + where(p.Targets[len(p.Targets)-1]); got != "recettes/gratin.md, liste soupe" {
		t.Errorf("links: %s", got)
	}
	if len(soupe.Backlinks) != 2 || slugs(soupe.Backlinks[1].Pages) != "gratin" {
		t.Errorf("who refers to it: %v", soupe.Backlinks)
	}
	if got := slugs(soupe.Section.Pages); got != "gratin soupe" || soupe.Section.Title != "Recettes" {
		t.Errorf("listed as %q: %s; want by their codes", soupe.Section.Title, got)
	}
	if !strings.Contains(entries(s.Menu), "Recettes recettes/index.html") || s.Taxonomy("saison").Term("Hiver") == nil {
		t.Error("neither in the menu nor among the terms")
	}
	if found, ok := s.Lookup("Soupe"); !ok || found != soupe {
		t.Error("not found by its name")
	}
	for m := range s.Glossary.Find("la soupe") {
		if m.Term.Page != soupe {
			t.Error("its terms are not in the glossary")
		}
		return
	}
	t.Error("no term found")
}
