//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
)

// The scenarios, in the order of a round.
const (
	scenarioCold    = "cold"
	scenarioChanged = "one page changed"
)

// campaign measures every builder on one corpus. Its folder is removed at the
// end.
type campaign struct {
	tools    tools
	layouts  fs.FS
	corpus   corpus
	rounds   int
	folder   string
	progress io.Writer
}

// measurement is one step in one round: its cost and its output.
type measurement struct {
	sample
	Files int
	Bytes int64
}

// result holds the measurements of one scenario, by row and round.
type result struct {
	pages    int
	scenario string
	rows     map[string][]measurement
}

// run runs all rounds and returns a result for each scenario.
func (c campaign) run(ctx context.Context) ([]result, error) {
	defer os.RemoveAll(c.folder)
	if err := c.prepare(ctx); err != nil {
		return nil, err
	}
	content := c.content()
	page := c.corpus.pages[len(c.corpus.pages)/2]
	original, err := os.ReadFile(filepath.Join(content, page))
	if err != nil {
		return nil, err
	}
	cold := result{len(c.corpus.pages), scenarioCold, map[string][]measurement{}}
	changed := result{len(c.corpus.pages), scenarioChanged, map[string][]measurement{}}
	builders := c.builders()
	for round := range c.rounds {
		if err := os.WriteFile(filepath.Join(content, page), original, 0o644); err != nil {
			return nil, err
		}
		order := rotate(builders, round)
		for _, builder := range order {
			if err := builder.clear(); err != nil {
				return nil, err
			}
			if err := c.build(ctx, builder, cold, round, page, ""); err != nil {
				return nil, err
			}
		}
		mark := fmt.Sprintf("jalon%dzz", round+1)
		text := fmt.Sprintf("%s\n\nUn paragraphe ajouté au tour du %s.\n", original, mark)
		if err := os.WriteFile(filepath.Join(content, page), []byte(text), 0o644); err != nil {
			return nil, err
		}
		for _, builder := range order {
			if err := c.build(ctx, builder, changed, round, page, mark); err != nil {
				return nil, err
			}
		}
	}
	return []result{cold, changed}, nil
}

// prepare makes the campaign's folder, with everything that the builders need.
func (c campaign) prepare(ctx context.Context) error {
	if err := os.RemoveAll(c.folder); err != nil {
		return err
	}
	for _, folder := range []string{"output", "log"} {
		if err := os.MkdirAll(filepath.Join(c.folder, folder), 0o755); err != nil {
			return err
		}
	}
	// The builders get a copy, since one page of it changes and one of them
	// stores its cache beside the content. Copying it and reading it back also
	// loads it into the page cache.
	if err := os.CopyFS(c.content(), os.DirFS(c.corpus.content)); err != nil {
		return err
	}
	if err := c.writeHugoSite(); err != nil {
		return err
	}
	return readAll(ctx, c.content(), c.corpus.pages)
}

// content returns the folder of the builders' copy of the corpus.
func (c campaign) content() string { return filepath.Join(c.folder, "source", "content") }

// log returns the log file of the last command of a row.
func (c campaign) log(row string) string {
	return filepath.Join(c.folder, "log", strings.ToLower(row)+".txt")
}

// build runs the steps of one builder, checks the site and adds the costs to
// the result.
func (c campaign) build(ctx context.Context, b builder, into result, round int, page, mark string) error {
	costs := make([]sample, len(b.steps))
	for i, step := range b.steps {
		// Write the data of earlier commands to disk now, not during this one.
		syscall.Sync()
		cost, err := measure(ctx, step.command, c.log(step.row))
		if err != nil {
			return fmt.Errorf("%d pages, %s: %w", into.pages, into.scenario, err)
		}
		fmt.Fprintf(c.progress, "bench: %d pages, round %d of %d, %s: %s %.2f s\n",
			into.pages, round+1, c.rounds, into.scenario, step.row, cost.Wall.Seconds())
		costs[i] = cost
	}
	if err := checkSite(b.output, into.pages, page, mark); err != nil {
		return fmt.Errorf("%d pages, %s: %s: %w", into.pages, into.scenario, b.steps[0].row, err)
	}
	for i, step := range b.steps {
		m := measurement{sample: costs[i]}
		var err error
		if m.Files, m.Bytes, err = weigh(step.files, step.except); err != nil {
			return err
		}
		into.rows[step.row] = append(into.rows[step.row], m)
	}
	return nil
}

// readAll reads the pages once, so that no builder waits for the disk.
func readAll(ctx context.Context, content string, pages []string) error {
	for _, page := range pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := os.ReadFile(filepath.Join(content, page)); err != nil {
			return err
		}
	}
	return nil
}

// checkSite refuses a site with fewer HTML files than the corpus has pages, or
// without the mark in the changed page: its time would mean nothing.
func checkSite(output string, pages int, page, mark string) error {
	html := 0
	err := filepath.WalkDir(output, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && path.Ext(name) == ".html" {
			html++
		}
		return err
	})
	if err != nil {
		return err
	}
	if html < pages {
		return fmt.Errorf("%d HTML files for %d pages", html, pages)
	}
	name, err := htmlOf(output, page)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(name)
	if err == nil && !bytes.Contains(text, []byte(mark)) {
		err = fmt.Errorf("%s was not rebuilt", name)
	}
	return err
}

// htmlOf returns the file of a site that shows a page of the corpus.
func htmlOf(output, page string) (string, error) {
	base := filepath.Join(output, strings.TrimSuffix(page, ".md"))
	for _, name := range []string{base + ".html", filepath.Join(base, "index.html")} {
		if _, err := os.Stat(name); err == nil {
			return name, nil
		}
	}
	return "", fmt.Errorf("no HTML file for the page %s", page)
}

// weigh counts files and bytes below folder, except those below except ("" for
// none).
func weigh(folder, except string) (files int, size int64, err error) {
	err = filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name == except {
			return filepath.SkipDir
		}
		if entry.IsDir() {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files++
		size += info.Size()
		return nil
	})
	return files, size, err
}
