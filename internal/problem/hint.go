package problem

import (
	"slices"
	"strings"

	"intraqvt/internal/french"
)

// DidYouMean returns the French hint that names the candidate most similar to
// word, or "" if none is similar.
func DidYouMean(word string, candidates []string) string {
	meant := french.Suggest(word, candidates)
	if meant == "" {
		return ""
	}
	return "vouliez-vous dire « " + meant + " » ?"
}

// Choices returns a hint that lists the first twelve of the allowed values, in
// the given order.
func Choices(candidates []string) string {
	if len(candidates) > 12 {
		candidates = append(slices.Clone(candidates[:12]), "…")
	}
	return "valeurs possibles : " + strings.Join(candidates, ", ")
}

// OneOf returns the hint for a value that is not allowed: the most similar
// candidate, or else all of them.
func OneOf(word string, candidates []string) string {
	if hint := DidYouMean(word, candidates); hint != "" {
		return hint
	}
	return Choices(candidates)
}
