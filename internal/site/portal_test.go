package site

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// layouts describe a small portal: numbered determinants, sheets that refer to
// them, a directory, a glossary and plain pages.
var layouts = map[string]string{
	"fields.yaml": `fields:
  - {name: titre, kind: text, role: title}
  - {name: resume, kind: text, role: summary}
  - {name: statut, kind: choice, role: status, of: [brouillon, relecture, publie, archive]}
  - {name: date, kind: date, role: date}
  - {name: expire_le, kind: date, role: expiry}
  - {name: alias, kind: list, role: aliases, item: {kind: path}}
  - {name: determinants, kind: list, item: {kind: reference, to: [determinant]}}
  - {name: secteurs, kind: list, taxonomy: true, item: {kind: choice, of: [Santé, Emploi, Seniors]}}
  - {name: etiquettes, kind: list, role: tags, taxonomy: true, item: {kind: text}, also: [tags]}
  - {name: voir_aussi, kind: list, role: see-also, item: {kind: reference}}
`,
	"acteur/type.yaml":      "name: acteur\nlabel: {one: Acteur, many: Annuaire}\nfolder: acteurs\n",
	"determinant/type.yaml": "name: determinant\nlabel: {one: Déterminant, many: Déterminants}\nfolder: determinants\nfields:\n  - {name: numero, kind: number, role: number, min: 1, max: 12}\nlist: {sort: numero}\n",
	"fiche/type.yaml": `name: fiche
label: {one: Fiche, many: Fiches}
folder: fiches
fields:
  - {name: responsable, kind: reference, role: owner, to: [acteur]}
  - {name: effectif, kind: number}
  - {name: testee, kind: bool}
  - {name: grille, kind: file}
  - {name: textes, kind: table, columns: [{name: ref, kind: text}, {name: fiche, kind: reference, to: [fiche]}]}
list: {sort: -date}
`,
	"glossaire/type.yaml": `name: glossaire
label: {one: Terme, many: Glossaire}
folder: glossaire
fields:
  - {name: sigle, kind: text, role: acronym}
  - {name: forme_longue, kind: text, role: expansion}
  - {name: synonymes, kind: list, role: synonyms, item: {kind: text}}
  - {name: remplace_par, kind: reference, role: replaced-by, to: [glossaire]}
  - {name: depuis, kind: date, role: replaced-since}
glossary: true
`,
	"page/type.yaml": "name: page\nlabel: {one: Page, many: Pages}\nfolder: pages\ndefault: true\n",
}

// files are the sources of a portal by their names below content/. A page is
// written as its fields, a line « --- » and its text.
type files map[string]string

var today = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

// linked is a site of files on a day, with a configuration where there is a
// site.yaml.
func linked(t testing.TB, sources files, change ...func(*Options)) *Site {
	t.Helper()
	layoutsFS := fstest.MapFS{}
	for name, text := range layouts {
		layoutsFS[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for name, text := range sources {
		if strings.HasPrefix(name, "layouts/") {
			layoutsFS[strings.TrimPrefix(name, "layouts/")] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	types, problems := schema.Read(layoutsFS)
	if types == nil {
		t.Fatal(problems)
	}
	o := Options{At: today}
	var pages []*content.Page
	var config []byte
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		switch {
		case name == "site.yaml":
			config, o.Configured = []byte(sources[name]), true
		case strings.HasPrefix(name, "layouts/"):
		case content.IsMarkdown(name):
			text := sources[name]
			if strings.Contains(text, "---") {
				text = "---\n" + text
			}
			pages = append(pages, content.Parse(name, []byte(text), types))
		default:
			o.Assets = append(o.Assets, name)
		}
	}
	for _, f := range change {
		f(&o)
	}
	c, problems := ReadConfig(config)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return Link(pages, types, c, o)
}

// said are the problems of a site, one a line with its hint.
func said(s *Site) string {
	var lines []string
	for _, p := range s.Problems {
		level := ""
		if p.Level == problem.Warning {
			level = "(avertissement) "
		}
		line := p.Position() + " " + level + p.Message
		if p.Hint != "" {
			line += " → " + p.Hint
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func expectSaid(t *testing.T, s *Site, want ...string) {
	t.Helper()
	if got := said(s); got != strings.Join(want, "\n") {
		t.Errorf("problems:\n%s\nwant:\n%s", got, strings.Join(want, "\n"))
	}
}

// page returns the visible page of a file.
func page(t testing.TB, s *Site, file string) *Page {
	t.Helper()
	for _, p := range s.Pages {
		if p.File == file {
			return p
		}
	}
	t.Fatalf("%s is not in the site", file)
	return nil
}

// names are the files of pages, without folder and ending.
func slugs(pages []*Page) string {
	var out []string
	for _, p := range pages {
		out = append(out, strings.TrimSuffix(path.Base(p.File), ".md"))
	}
	return strings.Join(out, " ")
}

// where is what a target leads to, as one text.
func where(t Target) string {
	switch {
	case t.Page != nil && t.Anchor != "":
		return t.Page.File + "#" + t.Anchor
	case t.Page != nil:
		return t.Page.File
	case t.Section != nil:
		return t.Section.Path + "/"
	case t.File != "":
		return "fichier " + t.File
	case t.Pages != nil:
		return "liste " + slugs(t.Pages)
	default:
		return ""
	}
}

func numbered(n int, text string) string {
	return fmt.Sprintf("titre: Déterminant %d\nnumero: %d\n---\n%s", n, n, text)
}
