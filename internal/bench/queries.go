//go:build linux

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// querySeed makes the queries of a corpus the same in every run.
const querySeed = 7

const (
	queryLetters = 4   // minimum length of a word
	queryCommon  = 0.2 // words on a larger part of the pages are ignored
	queryPages   = 400 // maximum number of pages that words are taken from
)

var (
	queryWord = regexp.MustCompile(`\p{L}+`)
	// Parts that readers do not see as words: code, addresses, tags, entities.
	notProse = regexp.MustCompile("(?s)```.*?```|`[^`]*`|\\]\\([^)]*\\)|https?://\\S+|<[^>]*>|&\\w+;")
)

// makeQueries makes n different queries of two words that occur in the same
// paragraph. Frequent words are chosen more often, as they occur in the corpus.
func makeQueries(c corpus, n int) ([]string, error) {
	random := rand.New(rand.NewPCG(querySeed, uint64(len(c.pages))))
	paragraphs := make([][][]string, 0, queryPages) // by page, the words of each paragraph
	pagesWith := map[string]int{}
	for _, i := range random.Perm(len(c.pages))[:min(queryPages, len(c.pages))] {
		text, err := os.ReadFile(filepath.Join(c.content, filepath.FromSlash(c.pages[i])))
		if err != nil {
			return nil, err
		}
		page := proseWords(string(text))
		paragraphs = append(paragraphs, page)
		words := slices.Concat(page...)
		slices.Sort(words)
		for _, word := range slices.Compact(words) {
			pagesWith[word]++
		}
	}
	common := func(word string) bool { return float64(pagesWith[word]) > queryCommon*float64(len(paragraphs)) }
	var queries []string
	for tries := 0; len(queries) < n; tries++ {
		if tries > 1000*n {
			return nil, fmt.Errorf("the corpus has no %d queries of two words", n)
		}
		page := paragraphs[random.IntN(len(paragraphs))]
		if len(page) == 0 {
			continue
		}
		words := slices.DeleteFunc(slices.Clone(page[random.IntN(len(page))]), common)
		if len(words) < 2 {
			continue
		}
		first, second := words[random.IntN(len(words))], words[random.IntN(len(words))]
		if query := first + " " + second; first != second && !slices.Contains(queries, query) {
			queries = append(queries, query)
		}
	}
	return queries, nil
}

// proseWords returns the longer words of a Markdown file, in lower case, by
// paragraph, without front matter and code.
func proseWords(text string) [][]string {
	if _, body, found := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n"); found {
		text = body
	}
	var paragraphs [][]string
	for _, block := range splitBlocks(notProse.ReplaceAllString(text, " ")) {
		words := queryWord.FindAllString(strings.ToLower(block), -1)
		words = slices.DeleteFunc(words, func(word string) bool { return utf8.RuneCountInString(word) < queryLetters })
		if len(words) > 0 {
			paragraphs = append(paragraphs, words)
		}
	}
	return paragraphs
}
