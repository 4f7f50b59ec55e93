package search

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"intraqvt/internal/french"
)

// The words by which a page is compared with others.
const (
	similarWords = 16  // the most characteristic of a page
	similarLeast = 0.3 // of the best score, for a page to be named
	titleTimes   = 4   // what a word of a title or a tag counts for
	headingTimes = 2
)

// Similar finds the pages most like one, the best first, at most n: those that
// rank highest for its most characteristic words, weighed by how often they
// stand in it and how rare they are elsewhere, as in rank.go's bm25 (the "more
// like this" of search engines; see Manning, Raghavan and Schütze 2008,
// "Introduction to Information Retrieval", chapter 9, on pseudo relevance
// feedback). The page is given as it was indexed. The error is a failure to
// read the index, or the context's.
func (ix *Index) Similar(ctx context.Context, p Page, n int) ([]string, error) {
	v, _ := ix.acquireView()
	if v == nil {
		return nil, errClosed
	}
	defer ix.releaseView(v)
	if err := v.prepare(); err != nil {
		return nil, err
	}
	words := v.characteristic(p)
	if len(words) == 0 {
		return nil, nil
	}
	t := newTally(v)
	if err := t.rank(ctx, words); err != nil {
		return nil, err
	}
	others := func(place uint32) bool { return v.pages[place].url != p.URL }
	list := t.best(len(words), others, func(uint32) bool { return true })
	var urls []string
	for _, r := range list[:min(n, len(list))] {
		if r.score < similarLeast*list[0].score {
			break
		}
		urls = append(urls, v.pages[r.place].url)
	}
	return urls, nil
}

// characteristic are the words that tell a page from the others: not those
// that no other page has, nor those that a tenth of all have.
func (v *view) characteristic(p Page) []wanted {
	times := map[uint32]float64{} // by group of variants
	var s scanner
	count := func(text string, by float64) {
		for i, t := range s.read(text) {
			form := string(s.form(t))
			if t.kind != word || len(form) < 3 || s.isStop(i) || isNumber([]byte(form)) {
				continue
			}
			if group, known := v.lexicon.stems[french.Stem(form)]; known {
				times[group] += by
			}
		}
	}
	for i, d := range p.Documents {
		if i == 0 {
			count(d.Title, titleTimes)
			count(strings.Join(d.Tags, " "), titleTimes)
		}
		count(d.Heading, headingTimes)
		count(d.Body, 1)
	}
	type weighed struct {
		group  uint32
		weight float64
	}
	var list []weighed
	common := uint32(max(4, len(v.places)/10))
	for group, n := range times {
		held := uint32(0)
		for _, id := range v.lexicon.groups[group] {
			held += v.lexicon.counts[id]
		}
		if held > 1 && held <= common {
			list = append(list, weighed{group, (1 + math.Log(n)) * math.Log(1+float64(len(v.places))/float64(held))})
		}
	}
	slices.SortFunc(list, func(a, b weighed) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.group, b.group)) })
	list = list[:min(similarWords, len(list))]
	words := make([]wanted, 0, len(list))
	for _, w := range list {
		forms := v.lexicon.living(slices.Clone(v.lexicon.groups[w.group]))
		if len(forms) > 0 {
			words = append(words, wanted{alternatives: []alternative{{terms: []term{newTerm(forms, nil)}, weight: w.weight / list[0].weight}}})
		}
	}
	return words
}
