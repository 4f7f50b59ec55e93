package render

import (
	"fmt"
	"strings"
	"testing"

	"intraqvt/internal/portaltest"
)

// listOf returns a view of a folder's page.
func listOf(folder string, view func(*ListView) any) func(*testing.T, *Renderer) any {
	return func(t *testing.T, r *Renderer) any { return view(r.section(r.in(t, folder))) }
}

// groups formats the groups of a list, one a line: its heading, then its entries.
func groups(v *ListView) any {
	var lines []string
	for _, g := range v.Groups {
		line := g.Title + "#" + g.ID
		if g.Folded {
			line += " (replié)"
		}
		for _, e := range g.Entries {
			line += " | " + e.Title
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestGroups(t *testing.T) {
	meetings := func(starts ...string) portaltest.Files {
		pages := portaltest.Files{}
		for i, start := range starts {
			pages[fmt.Sprintf("rencontres/r%d.md", i+1)] = fmt.Sprintf("titre: R%d\ndebut: %s\n---\n", i+1, start)
		}
		return pages
	}
	named := portaltest.Files{
		"pratiques/a.md": "titre: Écoute\n---\n",
		"pratiques/b.md": "titre: Équipe\n---\n",
		"pratiques/c.md": "titre: Entretien\n---\n",
		"pratiques/d.md": "titre: 35 heures\n---\n",
		"pratiques/e.md": "titre: 2 pauses\n---\n",
		"pratiques/f.md": "titre: « Oui »\n---\n",
		"pratiques/g.md": "titre: Vieille\nstatut: archive\n---\n",
	}
	themes := portaltest.Files{
		"themes/a.md": "titre: Le sommeil\nnumero: 1\naxe: B\n---\n",
		"themes/b.md": "titre: Le temps\nnumero: 2\naxe: A\n---\n",
		"themes/c.md": "titre: Sans axe\nnumero: 3\n---\n",
		"themes/d.md": "titre: La charge\nnumero: 4\naxe: A\n---\n",
	}
	checkViews(t, []viewTest{
		{"letters with accents among those without, digits together, archived pages left out", named, listOf("pratiques", groups),
			"0–9#chiffres | 2 pauses | 35 heures\nE#lettre-e | Écoute | Entretien | Équipe\nO#lettre-o | «\u00a0Oui\u00a0»"},
		{"links to more than two letters", named, listOf("pratiques", func(v *ListView) any { return v.Letters }), true},
		{"none to two", named.With(portaltest.Files{"pratiques/f.md": ""}), listOf("pratiques", func(v *ListView) any { return v.Letters }),
			false},
		{"the values of a choice in its own order, what has none first", themes, listOf("themes", groups),
			"Autres#autres | Sans axe\nA. Le travail#a | Le temps | La charge\nB. La santé#b | Le sommeil"},
		{"nor to the values of a choice", themes, listOf("themes", func(v *ListView) any { return v.Letters }), false},
		{"what is to come, the next first, then what is past, folded", meetings("2026-02-01", "2026-04-01", "2026-03-01", "2026-02-20"),
			listOf("rencontres", groups), "À venir#a-venir | R3 | R2\nPassés#passes (replié) | R4 | R1"},
		{"what is past stands open where nothing is to come", meetings("2026-02-01"), listOf("rencontres", groups), "Passés#passes | R1"},
		{"a folder that no type owns is one list", portaltest.Files{"outils/b.md": "titre: B\n---\n", "outils/a.md": "titre: A\n---\n"},
			listOf("outils", groups), "# | A | B"},
	})
}

func TestEntries(t *testing.T) {
	pages := portaltest.Files{
		"themes/t.md":    "titre: Le temps\nnumero: 3\naxe: A\n---\n",
		"pratiques/p.md": "titre: La pause\nresume: Courte.\nthemes: [3]\neffort: moyen\n---\n",
		"outils/p.md":    "titre: Outil\n---\n",
		"outils/a/b.md":  "titre: B\n---\n",
		"outils/a/c.md":  "titre: C\n---\n",
		"outils/a/d.md":  "titre: D\nstatut: archive\n---\n",
	}
	first := func(v *ListView) any { return v.Groups[0].Entries[0] }
	checkViews(t, []viewTest{
		{"in its type's list a page has what readers sort and filter by, not its type", pages, listOf("pratiques", first), Entry{
			Title: "La pause", Summary: "Courte.", URL: "p.html", Axis: "A", Tokens: "themes=3 effort=moyen", Order: "la-pause",
			Fields: []CardRow{{"Effort", []CardValue{{Text: "moyen"}}}},
		}},
		{"in another it has its type alone", pages, listOf("outils", first), Entry{Title: "Outil", URL: "p.html", Type: "Page"}},
		{"a folder below says how many pages are listed in it", pages, listOf("outils", func(v *ListView) any { return v.Areas }),
			[]Area{{Title: "A", URL: "a/index.html", Count: 2}}},
	})
}

func TestFiltering(t *testing.T) {
	theme := portaltest.Files{
		"themes/t2.md":  "titre: Le temps\nnumero: 2\naxe: A\n---\n",
		"themes/t10.md": "titre: Le sommeil\nnumero: 10\naxe: B\n---\n",
	}
	differ := func(i int) string {
		return fmt.Sprintf("themes: [%s]\neffort: %s\n", []string{"10", "2", "2, 10"}[i%3], []string{"fort", "faible"}[i%2])
	}
	filters := listOf("pratiques", func(v *ListView) any {
		if v.Filtering == nil {
			return "none"
		}
		var lines []string
		for _, f := range v.Filtering.Filters {
			line := f.Name
			if f.Remember {
				line += "*"
			}
			for _, o := range f.Options {
				line += fmt.Sprintf(" | %s=%s %d", o.Key, o.Label, o.Count)
			}
			lines = append(lines, line)
		}
		return strings.Join(lines, "\n")
	})
	sorts := func(folder string) func(*testing.T, *Renderer) any {
		return func(t *testing.T, r *Renderer) any {
			s := r.in(t, folder)
			var keys []string
			for _, o := range r.sorts(s.Type, s.Listed()) {
				keys = append(keys, o.Key)
			}
			return keys
		}
	}
	meetings := portaltest.Files{}
	for i := range 6 {
		meetings[fmt.Sprintf("rencontres/r%d.md", i)] = fmt.Sprintf("titre: R%d\ndebut: 2026-04-0%d\n---\n", i, i+1)
	}
	dated := func(i int) string { return fmt.Sprintf("date: 2026-02-0%d\n", i+1) }
	checkViews(t, []viewTest{
		{"numbers as numbers, choices in their order, each with its pages", theme.With(pratiques(6, differ)), filters,
			"themes | 2=2. Le temps 4 | 10=10. Le sommeil 4\neffort* | faible=faible 3 | fort=fort 3"},
		{"a field in which all pages are alike is none", theme.With(pratiques(6, func(int) string { return differ(0) })), filters, "none"},
		{"five pages are taken in at a glance", theme.With(pratiques(5, differ)), filters, "none"},
		{"a list by title is not sorted by title again", pratiques(6, noFields), sorts("pratiques"), []string{""}},
		{"by date where every page has one", pratiques(6, dated), sorts("pratiques"), []string{"", "date"}},
		{"an agenda has its order", meetings, sorts("rencontres"), []string{"", "titre"}},
	})
}

func TestTerms(t *testing.T) {
	pages := pratiques(2, func(int) string { return "secteurs: [Santé]\n" }).With(portaltest.Files{
		"outils/x.md": "titre: X\nsecteurs: [Santé, Emploi]\n---\n",
	})
	term := func(name string, view func(*ListView) any) func(*testing.T, *Renderer) any {
		return func(_ *testing.T, r *Renderer) any { return view(r.term(r.site.Taxonomy("secteurs").Term(name))) }
	}
	checkViews(t, []viewTest{
		{"the pages of a term by type", pages, term("Santé", groups), "Pages#pages | X\nPratiques#pratiques | Pratique 01 | Pratique 02"},
		{"one type needs no heading", pages, term("Emploi", groups), "#pages | X"},
		{"what the page is", pages, term("Santé", func(v *ListView) any { return []any{v.Title, v.Description, v.Count} }),
			[]any{"Secteurs\u00a0: Santé", "Les pages marquées « Santé » dans « Secteurs ».", 3}},
		{"the terms with their pages", pages, func(_ *testing.T, r *Renderer) any { return r.taxonomy(r.site.Taxonomy("secteurs")).Areas },
			[]Area{{Title: "Emploi", URL: "emploi.html", Count: 1}, {Title: "Santé", URL: "sante.html", Count: 3}}},
	})
}

func TestAZ(t *testing.T) {
	pages := portaltest.Files{
		"pratiques/a.md": "titre: Écoute\n---\n",
		"outils/b.md":    "titre: Équipe\n---\n",
		"outils/c.md":    "titre: 35 heures\n---\n",
		"outils/d.md":    "titre: Vieille\nstatut: archive\n---\n",
		"outils/e.md":    "titre: Entretien\n---\n",
	}
	checkViews(t, []viewTest{{"every page that is listed, with its type", pages, func(_ *testing.T, r *Renderer) any {
		v := r.az()
		lines := []string{fmt.Sprint(v.Count)}
		for _, g := range v.Groups {
			line := g.Title + "#" + g.ID
			for _, p := range g.Pages {
				line += fmt.Sprintf(" | %s, %s, %s", p.Title, p.Type, p.URL)
			}
			lines = append(lines, line)
		}
		return strings.Join(lines, "\n")
	}, "4\n0–9#chiffres | 35 heures, Page, outils/c.html\n" +
		"E#lettre-e | Écoute, Pratique, pratiques/a.html | Entretien, Page, outils/e.html | Équipe, Page, outils/b.html"}})
}
