//go:build linux

// Command bench measures intraqvt against the tools that it replaces: Hugo
// followed by Pagefind, and a floor below which no generator of this kind can
// go (read every page, run goldmark, write the file).
//
// What enters: a folder of benchmark data (flag -data: the archives
// corpus-2k.tar.zst and corpus-10k.tar.zst, and Hugo's layouts in hugo/) or,
// where there is none, the project's own content/, repeated under new titles
// until it has as many pages as asked. Without layouts beside the data, those
// of the folder hugo/ of this package are used.
//
// What leaves: on standard output, a table for each size and scenario, with
// medians, ranges and ratios held against the marks; with -json, every single
// measurement. Progress goes to standard error.
//
// All builders run in turn in one run, the first of a round being the second
// of the round before, so that a slow minute of the machine hits all alike;
// ratios are taken within a round, then summarised. Two scenarios are timed:
// cold (no output folder, no cache), and one page changed (a paragraph
// appended to one page, outputs and caches kept). The corpus is in the page
// cache before the first timed command, and data that an earlier command
// wrote is flushed before the next one starts.
//
// With -search, what readers wait for is measured instead: each site is built,
// served on this machine, compressed with gzip, and searched in a headless
// Chromium ($CHROMIUM, or /usr/bin/chromium) for two words that stand in one
// paragraph of the corpus. intraqvt's own dialog answers, and for the peer a
// field over Pagefind's interface for programs, with as many results and no
// delay. Counted are the bytes over the wire, headers included, of a first
// query in a fresh browser and of the next one; the page from which one
// searches is there before. A query is put in at once or typed letter by
// letter, each answer awaited: what a reader's typing takes lies between. Times
// run from the key press to the frame that shows the answer, with no network
// to speak of, and once more with the page's thread slowed down.
//
// With -preview, what an author waits for: from saving a page until its new
// bytes are served, and how much memory the preview holds as edits go on.
//
// Everything that it downloads or makes lies in one git-ignored folder
// (-workspace). It never touches go.mod or the content that it reads, never
// takes a builder's word for its output (it counts the pages and looks for
// the changed paragraph), and never judges by its exit code: a missed mark is
// a line of the report, a command that fails is an error.
//
// It runs on Linux, whose way of counting memory it knows, with the programs
// go and npm, zstd for the archives, and Chromium for -search.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// options are the command line's wishes.
type options struct {
	intraqvt  string // path of the binary under test
	data      string // folder with archives and layouts; "" for none
	content   string // the project's own pages, used where data is absent
	workspace string
	sizes     []int
	rounds    int
	json      string // file for every measurement; "" for none
	search    bool   // measure searches, not builds
	preview   bool   // measure editing beside a preview, not builds
	queries   int    // of the measured searches
}

const (
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130 // as a shell reports a command ended by Ctrl-C
)

func main() {
	opts, err := parseOptions(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		os.Exit(exitUsage)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err = run(ctx, opts, os.Stdout, os.Stderr)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "bench: interrupted")
		os.Exit(exitInterrupted)
	default:
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		os.Exit(exitFailed)
	}
}

