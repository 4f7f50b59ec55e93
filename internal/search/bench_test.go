package search

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// corpus is the pages to measure with: the Markdown files under the folder that
// INTRAQVT_CORPUS names, cut at their headings, or else made ones.
func corpus(b *testing.B) []Page {
	b.Helper()
	dir := os.Getenv("INTRAQVT_CORPUS")
	if dir == "" {
		return madePages(500)
	}
	var pages []Page
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		source, err := os.ReadFile(path)
		pages = append(pages, cutAtHeadings(path, string(source)))
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return pages
}

func cutAtHeadings(url, source string) Page {
	title, tags := "", []string(nil)
	if head, rest, ok := strings.Cut(strings.TrimPrefix(source, "---\n"), "\n---\n"); ok {
		source = rest
		for line := range strings.SplitSeq(head, "\n") {
			if value, ok := strings.CutPrefix(line, "title: "); ok {
				title = strings.Trim(value, `"`)
			}
			if value, ok := strings.CutPrefix(line, "tags: "); ok {
				tags = strings.Split(strings.Trim(value, "[]"), ", ")
			}
		}
	}
	p := Page{URL: url}
	for n, part := range strings.Split("\n"+source, "\n#") {
		d := Document{Title: title, Tags: tags, Type: "page", Body: part}
		if n > 0 {
			heading, body, _ := strings.Cut(part, "\n")
			d.Anchor, d.Heading, d.Body = fmt.Sprint("s", n), strings.TrimLeft(heading, "# "), body
		}
		p.Documents = append(p.Documents, d)
	}
	return p
}

// madePages are pages of words of which few are common and many rare.
func madePages(n int) []Page {
	words := strings.Fields("prévention risque travail équipe salarié·e·s plan d'actions l'établissement bien-être document unique " +
		"réunion santé")
	pages := make([]Page, n)
	seed := uint32(1)
	for i := range pages {
		pages[i].URL = fmt.Sprintf("p%05d.html", i)
		for section := range 6 {
			var body strings.Builder
			for range 150 {
				seed = seed*1664525 + 1013904223
				if r := seed >> 8; r%3 == 0 {
					fmt.Fprintf(&body, "mot%d ", r%(1<<(4+r%12)))
				} else {
					body.WriteString(words[r%uint32(len(words))] + " ")
				}
			}
			pages[i].Documents = append(pages[i].Documents,
				Document{Title: fmt.Sprint("Page ", i), Heading: fmt.Sprint("Partie ", section), Body: body.String()})
		}
	}
	return pages
}

func fill(b *testing.B, ix *Index, pages []Page) {
	b.Helper()
	u := ix.Begin()
	todo := make(chan Page)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for p := range todo {
				if err := u.Add(p); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for _, p := range pages {
		todo <- p
	}
	close(todo)
	wg.Wait()
	if _, err := u.Commit(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkAnalysis(b *testing.B) {
	pages := corpus(b)
	size := 0
	for _, p := range pages {
		for _, d := range p.Documents {
			size += len(d.Body)
		}
	}
	b.SetBytes(int64(size))
	var s scanner
	for b.Loop() {
		for _, p := range pages {
			for _, d := range p.Documents {
				s.read(d.Body)
			}
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	pages := corpus(b)
	b.ReportAllocs()
	for b.Loop() {
		ix := open(b, b.TempDir())
		fill(b, ix, pages)
		b.ReportMetric(float64(sizeOf(b, ix.path()))/1e6, "MB-on-disk")
		ix.Close()
	}
}

func BenchmarkUnchanged(b *testing.B) {
	pages := corpus(b)
	ix := open(b, b.TempDir())
	fill(b, ix, pages)
	for b.Loop() {
		fill(b, ix, pages)
	}
}

func BenchmarkLexicon(b *testing.B) {
	ix := open(b, b.TempDir())
	fill(b, ix, corpus(b))
	for b.Loop() {
		v := &view{reader: ix.view.reader, pages: ix.view.pages}
		if err := v.prepare(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSearch(b *testing.B) {
	pages := corpus(b)
	byURL := site{}
	for _, p := range pages {
		byURL[p.URL] = p
	}
	ix := open(b, b.TempDir())
	fill(b, ix, pages)
	for _, text := range []string{"prévention des risques", "prevntion", "tra", "plan actions équipe travail", `"document unique"`} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				ask(b, ix, Query{Text: text, Complete: true, Sections: 3, Lookup: byURL.lookup})
			}
		})
	}
}

// sizeOf is how many bytes the files of a folder have.
func sizeOf(b *testing.B, dir string) (size int64) {
	err := filepath.WalkDir(dir, func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}
