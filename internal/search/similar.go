package search

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"intraqvt/internal/french"
)

// How the words are chosen by which pages are compared.
const (
	similarWords = 16  // the most characteristic words of a page
	similarLeast = 0.3 // minimum score, as a part of the best one
	titleTimes   = 4   // weight of a word in a title or a tag
	headingTimes = 2
)

// Similar returns the addresses of the n pages most like p, the best first:
// those that rank highest for its most characteristic words. Words are weighed
// by how often they occur in p and how rare they are elsewhere, as in bm25 of
// rank.go (see Manning, Raghavan and Schütze 2008, "Introduction to Information
// Retrieval", chapter 9, on pseudo relevance feedback). p is the page as it was
// indexed. The error is a failure to read the index, or the context's.
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

// characteristic returns the words that distinguish a page: not those that no
// other page has, nor those that a tenth of all pages have.
func (v *view) characteristic(p Page) []expandedWord {
	times := map[uint32]float64{} // by stem
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
	words := make([]expandedWord, 0, len(list))
	for _, w := range list {
		forms := v.lexicon.living(slices.Clone(v.lexicon.groups[w.group]))
		if len(forms) > 0 {
			words = append(words, expandedWord{alternatives: []alternative{{terms: []term{newTerm(forms, nil)},
				weight: w.weight / list[0].weight}}})
		}
	}
	return words
}
