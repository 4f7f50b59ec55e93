//go:build linux

package main

import (
	"math"
	"slices"
)

// spread summarises the values of one figure over the rounds.
type spread struct {
	Median float64 `json:"median"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

// summarise needs at least one value. The median of an even number of values is
// the mean of the middle two.
func summarise(values []float64) spread {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return spread{
		Median: (sorted[(n-1)/2] + sorted[n/2]) / 2,
		Min:    sorted[0],
		Max:    sorted[n-1],
	}
}

// ratios divides round by round, not median by median: within a round the
// machine was the same for both builders. It panics if the numbers of rounds
// differ.
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

// rotate returns the order of a round: each one starts with the second builder
// of the round before.
func rotate[T any](items []T, round int) []T {
	first := round % len(items)
	return slices.Concat(items[first:], items[:first])
}

// quantile returns the smallest value that at least the part q of all values
// does not exceed. It needs at least one value.
func quantile(values []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(0, int(math.Ceil(q*float64(len(sorted))))-1)]
}
