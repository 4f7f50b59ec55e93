package problem

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Suggest returns the candidate that a near miss most likely meant, or "".
// Case and accents do not count; otherwise at most a third of the letters may
// differ (optimal string alignment distance: insertions, deletions,
// substitutions and neighbours swapped; Boytsov 2011, "Indexing methods for
// approximate dictionary searching").
func Suggest(word string, candidates []string) string {
	folded := []rune(Fold(word))
	best, bestDistance := "", len(folded)/3+1
	for _, c := range candidates {
		if d := distance(folded, Fold(c), bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// DidYouMean is the French hint for a near miss, or "" where none is near.
func DidYouMean(word string, candidates []string) string {
	return question(Suggest(word, candidates))
}

func question(suggestion string) string {
	if suggestion == "" {
		return ""
	}
	return "vouliez-vous dire « " + suggestion + " » ?"
}

// Choices is a hint that lists what was allowed, in the order given, the
// first twelve of them.
func Choices(candidates []string) string {
	if len(candidates) > 12 {
		candidates = append(slices.Clone(candidates[:12]), "…")
	}
	return "valeurs possibles : " + strings.Join(candidates, ", ")
}

// OneOf is the hint for a value that is not among those allowed: the one that
// was meant, or else all of them.
func OneOf(word string, candidates []string) string {
	if hint := DidYouMean(word, candidates); hint != "" {
		return hint
	}
	return Choices(candidates)
}

// Fold makes words comparable as people type them: lower case, no accents,
// ligatures opened (œ → oe), typographic apostrophes plain.
func Fold(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || 'A' <= s[i] && s[i] <= 'Z' {
			return string(AppendFold(make([]byte, 0, len(s)), s))
		}
	}
	return s
}

// AppendFold appends what [Fold] makes of s.
func AppendFold(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if at := int(r) - firstLatin; at >= 0 && at < len(latin) {
			dst = append(dst, latin[at]...)
		} else {
			dst = append(dst, foldRune(r)...)
		}
		i += size
	}
	return dst
}

// latin holds the folded forms of the accented letters of Europe's languages,
// À to ſ: nearly all that French text needs.
var latin = func() (table [0x180 - firstLatin]string) {
	for i := range table {
		table[i] = foldRune(rune(firstLatin + i))
	}
	return table
}()

const firstLatin = 0xC0

func foldRune(r rune) string {
	switch r {
	case 'œ', 'Œ':
		return "oe"
	case 'æ', 'Æ':
		return "ae"
	case '’', 'ʼ':
		return "'"
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(string(r)))
}

// distance is the optimal string alignment distance of a and b, or a number
// not below limit as soon as it cannot be below.
func distance(ra []rune, b string, limit int) int {
	if n := len(ra) - utf8.RuneCountInString(b); n >= limit || -n >= limit {
		return limit
	}
	rb := []rune(b)
	width := len(rb) + 1
	rows := make([]int, 3*width)
	before, previous, current := rows[:width], rows[width:2*width], rows[2*width:]
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(ra); i++ {
		current[0] = i
		smallest := i
		for j := 1; j <= len(rb); j++ {
			cost := 1
			if ra[i-1] == rb[j-1] {
				cost = 0
			}
			current[j] = min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && ra[i-1] == rb[j-2] && ra[i-2] == rb[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
			smallest = min(smallest, current[j])
		}
		if smallest >= limit {
			return limit
		}
		before, previous, current = previous, current, before
	}
	return previous[len(rb)]
}
