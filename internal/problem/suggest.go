package problem

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Suggest returns the candidate that a near miss most likely meant, or "".
// Case and accents do not count; otherwise at most a third of the letters may
// differ (optimal string alignment distance: insertions, deletions,
// substitutions and neighbours swapped; Boytsov 2011, "Indexing methods for
// approximate dictionary searching").
func Suggest(word string, candidates []string) string {
	folded := Fold(word)
	best, bestDistance := "", len([]rune(folded))/3+1
	for _, c := range candidates {
		if d := distance(folded, Fold(c), bestDistance); d < bestDistance {
			best, bestDistance = c, d
		}
	}
	return best
}

// DidYouMean is the French hint for a near miss, or "" where none is near.
func DidYouMean(word string, candidates []string) string {
	if s := Suggest(word, candidates); s != "" {
		return "vouliez-vous dire « " + s + " » ?"
	}
	return ""
}

// Choices is a hint that lists what was allowed, in the order given, the
// first twelve of them.
func Choices(candidates []string) string {
	if len(candidates) > 12 {
		candidates = append(slices.Clone(candidates[:12]), "…")
	}
	return "valeurs possibles : " + strings.Join(candidates, ", ")
}

// Fold makes words comparable as people type them: lower case, no accents,
// ligatures opened (œ → oe), typographic apostrophes plain.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 || 'A' <= s[i] && s[i] <= 'Z' {
			ascii = false
			break
		}
	}
	if ascii {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'œ' || r == 'Œ':
			b.WriteString("oe")
		case r == 'æ' || r == 'Æ':
			b.WriteString("ae")
		case r == '’' || r == 'ʼ':
			b.WriteByte('\'')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// distance is the optimal string alignment distance of a and b, or a number
// not below limit as soon as it cannot be below.
func distance(a, b string, limit int) int {
	ra, rb := []rune(a), []rune(b)
	if n := len(ra) - len(rb); n >= limit || -n >= limit {
		return limit
	}
	before, previous, current := make([]int, len(rb)+1), make([]int, len(rb)+1), make([]int, len(rb)+1)
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
