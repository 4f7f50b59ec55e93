//go:build linux

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// threeRounds is a result whose medians and ratios are easy to see.
func threeRounds() result {
	rounds := func(seconds [3]float64, peak int64) []measurement {
		var all []measurement
		for _, s := range seconds {
			wall := time.Duration(s * float64(time.Second))
			all = append(all, measurement{sample{wall, 2 * wall, peak}, 10, 5_000_000})
		}
		return all
	}
	return result{2000, scenarioCold, map[string][]measurement{
		rowIntraqvt: rounds([3]float64{2, 1, 3}, 300_000_000),
		rowHugo:     rounds([3]float64{3, 3, 3}, 1_000_000_000),
		rowPagefind: rounds([3]float64{5, 1, 3}, 2_000_000_000),
		rowFloor:    rounds([3]float64{1, 1, 1}, 10_000_000),
	}}
}

func TestReportReadsAsATable(t *testing.T) {
	var out strings.Builder
	threeRounds().write(&out)
	var got []string
	for line := range strings.Lines(out.String()) {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	want := []string{
		"",
		"2000 pages, cold",
		"wall s CPU s peak MB files MB out",
		"intraqvt 2.00 (1.00–3.00) 4.00 (2.00–6.00) 300 (300–300) 10 5.0",
		"Hugo 3.00 (3.00–3.00) 6.00 (6.00–6.00) 1000 (1000–1000) 10 5.0",
		"Pagefind 3.00 (1.00–5.00) 6.00 (2.00–10.00) 2000 (2000–2000) 10 5.0",
		"Hugo + Pagefind 6.00 (4.00–8.00) 12.00 (8.00–16.00) 2000 (2000–2000) 20 10.0",
		"floor 1.00 (1.00–1.00) 2.00 (2.00–2.00) 10 (10–10) 10 5.0",
		"wall, intraqvt / (Hugo + Pagefind) 0.25 (0.25–0.50) passed: 0.60 required, and the aim of 0.25 reached",
		"CPU, intraqvt / (Hugo + Pagefind) 0.25 (0.25–0.50)",
		"peak memory, intraqvt / Hugo 0.30 (0.30–0.30) passed: 0.60 required, and the aim of 0.40 reached",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestVerdict(t *testing.T) {
	wall := comparisons[0]
	for ratio, want := range map[float64]string{
		0.25: "passed: 0.60 required, and the aim of 0.25 reached",
		0.26: "passed: 0.60 required; not yet the aim of 0.25",
		0.60: "passed: 0.60 required; not yet the aim of 0.25",
		0.61: "MISSED: 0.60 required",
	} {
		if got := wall.verdict(ratio); got != want {
			t.Errorf("%.2f: got %q, want %q", ratio, got, want)
		}
	}
}

func TestJSONHoldsEveryRound(t *testing.T) {
	rep := newReport(tools{pagefindVersion: "1.6.0"}, 3, true)
	rep.add(threeRounds())
	name := filepath.Join(t.TempDir(), "bench.json")
	if err := rep.writeJSON(name); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Hugo, Pagefind string
		Results        []struct {
			Pages int
			Rows  []struct {
				Name string
				Wall struct {
					Median, Min, Max float64
					Rounds           []float64
				} `json:"wall_s"`
			}
			Ratios map[string]spread
		}
	}
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.Hugo != hugoVersion || got.Pagefind != "1.6.0" || len(got.Results) != 1 || got.Results[0].Pages != 2000 {
		t.Fatalf("got %+v", got)
	}
	peer := got.Results[0].Rows[3]
	if peer.Name != rowPeer || peer.Wall.Median != 6 || len(peer.Wall.Rounds) != 3 || peer.Wall.Rounds[0] != 8 {
		t.Errorf("got %+v", peer)
	}
	if ratio := got.Results[0].Ratios["peak memory, intraqvt / Hugo"]; ratio != (spread{0.3, 0.3, 0.3}) {
		t.Errorf("got %+v", ratio)
	}
}

func TestOptions(t *testing.T) {
	opts, err := parseOptions([]string{"-sizes", "200, 2000,200", "-rounds", "5"}, &strings.Builder{})
	if err != nil || len(opts.sizes) != 2 || opts.sizes[1] != 2000 || opts.rounds != 5 {
		t.Errorf("got %+v, %v", opts, err)
	}
	for _, args := range [][]string{{"-sizes", "200,many"}, {"-sizes", "0"}, {"-rounds", "0"}, {"corpus"}, {"-fast"}} {
		var told strings.Builder
		if _, err := parseOptions(args, &told); err == nil || told.Len() == 0 {
			t.Errorf("%v was accepted, or refused without a word (%v)", args, err)
		}
	}
}
