package problem

import (
	"slices"
	"strings"

	"intraqvt/internal/french"
)

// DidYouMean is the French hint for a near miss, or "" where none is near.
func DidYouMean(word string, candidates []string) string {
	meant := french.Suggest(word, candidates)
	if meant == "" {
		return ""
	}
	return "vouliez-vous dire « " + meant + " » ?"
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
