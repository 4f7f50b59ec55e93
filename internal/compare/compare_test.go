package compare

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/portaltest"
	"intraqvt/internal/site"
)

var day = portaltest.Day

// portal returns a side with files of a portal, with the types of the small portal.
func portal(t testing.TB, files portaltest.Files) Side {
	return sideOf(t, portaltest.Layouts(t).With(files))
}

// sideOf returns a side with all files of a portal.
func sideOf(t testing.TB, files portaltest.Files) Side {
	t.Helper()
	p := portaltest.Load(t, files, func(o *site.Options) { o.Drafts, o.Configured = true, true })
	side := Side{Site: p.Site, Problems: p.Problems, Read: files.Read, Files: map[string]content.Digest{}}
	for name, text := range files {
		if !content.IsMarkdown(name) && name != content.ConfigFile {
			side.Files[name] = content.DigestOf([]byte(text))
		}
	}
	if p.Site != nil {
		for _, h := range p.Site.Hidden {
			side.Hidden = append(side.Hidden, h.Page)
		}
	}
	return side
}

// page returns a source file.
func page(header, body string) string { return "---\n" + header + "\n---\n\n" + body + "\n" }

// long is a text that is not similar to others.
const long = "Les équipes de nuit se relaient tous les trois jours, avec une réunion courte à chaque passage de relais, et un cahier que " +
	"chacun complète avant de partir, sans rien y répéter."

