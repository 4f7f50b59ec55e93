//go:build linux

package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// queryCorpus is a corpus of the given pages.
func queryCorpus(t *testing.T, pages []string) corpus {
	t.Helper()
	c := corpus{content: t.TempDir()}
	for i, text := range pages {
		name := fmt.Sprintf("page-%02d.md", i)
		if err := writeFile(filepath.Join(c.content, name), []byte(text)); err != nil {
			t.Fatal(err)
		}
		c.pages = append(c.pages, name)
	}
	return c
}

func TestQueriesAreWordsOfOneParagraph(t *testing.T) {
	var pages []string
	for i := range 10 {
		n := strings.Repeat(string(rune('a'+i)), 5) // a word of this page alone
		pages = append(pages, fmt.Sprintf("---\ntitle: \"Intitulé\"\n---\n\npartout matin%s Soir%s\n\npartout été%s hiver%s `code%s`\n", n,
			n, n, n, n))
	}
	c := queryCorpus(t, pages)
	queries, err := makeQueries(c, 20)
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range queries {
		first, second, _ := strings.Cut(query, " ")
		found := slices.ContainsFunc(pages, func(page string) bool {
			return slices.ContainsFunc(strings.Split(strings.ToLower(page), "\n"), func(line string) bool {
				words := strings.Fields(line)
				return slices.Contains(words, first) && slices.Contains(words, second)
			})
		})
		if !found || first == second || strings.Contains(query, "partout") {
			t.Errorf("« %s » is no query of two words that say something and stand together", query)
		}
	}
	if sorted := slices.Sorted(slices.Values(queries)); len(slices.Compact(sorted)) != 20 {
		t.Errorf("not 20 different queries: %q", queries)
	}
	again, err := makeQueries(c, 20)
	if err != nil || !slices.Equal(again, queries) {
		t.Errorf("another run asks %q, %v; this one asked %q", again, err, queries)
	}
}

func TestQueriesThatACorpusDoesNotHave(t *testing.T) {
	c := queryCorpus(t, []string{"un deux\n", "seul\n", "", "", "", ""})
	if queries, err := makeQueries(c, 2); err == nil {
		t.Errorf("got %q", queries)
	}
}

func TestProseWords(t *testing.T) {
	text := "---\ntitle: \"Entête cachée\"\n---\n\n# L’Œuvre d’août\n\nVoir [la page](chemin/vers.md), https://exemple.example/adresse\n" +
		"et `commande` &nbsp; <span class=\"vert\">gras</span>.\n\n```\nbloc entier\n```\n\nDes îles.\n"
	var got []string
	for _, paragraph := range proseWords(text) {
		got = append(got, strings.Join(paragraph, " "))
	}
	want := "œuvre août|voir page gras|îles"
	if strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", strings.Join(got, "|"), want)
	}
}
