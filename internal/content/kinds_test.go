package content

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
	"intraqvt/layouts"
)

// essai describes a type with a field of every kind.
const essai = `name: essai
label: {one: Essai, many: Essais}
folder: essais
fields:
  - {name: resume, kind: text, max: 20}
  - {name: note, kind: longtext, max: 30}
  - {name: jour, kind: date}
  - {name: debut, kind: datetime}
  - {name: axe, kind: choice, of: [Santé, Emploi, Seniors]}
  - {name: effectif, kind: number, min: 1, max: 12000}
  - {name: visio, kind: bool}
  - {name: numeros, kind: list, item: {kind: reference}}
  - {name: contact, kind: reference}
  - {name: grille, kind: file}
  - {name: lien, kind: url}
  - {name: courriel, kind: email}
  - {name: telephone, kind: phone}
  - {name: retour, kind: recurrence}
  - {name: secteurs, kind: list, item: {kind: choice, of: [Santé, Emploi, Seniors]}}
  - {name: etiquettes, kind: list, taxonomy: true, item: {kind: text}, also: [tags]}
  - {name: etapes, kind: table, columns: [{name: titre, kind: text, required: true}, {name: duree, kind: number, min: 1}]}
  - {name: indicateurs, kind: group, fields: [{name: sante, kind: list, item: {kind: text}}, {name: seuil, kind: number}]}
`

const commonFields = `fields:
  - {name: titre, kind: text, role: title, required: true, also: [title]}
  - {name: statut, kind: choice, role: status, of: [brouillon, relecture, publie, archive]}
  - {name: date, kind: date, role: date, also: [lastmod]}
  - {name: resume, kind: text, role: summary, max: 200, also: [description]}
  - {name: etiquettes, kind: list, role: tags, item: {kind: text}, also: [tags]}
  - {name: alias, kind: list, role: aliases, item: {kind: path}, also: [aliases]}
`

func testTypes(t testing.TB) *schema.Set {
	t.Helper()
	visibility, err := fs.ReadFile(layouts.FS, schema.VisibilityFile)
	if err != nil {
		t.Fatal(err)
	}
	set, problems := schema.Read(fstest.MapFS{
		"fields.yaml":     {Data: []byte(commonFields)},
		"visibility.yaml": {Data: visibility},
		"essai/type.yaml": {Data: []byte(essai)},
		"page/type.yaml":  {Data: []byte("name: page\nfolder: pages\ndefault: true\n")},
		"veille/type.yaml": {Data: []byte("name: veille\nfolder: veille\nsections: [L’essentiel, Ce qui change, Que faire]\nfields:\n" +
			"  - {name: nature, kind: choice, of: [loi, accord], required: true}\n  - {name: date, recommended: true}\n")},
	})
	if set == nil {
		t.Fatal(problems)
	}
	return set
}

// said formats a page's problems, one a line: place, level, message and hint.
func said(p *Page) string {
	var lines []string
	for _, q := range p.Problems {
		level := ""
		if q.Level == problem.Warning {
			level = "(avertissement) "
		}
		place := strings.TrimPrefix(strings.TrimPrefix(q.Position(), q.File), ":")
		lines = append(lines, fmt.Sprintf("%s %s%s → %s", place, level, q.Message, q.Hint))
	}
	return strings.Join(lines, "\n")
}

