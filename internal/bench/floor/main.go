//go:build linux

// Command floor does the least work of such a generator: it reads every Markdown
// page below -source, runs goldmark on its body and writes the HTML below -output,
// with one worker for each core. Builders are compared with its time.
//
// What enters: a folder of .md files with front matter between --- lines.
// What leaves: one .html file for each, at the same path. It makes no links,
// lists, navigation or search, and never skips a file that has not changed.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
)

func main() {
	source := flag.String("source", "", "`folder` of Markdown pages")
	output := flag.String("output", "", "`folder` for the HTML")
	flag.Parse()
	if *source == "" || *output == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := build(*source, *output); err != nil {
		fmt.Fprintf(os.Stderr, "floor: %v\n", err)
		os.Exit(1)
	}
}

// build converts every page of source. It continues after errors and returns
// all of them.
func build(source, output string) error {
	paths := make(chan string)
	var mu sync.Mutex
	var errs []error
	fail := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		errs = append(errs, err)
	}
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			markdown := goldmark.New(
				goldmark.WithExtensions(extension.GFM),
				goldmark.WithParserOptions(parser.WithAutoHeadingID()),
			)
			var page bytes.Buffer
			for path := range paths {
				page.Reset()
				if err := convert(markdown, &page, source, output, path); err != nil {
					fail(err)
				}
			}
		})
	}
	err := fs.WalkDir(os.DirFS(source), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(path, ".md") {
			paths <- path
		}
		return err
	})
	close(paths)
	workers.Wait()
	return errors.Join(append(errs, err)...)
}

func convert(markdown goldmark.Markdown, page *bytes.Buffer, source, output, path string) error {
	text, err := os.ReadFile(filepath.Join(source, path))
	if err != nil {
		return err
	}
	page.WriteString("<!doctype html>\n<html lang=\"fr\"><meta charset=\"utf-8\">\n")
	if err := markdown.Convert(body(text), page); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	target := filepath.Join(output, strings.TrimSuffix(path, ".md")+".html")
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	return os.WriteFile(target, page.Bytes(), 0o644)
}

// body returns the text after the front matter.
func body(text []byte) []byte {
	if !bytes.HasPrefix(text, []byte("---\n")) {
		return text
	}
	if _, after, found := bytes.Cut(text[len("---\n"):], []byte("\n---\n")); found {
		return after
	}
	return text
}
