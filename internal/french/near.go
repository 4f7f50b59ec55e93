package french

// Suggest returns the candidate most similar to word, or "". Differences that
// [Fold] removes are ignored; otherwise at most a third of the letters may
// differ, see [Distances]. Of two equally similar candidates, the first one is
// returned.
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

// Vocabulary gives the same answers as [Suggest] for many candidates. It is
// faster, since it compares a word only with those that share most pairs of
// letters with it. It is immutable.
type Vocabulary struct {
	words  []string
	folded []string
	with   [1 << 14][]int32 // by pair of bytes, the words that have it; see pairs
}

// NewVocabulary prepares candidates. Of two equally similar ones, the first one
// is suggested.
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

// maxTried is the number of words that are compared letter by letter before
// those that share fewer pairs are left out.
const maxTried = 50

// Suggest returns the word most similar to the given one, or "".
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
	// Try the words that share more than level pairs, and of those that share
	// exactly level pairs as many as maxTried allows.
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

// pairs yields a number for each pair of neighbours in a word, where beginning
// and end count as letters. Different pairs beyond ASCII may share a number,
// which only means a few more comparisons.
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