func TestSites(t *testing.T) {
	base := portaltest.Small(t)
	nuit := base["content/fiches/nuit.md"]
	fiche, sorts := base["layouts/fiche/type.yaml"], base["content/pages/sortes.md"]
	tests := []struct {
		name  string
		with  portaltest.Files
		want  []string // parts of the text output, after runs of spaces and line feeds became one space
		never []string
	}{
		{"nothing", nil, []string{"rien n’a changé"}, []string{"Pages"}},
		{"a typo", portaltest.Files{"content/fiches/nuit.md": strings.Replace(nuit, "réunion courte", "réunion brève", 1)},
			[]string{"1 page modifiée", "Pages modifiées Travailler de nuit (Fiche) fiches/nuit.html",
				"Texte, sous « Horaires » : … relaient tous les trois jours, avec une réunion [-courte-]{+brève+} à chaque passage " +
					"de relais"},
			[]string{"Premier mot", "Agissez", "sans rien y répéter"}},
		{"a heading, an item, a row",
			portaltest.Files{"content/fiches/nuit.md": strings.NewReplacer("## Horaires", "## Heures {#horaires}", "Un point d’attention",
				"Deux points d’attention", "| 19 h |", "| 20 h |").Replace(nuit)},
			[]string{"intertitre : [-Horaires-]{+Heures+}",
				"Texte, sous « Heures » : • [-Un point-]{+Deux points+} d’attention pour la nuit", "tableau : [-19-]{+20+} h | Nuit"},
			[]string{"À regarder", "7 h"}},
		{"blocks come, go and move",
			portaltest.Files{"content/fiches/nuit.md": strings.NewReplacer("Premier mot.\n\n", "", "- Un autre\n", "",
				"Agissez avec soin dès demain.", "Agissez avec soin dès demain.\n\n"+long, long+"\n\n",
				"Ici commence autre chose.\n\n").Replace(nuit)},
			[]string{"Texte, au début : [-Premier mot.-]", "{+Ici commence autre chose.+}", "• [-Un autre-]",
				"sous « Agir » : déplacé : Les équipes de nuit"}, []string{"{+Les équipes"}},
		{"fields of every kind",
			portaltest.Files{"content/fiches/nuit.md": strings.NewReplacer("niveau: a", "niveau: b\nresume: Une phrase.", "duree: 20",
				"duree: 1200", "[Managers, RH]", "[RH, Direction]", "voir: autre", "voir: tiers", "temps: une heure", "temps: deux heures",
				"cahier de bord}", "cahier de bord de nuit}", "2026-02-05", "2026-02-06").Replace(nuit)},
			[]string{"Résumé : {+Une phrase.+}", "Niveau : [-a. Débutant-] {+b. Confirmé+}", "Durée : [-20 minutes-] {+1 200 minutes+}",
				"Publics : [-Managers-], {+Direction+}", "Voir : [-Autre-] {+Tiers+}", "Coût – Temps : [-une heure-] {+deux heures+}",
				"Étapes : 5 janvier 2026 | Lire le cahier de bord{+ de nuit+}", "[-5-]{+6+} février 2026 | Réunir"},
			[]string{"Argent", "Texte"}},
		{"only the order of a list",
			portaltest.Files{"content/fiches/nuit.md": strings.Replace(nuit, "[Managers, RH]", "[RH, Managers]", 1)},
			[]string{"Publics : dans un autre ordre"}, nil},
		{"a file that says the same",
			portaltest.Files{"content/fiches/nuit.md": strings.Replace(nuit, "Premier mot.\n", "Premier\nmot.\n\n<!-- note -->\n", 1)},
			[]string{"1 retouche sans effet pour les lecteurs", "Retouches de fichiers, sans effet pour les lecteurs - fiches/nuit.md"},
			[]string{"Pages modifiées"}},
		{"bold, and a link that leads elsewhere",
			portaltest.Files{"content/fiches/nuit.md": strings.Replace(nuit, "Premier mot.", "Premier **mot**.", 1),
				"content/index.md": strings.Replace(base["content/index.md"], "(fiches/nuit.md)", "(pages/autre.md)", 1)},
			[]string{"Premier mot. (mêmes mots, autre mise en forme : gras, italique, encadré…)",
				"(menait à « Travailler de nuit », mène maintenant à « Autre »)"}, nil},
		{"blocks of every sort",
			portaltest.Files{"content/pages/sortes.md": strings.NewReplacer("b: 2", "b: 3", "Texte ici, entre", "Texte là, entre",
				"Définition du", "Explication du", "Une note", "Cette note", "[ ]", "[x]", "**8**", "**9**", "ATTENTION", "EXEMPLE",
				"limite: 3", "limite: 4", "Le plan du", "Un plan du").Replace(sorts)},
			[]string{"code : a: 1 b: [-2-]{+3+}", "Gare (mêmes mots, autre mise en forme", "Texte [-ici-]{+là+}, entre nous tous",
				"Terme : [-Définition-]{+Explication+} du terme", "• [-☐-]{+☑+} tâche à faire", "semaines de planning : [-8-]{+9+}",
				"• [-Une-]{+Cette+} note de bas de page", "[liste de pages : fiches, [-3-]{+4+} au plus]",
				"[image : [-Le-]{+Un+} plan du lieu]"}, []string{"↩", "menait"}},
		{"an anchor breaks", portaltest.Files{"content/fiches/nuit.md": strings.Replace(nuit, "## Horaires", "## Rythmes", 1)},
			[]string{"1 nouveau lien cassé",
				"À regarder ! Accueil (index.md, ligne 5) : partie introuvable dans « Travailler de nuit » : #horaires"}, nil},
		{"an error stays an error on another line",
			portaltest.Files{"content/index.md": page("titre: Accueil", "Un mot.\n\nVoir [la fiche](fiches/nuit.md).")},
			[]string{"1 page modifiée"}, []string{"À regarder"}},
		{"a page goes", portaltest.Files{"content/fiches/nuit.md": ""},
			[]string{"1 page retirée", "3 nouveaux liens cassés",
				"! Travailler de nuit (fiches/nuit.md) : son adresse ne mène plus nulle part : fiches/nuit.html",
				"! Accueil (index.md, ligne 5) : lien cassé : fiches/nuit.md", "Pages retirées Travailler de nuit"}, nil},
		{"what is missing is told once",
			portaltest.Files{"content/pages/autre.md": "",
				"content/pages/tiers.md": page("titre: Tiers", "[[ailleurs]] et\n[[ailleurs]], voir [[autre]]."),
				"content/pages/plan.md":  page("titre: Le plan", "[[ailleurs]] ![Le plan](../plan.svg)")},
			[]string{"! page introuvable : [[ailleurs]], à 3 endroits : - Le plan (pages/plan.md, ligne 5) - Tiers (pages/tiers.md, " +
				"ligne 5) - Tiers (pages/tiers.md, ligne 6) →"}, nil},
		{"a link whose other end is gone is no change of the text",
			portaltest.Files{"content/pages/autre.md": "",
				"content/index.md": page("titre: Accueil",
					"Voir [la fiche](fiches/nuit.md) et [les horaires](fiches/nuit.md#horaires), puis le reste."),
				"content/fiches/nuit.md": strings.Replace(nuit, "## Horaires", "## Rythmes", 1)},
			[]string{"les horaires{+, puis le reste+}."}, []string{"menait"}},
		{"an error in a draft holds nobody up",
			portaltest.Files{"content/lettres/3.md": page("titre: La lettre 3\ndate: 2026-02-15\nstatut: brouillon", "[Rien](rien.md)")},
			[]string{"1 point à finir dans une page non publiée", "lien cassé : rien.md (les lecteurs ne voient pas encore cette page)",
				"lettres/3.html, brouillon"}, []string{"nouveau lien"}},
		{"a draft goes", portaltest.Files{"content/lettres/3.md": ""}, []string{"les lecteurs ne la voyaient pas : brouillon"},
			[]string{"À regarder"}},
		{"a page is renamed, with an alias",
			portaltest.Files{"content/pages/tiers.md": "",
				"content/pages/troisieme.md": page("titre: Tiers\nalias: [tiers]", "Rien de moins.")},
			[]string{"1 page déplacée", "Pages déplacées ou renommées Tiers (Page) pages/tiers.html → pages/troisieme.html",
				"l’ancienne adresse conduit à la nouvelle"}, []string{"À regarder", "Pages ajoutées"}},
		{"a page is renamed, without an alias",
			portaltest.Files{"content/pages/tiers.md": "", "content/pages/troisieme.md": base["content/pages/tiers.md"]},
			[]string{"À regarder ! Tiers (pages/troisieme.md) : l’ancienne adresse ne mène plus nulle part : pages/tiers.html ; " +
				"ajoutez-la au champ « alias » de la page"}, nil},
		{"a page moves and is written anew in part",
			portaltest.Files{"content/fiches/nuit.md": "",
				"content/fiches/la-nuit.md": strings.NewReplacer("titre: Travailler de nuit", "titre: La nuit\nalias: [nuit]",
					"Premier mot", "Autre mot").Replace(nuit)},
			[]string{"1 page déplacée", "Titre : [-Travailler de nuit-] {+La nuit+}", "[-Premier mot.-] {+Autre mot.+}"},
			[]string{"Pages retirées"}},
		{"another page of that type is no move",
			portaltest.Files{"content/fiches/nuit.md": "",
				"content/fiches/jour.md": page("titre: Le jour",
					strings.Repeat("Ce texte ne ressemble à rien de ce que disait la page. ", 5))},
			[]string{"1 page ajoutée, 1 page retirée"}, []string{"déplacée"}},
		{"an alias goes", portaltest.Files{"content/pages/tiers.md": page("titre: Tiers\nalias: [vieux]", "Rien de moins.")},
			[]string{"Anciennes adresses : {+vieux+}"}, []string{"À regarder"}},
		{"what readers see: no longer",
			portaltest.Files{"content/pages/autre.md": page("titre: Autre\nstatut: relecture", "Rien de plus.")},
			[]string{"les lecteurs ne la voient plus : en relecture ; une page y renvoie, son lien n’est plus montré"}, nil},
		{"what readers see: now",
			portaltest.Files{"content/lettres/3.md": strings.Replace(base["content/lettres/3.md"], "brouillon", "publie", 1)},
			[]string{"les lecteurs la voient maintenant (avant : brouillon)"}, []string{"déjà paru"}},
		{"expired", portaltest.Files{"content/pages/tiers.md": page("titre: Tiers\nexpire_le: 2026-02-20", "Rien de moins.")},
			[]string{"les lecteurs ne la voient plus : a expiré le 20 février 2026"}, []string{"Pages retirées"}},
		{"archived", portaltest.Files{"content/pages/tiers.md": page("titre: Tiers\nstatut: archive", "Rien de moins.")},
			[]string{"elle est archivée"}, nil},
		{"sentences agree with the name of the type",
			portaltest.Files{"layouts/avis/type.yaml": "name: avis\nlabel: {one: Avis, many: Avis}\ngender: m\nfolder: avis\n",
				"content/avis/a.md": page("titre: A\nstatut: brouillon", "Un.")},
			[]string{"A (Avis) avis/a.html, 1 mot - les lecteurs ne le voient pas encore : brouillon"}, nil},
		{"a new page of the future",
			portaltest.Files{"content/pages/neuve.md": page("titre: Neuve\ndate: 2026-04-01", "Quatre mots, pas plus.")},
			[]string{"1 page ajoutée", "pages/neuve.html, 4 mots - les lecteurs ne la voient pas encore : paraîtra le 1er avril 2026"},
			nil},
		{"an issue that went out",
			portaltest.Files{"content/lettres/1.md": strings.Replace(base["content/lettres/1.md"], "tous", "toutes", 1)},
			[]string{"! La lettre 1 (lettres/1.md) : le numéro « La lettre 1 » a déjà paru le 1er février 2026 : les abonnés ont " +
				"l’ancien texte"}, nil},
		{"issues to come, and drafts",
			portaltest.Files{"content/lettres/2.md": strings.Replace(base["content/lettres/2.md"], "vous", "nous", 1),
				"content/lettres/3.md": strings.Replace(base["content/lettres/3.md"], "eux", "elles", 1)},
			[]string{"2 pages modifiées"}, []string{"déjà paru"}},
		{"a type changes", portaltest.Files{"layouts/fiche/type.yaml": strings.NewReplacer("{name: duree, kind: number, unit: minutes, "+
			"label: Durée}", "{name: temps, kind: number, unit: minutes, label: Durée}", "label: Publics}",
			"label: Pour qui, required: true}", "{name: voir, kind: reference, label: Voir}",
			"{name: source, kind: text, role: source, label: Source}", "of: [a, b], ", "of: [a, b, c], ", "list: {",
			"sections: [Repérer]\nlist: {").Replace(fiche)},
			[]string{"1 type de page modifié", "Types de page Fiche (1 page concernée)",
				"- champ « Durée » : il s’écrit maintenant « temps: » dans les pages (avant : « duree: »)",
				"- champ « Publics » : il s’appelle maintenant « Pour qui »", "- champ « Pour qui » : devient obligatoire",
				"- champ ajouté : « Source »", "- champ retiré : « Voir »", "- champ « Niveau » : nouveau choix : c",
				"- partie attendue en plus : « Repérer »"}, []string{"champ retiré : « Durée »", "Pages modifiées"}},
		{"a field that all types share changes",
			portaltest.Files{"layouts/fields.yaml": strings.Replace(base["layouts/fields.yaml"], "label: Résumé", "label: Chapeau", 1)},
			[]string{"tous les types de page modifiés", "Tous les types de page", "champ « Résumé » : il s’appelle maintenant « Chapeau »"},
			[]string{"Fiche (", "Lettre ("}},
		{"a type goes, one comes",
			portaltest.Files{"content/lettres/1.md": "", "content/lettres/2.md": "", "content/lettres/3.md": "",
				"layouts/lettre/type.yaml": "",
				"layouts/avis/type.yaml":   "name: avis\nlabel: {one: Avis, many: Avis}\ngender: m\nfolder: avis\n"},
			[]string{"Avis, nouveau type de page (aucune page)", "Lettre, type de page retiré (3 pages concernées)"}, nil},
		{"types that cannot be read", portaltest.Files{"layouts/fiche/type.yaml": "name: ["},
			[]string{"La version d’après ne peut pas être lue", "À regarder"}, []string{"Pages"}},
		{"the menu and the title",
			portaltest.Files{"content/site.yaml": "titre: Le portail\nmenu:\n  - {titre: Nos fiches, vers: fiches}\n" +
				"  - {titre: Lettres, vers: lettres}\n"},
			[]string{"titre du portail : « Le portail » (avant : « Portail »)", "menu : « Fiches » devient « Nos fiches »",
				"menu : nouvelle entrée « Lettres »", "menu : entrée retirée, « Plus › Autre »"}, nil},
		{"a group of the menu has another name",
			portaltest.Files{"content/site.yaml": strings.Replace(base["content/site.yaml"], "titre: Plus", "titre: Encore", 1)},
			[]string{"1 réglage du portail", "menu : « Plus » devient « Encore »"}, nil},
		{"files", portaltest.Files{"content/plan.svg": "<svg> </svg>", "content/note.pdf": "%PDF",
			"content/pages/tiers.md": page("titre: Tiers", "[Note](../note.pdf)")},
			[]string{"ajouté : note.pdf", "remplacé : plan.svg"}, nil},
		{"the look", portaltest.Files{"layouts/page.html": "<p>"},
			[]string{"Présentation du portail (gabarits, styles) - layouts/page.html"}, nil},
	}
	before := sideOf(t, base)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			report := compared(t, before, sideOf(t, base.With(test.with)))
			var b strings.Builder
			if err := WriteText(&b, report, TextOptions{Width: 80}); err != nil {
				t.Fatal(err)
			}
			got := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(strings.Join(strings.Fields(b.String()), " "))
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("does not say %q:\n%s", want, b.String())
				}
			}
			for _, never := range test.never {
				if strings.Contains(got, never) {
					t.Errorf("says %q:\n%s", never, b.String())
				}
			}
			if report.Empty() != (len(test.with) == 0) {
				t.Errorf("Empty() = %v", report.Empty())
			}
			for line := range strings.Lines(b.String()) {
				if n := french.Width(strings.TrimSuffix(line, "\n")); n > 80 {
					t.Errorf("a line of %d columns: %s", n, line)
				}
			}
		})
	}
}

