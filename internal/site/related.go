package site

import (
	"math"
	"slices"
	"strings"
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
	number := make(map[*Page]int32, len(l.site.Pages))
	traits := map[any][]int32{}
	of := make([][]any, len(l.site.Pages))
	for i, p := range l.site.Pages {
		number[p] = int32(i)
		if p.Index {
			continue
		}
		for _, v := range p.Values {
			if v.Field.Taxonomy {
				for _, name := range v.Strings() {
					if t := l.site.Taxonomy(v.Field.Name); t != nil && t.Term(name) != nil {
						of[i] = append(of[i], t.Term(name))
					}
				}
			}
		}
		for _, q := range p.refs {
			of[i] = append(of[i], q)
		}
		for _, t := range of[i] {
			traits[t] = append(traits[t], int32(i))
		}
	}
	l.eachPage(func(p *Page) {
		scores := map[int32]float64{}
		for _, t := range of[number[p]] {
			if n := len(traits[t]); n > 1 && n <= maxShared {
				weight := math.Log(float64(len(l.site.Pages)) / float64(n))
				for _, other := range traits[t] {
					scores[other] += weight
				}
			}
		}
		delete(scores, number[p])
		for _, known := range p.SeeAlso {
			delete(scores, number[known])
		}
		for _, q := range p.refs {
			delete(scores, number[q])
		}
		p.Related = l.best(scores)
	})
}

func (l *linker) best(scores map[int32]float64) []*Page {
	type scored struct {
		page  *Page
		score float64
	}
	all := make([]scored, 0, len(scores))
	for i, score := range scores {
		// Rounded, since the order of a map's sums is not fixed.
		all = append(all, scored{l.site.Pages[i], math.Round(score*1e6) / 1e6})
	}
	slices.SortFunc(all, func(a, b scored) int {
		if a.score != b.score {
			if a.score > b.score {
				return -1
			}
			return 1
		}
		return strings.Compare(a.page.File, b.page.File)
	})
	var pages []*Page
	for _, s := range all[:min(maxRelated, len(all))] {
		pages = append(pages, s.page)
	}
	return pages
}
