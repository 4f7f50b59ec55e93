package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestNames(t *testing.T) {
	tests := []struct {
		names string // written in this order, the last one is judged
		want  error
	}{
		{"a.html", nil},
		{"a.html A2.html", nil},
		{"a/b/c.html a/b/d.html", nil},
		{"Guide/x.html guide/y.html", nil},
		{"été.html ete.html", nil},
		{".nojekyll", nil},
		{"a..b/c...html", nil},
		{"", fs.ErrInvalid},
		{".", fs.ErrInvalid},
		{"..", fs.ErrInvalid},
		{"../a", fs.ErrInvalid},
		{"a/../b", fs.ErrInvalid},
		{"a/./b", fs.ErrInvalid},
		{"a//b", fs.ErrInvalid},
		{"a/", fs.ErrInvalid},
		{"/etc/passwd", fs.ErrInvalid},
		{`a\b`, fs.ErrInvalid},
		{"a\nb", fs.ErrInvalid},
		{"a\x00b", fs.ErrInvalid},
		{"a\xffb", fs.ErrInvalid},
		{".intraqvt-manifest", fs.ErrInvalid},
		{".intraqvt-journal", fs.ErrInvalid},
		{"a a", fs.ErrExist},
		{"page.html Page.html", fs.ErrExist},
		{"été.html ÉTÉ.html", fs.ErrExist},
		{"σ ς", fs.ErrExist},
		{"guide/x Guide/X", fs.ErrExist},
		{"a a/b", fs.ErrExist},
		{"a/b a", fs.ErrExist},
		{"A/b a", fs.ErrExist},
		{"a A/b/c", fs.ErrExist},
	}
	for _, test := range tests {
		t.Run(test.names, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site")
			p, err := Begin(t.Context(), dir, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Abort()
			names := strings.Split(test.names, " ")
			for _, name := range names[:len(names)-1] {
				if err := p.Write(name, nil); err != nil {
					t.Fatal(err)
				}
			}
			err = p.Write(names[len(names)-1], nil)
			if !errors.Is(err, test.want) {
				t.Fatalf("%v, want %v", err, test.want)
			}
			// What one Write refused, Commit does not publish.
			if _, committed := p.Commit(); committed != err {
				t.Errorf("Commit: %v", committed)
			}
			if _, err := os.Lstat(dir); (err == nil) != (test.want == nil) {
				t.Errorf("published: %v", err)
			}
			wantNoLeftovers(t, dir)
		})
	}
}

// wantNoLeftovers is wantAlone for a folder that may not exist.
func wantNoLeftovers(t *testing.T, dir string) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left beside the folder: %q, %v", left, err)
	}
}

