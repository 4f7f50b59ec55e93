package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// queryParts is a query after parsing: what its text asks for, independent of the index.
type queryParts struct {
	words    []queryWord
	phrases  []string // to be found word for word, with their quotes
	excluded []string // a page that holds one of these texts is left out
	stops    bool     // the query holds stop words only, and words are these
	cut      bool     // the text was longer than what is searched
}

// Limits of a query. Nobody types that much, but a whole page may be pasted,
// and each word costs time.
const (
	maxAsked = 32   // of words; of excluded words and phrases, too
	maxQuery = 2000 // of characters, spaces aside
)

// queryWord is one word of a query that pages are ranked by.
type queryWord struct {
	forms      []string // the word; both genders if it is written inclusively
	compounds  []string // the hyphened compounds it is part of
	start, end int      // its bytes in the query
	pos        uint32   // its number among the query's words, stop words included
	partial    bool     // the reader is typing it: words that start with it count too
}

// quotes maps the signs that open a phrase to those that close it.
var quotes = map[rune]string{'"': `"`, '«': "»", '“': `”"`, '„': `”“"`}

// readQuery parses any text as a query: words, "phrases", -excluded. No text is
// an error; a phrase without closing quote counts as words.
func readQuery(text string, complete bool) queryParts {
	var q queryParts
	text, q.cut = beginning(text)
	words := []byte(text) // those to rank by, at their places
	var opened []int      // where each phrase starts
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			i += size
			continue
		}
		start := i
		if r == '-' {
			i++
		}
		end, phrase := i+quotation(text[i:]), true
		if end == i {
			end, phrase = i+unquoted(text[i:]), false
		}
		switch {
		case r == '-':
			copy(words[start:end], strings.Repeat(" ", end-start))
			if len(q.excluded) == maxAsked {
				q.cut = true
				break
			}
			q.excluded = append(q.excluded, text[i:end])
		case phrase:
			q.phrases = append(q.phrases, text[i:end])
			opened = append(opened, i)
		}
		i = end
	}
	q.words, q.stops = wordsOrStops(string(words))
	if len(q.words) > maxAsked {
		from := q.words[maxAsked].start
		q.words, q.cut = q.words[:maxAsked], true
		read, _ := slices.BinarySearch(opened, from)
		q.phrases = q.phrases[:read]
	}
	if n := len(q.words); complete && n > 0 && !q.cut && q.words[n-1].end == len(text) {
		q.words[n-1].partial = true
	}
	return q
}

// beginning returns the part of a text that is searched, cut after a word where
// possible, and whether anything was cut.
func beginning(text string) (string, bool) {
	n, end := 0, 0
	for i, r := range text {
		if unicode.IsSpace(r) {
			end = i
			continue
		}
		if n == maxQuery {
			return text[:cmp.Or(end, i)], true
		}
		n++
	}
	return text, false
}

// quotation returns the length of the quoted phrase at the start of a text, or
// 0.
func quotation(text string) int {
	r, size := utf8.DecodeRuneInString(text)
	closes := quotes[r]
	if closes == "" {
		return 0
	}
	end := strings.IndexAny(text[size:], closes)
	if end < 0 {
		return 0
	}
	end += size
	_, size = utf8.DecodeRuneInString(text[end:])
	return end + size
}

// unquoted returns the length of the text before the next space or quote, at
// least one character: a quote that opens no phrase is skipped.
func unquoted(text string) int {
	for i, r := range text {
		if unicode.IsSpace(r) || i > 0 && quotes[r] != "" {
			return i
		}
	}
	return len(text)
}

// queryWords returns the words of a text to look for, as wordsOrStops does.
func queryWords(text string) []queryWord {
	words, _ := wordsOrStops(text)
	return words
}

// wordsOrStops analyses a query as texts are analysed. Stop words are dropped,
// unless there is nothing else: then they are looked for in titles, and as the
// words that they may be without accents (« mais » for maïs).
func wordsOrStops(text string) (list []queryWord, areStops bool) {
	var s scanner
	var words, stops []queryWord
	var compounds []token
	for i, t := range s.read(text) {
		form := string(s.form(t))
		switch t.kind {
		case compound:
			compounds = append(compounds, t)
			continue
		case variant:
			for _, list := range [][]queryWord{words, stops} {
				if n := len(list); n > 0 && list[n-1].pos == t.pos {
					list[n-1].forms = append(list[n-1].forms, form)
				}
			}
			continue
		}
		w := queryWord{forms: []string{form}, start: int(t.start), end: int(t.end), pos: t.pos}
		for _, c := range compounds {
			if c.start <= t.start && t.end <= c.end {
				w.compounds = append(w.compounds, string(s.form(c)))
			}
		}
		if s.isStop(i) {
			w.forms = append(w.forms, stopMark+form)
			stops = append(stops, w)
		} else {
			words = append(words, w)
		}
	}
	if len(words) == 0 {
		return stops, len(stops) > 0
	}
	return words, false
}
