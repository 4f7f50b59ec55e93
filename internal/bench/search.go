//go:build linux

package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

var (
	//go:embed search/watch.js
	watchScript string
	//go:embed search/intraqvt.js
	intraqvtScript string
	//go:embed search/pagefind.js
	pagefindScript string
)

const (
	slowdown   = 4 // factor by which a slow computer is slower
	fewQueries = 5 // one of so many queries is asked where each takes seconds
)

// searchCampaign measures the search of each builder's site in a browser, on
// one corpus; it also measures the builds.
type searchCampaign struct {
	campaign
	chromium string // path of the browser
	queries  int
}

// searcher is a site with a search.
type searcher struct {
	row    string
	output string
	script string                   // reports what the search displays on a page
	part   func(name string) string // the part of the search that a file of the site belongs to; "" for none
}

// The parts of a search. All except the engine belong to the index.
const (
	partEngine  = "engine"  // the program, including what it is compiled to
	partHead    = "head"    // where the other parts are
	partWords   = "words"   // which pages hold a word
	partForms   = "forms"   // the list of words, for completions and spelling
	partResults = "results" // texts of pages, for titles and excerpts
)

// intraqvtPart and pagefindPart return the part of a file by its address.
func intraqvtPart(name string) string {
	rest, ours := strings.CutPrefix(name, "recherche/")
	switch folder, _, _ := strings.Cut(rest, "/"); {
	case strings.HasPrefix(name, "assets/recherche."):
		return partEngine
	case !ours:
		return ""
	case folder == "m":
		return partWords
	case folder == "f":
		return partForms
	case folder == "p":
		return partResults
	default:
		return partHead
	}
}

// Pagefind also writes interfaces beside its engine, which are not counted.
func pagefindPart(name string) string {
	rest, its := strings.CutPrefix(name, "pagefind/")
	switch extension := path.Ext(rest); {
	case !its:
		return ""
	case rest == "pagefind.js" || strings.HasPrefix(rest, "wasm."):
		return partEngine
	case extension == ".pf_index":
		return partWords
	case extension == ".pf_fragment":
		return partResults
	case strings.HasPrefix(extension, ".pf_") || rest == "pagefind-entry.json":
		return partHead
	default:
		return ""
	}
}

// searchResult is the cost of a searcher's searches. Bytes are those of answers
// over the wire, without those of the page itself.
type searchResult struct {
	First    weights   `json:"first_kb"`       // a query inserted at once, in a fresh browser
	Later    weights   `json:"later_kb"`       // another query after it
	Typed    weights   `json:"typed_kb"`       // a query typed in a fresh browser, with each letter's answer awaited
	Requests []float64 `json:"first_requests"` // number of requests of First
	Shown    []float64 `json:"first_results"`  // number of results of First

	Last      []float64 `json:"last_key_ms"` // from a query's last key to the frame that shows its answer
	Every     []float64 `json:"any_key_ms"`  // the same for each of its keys
	SlowLast  []float64 `json:"slow_last_key_ms"`
	SlowEvery []float64 `json:"slow_any_key_ms"`

	IndexFiles int       `json:"index_files"`
	IndexMB    float64   `json:"index_mb"`
	Indexing   []float64 `json:"indexing_s"`         // by round: making the index from pages, and writing it
	Export     []float64 `json:"export_s,omitempty"` // by round: only writing it, if the builder tells
}

// weights are the kB that queries took, by part of the search, and in total
// under [partAll].
type weights map[string][]float64

const partAll = "all"

// add records the transfers of one query.
func (w weights) add(sent []transfer, partOf func(name string) string) {
	took := map[string]int64{}
	for _, t := range sent {
		took[partOf(strings.TrimPrefix(t.path, "/"))] += t.bytes
		took[partAll] += t.bytes
	}
	for _, part := range []string{partAll, partEngine, partHead, partWords, partForms, partResults} {
		w[part] = append(w[part], float64(took[part])/1e3)
	}
}

// run builds the sites, then asks them the same queries.
func (c searchCampaign) run(ctx context.Context) (map[string]*searchResult, error) {
	queries, err := makeQueries(c.corpus, c.queries)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(c.folder)
	if err := c.prepare(ctx); err != nil {
		return nil, err
	}
	results := map[string]*searchResult{}
	for _, row := range []string{rowIntraqvt, rowPeer} {
		results[row] = &searchResult{First: weights{}, Later: weights{}, Typed: weights{}}
	}
	if err := c.buildAll(ctx, results); err != nil {
		return nil, err
	}
	browser, err := startChromium(ctx, c.chromium, filepath.Join(c.folder, "profile"))
	if err != nil {
		return nil, err
	}
	defer browser.stop()
	if err := c.search(ctx, browser, queries, results); err != nil {
		return nil, fmt.Errorf("%d pages, searching: %w", len(c.corpus.pages), err)
	}
	return results, nil
}

