//go:build linux

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// corpus is a set of Markdown pages on disk, the same for every builder.
type corpus struct {
	content  string   // folder with only the pages
	sections string   // folder of _index.md files, with the section titles for Hugo
	pages    []string // paths of the pages below content, sorted, with forward slashes
}

// prepareCorpus makes a corpus of exactly size pages, or returns the cached one
// of an earlier run with the same source. The source is the archives in data
// or, if data is "", the pages of the folder ownContent.
func prepareCorpus(ctx context.Context, cache, data, ownContent string, size int, progress io.Writer) (corpus, error) {
	if data == "" {
		own := os.DirFS(ownContent)
		originals, key, err := readOriginals(own)
		if err != nil {
			return corpus{}, fmt.Errorf("%s: %w", ownContent, err)
		}
		return cached(cache, "own", size, key, func(dir string) error {
			fmt.Fprintf(progress, "bench: making %d pages out of %d\n", size, len(originals))
			return writeVariants(ctx, dir, originals, size)
		})
	}
	archive, pages, err := archiveFor(data, size)
	if err != nil {
		return corpus{}, err
	}
	key, err := hashFile(archive)
	if err != nil {
		return corpus{}, err
	}
	whole, err := cached(cache, "archive", pages, key, func(dir string) error {
		fmt.Fprintf(progress, "bench: unpacking %s\n", archive)
		return unpack(ctx, archive, dir)
	})
	if err != nil || size == pages {
		return whole, err
	}
	return cached(cache, "archive", size, key, func(dir string) error {
		return whole.copyPart(ctx, dir, firstInTurn(whole.pages, size))
	})
}

// cached returns the cached corpus of this source, size and key, or calls fill
// to make it; the folder gets its name only when it is complete. A corpus of
// the same source and size with another key is outdated and removed.
func cached(cache, source string, size int, key string, fill func(dir string) error) (corpus, error) {
	prefix := fmt.Sprintf("%s-%d-", source, size)
	dir := filepath.Join(cache, prefix+key)
	if _, err := os.Stat(dir); err != nil {
		old, err := filepath.Glob(filepath.Join(cache, prefix+"*"))
		if err != nil {
			return corpus{}, err
		}
		part := filepath.Join(cache, "unfinished")
		for _, folder := range append(old, part) {
			if err := os.RemoveAll(folder); err != nil {
				return corpus{}, err
			}
		}
		if err := os.MkdirAll(part, 0o755); err != nil {
			return corpus{}, err
		}
		if err := fill(part); err != nil {
			return corpus{}, err
		}
		if err := os.Rename(part, dir); err != nil {
			return corpus{}, err
		}
	}
	c, err := openCorpus(dir)
	if err == nil && len(c.pages) != size {
		err = fmt.Errorf("%s holds %d pages, not %d", dir, len(c.pages), size)
	}
	return c, err
}

// openCorpus lists the pages of a folder with content/ and sections/.
func openCorpus(dir string) (corpus, error) {
	c := corpus{content: filepath.Join(dir, "content"), sections: filepath.Join(dir, "sections")}
	var err error
	c.pages, err = markdownFiles(os.DirFS(c.content))
	return c, err
}

// markdownFiles returns the paths of the pages in fsys, sorted.
func markdownFiles(fsys fs.FS) ([]string, error) {
	var files []string
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && path.Ext(name) == ".md" {
			files = append(files, name)
		}
		return err
	})
	slices.Sort(files)
	return files, err
}

// firstInTurn takes n pages of the sorted list: the first of each top-level
// section, then the second of each, and so on.
func firstInTurn(pages []string, n int) []string {
	bySection := map[string][]string{}
	for _, page := range pages {
		section, _, _ := strings.Cut(page, "/")
		bySection[section] = append(bySection[section], page)
	}
	sections := slices.Sorted(maps.Keys(bySection))
	var taken []string
	for turn := 0; len(taken) < min(n, len(pages)); turn++ {
		for _, section := range sections {
			if turn < len(bySection[section]) && len(taken) < n {
				taken = append(taken, bySection[section][turn])
			}
		}
	}
	return taken
}

// copyPart copies some pages and the titles of their sections to a new corpus
// in dir.
func (c corpus) copyPart(ctx context.Context, dir string, pages []string) error {
	titles := map[string]bool{}
	for _, page := range pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := copyFile(filepath.Join(dir, "content", page), filepath.Join(c.content, page)); err != nil {
			return err
		}
		for folder := path.Dir(page); folder != "."; folder = path.Dir(folder) {
			titles[path.Join(folder, "_index.md")] = true
		}
	}
	for title := range titles {
		err := copyFile(filepath.Join(dir, "sections", title), filepath.Join(c.sections, title))
		if err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

// copyFile copies a file and creates the folders of its target.
func copyFile(to, from string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return writeFile(to, text)
}

// writeFile writes a file and creates its folders.
func writeFile(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o644)
}

// hashFile returns a short hash of a file's content.
func hashFile(name string) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)[:4]), nil
}
