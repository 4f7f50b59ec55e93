package publish

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// benchSite is a portal of 10,000 pages of 8 KB in 100 folders.
func benchSite() ([]string, [][]byte) {
	names, pages := make([]string, 10_000), make([][]byte, 10_000)
	for i := range names {
		names[i] = fmt.Sprintf("dossier-%02d/page-%05d.html", i%100, i)
		pages[i] = bytes.Repeat(fmt.Appendf(nil, "<p>page %05d</p>", i), 8192/17)
	}
	return names, pages
}

func BenchmarkPublish(b *testing.B) {
	names, pages := benchSite()
	round := 0
	site := func(b *testing.B, dir string) {
		p, err := Begin(b.Context(), dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		defer p.Abort()
		var wg sync.WaitGroup
		for part := range 2 {
			wg.Go(func() {
				for i := part; i < len(names); i += 2 {
					if err := p.Write(names[i], pages[i]); err != nil {
						b.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		if _, err := p.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("new", func(b *testing.B) {
		dir := b.TempDir()
		for b.Loop() {
			round++
			site(b, filepath.Join(dir, fmt.Sprint("site", round)))
			b.StopTimer()
			if err := os.RemoveAll(filepath.Join(dir, fmt.Sprint("site", round))); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		dir := filepath.Join(b.TempDir(), "site")
		site(b, dir)
		for b.Loop() {
			site(b, dir)
		}
	})
	b.Run("one-changed", func(b *testing.B) {
		dir := filepath.Join(b.TempDir(), "site")
		site(b, dir)
		for b.Loop() {
			round++
			pages[0] = fmt.Appendf(nil, "round %d", round)
			site(b, dir)
		}
	})
}
