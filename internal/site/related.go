package site

import (
	"math"
	"slices"

	"intraqvt/internal/content"
)

const (
	maxRelated = 5   // pages shown
	maxShared  = 300 // a trait of more pages than this says nothing of any
)

// related finds for each page those with which it shares most: taxonomy terms
// and referenced pages, each weighing log(N/n) where n of N pages have it
// (Spärck Jones 1972, "A statistical interpretation of term specificity").
// Pages that the author named, or that link here, are not repeated.
func (l *linker) related() {
	of := make([][]int32, len(l.site.Pages)) // the traits of each page
	var with [][]int32                       // the pages of each trait
	ids := map[any]int32{}
	for i, p := range l.site.Pages {
		if p.Index || p.Status == content.Archived {
			continue
		}
		take := func(trait any) {
			id, known := ids[trait]
			if !known {
				id = int32(len(with))
				ids[trait] = id
				with = append(with, nil)
			}
			if !slices.Contains(of[i], id) {
				of[i] = append(of[i], id)
				with[id] = append(with[id], int32(i))
			}
		}
		for _, t := range p.terms {
			take(t)
		}
		for _, r := range p.refs {
			take(r.to)
		}
	}
	weights := make([]float64, len(with))
	for id, pages := range with {
		if n := len(pages); n > 1 && n <= maxShared {
			weights[id] = math.Log(float64(len(l.site.Pages)) / float64(n))
		}
	}
	l.eachShare(func(pages []*Page) {
		scores := make([]float64, len(l.site.Pages)) // all 0 between two pages
		var touched []int32
		for _, p := range pages {
			for _, id := range of[p.number] {
				if weights[id] == 0 {
					continue
				}
				for _, other := range with[id] {
					if scores[other] == 0 {
						touched = append(touched, other)
					}
					scores[other] += weights[id]
				}
			}
			p.Related = l.best(p, touched, scores)
			for _, i := range touched {
				scores[i] = 0
			}
			touched = touched[:0]
		}
	})
}

// best are the pages with the highest scores, of those that are not named on
// the page already.
func (l *linker) best(p *Page, touched []int32, scores []float64) []*Page {
	known := []*Page{p}
	known = append(known, p.SeeAlso...)
	for _, r := range p.refs {
		known = append(known, r.to)
	}
	for _, g := range p.Backlinks {
		known = append(known, g.Pages...)
	}
	for _, q := range known {
		scores[q.number] = 0
	}
	var top []int32
	for _, i := range touched {
		if scores[i] == 0 || len(top) == maxRelated && !before(i, top[maxRelated-1], scores) {
			continue
		}
		at := slices.IndexFunc(top, func(j int32) bool { return before(i, j, scores) })
		if at < 0 {
			at = len(top)
		}
		top = slices.Insert(top, at, i)
		top = top[:min(maxRelated, len(top))]
	}
	var pages []*Page
	for _, i := range top {
		pages = append(pages, l.site.Pages[i])
	}
	return pages
}

// before tells whether page i goes before page j: the higher score, then the
// page that comes first in the site.
func before(i, j int32, scores []float64) bool {
	return scores[i] > scores[j] || scores[i] == scores[j] && i < j
}
