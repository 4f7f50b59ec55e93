//go:build linux

package main

import (
	"slices"
	"testing"
	"time"
)

func TestSummarise(t *testing.T) {
	for _, test := range []struct {
		name   string
		values []float64
		want   spread
	}{
		{"one round", []float64{3}, spread{3, 3, 3}},
		{"odd, unsorted", []float64{9, 1, 2}, spread{2, 1, 9}},
		{"even: mean of the middle two", []float64{4, 1, 8, 2}, spread{3, 1, 8}},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := slices.Clone(test.values)
			if got := summarise(test.values); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
			if !slices.Equal(test.values, before) {
				t.Errorf("the rounds were reordered to %v", test.values)
			}
		})
	}
}

// A machine that is ten times slower in one round must not move the ratio of
// two builders that it slows alike.
func TestRatiosPairWithinARound(t *testing.T) {
	ours, theirs := []float64{1, 20, 3}, []float64{2, 40, 6}
	if got, want := summarise(ratios(ours, theirs)), (spread{0.5, 0.5, 0.5}); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	// The ratio of the medians would be 1: each middle value is a 2.
	if got := summarise(ratios([]float64{1, 2, 8}, []float64{2, 4, 1})).Median; got != 0.5 {
		t.Errorf("got %v, want the middle one of 0.5, 0.5 and 8", got)
	}
}

func TestRatiosOfUnequalRounds(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a round without its counterpart was divided")
		}
	}()
	ratios([]float64{1, 2}, []float64{1})
}

func TestRotateLetsEachStartAndDropsNone(t *testing.T) {
	builders := []string{"a", "b", "c"}
	for round, want := range []string{"abc", "bca", "cab", "abc"} {
		got := ""
		for _, builder := range rotate(builders, round) {
			got += builder
		}
		if got != want {
			t.Errorf("round %d: got %s, want %s", round, got, want)
		}
	}
}

func TestPeerRowAddsTimeButNotMemory(t *testing.T) {
	r := result{rows: map[string][]measurement{
		rowHugo:     {{sample{2 * time.Second, 3 * time.Second, 900}, 10, 1000}},
		rowPagefind: {{sample{5 * time.Second, 7 * time.Second, 400}, 4, 200}},
	}}
	want := measurement{sample{7 * time.Second, 10 * time.Second, 900}, 14, 1200}
	if got := r.row(rowPeer); len(got) != 1 || got[0] != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestQuantile(t *testing.T) {
	values := []float64{5, 1, 4, 2, 3}
	for q, want := range map[float64]float64{0: 1, 0.2: 1, 0.5: 3, 0.8: 4, 0.81: 5, 0.95: 5, 1: 5} {
		if got := quantile(values, q); got != want {
			t.Errorf("%v of the values lie up to %v, not up to %v", q, want, got)
		}
	}
}
