//go:build linux

package main

import (
	"math"
	"slices"
)

// spread summarises the rounds of one figure.
type spread struct {
	Median float64 `json:"median"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

// summarise needs at least one value; the median of an even number of values
// is the mean of the middle two.
func summarise(values []float64) spread {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return spread{
		Median: (sorted[(n-1)/2] + sorted[n/2]) / 2,
		Min:    sorted[0],
		Max:    sorted[n-1],
	}
}

// ratios divides round by round, never median by median: within a round both
// builders met the same machine. It panics where the two have not the same
// number of rounds.
func ratios(numerators, denominators []float64) []float64 {
	if len(numerators) != len(denominators) {
		panic("bench: ratio of figures from different rounds")
	}
	quotients := make([]float64, len(numerators))
	for round := range numerators {
		quotients[round] = numerators[round] / denominators[round]
	}
	return quotients
}

// rotate is the order of a round: each round starts with the builder that
// was second in the round before.
func rotate[T any](items []T, round int) []T {
	first := round % len(items)
	return slices.Concat(items[first:], items[:first])
}

// quantile is the smallest value that the part q of all values does not
// exceed. It needs at least one value.
func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(0, int(math.Ceil(q*float64(len(sorted))))-1)]
}
