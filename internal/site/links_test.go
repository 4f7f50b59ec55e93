package site_test

import (
	"strings"
	"testing"

	"intraqvt/internal/content"
	"intraqvt/internal/site"
)

var linkTargets = files{
	"index.md":                         "titre: Accueil\n---\n",
	"site.yaml":                        "titre: Essai\n",
	"determinants/prevenir-les-rps.md": "titre: Prévenir les RPS\nnumero: 12\n---\n## Définition\n\n## Enjeux & Santé\n",
	"fiches/absenteisme.md": "titre: L’absentéisme, comprendre\n" +
		"alias: [ancienne-fiche, /vieux/chemin/, archives/2016.html]\n---\n## Agir {#agir-vite}\n\nTexte[^1].\n\n[^1]: Note.\n",
	"fiches/dossier/index.md": "titre: Un dossier\n---\n",
	"fiches/sextant.md":       "titre: Sextant\n---\n",
	"glossaire/rps.md": "titre: Risques psychosociaux\nsigle: RPS\nforme_longue: risques pour la santé mentale\n" +
		"---\n",
	"glossaire/sextant.md":                    "titre: Sextant\n---\n",
	"pages/et-ou.md":                          "titre: Et/ou, que choisir ?\n---\n",
	"guide/README.md":                         "# Le guide\n",
	"guide/Prise en main.md":                  "# Bien commencer\n",
	"guide/v1.2.md":                           "# Version\n",
	"guide/images/plan.svg":                   "",
	"fiches/fichiers/grille-d-évaluation.csv": "",
}

// from is the file that links; it is in the folder of the fiches.
const from = "fiches/source.md"

func withSource(text string) files {
	all := files{from: "titre: Source\n---\n" + text + "\n"}
	for name, source := range linkTargets {
		all[name] = source
	}
	return all
}

func TestLinksFindTheirPage(t *testing.T) {
	for _, c := range []struct{ link, want string }{
		{"[[absenteisme]]", "fiches/absenteisme.md"},
		{"[[Absentéisme]]", "fiches/absenteisme.md"},
		{"[[L'ABSENTÉISME, comprendre|texte]]", "fiches/absenteisme.md"},
		{"[[fiches/absenteisme]]", "fiches/absenteisme.md"},
		{"[[Fiches/Absentéisme]]", "fiches/absenteisme.md"},
		{"[[ancienne-fiche]]", "fiches/absenteisme.md"},
		{"[[fiches/ancienne-fiche]]", "fiches/absenteisme.md"},
		{"[[vieux/chemin]]", "fiches/absenteisme.md"},
		{"[[chemin]]", "fiches/absenteisme.md"},
		{"[[archives/2016]]", "fiches/absenteisme.md"},
		{"[[Prévenir les RPS]]", "determinants/prevenir-les-rps.md"},
		{"[[RPS]]", "glossaire/rps.md"},
		{"[[risques pour la santé mentale]]", "glossaire/rps.md"},
		{"[[sextant]]", "fiches/sextant.md"}, // a page about a thing comes before its glossary entry
		{"[[glossaire/sextant]]", "glossaire/sextant.md"},
		{"[[Et/ou, que choisir ?]]", "pages/et-ou.md"},
		{"[[Bien commencer]]", "guide/Prise en main.md"},
		{"[[guide/prise-en-main]]", "guide/Prise en main.md"},
		{"[[dossier]]", "fiches/dossier/index.md"},
		{"[[glossaire]]", "glossaire/"},
		{"[[Déterminants]]", "determinants/"},
		{"[[absenteisme#agir-vite]]", "fiches/absenteisme.md#agir-vite"},
		{"[[prevenir-les-rps#Enjeux & santé]]", "determinants/prevenir-les-rps.md#enjeux-sante"},
		{"![[prevenir-les-rps#définition]]", "determinants/prevenir-les-rps.md#definition"},
		{"![[absenteisme]]", "fiches/absenteisme.md"},

		{"[t](absenteisme.md)", "fiches/absenteisme.md"},
		{"[t](./absenteisme.md#agir-vite)", "fiches/absenteisme.md#agir-vite"},
		{"[t](absenteisme.html)", "fiches/absenteisme.md"},
		{"[t](absenteisme)", "fiches/absenteisme.md"},
		{"[t](../determinants/prevenir-les-rps.md#Définition)", "determinants/prevenir-les-rps.md#definition"},
		{"[t](/determinants/prevenir-les-rps.md?vue=1#definition)", "determinants/prevenir-les-rps.md#definition"},
		{"[t](/determinants/prevenir-les-rps.html)", "determinants/prevenir-les-rps.md"},
		{"[t](../Déterminants/Prévenir-les-RPS.html)", "determinants/prevenir-les-rps.md"},
		{"[t](/vieux/chemin/)", "fiches/absenteisme.md"},
		{"[t](/archives/2016.html)", "fiches/absenteisme.md"},
		{"[t](dossier/)", "fiches/dossier/index.md"},
		{"[t](dossier/index.md)", "fiches/dossier/index.md"},
		{"[t](dossier.html)", "fiches/dossier/index.md"},
		{"[t](../guide)", "guide/README.md"},
		{"[t](../guide/)", "guide/README.md"},
		{"[t](<../guide/Prise en main.md>)", "guide/Prise en main.md"},
		{"[t](../guide/Prise%20en%20main.md)", "guide/Prise en main.md"},
		{"[t](../guide/v1.2)", "guide/v1.2.md"},
		{"[t](../glossaire/)", "glossaire/"},
		{"[t](../glossaire/index.html)", "glossaire/"},
		{"[t](.)", "fiches/"},
		{"[t](..)", "index.md"},
		{"[t](/)", "index.md"},
		{"[t](/index.html)", "index.md"},
		{"[t](../../../../absenteisme.md)", ""}, // no path leads out of content/
		{"[t](fichiers/grille-d-évaluation.csv)", "fichier fiches/fichiers/grille-d-évaluation.csv"},
		{"[t](fichiers/grille-d-%C3%A9valuation.csv)", "fichier fiches/fichiers/grille-d-évaluation.csv"},
		{"![Plan](../guide/images/plan.svg)", "fichier guide/images/plan.svg"},
		{"[t](absenteisme.md#note-1)", "fiches/absenteisme.md#note-1"},
	} {
		t.Run(c.link, func(t *testing.T) {
			s := linked(t, withSource(c.link))
			p := page(t, s, from)
			if len(p.Targets) == 0 {
				t.Fatalf("no link in %q", c.link)
			}
			got := where(p.Targets[0])
			if got != c.want {
				t.Errorf("leads to %q, want %q\n%s", got, c.want, problemsOf(s))
			}
			if (c.want == "") != (problemsOf(s) != "") {
				t.Errorf("problems: %s", problemsOf(s))
			}
		})
	}
}

