package markdown

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// BenchmarkCorpus compiles every page of the folder that INTRAQVT_CORPUS
// names: as it is, and with code that names no language, so that the cost of
// colouring is seen apart.
func BenchmarkCorpus(b *testing.B) {
	folder := os.Getenv("INTRAQVT_CORPUS")
	if folder == "" {
		b.Skip("INTRAQVT_CORPUS names no folder")
	}
	language := regexp.MustCompile("(?m)^([ \t>]*(?:```+|~~~+)).*$")
	var pages, plain [][]byte
	size := 0
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		data, err := os.ReadFile(path)
		pages = append(pages, data)
		plain = append(plain, language.ReplaceAll(data, []byte("$1")))
		size += len(data)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	run := func(pages [][]byte) func(*testing.B) {
		return func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for _, page := range pages {
					Compile(page, Options{})
				}
			}
		}
	}
	b.Run("coloured", run(pages))
	b.Run("plain", run(plain))
}
