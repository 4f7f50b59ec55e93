//go:build linux

package main

import (
	"archive/tar"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestFirstInTurn(t *testing.T) {
	pages := []string{"a/1.md", "a/2.md", "a/x/3.md", "b/1.md", "c/1.md", "c/2.md"}
	for _, test := range []struct {
		n    int
		want []string
	}{
		{2, []string{"a/1.md", "b/1.md"}},
		{5, []string{"a/1.md", "b/1.md", "c/1.md", "a/2.md", "c/2.md"}},
		{9, []string{"a/1.md", "b/1.md", "c/1.md", "a/2.md", "c/2.md", "a/x/3.md"}},
	} {
		if got := firstInTurn(pages, test.n); !slices.Equal(got, test.want) {
			t.Errorf("%d pages: got %v, want %v", test.n, got, test.want)
		}
	}
}

// ownContent is a small content folder as the project has it.
func ownContent() fstest.MapFS {
	page := func(front, body string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\n" + front + "\n---\n\n" + body)}
	}
	return fstest.MapFS{
		"site.yaml": {Data: []byte("titre: Portail\n")},
		"outils/duerp.md": page(`titre: "Tenir le document unique"`,
			"Un.\n\n## Usage\n\nDeux, voir [la fiche](../fiches/x.md) et [la loi](https://loi.example/).\n\n```\ntrois\n\nencore trois\n"+
				"```\n\nQuatre.\n\n:::alerte\nNon.\n\nNon plus.\n:::\n"),
		"veille/cse.md":    page("titre: Le rôle du CSE", "Cinq.\n\nSix, d'après [[duerp]].\n\nSept.\n"),
		"acteurs/re-01.md": page("titre: Référente", ""),
	}
}

func TestOwnCorpusIsTheSameEveryTime(t *testing.T) {
	originals, key, err := readOriginals(ownContent())
	if err != nil {
		t.Fatal(err)
	}
	const size = 250
	var texts []map[string]string
	for range 2 {
		dir := t.TempDir()
		if err := writeVariants(t.Context(), dir, originals, size); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, readTree(t, dir))
	}
	if len(texts[0]) != len(texts[1]) {
		t.Fatalf("%d files, then %d", len(texts[0]), len(texts[1]))
	}
	pages, titles := 0, map[string]bool{}
	for name, text := range texts[0] {
		if texts[1][name] != text {
			t.Errorf("%s differs between two runs", name)
		}
		if !strings.HasPrefix(name, "content/") {
			continue
		}
		pages++
		titles[strings.Split(text, "\n")[1]] = true
		section := "sections/" + strings.TrimPrefix(filepath.Dir(name), "content/") + "/_index.md"
		if texts[0][section] == "" {
			t.Errorf("%s lies in a section without a title", name)
		}
	}
	if pages != size || len(titles) != size {
		t.Errorf("%d pages with %d titles, want %d", pages, len(titles), size)
	}

	changed := ownContent()
	changed["veille/cse.md"] = &fstest.MapFile{Data: []byte("---\ntitre: Autre\n---\nAutre.\n")}
	if _, other, err := readOriginals(changed); err != nil || other == key {
		t.Errorf("changed content keeps the key %s of the cached corpus (%v)", key, err)
	}
}

func TestVariantKeepsTheProse(t *testing.T) {
	originals, _, err := readOriginals(ownContent())
	if err != nil {
		t.Fatal(err)
	}
	if len(originals) != 2 {
		t.Fatalf("%d pages to repeat, want the 2 that have a text", len(originals))
	}
	seen := map[string]bool{}
	for i := 0; i < 40; i += 2 {
		_, text := variantPage(originals, i)
		_, body, _ := strings.Cut(text, "\n---\n\n")
		blocks := splitBlocks(body)
		if len(blocks) != 5 || blocks[1] != "## Usage" {
			t.Fatalf("variant %d has lost its outline: %q", i, blocks)
		}
		seen[body] = true
		slices.Sort(blocks)
		want := []string{"## Usage", "Deux, voir la fiche et [la loi](https://loi.example/).", "Quatre.", "Un.",
			"```\ntrois\n\nencore trois\n```"}
		if !slices.Equal(blocks, want) {
			t.Fatalf("variant %d: got %q, want %q", i, blocks, want)
		}
	}
	if len(seen) < 5 {
		t.Errorf("only %d orders of 4 paragraphs in 20 variants", len(seen))
	}
}

