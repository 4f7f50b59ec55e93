//go:build linux

// Command bench measures intraqvt against the tools that it replaces, Hugo followed
// by Pagefind, and against a floor: the least work of any such generator (read every
// page, run goldmark, write the file).
//
// What enters: a folder of benchmark data (flag -data: the archives
// corpus-2k.tar.zst and corpus-10k.tar.zst, and Hugo's layouts in hugo/) or,
// where there is none, the project's own content/, repeated under new titles
// until it has as many pages as asked. Without layouts beside the data, those
// of the folder hugo/ of this package are used.
//
// What leaves: on standard output, a table for each size and scenario, with
// medians, ranges and ratios compared with the marks; with -json, every single
// measurement. Progress goes to standard error.
//
// All builders run in turn in each round, and each round starts with the second one
// of the round before, so that slow moments of the machine affect all of them.
// Ratios are taken within a round, then summarised. Two scenarios are timed:
// cold (no output folder, no cache), and one page changed (a paragraph
// appended to one page, outputs and caches kept). The corpus is in the page
// cache before the first timed command, and data that an earlier command
// wrote is flushed before the next one starts.
//
// With -search, it measures searches instead: each site is built, served on this
// machine with gzip, and searched in a headless Chromium ($CHROMIUM, or
// /usr/bin/chromium) for two words of one paragraph of the corpus. intraqvt is
// searched in its own dialog, the peer in a field over Pagefind's interface for
// programs, with as many results and no delay. The bytes over the wire, headers
// included, are counted for a first query in a fresh browser and for the next one,
// without the page itself. A query is inserted at once, or typed letter by letter
// with each answer awaited; real typing is between the two. Times run from the key
// press to the frame that shows the answer, almost without network, and again with
// the page's thread slowed down.
//
// With -preview, it measures the time from saving a page until its new bytes are
// served, and the memory of the preview after many edits.
//
// All downloads and results are in one git-ignored folder (-workspace). The command
// never changes go.mod or the content that it reads, and checks the output of each
// builder (it counts the pages and looks for the changed paragraph). A missed mark
// is a line of the report, not an exit code; a command that fails is an error.
//
// It runs on Linux, since it reads memory from the kernel, with the programs go and
// npm, zstd for the archives, and Chromium for -search.
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

// options are the command line's settings.
type options struct {
	intraqvt  string // path of the binary under test
	data      string // folder with archives and layouts; "" if there is none
	content   string // the project's own pages, used without data
	workspace string
	sizes     []int
	rounds    int
	json      string // file for all measurements; "" for none
	search    bool   // measure searches instead of builds
	preview   bool   // measure editing with a preview instead of builds
	queries   int    // number of measured searches
}

const (
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130 // the exit code of shells for a command ended by Ctrl-C
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

// parseOptions parses the command line and prints errors to w.
func parseOptions(args []string, w io.Writer) (options, error) {
	var opts options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(w)
	flags.StringVar(&opts.intraqvt, "intraqvt", "bin/intraqvt", "`path` of the intraqvt binary")
	flags.StringVar(&opts.data, "data", os.Getenv("BENCH_DATA"),
		"`folder` with corpus-2k.tar.zst, corpus-10k.tar.zst and hugo/ (default: $BENCH_DATA)")
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

// run prepares the tools and corpora, measures each size and reports to out.
// Each size is reported as soon as it is done, so that an interrupted run is
// not lost.
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

// reportBuilds measures builds of the corpus.
func (c campaign) reportBuilds(ctx context.Context, rep *report, out io.Writer) error {
	results, err := c.run(ctx)
	for _, result := range results {
		rep.add(result)
		result.write(out)
	}
	return err
}

// reportSearches measures searches in the corpus.
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
