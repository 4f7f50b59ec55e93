package markdown

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkCorpus compiles every page of the folder that INTRAQVT_CORPUS
// names, with its code coloured and plain.
func BenchmarkCorpus(b *testing.B) {
	folder := os.Getenv("INTRAQVT_CORPUS")
	if folder == "" {
		b.Skip("INTRAQVT_CORPUS names no folder")
	}
	var pages [][]byte
	size := 0
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		data, err := os.ReadFile(path)
		pages = append(pages, data)
		size += len(data)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	for name, o := range map[string]Options{"coloured": {}, "plain": {PlainCode: true}} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for _, page := range pages {
					Compile(page, o)
				}
			}
		})
	}
}
