package render

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"intraqvt/internal/portaltest"
)

// navParts matches a list of the navigation, and a link in it.
var navParts = regexp.MustCompile(`(</?ul>)|<a href="([^"]*)"( aria-current="page")?>([^<]*)</a>`)

// shownNavigation returns the navigation as readers see it: lists in brackets, and a star
// at the current page. It reads the HTML, because part of the navigation is stored as such.
func shownNavigation(r *Renderer, v *NavView) string {
	parts := []string{v.Title}
	for _, m := range navParts.FindAllStringSubmatch(string(r.component("rubrique", "", v)), -1) {
		switch {
		case m[1] == "<ul>":
			parts = append(parts, "[")
		case m[1] != "":
			parts = append(parts, "]")
		case m[3] != "":
			parts = append(parts, m[4]+"*="+m[2])
		default:
			parts = append(parts, m[4]+"="+m[2])
		}
	}
	return strings.Join(parts, " ")
}

func TestNavigation(t *testing.T) {
	pages := portaltest.Files{
		"outils/a.md":                 "titre: A\n---\n",
		"outils/b.md":                 "titre: B\n---\n",
		"outils/vieux.md":             "titre: Vieux\nstatut: archive\n---\n",
		"outils/tableur/formules.md":  "titre: Formules\n---\n",
		"outils/tableur/courbes.md":   "titre: Courbes\n---\n",
		"outils/textes/mots.md":       "titre: Mots\n---\n",
		"pratiques/pause.md":          "titre: La pause\n---\n",
		"guide-des-auteurs/un-mot.md": "titre: Un mot\n---\n",
	}
	for i := range maxNav + 1 {
		pages[fmt.Sprintf("longue/p%d.md", i)] = fmt.Sprintf("titre: P%d\n---\n", i)
	}
	beside := func(file string) func(*testing.T, *Renderer) any {
		return func(t *testing.T, r *Renderer) any { return shownNavigation(r, r.page(r.at(t, file)).Navigation) }
	}
	checkViews(t, []viewTest{
		{"a page among its neighbours, not those that are archived", pages, beside("outils/a.md"),
			"Outils [ Tableur=tableur/index.html Textes=textes/index.html A*=a.html B=b.html ]"},
		{"another page of the same folder", pages, beside("outils/b.md"),
			"Outils [ Tableur=tableur/index.html Textes=textes/index.html A=a.html B*=b.html ]"},
		{"an archived page marks nothing", pages, beside("outils/vieux.md"),
			"Outils [ Tableur=tableur/index.html Textes=textes/index.html A=a.html B=b.html ]"},
		{"the way down to a folder is open, that beside it is closed", pages, beside("outils/tableur/formules.md"),
			"Outils [ Tableur=index.html [ Courbes=courbes.html Formules*=formules.html ] Textes=../textes/index.html ]"},
		{"a folder marks itself", pages, func(t *testing.T, r *Renderer) any {
			return shownNavigation(r, r.section(r.in(t, "outils/tableur")).Navigation)
		}, "Outils [ Tableur*=index.html [ Courbes=courbes.html Formules=formules.html ] Textes=../textes/index.html ]"},
		{"a folder with very many pages lists none", pages, beside("longue/p1.md"), "Longue [ ]"},
		{"the pages that the guide is given are in its navigation", pages, beside("guide-des-auteurs/un-mot.md"),
			"Guide des auteurs [ Un mot*=un-mot.html Types de page=types/index.html " +
				"Ce qui reste caché=ce-qui-reste-cache.html Messages du programme=messages.html ]"},
		{"and mark themselves", pages, func(_ *testing.T, r *Renderer) any {
			return []string{shownNavigation(r, r.messages().Navigation), shownNavigation(r, r.guides().Navigation)}
		}, []string{
			"Guide des auteurs [ Un mot=un-mot.html Types de page=types/index.html " +
				"Ce qui reste caché=ce-qui-reste-cache.html Messages du programme*=messages.html ]",
			"Guide des auteurs [ Un mot=../un-mot.html Types de page*=index.html " +
				"Ce qui reste caché=../ce-qui-reste-cache.html Messages du programme=../messages.html ]",
		}},
		{"pages of a type have none", pages, func(t *testing.T, r *Renderer) any {
			return r.page(r.at(t, "pratiques/pause.md")).Navigation
		}, (*NavView)(nil)},
	})
}