func TestNoOwnPages(t *testing.T) {
	if _, _, err := readOriginals(fstest.MapFS{"site.yaml": {Data: []byte("titre: x\n")}}); err == nil {
		t.Error("a corpus was made out of nothing")
	}
}

func TestCachedCorpus(t *testing.T) {
	cache, filled := t.TempDir(), 0
	get := func(key string, pages int) (corpus, error) {
		return cached(cache, "own", 3, key, func(dir string) error {
			filled++
			for i := range pages {
				if err := writeFile(filepath.Join(dir, "content", fmt.Sprintf("%d.md", i)), nil); err != nil {
					return err
				}
			}
			return t.Context().Err()
		})
	}
	for range 2 {
		c, err := get("a", 3)
		if err != nil || len(c.pages) != 3 {
			t.Fatalf("got %v, %v", c.pages, err)
		}
	}
	if filled != 1 {
		t.Errorf("made %d times, want once", filled)
	}
	if _, err := get("b", 3); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(cache); len(left) != 1 || left[0].Name() != "own-3-b" {
		t.Errorf("the outdated corpus stays: %v", left)
	}
	if _, err := get("c", 2); err == nil {
		t.Error("a corpus of two pages passed for three")
	}
}

func TestInterruptedCorpusIsNotTaken(t *testing.T) {
	cache := t.TempDir()
	originals, _, err := readOriginals(ownContent())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	fill := func(ctx context.Context) func(string) error {
		return func(dir string) error { return writeVariants(ctx, dir, originals, 4) }
	}
	if _, err := cached(cache, "own", 4, "a", fill(ctx)); err == nil {
		t.Fatal("the interruption went unnoticed")
	}
	if c, err := cached(cache, "own", 4, "a", fill(t.Context())); err != nil || len(c.pages) != 4 {
		t.Errorf("after an interrupted run: %v, %v", c.pages, err)
	}
}

func TestArchiveFor(t *testing.T) {
	for size, want := range map[int]string{200: "corpus-2k.tar.zst", 2000: "corpus-2k.tar.zst", 2001: "corpus-10k.tar.zst"} {
		if name, pages, err := archiveFor("data", size); err != nil || filepath.Base(name) != want || pages < size {
			t.Errorf("%d pages: got %s with %d, %v", size, name, pages, err)
		}
	}
	if _, _, err := archiveFor("data", 10001); err == nil {
		t.Error("more pages were promised than any archive has")
	}
}

func TestLayoutsBesideTheDataComeFirst(t *testing.T) {
	data := t.TempDir()
	for _, test := range []struct{ data, want string }{{"", "Portail"}, {data, "Portail"}, {data, "d'à côté"}} {
		if test.want != "Portail" {
			if err := writeFile(filepath.Join(data, "hugo", "hugo.toml"), []byte(`title = "d'à côté"`)); err != nil {
				t.Fatal(err)
			}
		}
		layouts, err := findLayouts(test.data)
		if err != nil {
			t.Fatal(err)
		}
		if text, err := fs.ReadFile(layouts, "hugo.toml"); err != nil || !strings.Contains(string(text), test.want) {
			t.Errorf("data %q: got %s, %v", test.data, text, err)
		}
	}
	// An underscore in front hides a file from a careless embedding.
	own, err := findLayouts("")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.Stat(own, "layouts/_partials/sections.html"); err != nil {
		t.Error(err)
	}
}

func TestExtract(t *testing.T) {
	dir := t.TempDir()
	err := extract(tarStream(t, "corpus-2k/a/x.md", "hugo-sections-2k/a/_index.md"), dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"content/a/x.md", "sections/a/_index.md"} {
		if _, err := os.Stat(filepath.Join(dir, want)); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"../corpus-2k/x.md", "corpus-2k/../../x.md", "elsewhere/x.md"} {
		if err := extract(tarStream(t, name), dir); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func tarStream(t *testing.T, names ...string) io.Reader {
	t.Helper()
	var stream bytes.Buffer
	w := tar.NewWriter(&stream)
	for _, name := range names {
		if err := w.WriteHeader(&tar.Header{Name: name, Typeflag: tar.TypeReg, Size: 1, Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &stream
}

// readTree is every file below dir, by its path.
func readTree(t *testing.T, dir string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	files, err := markdownFiles(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(text)
	}
	return texts
}
