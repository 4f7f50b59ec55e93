package search

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
)

// The ranking uses bleve's postings, but not bleve's scores.
//
// n(f, x) is the number of occurrences of a form in the field f of x, which is a
// page (all its sections together) or one of its sections. If an alternative of
// a word (see [alternative]) is a set of forms, n is the sum over them, each
// times its factor. If it is several words, n in a section and field is the
// least of their counts, and n of a page the sum over its sections. Then, after
// Robertson and Zaragoza (2009, "The Probabilistic
// Relevance Framework: BM25 and Beyond"), with k1 = 1.2 and b = 0.75:
//
//	idf(f)     = ln(1 + (P - df(f) + ½) / (df(f) + ½))
//	bm25(f, x) = idf(f) · n·(k1+1) / (n + k1·(1 - b + b·length(f, x)/average(f)))
//
// P is the number of pages, df(f) the number of pages with the alternative in the
// field. Lengths are in words, rounded by [coarse]; average(f) is the mean of the
// exact lengths of all pages if x is a page, of all sections if it is a section.
// Fields are summed; titles count most:
//
//	page(a, x)    = weight(a) · Σ field(f)·bm25(f, x)    over all fields
//	section(a, x) = weight(a) · Σ field(f)·bm25(f, x)    over intertitle and text
//
// For each word, pages and sections get the score of the best alternative. With
// m of the query's q words found on the page,
//
//	score(x) = asked(x) · √(m/q) · weight(x) · (Σ page(w, x) + max over its sections s of Σ section(w, s))
//
// where weight(x) is that of the best section. The whole page counts, since the
// words of a query are often spread over it. The best section counts again, since
// a page that treats the question in one place answers it better than one that
// mentions it everywhere. A title or a tag common to all sections belongs to the
// page and counts once. The best page of those whose title is the query
// comes first, whatever it scores: all its words stand there, and no other, stop
// words aside; the page of a glossary term of which the query is a form is one of
// them. Scores are rounded to
// four decimals; pages with equal scores are ordered by address, so that the
// order does not depend on how the index was built.
const (
	bm25K1       = 1.2
	bm25B        = 0.75
	coordination = 0.5 // the exponent of m/q
)

// fieldWeights are the weights of the fields. Body text counts twice, in the
// page and in its best section; the title's weight of 2 balances that.
var fieldWeights = [fieldCount]float64{inTitle: 2, inHeading: 0.6, inBody: 1, inTags: 1}

// occurrences counts one alternative in a document or a page, by field.
type occurrences struct {
	times   [fieldCount]float32
	lengths [fieldCount]float32 // for documents only
}

func (o *occurrences) none() bool { return o.times == [fieldCount]float32{} }

// counts holds the occurrences of one alternative, by document or page, and
// which of them have any.
type counts struct {
	of  []occurrences
	met []uint32
}

func (c *counts) clear() {
	for _, i := range c.met {
		c.of[i] = occurrences{}
	}
	c.met = c.met[:0]
}

// scores holds the scores of documents or pages: for the current word, of its
// best alternative, and in total.
type scores struct {
	word  []float32
	met   []uint32 // those with a score for the current word
	total []float32
	found []uint32 // those with a total
}

func newScores(n int) scores {
	return scores{word: make([]float32, n), total: make([]float32, n)}
}

func (s *scores) keep(i uint32, score float64) {
	if s.word[i] == 0 {
		s.met = append(s.met, i)
	}
	s.word[i] = max(s.word[i], float32(score))
}

// endWord adds the word's scores to the totals.
func (s *scores) endWord() {
	for _, i := range s.met {
		if s.total[i] == 0 {
			s.found = append(s.found, i)
		}
		s.total[i] += s.word[i]
		s.word[i] = 0
	}
	s.met = s.met[:0]
}

// tally ranks the pages of a view for one query.
type tally struct {
	v              *view
	inDocs, others counts // others: of the further words of an alternative
	inPages        counts
	docs, pages    scores
	matched        []uint16           // by page: how many words of the query it holds
	titled         []uint16           // by page: how many words of the query its title holds, as they are
	inTitle        map[uint32]bool    // the pages whose title holds the current word
	factors        map[uint32]float64 // of pages whose type the query names
	terms          []uint32           // the pages of glossary terms that the query is a form of
	idf            [fieldCount]float64
	docAverage     [fieldCount]float64
}