func TestEveryKindReadsWhatAuthorsWrite(t *testing.T) {
	types := testTypes(t)
	for _, c := range []struct{ yaml, field, want string }{
		{"resume: Un « mot » : bref", "resume", ""}, // the colon makes it invalid YAML
		{`resume: "Un « mot » : bref"`, "resume", "Un «\u00a0mot\u00a0»\u00a0: bref"},
		{"resume: 2026", "resume", "2026"},
		{"resume: |\n  Un\n  deux", "resume", "Un deux"},
		{"note: |\n  Un\n  deux", "note", "Un\ndeux"},
		{"jour: 2026-03-01", "jour", "1er\u00a0mars 2026"},
		{`jour: "2026-08-14T09:30:00+02:00"`, "jour", "14\u00a0août 2026"},
		{"debut: 2026-03-14T09:30", "debut", "14\u00a0mars 2026 à 9\u00a0h\u00a030"},
		{"debut: 2026-03-14 09:00", "debut", "14\u00a0mars 2026 à 9\u00a0h"},
		{"debut: 2026-03-14", "debut", "14\u00a0mars 2026"},
		{"axe: SANTE", "axe", "Santé"},
		{"effectif: 12000", "effectif", "12\u202f000"},
		{"effectif: 3,5", "effectif", "3,5"},
		{"effectif: 1 200", "effectif", "1\u202f200"},
		{"visio: true", "visio", "oui"},
		{"visio: Non", "visio", "non"},
		{"contact: camille-duval", "contact", "camille-duval"},
		{"grille: fichiers/grille.csv", "grille", "fichiers/grille.csv"},
		{"lien: https://example.org/a?b=c#d", "lien", "https://example.org/a?b=c#d"},
		{"courriel: prenom.nom@example.org", "courriel", "prenom.nom@example.org"},
		{"telephone: +33 (0)1 99 00 12 34", "telephone", "+33 (0)1 99 00 12 34"},
		{"secteurs: [sante, SENIORS]", "secteurs", "Santé|Seniors"},
		{"secteurs: Santé", "secteurs", "Santé"},
		{"secteurs: Santé, Emploi", "secteurs", "Santé|Emploi"},
		{"numeros: [1, 12]", "numeros", "1|12"},
		{"numeros: 1, 12", "numeros", "1|12"},
		{"numeros: Prévenir, puis agir", "numeros", "Prévenir, puis agir"}, // a title
		{"tags: santé, travail", "etiquettes", "santé|travail"},
		{"etiquettes:\n  - a\n  -\n  - b", "etiquettes", "a|b"},
		{"etapes:\n  - {titre: Un, duree: 2}\n  - titre: Deux", "etapes", "Un,2;Deux,"},
		{"indicateurs:\n  Seuil: 3\n  sante: [a, b]", "indicateurs", "a|b;3"},
		{"EFFECTIF: 4", "effectif", "4"},
		{"effectif\u00a0: 4", "effectif", "4"}, // as French keyboards space it
		{"effectif: ", "effectif", ""},
		{"effectif: null", "effectif", ""},
	} {
		t.Run(c.yaml, func(t *testing.T) {
			p := Parse("essais/a.md", []byte("---\ntitre: A\n"+c.yaml+"\n---\n"), types)
			v, _ := p.Value(c.field)
			if got := flat(v); got != c.want {
				t.Errorf("got %q, want %q\n%s", got, c.want, said(p))
			}
			if v.IsSet() && (v.Line != 3 && v.Line != 4 || v.Column < 1) {
				t.Errorf("the value stands at %d:%d", v.Line, v.Column)
			}
		})
	}
}