func TestBrokenLinksSayWhatWasMeant(t *testing.T) {
	for _, c := range []struct{ link, want string }{
		{"Voir [[absenteism]].", "4:6 page introuvable : [[absenteism]] → vouliez-vous dire « absenteisme » ?"},
		{"[[prévenir les rpss|x]]", "4:1 page introuvable : [[prévenir les rpss]] → vouliez-vous dire « prevenir-les-rps » ?"},
		{"[[glossaire/sextent]]", "4:1 page introuvable : [[glossaire/sextent]] → vouliez-vous dire « glossaire/sextant » ?"},
		{"[[organigramme]]", "4:1 page introuvable : [[organigramme]] → donnez le nom du fichier ou le titre de la page ; « intraqvt " +
			"search » aide à la retrouver"},
		{"![[glossaire]]", "4:1 page introuvable : [[glossaire]] → donnez le nom du fichier ou le titre de la page ; « intraqvt search » " +
			"aide à la retrouver"},
		{"[t](../determinant/prevenir-les-rps.md)",
			"4:1 lien cassé : ../determinant/prevenir-les-rps.md → vouliez-vous dire « ../determinants/prevenir-les-rps.md » ?"},
		{"[t](absentéismes)", "4:1 lien cassé : absentéismes → vouliez-vous dire « absenteisme.md » ?"},
		{"[t](www.exemple.fr/a)", "4:1 lien cassé : www.exemple.fr/a → pour un autre site, écrivez https://www.exemple.fr/a"},
		{`[t](\\srv\a\b.docx)`,
			`4:1 lien cassé : \srv\a\b.docx → un navigateur n’ouvre pas les fichiers d’un lecteur partagé : copiez le fichier à côté de la page, ou donnez son adresse https`},
		{"[t](cse@exemple.fr)", "4:1 lien cassé : cse@exemple.fr → pour un courriel, écrivez mailto:cse@exemple.fr"},
		{`[t](..\guide\README.md)`, "4:1 lien cassé : ..\\guide\\README.md → remplacez « \\ » par « / »"},
		{"[t]()", "4:1 lien sans adresse → écrivez l’adresse entre les parenthèses"},
		{"[t](fichiers/grille-evaluation.csv)",
			"4:1 fichier introuvable : fichiers/grille-evaluation.csv → vouliez-vous dire « fichiers/grille-d-évaluation.csv » ?"},
		{"[t](notice.pdf)", "4:1 fichier introuvable : notice.pdf → placez le fichier à côté de la page, ou donnez son chemin depuis elle"},
		{"![Plan](images/plan.svg)", "4:1 image introuvable : images/plan.svg → vouliez-vous dire « ../guide/images/plan.svg » ?"},
		{"[[prevenir-les-rps#enjeux]]",
			"4:1 partie introuvable dans « Prévenir les RPS » : #enjeux → recopiez le titre d’une partie de cette page-là, par exemple " +
				"[[page#Titre de la partie]]"},
		{"[t](absenteisme.md#fn:1)",
			"4:1 partie introuvable dans « L’absentéisme, comprendre » : #fn:1 → recopiez le titre d’une partie de cette page-là, par " +
				"exemple [[page#Titre de la partie]]"},
		{"[t](#definitions)\n\n## Définition",
			"4:1 partie introuvable dans « Source » : #definitions → vouliez-vous dire « definition » ?"},
	} {
		t.Run(c.link, func(t *testing.T) {
			s := linked(t, withSource(c.link))
			if got := strings.TrimPrefix(problemsOf(s), content.FileAt(from)+":"); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

// A link to a missing part is reported; readers reach the top of the page.
func TestLinksToPartsThatAreMissing(t *testing.T) {
	s := linked(t, withSource("[t](absenteisme.md#fn:1)"))
	if got := where(page(t, s, from).Targets[0]); got != "fiches/absenteisme.md" {
		t.Errorf("leads to %q", got)
	}
}

func TestBrokenLinksStopABuildWhereTheConfigurationSaysSo(t *testing.T) {
	const text = "[[organigramme]] ![x](x.png) [a](#b)"
	for _, c := range []struct {
		name, config string
		errors       bool
	}{
		{"configured", "titre: A\n", true},
		{"lenient", "titre: A\nliens_casses: avertissement\n", false},
		{"strict", "titre: A\nliens_casses: erreur\n", true},
		{"a bare folder", "", false},
	} {
		sources := files{"a.md": text}
		if c.config != "" {
			sources["site.yaml"] = c.config
		}
		s := linked(t, sources)
		if len(s.Problems) != 3 {
			t.Errorf("%s: %d problems, want 3:\n%s", c.name, len(s.Problems), problemsOf(s))
		}
		if got := !strings.Contains(problemsOf(s), "(avertissement)"); got != c.errors {
			t.Errorf("%s: errors %v, want %v", c.name, got, c.errors)
		}
	}
}

func TestLinksToPagesThatReadersDoNotSee(t *testing.T) {
	sources := files{
		"fiches/a.md":            "titre: A\nvoir_aussi: [brouillon]\n---\n[[brouillon]] [[relecture]] [t](futur.md) ![[expire]] [[vue]]\n",
		"fiches/brouillon.md":    "titre: Brouillon\nstatut: brouillon\n---\n[[nulle-part]]\n",
		"fiches/relecture.md":    "titre: Relecture\nstatut: relecture\n---\n",
		"fiches/futur.md":        "titre: Futur\ndate: 2026-11-22\n---\n",
		"fiches/expire.md":       "titre: Expiré\nexpire_le: 2026-11-21\n---\n",
		"fiches/vue.md":          "titre: Vue\ndate: 2026-11-21\nexpire_le: 2026-11-22\nstatut: archive\n---\n",
		"glossaire/relecture.md": "titre: Relecture\n---\n", // visible, so the link means this page
	}
	s := linked(t, sources)
	expectSaid(t, s,
		"content/fiches/a.md:3:14 (avertissement) renvoi à « Brouillon » (fiche), qui n’est pas publiée → elle est en « brouillon » ; le "+
			"lien n’est pas montré d’ici là",
		"content/fiches/a.md:5:1 (avertissement) lien vers « Brouillon » (fiche), qui n’est pas publiée → elle est en « brouillon » ; le "+
			"lien n’est pas montré d’ici là",
		"content/fiches/a.md:5:29 (avertissement) lien vers « Futur » (fiche), qui n’est pas publiée → elle paraîtra le 22\u00a0novembre "+
			"2026 ; le lien n’est pas montré d’ici là",
		"content/fiches/a.md:5:43 (avertissement) lien vers « Expiré » (fiche), qui n’est pas publiée → elle a expiré le "+
			"21\u00a0novembre 2026 : retirez le lien",
	)
	expectSaid(t, linked(t, files{
		"layouts/outil/type.yaml": "name: outil\nlabel: {one: Outil, many: Outils}\ngender: m\nfolder: outils\n",
		"site.yaml":               "menu:\n  - vers: outils/a\n",
		"fiches/a.md":             "titre: A\n---\n[[outils/a]]\n",
		"outils/a.md":             "titre: A\nstatut: brouillon\n---\n",
	}),
		"content/fiches/a.md:4:1 (avertissement) lien vers « A » (outil), qui n’est pas publié → il est en « brouillon » ; le lien n’est "+
			"pas montré d’ici là",
		"content/site.yaml:2:5 (avertissement) menu : « outils/a » n’est pas publié → il est en « brouillon » ; le lien n’est pas montré "+
			"d’ici là",
	)
	a := page(t, s, "fiches/a.md")
	for i, want := range []string{"", "glossaire/relecture.md"} {
		if got := where(a.Targets[i]); got != want {
			t.Errorf("link %d leads to %q, want %q", i, got, want)
		}
	}
	if a.Targets[0].Fallback != "brouillon" || len(a.SeeAlso) != 0 {
		t.Errorf("a hidden page shows: %+v, %v", a.Targets[0], a.SeeAlso)
	}
	withDrafts := linked(t, sources, func(o *site.Options) { o.Drafts = true })
	expectSaid(t, withDrafts,
		"content/fiches/a.md:5:43 (avertissement) lien vers « Expiré » (fiche), qui n’est pas publiée → elle a expiré le "+
			"21\u00a0novembre 2026 : retirez le lien",
		"content/fiches/brouillon.md:5:1 (avertissement) page introuvable : [[nulle-part]] → donnez le nom du fichier ou le titre de la "+
			"page ; « intraqvt search » aide à la retrouver",
	)
}

func TestNamesOfSeveralPages(t *testing.T) {
	s := linked(t, files{
		"fiches/a.md":      "titre: A\nvoir_aussi: [bilan]\n---\n[[bilan]] [[fiches/bilan]] [[une ambiguïté]]\n",
		"fiches/bilan.md":  "titre: Bilan\n---\n",
		"pages/bilan.md":   "titre: Bilan\n---\n[[bilan]]\n",
		"acteurs/bilan.md": "titre: Bilan\n---\n",
		"pages/x.md":       "titre: Une ambiguïté\n---\n[[bilan]]\n",
		"pages/y.md":       "titre: Une ambiguïté\n---\n",
	})
	expectSaid(t, s,
		"content/fiches/a.md:5:28 (avertissement) « une ambiguïté » désigne plusieurs pages → précisez le dossier : [[pages/x]] ou "+
			"[[pages/y]]",
	)
	if got := where(page(t, s, "pages/x.md").Targets[0]); got != "pages/bilan.md" {
		t.Errorf("from pages/, bilan is %s", got)
	}
	s = linked(t, files{
		"a.md":            "titre: A\n---\n[[bilan]]\n",
		"fiches/bilan.md": "titre: Bilan\n---\n",
		"pages/bilan.md":  "titre: Bilan\n---\n",
		"fiches/b.md":     "titre: B\n---\n[[bilam]]\n",
	})
	expectSaid(t, s,
		"content/a.md:4:1 (avertissement) « bilan » désigne plusieurs pages → précisez le dossier : [[fiches/bilan]] ou [[pages/bilan]]",
		"content/fiches/b.md:4:1 (avertissement) page introuvable : [[bilam]] → vouliez-vous dire « fiches/bilan » ?",
	)
}

// Unfinished drafts must not block other pages; a page that will appear
// tomorrow must be without errors today.
func TestErrorsOfPagesThatReadersDoNotSee(t *testing.T) {
	s := linked(t, files{
		"fiches/brouillon.md": "titre: A\nstatut: brouillon\neffectif: douze\n---\n",
		"fiches/expire.md":    "titre: A\nexpire_le: 2026-01-01\neffectif: douze\n---\n",
		"fiches/futur.md":     "titre: A\ndate: 2026-12-24\neffectif: douze\n---\n",
	})
	const complaint = "« effectif » : « douze » n’est pas un nombre → écrivez-le en chiffres, par exemple 12"
	expectSaid(t, s,
		"content/fiches/brouillon.md:4:11 (avertissement) "+complaint,
		"content/fiches/expire.md:4:11 (avertissement) "+complaint,
		"content/fiches/futur.md:4:11 "+complaint,
	)
}

// A name that is cut short gets a suggestion, like a misspelt one.
func TestNameCutShort(t *testing.T) {
	s := linked(t, files{
		"fiches/a.md":                             "titre: A\n---\n[[semaine]] [[chute]] [b](semaine-qvct.md)\n",
		"fiches/semaine-qvct-2026-programme.md":   "titre: Programme\n---\n",
		"fiches/semaine-qvct-2026-le-bilan-fr.md": "titre: Bilan\n---\n",
	})
	expectSaid(t, s,
		"content/fiches/a.md:4:1 (avertissement) page introuvable : [[semaine]] → vouliez-vous dire « semaine-qvct-2026-programme » ?",
		"content/fiches/a.md:4:13 (avertissement) page introuvable : [[chute]] → donnez le nom du fichier ou le titre de la page ; "+
			"« intraqvt search » aide à la retrouver",
		"content/fiches/a.md:4:23 (avertissement) lien cassé : semaine-qvct.md → vouliez-vous dire « semaine-qvct-2026-programme.md » ?",
	)
}