func newTally(v *view) *tally {
	t := &tally{v: v, docs: newScores(len(v.places)), pages: newScores(len(v.pages)), matched: make([]uint16, len(v.pages)),
		titled: make([]uint16, len(v.pages)), inTitle: map[uint32]bool{}, factors: map[uint32]float64{}}
	t.inDocs.of = make([]occurrences, len(v.places))
	t.inPages.of = make([]occurrences, len(v.pages))
	for f, average := range v.average {
		t.docAverage[f] = average * float64(len(v.pages)) / float64(max(v.documents, 1))
	}
	return t
}

// rank scores all pages for the words. It returns the context's error if that
// ends first.
func (t *tally) rank(ctx context.Context, words []expandedWord) error {
	for _, w := range words {
		own := 0.0
		for i, a := range w.alternatives {
			if err := ctx.Err(); err != nil {
				return err
			}
			idf, err := t.weigh(a, own)
			if err != nil {
				return err
			}
			if i == 0 {
				own = idf
			}
		}
		for _, place := range t.pages.met {
			t.matched[place]++
		}
		for place := range t.inTitle {
			t.titled[place]++
		}
		clear(t.inTitle)
		t.pages.endWord()
		t.docs.endWord()
	}
	return nil
}

// weigh scores one alternative of a word and returns its idf over all fields.
// For a capped alternative the idf is at most own, where that is known.
func (t *tally) weigh(a alternative, own float64) (idf float64, err error) {
	defer t.inDocs.clear()
	defer t.inPages.clear()
	if err := t.count(a); err != nil {
		return 0, err
	}
	for _, doc := range t.inDocs.met {
		d := &t.inDocs.of[doc]
		if d.none() {
			continue
		}
		p := &t.inPages.of[t.v.places[doc]]
		if p.none() {
			t.inPages.met = append(t.inPages.met, t.v.places[doc])
		}
		for f, n := range d.times {
			p.times[f] += n
		}
	}
	if len(a.terms) == 1 && !a.longer && !a.capped {
		for _, place := range t.inPages.met {
			if t.inPages.of[place].times[inTitle] > 0 {
				t.inTitle[place] = true
			}
		}
	}
	idf = t.rarity()
	weight := a.weight
	if a.capped && own > 0 && idf > own {
		weight *= own / idf
	}
	for _, place := range t.inPages.met {
		score := 0.0
		for f, n := range t.inPages.of[place].times {
			score += t.bm25(f, float64(n), float64(t.v.pages[place].lengths[f]), t.v.average[f])
		}
		t.pages.keep(place, weight*score)
	}
	for _, doc := range t.inDocs.met {
		d := &t.inDocs.of[doc]
		score := 0.0
		for _, f := range []int{inHeading, inBody} {
			score += t.bm25(f, float64(d.times[f]), float64(d.lengths[f]), t.docAverage[f])
		}
		if score > 0 {
			t.docs.keep(doc, weight*score)
		}
	}
	return idf, nil
}

// rarity sets idf from the pages met and returns the idf of all fields
// together.
func (t *tally) rarity() float64 {
	var df [fieldCount]int
	for _, place := range t.inPages.met {
		for f, n := range t.inPages.of[place].times {
			if n > 0 {
				df[f]++
			}
		}
	}
	of := func(df int) float64 {
		return math.Log(1 + (float64(len(t.v.pages)-df)+0.5)/(float64(df)+0.5))
	}
	for f, n := range df {
		t.idf[f] = of(n)
	}
	return of(len(t.inPages.met))
}

func (t *tally) bm25(f int, n, length, average float64) float64 {
	if n == 0 {
		return 0
	}
	return fieldWeights[f] * t.idf[f] * n * (bm25K1 + 1) / (n + bm25K1*(1-bm25B+bm25B*coarse(length)/average))
}

// coarse returns the middle of the length class of n.
func coarse(n float64) float64 { return classLength(lengthClass(uint32(n))) }

// keptBits is the number of leading bits of a length that determine its class.
const keptBits = 3