// A value keeps what the author wrote, and has one form for readers.
func TestDisplayOfEveryKind(t *testing.T) {
	set, problems := schema.Read(fstest.MapFS{
		"fields.yaml":    {Data: []byte(commonFields)},
		"page/type.yaml": {Data: []byte("name: page\nfolder: pages\ndefault: true\n")},
		"vue/type.yaml": {Data: []byte(`name: vue
folder: vues
fields:
  - {name: texte, kind: text}
  - {name: jour, kind: date}
  - {name: debut, kind: datetime}
  - {name: axe, kind: choice, of: [A, B], names: {A: Accueil}}
  - {name: nombre, kind: number}
  - {name: duree, kind: number, unit: min}
  - {name: visio, kind: bool}
  - {name: contact, kind: reference}
  - {name: grille, kind: file}
  - {name: lien, kind: url}
  - {name: courriel, kind: email}
  - {name: telephone, kind: phone}
  - {name: retour, kind: recurrence}
`)},
	})
	if set == nil {
		t.Fatal(problems)
	}
	for _, c := range []struct{ field, written, plain, display string }{
		{"texte", "« Un : deux »", "«\u00a0Un\u00a0: deux\u00a0»", "«\u00a0Un\u00a0: deux\u00a0»"},
		{"jour", "2026-03-01", "1er\u00a0mars 2026", "1er\u00a0mars 2026"},
		{"jour", "0001-01-01", "", ""}, // other programs write this for no day
		{"debut", "2026-03-14T09:30", "14\u00a0mars 2026 à 9\u00a0h\u00a030", "14\u00a0mars 2026 à 9\u00a0h\u00a030"},
		{"debut", "2026-03-14T09:30:00+02:00", "14\u00a0mars 2026 à 9\u00a0h\u00a030", "14\u00a0mars 2026 à 9\u00a0h\u00a030"},
		{"debut", "2026-03-14T09:30:00Z", "14\u00a0mars 2026 à 9\u00a0h\u00a030", "14\u00a0mars 2026 à 9\u00a0h\u00a030"},
		{"axe", "a", "A", "A. Accueil"},
		{"axe", "B", "B", "B"},
		{"nombre", "0", "0", "0"},
		{"nombre", "-1200,5", "−1\u202f200,5", "−1\u202f200,5"},
		{"duree", "90", "90", "90\u00a0min"},
		{"visio", "vrai", "oui", "oui"},
		{"visio", "off", "non", "non"},
		{"contact", "camille-duval", "camille-duval", "camille-duval"},
		{"grille", "fichiers/grille.csv", "fichiers/grille.csv", "fichiers/grille.csv"},
		{"lien", "https://example.org/a", "https://example.org/a", "https://example.org/a"},
		{"courriel", "prenom.nom@example.org", "prenom.nom@example.org", "prenom.nom@example.org"},
		{"telephone", "01 99 00 12 34", "01 99 00 12 34", "01\u00a099\u00a000\u00a012\u00a034"},
		{"retour", "FREQ=WEEKLY;INTERVAL=2", "Toutes les 2 semaines", "Toutes les 2 semaines"},
	} {
		p := Parse("vues/a.md", []byte(fmt.Sprintf("---\ntitre: A\n%s: %q\n---\n", c.field, c.written)), set)
		v, ok := p.Value(c.field)
		if got := v.Plain(); got != c.plain {
			t.Errorf("%s: %s is named %q, want %q\n%s", c.field, c.written, got, c.plain, said(p))
		}
		if got := v.Display(); got != c.display {
			t.Errorf("%s: %s is shown as %q, want %q", c.field, c.written, got, c.display)
		}
		if ok != (c.plain != "") || ok && v.Written != c.written {
			t.Errorf("%s: %q was written, %q is kept", c.field, c.written, v.Written)
		}
	}
}

// A moment keeps the zone that was written, whatever the machine's zone; a day has none.
func TestZoneOfAMoment(t *testing.T) {
	for _, c := range []struct{ field, written, want string }{
		{"debut", "2026-03-14T09:30:00+02:00", "2026-03-14T09:30:00+02:00"},
		{"debut", "2026-03-14T09:30-04:00", "2026-03-14T09:30:00-04:00"},
		{"debut", "2026-03-14 09:30:00 +0100", "2026-03-14T09:30:00+01:00"},
		{"debut", "2026-03-14T09:30", "2026-03-14T09:30:00Z"},
		{"jour", "2026-03-14T23:30:00-04:00", "2026-03-14T00:00:00Z"},
	} {
		p := Parse("essais/a.md", []byte(fmt.Sprintf("---\ntitre: A\n%s: %q\n---\n", c.field, c.written)), testTypes(t))
		if v, _ := p.Value(c.field); v.Time.Format(time.RFC3339) != c.want {
			t.Errorf("%s is %s, want %s\n%s", c.written, v.Time.Format(time.RFC3339), c.want, said(p))
		}
	}
}

// flat returns a value as one text.
func flat(v Value) string {
	if len(v.Rows) > 0 {
		var rows []string
		for _, row := range v.Rows {
			var cells []string
			for _, cell := range row {
				cells = append(cells, flat(cell))
			}
			rows = append(rows, strings.Join(cells, ","))
		}
		return strings.Join(rows, ";")
	}
	if v.Field != nil && v.Field.Kind == schema.Group {
		var parts []string
		for _, part := range v.Items {
			parts = append(parts, flat(part))
		}
		return strings.Join(parts, ";")
	}
	return strings.Join(v.Strings(), "|")
}