// parseOptions reads the command line; what is wrong with it is told on w.
func parseOptions(args []string, w io.Writer) (options, error) {
	var opts options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(w)
	flags.StringVar(&opts.intraqvt, "intraqvt", "bin/intraqvt", "`path` of the intraqvt binary")
	flags.StringVar(&opts.data, "data", os.Getenv("BENCH_DATA"), "`folder` with corpus-2k.tar.zst, corpus-10k.tar.zst and hugo/ (default: $BENCH_DATA)")
	flags.StringVar(&opts.content, "content", "content", "`folder` of pages to repeat where there is no -data")
	flags.StringVar(&opts.workspace, "workspace", ".cache/bench", "`folder` for tools, corpora and outputs")
	flags.IntVar(&opts.rounds, "rounds", 3, "how many times each builder is run in each scenario")
	flags.StringVar(&opts.json, "json", "", "`file` to write every measurement to")
	flags.BoolVar(&opts.search, "search", false, "measure searching in a browser instead of building")
	flags.BoolVar(&opts.preview, "preview", false, "measure editing beside a preview instead of building")
	flags.IntVar(&opts.queries, "queries", 100, "how many queries -search asks")
	sizes := flags.String("sizes", "200,2000,10000", "numbers of pages, with commas")
	if err := flags.Parse(args); err != nil {
		return options{}, err
	}
	err := func() error {
		if flags.NArg() > 0 {
			return fmt.Errorf("unexpected argument %q", flags.Arg(0))
		}
		if opts.rounds < 1 {
			return fmt.Errorf("-rounds must be at least 1")
		}
		if opts.queries < 2 {
			return fmt.Errorf("-queries must be at least 2")
		}
		var err error
		opts.sizes, err = parseSizes(*sizes)
		return err
	}()
	if err != nil {
		fmt.Fprintf(w, "bench: %v\n", err)
	}
	return opts, err
}

func parseSizes(list string) ([]int, error) {
	var sizes []int
	for field := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-sizes: %q is not a number of pages", field)
		}
		if !slices.Contains(sizes, n) {
			sizes = append(sizes, n)
		}
	}
	return sizes, nil
}

// run makes everything ready, measures each size and reports on out. A size
// is reported as soon as it is done, so an interrupted run is not lost.
func run(ctx context.Context, opts options, out, progress io.Writer) error {
	workspace, err := filepath.Abs(opts.workspace)
	if err != nil {
		return err
	}
	intraqvt, err := filepath.Abs(opts.intraqvt)
	if err != nil {
		return err
	}
	if _, err := os.Stat(intraqvt); err != nil {
		return fmt.Errorf("no intraqvt binary (build it first, or name it with -intraqvt): %w", err)
	}
	tools, err := ensureTools(ctx, workspace, progress)
	if err != nil {
		return err
	}
	tools.intraqvt = intraqvt

	data := opts.data
	if data != "" {
		if _, err := os.Stat(data); err != nil {
			fmt.Fprintf(progress, "bench: no benchmark data in %s: repeating the pages of %s\n", data, opts.content)
			data = ""
		}
	}
	layouts, err := findLayouts(data)
	if err != nil {
		return err
	}
	rep := newReport(tools, opts.rounds, data != "")
	rep.writeHeader(out)
	for _, size := range opts.sizes {
		corpus, err := prepareCorpus(ctx, filepath.Join(workspace, "corpora"), data, opts.content, size, progress)
		if err != nil {
			return err
		}
		c := campaign{
			tools:    tools,
			layouts:  layouts,
			corpus:   corpus,
			rounds:   opts.rounds,
			folder:   filepath.Join(workspace, "run"),
			progress: progress,
		}
		switch {
		case opts.search:
			err = c.reportSearches(ctx, opts.queries, rep, out)
		case opts.preview:
			err = c.reportPreview(ctx, rep, out)
		default:
			err = c.reportBuilds(ctx, rep, out)
		}
		if err != nil {
			return err
		}
		if opts.json != "" {
			if err := rep.writeJSON(opts.json); err != nil {
				return err
			}
		}
	}
	return nil
}

// reportBuilds measures building the corpus.
func (c campaign) reportBuilds(ctx context.Context, rep *report, out io.Writer) error {
	results, err := c.run(ctx)
	for _, result := range results {
		rep.add(result)
		result.write(out)
	}
	return err
}

// reportSearches measures searching in it.
func (c campaign) reportSearches(ctx context.Context, queries int, rep *report, out io.Writer) error {
	chromium := cmp.Or(os.Getenv("CHROMIUM"), "/usr/bin/chromium")
	results, err := searchCampaign{c, chromium, queries}.run(ctx)
	if err != nil {
		return err
	}
	rep.Searches = append(rep.Searches, jsonSearch{len(c.corpus.pages), results})
	writeSearch(out, len(c.corpus.pages), queries, results)
	return nil
}
