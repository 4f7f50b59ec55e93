package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// asked is a query read: what its text asks for, before the index is looked at.
type asked struct {
	words    []askedWord
	phrases  []string // to be found as they stand, with their quotes
	excluded []string // texts none of which a page may hold
	stops    bool     // the words are stop words, as there are no others
	cut      bool     // the text goes on
}

// How long a query may be. Nobody types so much; what is pasted may be a whole
// page, and each word costs time.
const (
	maxAsked = 32   // words; excluded words and phrases, too
	maxQuery = 2000 // characters beside spaces
)

// askedWord is one word of a query that pages are ranked by.
type askedWord struct {
	forms      []string // the word; both genders where it is written inclusively
	compounds  []string // the hyphened compounds it is part of
	start, end int      // where it stands in the query
	pos        uint32   // its place among the query's words, stop words too
	partial    bool     // being typed: what starts with it is meant too
}

// quotes are the signs that open a phrase, with those that close it.
var quotes = map[rune]string{'"': `"`, '«': "»", '“': `”"`, '„': `”“"`}

// readQuery reads any text as a query: words, "phrases", -excluded. Nothing is
// an error; a phrase that is not closed is words still.
func readQuery(text string, complete bool) asked {
	var q asked
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

// beginning is as much of a text as is read, to the end of a word where it has
// spaces, and whether there is more.
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

// quotation is the length of the phrase in quotes that a text starts with, or 0.
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

// unquoted is the length of what stands before the next space or quote; at
// least a character, as one that opens no phrase is passed over.
func unquoted(text string) int {
	for i, r := range text {
		if unicode.IsSpace(r) || i > 0 && quotes[r] != "" {
			return i
		}
	}
	return len(text)
}

// askedWords are the words of a text to look for, as in wordsOrStops.
func askedWords(text string) []askedWord {
	words, _ := wordsOrStops(text)
	return words
}

// wordsOrStops analyses a query as texts are analysed. Stop words are dropped
// unless there is nothing else; those are looked for in titles, and as the words
// that they may be without their accents: « mais » for maïs.
func wordsOrStops(text string) (list []askedWord, areStops bool) {
	var s scanner
	var words, stops []askedWord
	var compounds []token
	for i, t := range s.read(text) {
		form := string(s.form(t))
		switch t.kind {
		case compound:
			compounds = append(compounds, t)
			continue
		case variant:
			for _, list := range [][]askedWord{words, stops} {
				if n := len(list); n > 0 && list[n-1].pos == t.pos {
					list[n-1].forms = append(list[n-1].forms, form)
				}
			}
			continue
		}
		w := askedWord{forms: []string{form}, start: int(t.start), end: int(t.end), pos: t.pos}
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
