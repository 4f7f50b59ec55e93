package problem

import "slices"

// Vocabulary answers as [Suggest] does over candidates so many that comparing
// a word with each of them would be felt: it compares with those alone that
// share most pairs of letters with it. It never changes once made.
type Vocabulary struct {
	words  []string
	folded [][]rune
	pairs  map[[2]rune][]int32 // the words that have two letters side by side
}

// NewVocabulary prepares candidates. Of two that are equally near the one that
// shares more pairs is suggested, then the one that comes first.
func NewVocabulary(words []string) *Vocabulary {
	v := &Vocabulary{words: words, folded: make([][]rune, len(words)), pairs: map[[2]rune][]int32{}}
	for i, w := range words {
		v.folded[i] = []rune(Fold(w))
		for _, pair := range pairs(v.folded[i]) {
			v.pairs[pair] = append(v.pairs[pair], int32(i))
		}
	}
	return v
}

// maxTried is how many words are compared letter by letter before those that
// share fewer pairs are left out.
const maxTried = 50

// Suggest returns the word that a near miss most likely meant, or "".
func (v *Vocabulary) Suggest(word string) string {
	folded := []rune(Fold(word))
	shared := make([]uint8, len(v.words))
	most := uint8(0)
	for _, pair := range pairs(folded) {
		for _, i := range v.pairs[pair] {
			if shared[i] < 255 {
				shared[i]++
			}
			most = max(most, shared[i])
		}
	}
	best, bestDistance := "", len(folded)/3+1
	for level, tried := most, 0; level > 0 && level >= most/2 && tried < maxTried; level-- {
		for i, n := range shared {
			if n != level {
				continue
			}
			tried++
			if d := distance(folded, v.folded[i], bestDistance); d < bestDistance {
				best, bestDistance = v.words[i], d
			}
		}
	}
	return best
}

// DidYouMean is the French hint for a near miss, or "" where none is near.
func (v *Vocabulary) DidYouMean(word string) string { return question(v.Suggest(word)) }

// pairs are the different pairs of neighbours in a word, its beginning and
// its end being letters too.
func pairs(word []rune) [][2]rune {
	out := make([][2]rune, 0, len(word)+1)
	before := rune(0)
	for _, r := range word {
		out = append(out, [2]rune{before, r})
		before = r
	}
	out = append(out, [2]rune{before, 0})
	slices.SortFunc(out, func(a, b [2]rune) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(out)
}