// buildAll builds both sites in each round, in turn, and keeps the last ones.
func (c searchCampaign) buildAll(ctx context.Context, results map[string]*searchResult) error {
	builders := c.builders()[:2] // without the floor, which has no search
	argv := &builders[0].steps[0].command.argv
	*argv = append(*argv, "--format", "json")
	built := result{len(c.corpus.pages), scenarioCold, map[string][]measurement{}}
	page := c.corpus.pages[0]
	for round := range c.rounds {
		for _, b := range rotate(builders, round) {
			if err := b.clear(); err != nil {
				return err
			}
			if err := c.build(ctx, b, built, round, page, ""); err != nil {
				return err
			}
		}
		text, err := os.ReadFile(c.log(rowIntraqvt))
		if err != nil {
			return err
		}
		indexing, export, err := parseStages(text)
		if err != nil {
			return err
		}
		ours, peer := results[rowIntraqvt], results[rowPeer]
		ours.Indexing = append(ours.Indexing, indexing)
		ours.Export = append(ours.Export, export)
		peer.Indexing = append(peer.Indexing, built.rows[rowPagefind][round].Wall.Seconds())
	}
	return nil
}

// parseStages reads from a build's report how many seconds it took to make the
// index and write it for browsers, and how many of them for writing.
func parseStages(report []byte) (indexing, export float64, err error) {
	var said struct {
		Stages map[string]float64 `json:"milliseconds"`
	}
	if err := json.Unmarshal(report, &said); err != nil {
		return 0, 0, fmt.Errorf("report of the build: %w", err)
	}
	index, told := said.Stages["index"]
	search, alsoTold := said.Stages["recherche"]
	if !told || !alsoTold {
		return 0, 0, errors.New("report of the build: no stages « index » and « recherche »")
	}
	return (index + search) / 1000, search / 1000, nil
}

// searchers returns the sites that were built, with their searches.
func (c searchCampaign) searchers() []searcher {
	builders := c.builders()
	return []searcher{
		{rowIntraqvt, builders[0].output, intraqvtScript, intraqvtPart},
		{rowPeer, builders[1].output, pagefindScript, pagefindPart},
	}
}

// search asks each query on both sites in turn, and records the costs.
func (c searchCampaign) search(ctx context.Context, browser *chromium, queries []string, results map[string]*searchResult) error {
	var readers []*reader
	for _, s := range c.searchers() {
		into := results[s.row]
		var err error
		if into.IndexFiles, into.IndexMB, err = weighIndex(os.DirFS(s.output), s.part); err != nil {
			return err
		}
		page, err := htmlOf(s.output, c.corpus.pages[0])
		if err != nil {
			return err
		}
		address, err := filepath.Rel(s.output, page)
		if err != nil {
			return err
		}
		server, err := serveSite(s.output)
		if err != nil {
			return err
		}
		defer server.close()
		readers = append(readers, &reader{
			row:     s.row,
			browser: browser,
			server:  server,
			page:    server.base + filepath.ToSlash(address),
			script:  "{" + watchScript + s.script + "}",
			part:    s.part,
			into:    into,
		})
	}
	c.tell("a first query and the next")
	for i, query := range queries {
		for _, r := range rotate(readers, i) {
			if err := r.weighQueries(ctx, query, queries[(i+1)%len(queries)]); err != nil {
				return fmt.Errorf("%s: « %s »: %w", r.row, query, err)
			}
		}
	}
	few := queries[:(len(queries)+fewQueries-1)/fewQueries]
	c.tell("a first query typed")
	for i, query := range few {
		for _, r := range rotate(readers, i) {
			if err := r.weighTyping(ctx, query); err != nil {
				return fmt.Errorf("%s: « %s », typed: %w", r.row, query, err)
			}
		}
	}
	c.tell("the time of each key")
	err := timeKeys(ctx, readers, queries, 1, func(into *searchResult) (last, every *[]float64) { return &into.Last, &into.Every })
	if err != nil {
		return err
	}
	c.tell("the same, slowed down")
	return timeKeys(ctx, readers, few, slowdown,
		func(into *searchResult) (last, every *[]float64) { return &into.SlowLast, &into.SlowEvery })
}

func (c searchCampaign) tell(what string) {
	fmt.Fprintf(c.progress, "bench: %d pages, searching: %s\n", len(c.corpus.pages), what)
}

// weighIndex counts the files of an index and their megabytes.
func weighIndex(site fs.FS, partOf func(name string) string) (files int, megabytes float64, err error) {
	err = fs.WalkDir(site, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if part := partOf(name); part == "" || part == partEngine {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files++
		megabytes += float64(info.Size()) / 1e6
		return nil
	})
	if err == nil && files == 0 {
		err = errors.New("the site has no search index")
	}
	return files, megabytes, err
}
