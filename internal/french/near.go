package french

// Suggest returns the candidate that a near miss most likely meant, or "".
// What [Fold] passes over does not count; otherwise at most a third of the
// letters may differ, see [Distances]. Of two that are equally near the first
// is returned.
func Suggest(word string, candidates []string) string {
	var distances Distances
	folded := Fold(word)
	best, most := "", len(folded)/3
	for _, c := range candidates {
		if d := distances.Between(folded, Fold(c), most); d <= most {
			best, most = c, d-1
		}
	}
	return best
}

// Vocabulary answers as [Suggest] does over candidates so many that comparing
// a word with each of them would be felt: it compares with those alone that
// share most pairs of letters with it. It never changes once made.
type Vocabulary struct {
	words  []string
	folded []string
	with   [1 << 14][]int32 // the words that have a pair of bytes, see pairs
}

// NewVocabulary prepares candidates. Of two that are equally near the one that
// comes first is suggested.
func NewVocabulary(words []string) *Vocabulary {
	v := &Vocabulary{words: words, folded: make([]string, len(words))}
	for i, w := range words {
		v.folded[i] = Fold(w)
		for pair := range pairs(v.folded[i]) {
			if have := v.with[pair]; len(have) == 0 || have[len(have)-1] != int32(i) {
				v.with[pair] = append(have, int32(i))
			}
		}
	}
	return v
}

// maxTried is how many words are compared letter by letter before those that
// share fewer pairs are left out.
const maxTried = 50

// Suggest returns the word that a near miss most likely meant, or "".
func (v *Vocabulary) Suggest(word string) string {
	folded := Fold(word)
	shared := make([]uint8, len(v.words))
	for pair := range pairs(folded) {
		for _, i := range v.with[pair] {
			if shared[i] < 255 {
				shared[i]++
			}
		}
	}
	// Those are tried that share more than level pairs, and as many of those
	// that share just so many as there is room for.
	var sharing [256]int
	for _, n := range shared {
		sharing[n]++
	}
	level, room := 255, maxTried
	for ; level > 0 && sharing[level] <= room; level-- {
		room -= sharing[level]
	}
	var distances Distances
	best, most := "", len(folded)/3
	for i, n := range shared {
		if int(n) < level || n == 0 {
			continue
		}
		if int(n) == level {
			if room == 0 {
				continue
			}
			room--
		}
		if d := distances.Between(folded, v.folded[i], most); d <= most {
			best, most = v.words[i], d-1
		}
	}
	return best
}

// pairs yields a number for each pair of neighbours in a word, its beginning
// and its end being letters too. Pairs beyond ASCII share numbers, which only
// makes a few more words worth comparing.
func pairs(word string) func(func(int) bool) {
	return func(yield func(int) bool) {
		before := 0
		for i := range len(word) {
			letter := int(word[i] & 0x7f)
			if !yield(before<<7 | letter) {
				return
			}
			before = letter
		}
		yield(before << 7)
	}
}