// lengthClass returns the class of a length: lengths with the same highest bits
// share one. Lucene's norms keep four bits (SmallFloat.intToByte4, since 7.0);
// three find as well, and lengths are a large part of the shards.
func lengthClass(n uint32) int {
	low := max(bits.Len32(n)-keptBits, 0)
	return low<<(keptBits-1) + int(n>>low)
}

// classLength returns the mean length of a class.
func classLength(class int) float64 {
	const step = 1 << (keptBits - 1)
	low := max(class/step-1, 0)
	return math.Ldexp(float64(class-low*step)+0.5, low) - 0.5
}

// count fills inDocs with the occurrences of an alternative.
func (t *tally) count(a alternative) error {
	if err := t.countTerm(a.terms[0], &t.inDocs); err != nil {
		return err
	}
	for _, further := range a.terms[1:] {
		if t.others.of == nil {
			t.others.of = make([]occurrences, len(t.v.places))
		}
		err := t.countTerm(further, &t.others)
		for _, doc := range t.inDocs.met {
			d := &t.inDocs.of[doc]
			for f, n := range t.others.of[doc].times {
				d.times[f] = min(d.times[f], n)
			}
		}
		t.others.clear()
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *tally) countTerm(forms term, in *counts) error {
	for _, c := range forms {
		for f, field := range textFields {
			if t.v.lexicon.fields[c.id]&(1<<f) == 0 {
				continue
			}
			err := t.v.postings(t.v.lexicon.forms[c.id], field, func(doc uint32, n, length float32) {
				d := &in.of[doc]
				if d.none() {
					in.met = append(in.met, doc)
				}
				d.times[f] += n * c.factor
				d.lengths[f] = length
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// ranked is a page found, with its sections that hold words of the query.
type ranked struct {
	place    uint32
	score    float64
	sections []rankedSection // best first; none if the words are in the title only
}

type rankedSection struct {
	section uint32
	score   float64
}

// best returns the found pages in order. asked is the number of words of the
// query; pages and documents that keep and keepDoc refuse are left out.
func (t *tally) best(asked int, keep func(place uint32) bool, keepDoc func(doc uint32) bool) []ranked {
	byPlace := make(map[uint32]int, len(t.pages.found))
	var list []ranked
	for _, place := range t.pages.found {
		if keep(place) {
			byPlace[place] = len(list)
			list = append(list, ranked{place: place})
		}
	}
	for _, doc := range t.docs.found {
		i, kept := byPlace[t.v.places[doc]]
		if !kept || !keepDoc(doc) {
			continue
		}
		weight := t.v.pages[list[i].place].weight(t.v.sections[doc])
		list[i].sections = append(list[i].sections, rankedSection{t.v.sections[doc], rounded(float64(t.docs.total[doc] * weight))})
	}
	for i := range list {
		r := &list[i]
		slices.SortFunc(r.sections, func(a, b rankedSection) int {
			return orderBy(a.score, b.score, a.section, b.section)
		})
		p := t.v.pages[r.place]
		weight, section := p.weight(0), 0.0
		if len(r.sections) > 0 {
			weight, section = p.weight(r.sections[0].section), r.sections[0].score
		}
		share := math.Pow(float64(t.matched[r.place])/float64(asked), coordination)
		factor := cmp.Or(t.factors[r.place], 1)
		r.score = rounded(factor * share * (float64(weight)*float64(t.pages.total[r.place]) + section))
	}
	slices.SortFunc(list, func(a, b ranked) int { return orderBy(a.score, b.score, a.place, b.place) })
	if i := slices.IndexFunc(list, func(r ranked) bool { return t.named(r.place, asked) }); i > 0 {
		named := list[i]
		copy(list[1:i+1], list[:i])
		list[0] = named
	}
	return list
}

// named tells whether a query of a number of words is the page's title, or a
// form of its glossary term.
func (t *tally) named(place uint32, asked int) bool {
	title := coarse(float64(t.v.pages[place].lengths[inTitle]))
	return int(t.titled[place]) == asked && float64(asked) == title || slices.Contains(t.terms, place)
}

func rounded(score float64) float64 { return math.Round(score*1e4) / 1e4 }

// orderBy puts the higher score first and, for equal scores, the lower number.
func orderBy(a, b float64, i, j uint32) int {
	return cmp.Or(cmp.Compare(b, a), cmp.Compare(i, j))
}