func TestClashMessage(t *testing.T) {
	p, err := Begin(t.Context(), filepath.Join(t.TempDir(), "site"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Abort()
	if err := p.Write("page.html", nil); err != nil {
		t.Fatal(err)
	}
	err = p.Write("Page.html", nil)
	want := "Page.html : erreur : ce nom entre en conflit avec « page.html »\n" +
		"    → certains systèmes ne distinguent pas les majuscules des minuscules ; changez l’un des deux"
	if err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}

func TestManyGoroutines(t *testing.T) {
	dir, downloads := filepath.Join(t.TempDir(), "site"), t.TempDir()
	put(t, downloads, site{"gros.pdf": strings.Repeat("gros", 100_000)})
	for round := range 2 {
		p, err := Begin(t.Context(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer p.Abort()
		want := site{}
		var wg sync.WaitGroup
		for i := range 400 {
			name := fmt.Sprintf("d%d/e%d/page-%d.html", i%7, i%3, i)
			content := fmt.Sprint("contenu ", i+1000*round*(i%2)) // every other page changes
			want[name] = content
			wg.Go(func() {
				if err := p.Write(name, []byte(content)); err != nil {
					t.Error(err)
				}
			})
		}
		for i := range 5 {
			wg.Go(func() {
				if err := p.CopyFile(fmt.Sprintf("pdf/%d.pdf", i), os.DirFS(downloads), "gros.pdf"); err != nil {
					t.Error(err)
				}
			})
			want[fmt.Sprintf("pdf/%d.pdf", i)] = strings.Repeat("gros", 100_000)
		}
		wg.Wait()
		sum, err := p.Commit()
		if err != nil {
			t.Fatal(err)
		}
		if round == 1 && (sum.Written != 200 || sum.Kept != 205) {
			t.Errorf("%+v", sum)
		}
		wantTree(t, dir, withFolders(want))
	}
}

func TestCopyFile(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	copyFrom := func(content string) Summary {
		t.Helper()
		put(t, parent, site{"source.pdf": content})
		p, err := Begin(t.Context(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer p.Abort()
		if err := p.CopyFile("doc/guide.pdf", os.DirFS(parent), "source.pdf"); err != nil {
			t.Fatal(err)
		}
		sum, err := p.Commit()
		if err != nil {
			t.Fatal(err)
		}
		wantTree(t, dir, site{"doc/": "", "doc/guide.pdf": content})
		return sum
	}
	for _, step := range []struct {
		content string
		want    Summary
	}{
		{"un", Summary{Files: 1, Written: 1, Bytes: 2, WrittenBytes: 2}},
		{"un", Summary{Files: 1, Kept: 1, Bytes: 2}},
		{"UN", Summary{Files: 1, Written: 1, Bytes: 2, WrittenBytes: 2}},
		{"deux", Summary{Files: 1, Written: 1, Bytes: 4, WrittenBytes: 4}},
		{"", Summary{Files: 1, Written: 1}},
		{"", Summary{Files: 1, Kept: 1}},
	} {
		if sum := copyFrom(step.content); sum != step.want {
			t.Errorf("%q: %+v, want %+v", step.content, sum, step.want)
		}
	}

	// The published file is its own: editing the source does not reach it.
	copyFrom("avant")
	put(t, parent, site{"source.pdf": "après"})
	wantTree(t, dir, site{"doc/": "", "doc/guide.pdf": "avant"})
}

func TestCopyFileUnreadable(t *testing.T) {
	parent := t.TempDir()
	for source, test := range map[string]struct {
		want    error
		message string
	}{
		"absent.pdf": {fs.ErrNotExist, "fichier introuvable"},
		".":          {syscall.EISDIR, "c’est un dossier : il faut un fichier"},
	} {
		p, err := Begin(t.Context(), filepath.Join(parent, "site"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		err = p.CopyFile("a.pdf", os.DirFS(parent), source)
		if !errors.Is(err, test.want) || err.Error() != source+" : erreur : "+test.message {
			t.Errorf("%v", err)
		}
		if err := p.Abort(); err != nil {
			t.Error(err)
		}
	}
}

func TestAbort(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	old := site{"page.html": "un", "autre.html": "autre"}
	mustPublish(t, dir, old, Options{})
	p, err := Begin(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Write("page.html", []byte("deux")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := p.Abort(); err != nil {
			t.Error(err)
		}
	}
	wantTree(t, dir, old)
	wantAlone(t, dir)
	if err := p.Write("x", nil); !errors.Is(err, errEnded) {
		t.Errorf("Write: %v", err)
	}
	if _, err := p.Commit(); !errors.Is(err, errEnded) {
		t.Errorf("Commit: %v", err)
	}
}

// An edit between the comparison and Commit must not be taken for the site's
// own bytes, then or later.
func TestEditDuringPublication(t *testing.T) {
	edits := map[string]func(path string) error{
		"edited":  func(path string) error { return os.WriteFile(path, []byte("UN"), 0o644) },
		"removed": os.Remove,
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site")
			mustPublish(t, dir, site{"a": "un", "b": "deux"}, Options{})
			old := time.Now().Add(-time.Hour) // so that no edit falls in the same tick
			if err := os.Chtimes(filepath.Join(dir, "a"), old, old); err != nil {
				t.Fatal(err)
			}
			p, err := Begin(t.Context(), dir, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Abort()
			if err := errors.Join(p.Write("a", []byte("un")), edit(filepath.Join(dir, "a")), p.Write("b", []byte("2"))); err != nil {
				t.Fatal(err)
			}
			before := snapshot(t, dir)
			if _, err = p.Commit(); !errors.Is(err, errChanged) {
				t.Errorf("%v", err)
			}
			wantTree(t, dir, before)
			wantAlone(t, dir)
			mustPublish(t, dir, site{"a": "un", "b": "2"}, Options{})
			wantTree(t, dir, site{"a": "un", "b": "2"})
		})
	}
}
