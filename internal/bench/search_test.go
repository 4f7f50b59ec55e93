//go:build linux

package main

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"
)

func TestParts(t *testing.T) {
	tests := []struct {
		of         func(string) string
		name, want string
	}{
		{intraqvtPart, "assets/recherche.30b420e7.js", partEngine},
		{intraqvtPart, "assets/site.853b3408.js", ""},
		{intraqvtPart, "recherche/index.js", partHead},
		{intraqvtPart, "recherche/pages.js", partHead},
		{intraqvtPart, "recherche/m/2a.js", partWords},
		{intraqvtPart, "recherche/f/0.js", partForms},
		{intraqvtPart, "recherche/p/1f-1.js", partResults},
		{intraqvtPart, "recherche.html", ""},
		{pagefindPart, "pagefind/pagefind.js", partEngine},
		{pagefindPart, "pagefind/wasm.fr.pagefind", partEngine},
		{pagefindPart, "pagefind/pagefind-entry.json", partHead},
		{pagefindPart, "pagefind/pagefind.fr_d88bb79b71.pf_meta", partHead},
		{pagefindPart, "pagefind/index/fr_1.pf_index", partWords},
		{pagefindPart, "pagefind/fragment/fr_1.pf_fragment", partResults},
		{pagefindPart, "pagefind/pagefind-ui.js", ""},
		{pagefindPart, "style.css", ""},
	}
	for _, test := range tests {
		if got := test.of(test.name); got != test.want {
			t.Errorf("%s is %q, want %q", test.name, got, test.want)
		}
	}
}

func TestWeightsAddUpByPart(t *testing.T) {
	w := weights{}
	w.add([]transfer{{"/recherche/m/1.js", 1500}, {"/recherche/m/2.js", 500}, {"/recherche/p/1.js", 250}, {"/icone.svg", 1000}},
		intraqvtPart)
	w.add(nil, intraqvtPart)
	for part, want := range map[string]float64{partAll: 3.25, partWords: 2, partResults: 0.25, partEngine: 0} {
		if got := w[part]; len(got) != 2 || math.Abs(got[0]-want) > 1e-9 || got[1] != 0 {
			t.Errorf("%s: got %v, want %v and 0", part, got, want)
		}
	}
}

func TestWeighIndexLeavesTheEngineOut(t *testing.T) {
	site := fstest.MapFS{
		"recherche/index.js":    {Data: make([]byte, 1000)},
		"recherche/m/1.js":      {Data: make([]byte, 2000)},
		"assets/recherche.1.js": {Data: make([]byte, 4000)},
		"index.html":            {Data: make([]byte, 8000)},
	}
	files, megabytes, err := weighIndex(site, intraqvtPart)
	if err != nil || files != 2 || math.Abs(megabytes-0.003) > 1e-9 {
		t.Errorf("got %d files, %v MB, %v", files, megabytes, err)
	}
	if _, _, err := weighIndex(site, pagefindPart); err == nil {
		t.Error("a site without an index was measured")
	}
}

func TestParseStages(t *testing.T) {
	indexing, export, err := parseStages([]byte(`{"pages": 2, "milliseconds": {"index": 1500, "recherche": 500, "rendu": 9}}`))
	if err != nil || indexing != 2 || export != 0.5 {
		t.Errorf("got %v, %v, %v", indexing, export, err)
	}
	for _, text := range []string{"", "pages 2", `{"milliseconds": {"index": 1500}}`, `[]`} {
		if _, _, err := parseStages([]byte(text)); err == nil {
			t.Errorf("%q was taken for a report", text)
		}
	}
}

func TestSearchVerdict(t *testing.T) {
	first := searchFigure{tail: bytesTail, marks: firstMarks}
	later := searchFigure{tail: bytesTail, marks: laterMarks}
	key := searchFigure{tail: timesTail, marks: keyMarks}
	tests := []struct {
		figure searchFigure
		pages  int
		values []float64
		want   string
	}{
		{first, 2000, []float64{60, 60, 300}, "passed: 60 required"},
		{first, 2000, []float64{61}, "MISSED: 60 required"},
		{first, 10000, []float64{61}, "passed: 120 required"},
		{later, 2000, []float64{300}, ""},
		{later, 10000, []float64{31}, "MISSED: 30 required"},
		{key, 200, []float64{10, 20, 150}, "passed: 50 (150) required"},
		{key, 200, []float64{10, 20, 151}, "MISSED: 50 (150) required"},
		{searchFigure{}, 200, []float64{1}, ""},
	}
	for _, test := range tests {
		if got := test.figure.verdict(test.pages, test.values); got != test.want {
			t.Errorf("%v of %d pages: got %q, want %q", test.values, test.pages, got, test.want)
		}
	}
}

func TestSearchTableComparesMedians(t *testing.T) {
	made := func(times float64) *searchResult {
		all := []float64{10 * times, 20 * times, 90 * times}
		bytes := weights{}
		for _, part := range []string{partAll, partEngine, partHead, partWords, partForms, partResults} {
			bytes[part] = all
		}
		return &searchResult{
			First: bytes, Later: bytes, Typed: bytes, Requests: all, Shown: all,
			Last: all, Every: all, SlowLast: all, SlowEvery: all,
			IndexFiles: int(100 * times), IndexMB: times, Indexing: all,
		}
	}
	peer := made(2)
	peer.First[partForms] = []float64{0, 0, 0}
	ours := made(1)
	ours.Export = []float64{1.5}
	var out strings.Builder
	writeSearch(&out, 10000, 3, map[string]*searchResult{rowIntraqvt: ours, rowPeer: peer})
	for _, want := range []string{
		"10000 pages, search with 3 queries of two words (medians)",
		"first query at once, kB (p90) 20 (90) 40 (180) 0.50 passed: 120 required",
		"· forms 20 (90) 0 (0)",
		"last key to answer, ms (p95) 20 (90) 40 (180) 0.50 passed: 50 (150) required",
		"index, files 100 200 0.50",
		"writing alone, s 1.50 –",
	} {
		if text := strings.Join(strings.Fields(out.String()), " "); !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
}