// compared compares two sides without a deadline.
func compared(t testing.TB, before, after Side) *Report {
	t.Helper()
	r, err := Sites(t.Context(), before, after)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A cancelled comparison stops.
func TestComparisonStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := portal(t, portaltest.Files{"content/pages/a.md": page("titre: A", "Un."), "content/pages/b.md": page("titre: B", "Un.")})
	after := portal(t, portaltest.Files{"content/pages/a.md": page("titre: A", "Deux."), "content/pages/c.md": page("titre: B", "Un.")})
	if r, err := Sites(ctx, before, after); r != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", r, err)
	}
}

// With the sides exchanged, removed pages are added and mended problems are new.
func TestMended(t *testing.T) {
	bad := portal(t, portaltest.Files{"content/index.md": page("titre: Accueil", "[Rien](rien.md)")})
	good := portal(t, portaltest.Files{"content/index.md": page("titre: Accueil", "Rien")})
	if r := compared(t, bad, good); r.Mended != 1 || len(r.Problems) != 0 || !strings.Contains(r.Summary(), "1 erreur réglée") {
		t.Errorf("mended %d, problems %v: %s", r.Mended, r.Problems, r.Summary())
	}
}

// An alias that is removed leaves its address without a page.
func TestAliasGoes(t *testing.T) {
	r := compared(t, portal(t, portaltest.Files{"content/pages/a.md": page("titre: A\nalias: [vieux]", "Un.")}),
		portal(t, portaltest.Files{"content/pages/a.md": page("titre: A", "Un.")}))
	if alerts := fmt.Sprint(r.Alerts()); !strings.Contains(alerts, "une ancienne adresse ne mène plus nulle part : pages/vieux.html") {
		t.Error(alerts)
	}
}

// A file that has changed since its page was read is an error, because its
// slots would get the wrong pages.
func TestFilesThatChangeMeanwhile(t *testing.T) {
	before, after := portal(t, portaltest.Files{"content/pages/a.md": page("titre: A", "Un.")}),
		portal(t, portaltest.Files{"content/pages/a.md": page("titre: A", "Deux.")})
	after.Read = func(string) ([]byte, error) { return []byte(page("titre: A", "Trois.")), nil }
	if _, err := Sites(t.Context(), before, after); !errors.Is(err, content.ErrChanged) {
		t.Errorf("the comparison gives %v, want %v", err, content.ErrChanged)
	}
}