func TestEveryKindSaysWhatIsWrong(t *testing.T) {
	types := testTypes(t)
	for _, c := range []struct{ yaml, want string }{
		{"resume: un texte de plus de vingt signes", "3:9 (avertissement) « resume » : 32 caractères, 20 au plus → raccourcissez le texte"},
		{"note: un texte nettement plus long que trente",
			"3:7 (avertissement) « note » : 39 caractères, 30 au plus → raccourcissez le texte"},
		{"resume: [a, b]", "3:9 « resume » attend une seule valeur → écrivez-la sur la même ligne : resume: …"},
		{"resume: *Important*", "3:9 « resume » : un texte ne peut pas commencer par « * » → mettez le texte entre guillemets droits : " +
			"\"…\""},
		{"jour: 14/03/2026", "3:7 « jour » : date illisible « 14/03/2026 » → écrivez 2026-03-14"},
		{"jour: 1er mars 2026", "3:7 « jour » : date illisible « 1er mars 2026 » → écrivez 2026-03-01"},
		{"jour: 14 AOUT 2026", "3:7 « jour » : date illisible « 14 AOUT 2026 » → écrivez 2026-08-14"},
		{"jour: 2026-02-30", "3:7 « jour » : date illisible « 2026-02-30 » → ce jour n’existe pas : vérifiez le mois et le jour"},
		{"jour: demain", "3:7 « jour » : date illisible « demain » → une date s’écrit AAAA-MM-JJ, par exemple 2026-03-14"},
		{"debut: 14 mars à 9 h",
			"3:8 « debut » : date illisible « 14 mars à 9 h » → le jour et l’heure s’écrivent AAAA-MM-JJTHH:MM, par exemple " +
				"2026-03-14T09:30"},
		{"axe: Santée", "3:6 « axe » : valeur inconnue « Santée » → vouliez-vous dire « Santé » ?"},
		{"axe: Jeunesse", "3:6 « axe » : valeur inconnue « Jeunesse » → valeurs possibles : Santé, Emploi, Seniors"},
		{"effectif: douze", "3:11 « effectif » : « douze » n’est pas un nombre → écrivez-le en chiffres, par exemple 1"},
		{"effectif: Inf", "3:11 « effectif » : « Inf » n’est pas un nombre → écrivez-le en chiffres, par exemple 1"},
		{"effectif: 0", "3:11 « effectif » : 0 est hors des limites → de 1 à 12\u202f000"},
		{"visio: peut-être", "3:8 « visio » : « peut-être » n’est ni oui ni non → écrivez true ou false"},
		{"lien: example.org", "3:7 « lien » : « example.org » n’est pas une adresse complète → elle commence par https://"},
		{"lien: javascript:alert(1)", "3:7 « lien » : « javascript:alert(1) » n’est pas une adresse complète → elle commence par https://"},
		{"lien: java%73cript:alert(1)",
			"3:7 « lien » : « java%73cript:alert(1) » n’est pas une adresse complète → elle commence par https://"},
		{"lien: https:example.org",
			"3:7 « lien » : « https:example.org » n’est pas une adresse complète → l’adresse d’un site s’écrit en entier : " +
				"https://exemple.fr/page"},
		{"lien: https://moi:secret@example.org/",
			"3:7 « lien » : « https://moi:secret@example.org/ » n’est pas une adresse complète → ôtez ce qui précède « @ » : un nom " +
				"d’utilisateur cache où mène le lien, et un mot de passe serait publié"},
		{"courriel: Camille <c@example.org>",
			"3:11 « courriel » : adresse invalide : « Camille <c@example.org> » → donnez l’adresse seule, sans nom ni « < > »"},
		{"telephone: poste 12", "3:12 « telephone » : « poste 12 » n’est pas un numéro de téléphone → par exemple 01 99 00 12 34"},
		{"secteurs: [Santé, Emplois, Bois]",
			"3:19 « secteurs » : valeur inconnue « Emplois » → vouliez-vous dire « Emploi » ?\n" +
				"3:28 « secteurs » : valeur inconnue « Bois » → valeurs possibles : Santé, Emploi, Seniors"},
		{"etiquettes: [a, {b: c}]", "3:17 « etiquettes » attend une seule valeur → écrivez-la sur la même ligne : etiquettes: …"},
		{"etapes: trois", "3:9 « etapes » attend une liste de lignes → chaque ligne commence par un tiret : - titre: …"},
		{"etapes:\n  - Un\n  - duree: 3\n  - {titre: Deux, durée: 0}",
			"4:5 « etapes » attend : titre, duree → chacun sur sa ligne : titre: …\n" +
				"5:10 « etapes » : il manque « titre » → titre: …\n" +
				"6:19 « etapes » ne contient pas de « durée » → vouliez-vous dire « duree » ?"},
		{"etapes: [{titre: \"\", duree: 0}]",
			"3:29 « duree » : 0 est hors des limites → au moins 1\n3:10 « etapes » : il manque « titre » → titre: …"},
		{"indicateurs: [a]", "3:14 « indicateurs » attend : sante, seuil → chacun sur sa ligne : sante: …"},
		{"indicateurs: {santee: [a]}", "3:15 « indicateurs » ne contient pas de « santee » → vouliez-vous dire « sante » ?"},
		{"resumé: A", "3:1 champ inconnu « resumé » → vouliez-vous dire « resume » ?"},
		{"couverture: A", "3:1 champ inconnu « couverture » → champs du type « essai » : titre, statut, date, resume, etiquettes, alias, " +
			"note, jour, debut, axe, effectif, visio, numeros, contact, grille, lien, courriel, telephone, retour, secteurs, etapes, " +
			"indicateurs"},
	} {
		t.Run(c.yaml, func(t *testing.T) {
			p := Parse("essais/a.md", []byte("---\ntitre: A\n"+c.yaml+"\n---\n"), types)
			if got := said(p); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

func TestMissingFieldsAndSections(t *testing.T) {
	types := testTypes(t)
	for _, c := range []struct{ name, file, text, want string }{
		{"required and recommended", "veille/cse.md", "\n\n---\nresume: R\n---\n## L'essentiel\n\n## Ce qui change\n\n## Que faire\n",
			"3:1 il manque le champ « titre » → ajoutez à l’en-tête une ligne « titre: … »\n" +
				"3:1 (avertissement) il manque le champ « date » → ajoutez à l’en-tête une ligne « date: 2026-03-14 »\n" +
				"3:1 il manque le champ « nature » → ajoutez à l’en-tête une ligne « nature: loi »"},
		{"an unreadable field is not missing too", "veille/cse.md",
			"---\ntitre: A\ndate: 2026-01-01\nnature: Lois nouvelles\n---\n## L’essentiel\n\n## Ce qui change\n\n## Que faire\n",
			"4:9 « nature » : valeur inconnue « Lois nouvelles » → valeurs possibles : loi, accord"},
		{"sections", "veille/cse.md",
			"---\ntitre: A\ndate: 2026-01-01\nnature: loi\n---\nTexte.\n\n## L’essenciel\n\n## Et après\n\n## QUE FAIRE ?\n",
			"8 (avertissement) il manque la partie « L’essentiel » → est-ce « L’essenciel » ? Alors écrivez « ## L’essentiel »\n" +
				" (avertissement) il manque la partie « Ce qui change » → ajoutez « ## Ce qui change »"},
		{"a folder's own page needs neither", "veille/index.md", "Les textes.\n", ""},
		{"a page of no type takes its title from its text", "guide/debut.md", "# Bien *commencer*\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := said(Parse(c.file, []byte(c.text), types)); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

// The example in the documentation works with the portal's own types.
func TestThePortalsTypesSayItInFrench(t *testing.T) {
	p := Parse("veille/cse.md",
		[]byte("---\ntitre: Le CSE\nnature: loi\nresumé: R\ndate: 2026-01-01\ndeterminants: [4]\n---\n## L’essentiel\n\n"+
			"## Ce qui change\n\n## Que faire\n"), portalTypes(t))
	want := "veille/cse.md:4:1 : erreur : champ inconnu « resumé »\n    → vouliez-vous dire « resume » ?"
	if len(p.Problems) != 1 || p.Problems[0].String() != want {
		t.Errorf("got %v, want\n%s", p.Problems, want)
	}
}
