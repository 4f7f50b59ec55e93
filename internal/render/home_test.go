package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"intraqvt/internal/portaltest"
)

func TestHome(t *testing.T) {
	pages := pratiques(2, func(int) string { return "themes: [1]\n" }).With(portaltest.Files{
		"index.md":    "titre: Bienvenue\n---\nBonjour.\n",
		"seule.md":    "titre: Seule\n---\n",
		"themes/a.md": "titre: Le sommeil\nresume: Dormir.\nnumero: 1\naxe: B\n---\n",
		"themes/b.md": "titre: Le temps\nnumero: 2\naxe: A\n---\n",
	})
	bare := pages.With(portaltest.Files{"index.md": ""})
	home := func(view func(*HomeView) any) func(*testing.T, *Renderer) any {
		return func(_ *testing.T, r *Renderer) any { return view(r.home()) }
	}
	checkViews(t, []viewTest{
		{"the map has the axes by their names, with the pages that refer to each", pages, home(func(v *HomeView) any { return v.Axes }),
			[]Axis{
				{"A", "Le travail", []AxisPage{{Link: Link{"Le temps", "themes/b.html"}, Number: "2"}}},
				{"B", "La santé", []AxisPage{{Link: Link{"Le sommeil", "themes/a.html"}, Number: "1", Summary: "Dormir.", Cited: 2}}},
			}},
		{"index.md names the page; the site describes it where that does not", pages, home(func(v *HomeView) any {
			return []string{v.Title, v.Description, string(v.Intro)}
		}), []string{"Bienvenue", "Mieux travailler.", "<p>Bonjour.</p>\n"}},
		{"or has the map where its author wants it", pages.With(portaltest.Files{
			"index.md": "titre: Bienvenue\n---\n\nBonjour.\n\n::: liste\ntype: theme\nforme: carte\n:::\n",
		}), home(func(v *HomeView) any {
			before, after, _ := strings.Cut(string(v.Intro), `<nav class="carte-des-axes"`)
			return []any{len(v.Axes), before, strings.Count(after, `<span class="axe-titre">`)}
		}), []any{0, "<p>Bonjour.</p>\n", 2}},
		{"and stands in the place of lists", pages, home(func(v *HomeView) any {
			return []int{len(v.Pages), len(v.Latest), len(v.Areas)}
		}), []int{0, 0, 0}},
		{"without it the portal has its name", bare, home(func(v *HomeView) any { return v.Title }), "Portail"},
		{"its sections", bare, home(func(v *HomeView) any { return v.Areas }), []Area{
			{Title: "Pratiques", URL: "pratiques/index.html", Count: 2},
			{Title: "Thèmes", URL: "themes/index.html", Summary: "Ce dont on parle.", Count: 2},
		}},
		{"and the pages that stand in none", bare, home(func(v *HomeView) any { return v.Pages }), []Link{{"Seule", "seule.html"}}},
		{"its latest pages are eight of those with a date", pratiques(10, func(i int) string {
			return []string{"", fmt.Sprintf("date: 2026-02-%02d\n", i)}[min(i, 1)]
		}), home(func(v *HomeView) any {
			return []any{len(v.Latest), v.Latest[0].Title, v.Latest[7].Title}
		}), []any{8, "Pratique 10", "Pratique 03"}},
	})
}

func TestPrint(t *testing.T) {
	pages := pratiques(3, func(i int) string { return []string{"", "", "statut: archive\n"}[i] }).With(portaltest.Files{
		"pratiques/index.md": "titre: Nos pratiques\n---\nLisez-les.\n",
		"pratiques/p01.md":   "titre: Première\n---\n## Un titre\n\nVoir [plus bas](#un-titre).\n",
	})
	printed := func(_ *testing.T, r *Renderer) any {
		return slices.ContainsFunc(r.Outputs(), func(o Output) bool { return o.Address == "pratiques/imprimer.html" })
	}
	checkViews(t, []viewTest{
		{"the section's text, then its pages without those that are archived", pages, func(t *testing.T, r *Renderer) any {
			v := r.print(r.in(t, "pratiques"))
			list := []string{string(v.Intro)}
			for _, a := range v.Articles {
				list = append(list, a.Anchor+" "+a.Title+" "+a.Canonical)
			}
			return list
		}, []string{
			"<p>Lisez-les.</p>\n", "page-p02 Pratique 02 https://qvt.example.org/pratiques/p02.html",
			"page-p01 Première https://qvt.example.org/pratiques/p01.html",
		}},
		{"headings below the page's, names at home, links to where they are", pages, func(t *testing.T, r *Renderer) any {
			return string(r.print(r.in(t, "pratiques")).Articles[1].Body)
		}, "<h3>Un titre</h3>\n<p>Voir <a href=\"p01.html#un-titre\">plus bas</a>.</p>\n"},
		{"a list leads to it", pages, listOf("pratiques", func(v *ListView) any { return v.Print }), "imprimer.html"},
		{"it is published", pages, printed, true},
		{"not for a single page", pratiques(1, noFields), printed, false},
		{"nor leads a list to it", pratiques(1, noFields), listOf("pratiques", func(v *ListView) any { return v.Print }), ""},
		{"nor for very many", pratiques(maxPrinted+1, noFields), printed, false},
	})
}
