package media

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"
)

// countingFS counts how often a file is opened.
type countingFS struct {
	fstest.MapFS
	opened *atomic.Int64
}

func (c countingFS) Open(name string) (fs.File, error) {
	c.opened.Add(1)
	return c.MapFS.Open(name)
}

func (c countingFS) ReadFile(name string) ([]byte, error) {
	c.opened.Add(1)
	return c.MapFS.ReadFile(name)
}

// album is one file of each kind that is processed, an hour old.
func album() countingFS {
	m := files(map[string][]byte{
		"a.jpg": withSegments(asJPEG(photo(500, 400), 90), exifSegment(6)),
		"b.png": asPNG(photo(500, 400)),
		"c.gif": asGIF(photo(100, 100)),
		"d.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4" onload="x()"/>`),
	})
	for _, f := range m {
		f.ModTime = time.Now().Add(-time.Hour)
	}
	return countingFS{m, new(atomic.Int64)}
}

// answers is all that a build learns.
func answers(t *testing.T, s *Store) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range []string{"a.jpg", "b.png", "c.gif", "d.svg"} {
		f, err := s.Inspect(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = f.Kind + f.Removed
		for _, v := range variants(t, s, name) {
			all[v.Name] = string(read(t, s, v.Name))
		}
	}
	return all
}

func sameAnswers(a, b map[string]string) bool {
	for k := range a {
		if a[k] != b[k] {
			return false
		}
	}
	return len(a) == len(b)
}

func TestSecondBuildDecodesNothing(t *testing.T) {
	dir, content := t.TempDir(), album()
	first := New(content, dir)
	want := answers(t, first)
	if first.decodes.Load() == 0 {
		t.Fatal("the first build decodes nothing")
	}

	// Looking at untouched files doesn't even open them.
	content.opened.Store(0)
	second := New(content, dir)
	for name := range content.MapFS {
		must(second.Inspect(name))
		variants(t, second, name)
	}
	if n := content.opened.Load(); n != 0 {
		t.Errorf("the second build opens %d files", n)
	}
	if got := answers(t, second); !sameAnswers(got, want) {
		t.Error("the second build publishes something else")
	}
	if n := second.decodes.Load(); n != 0 {
		t.Errorf("the second build decodes %d times", n)
	}

	// A copy of the folder has other times, but the same bytes.
	for _, f := range content.MapFS {
		f.ModTime = time.Now().Add(-time.Minute)
	}
	third := New(content, dir)
	if got := answers(t, third); !sameAnswers(got, want) || third.decodes.Load() != 0 {
		t.Errorf("after touching all files: decodes %d times", third.decodes.Load())
	}
}

func TestChangedFileIsSeen(t *testing.T) {
	dir := t.TempDir()
	for age, same := range map[time.Duration]bool{time.Hour: false, time.Millisecond: true} {
		modified := time.Now().Add(-age)
		content := fstest.MapFS{"a.jpg": {Data: asJPEG(quadrants(64, 64), 90), ModTime: modified}}
		before := variants(t, New(content, dir), "a.jpg")
		turned := asJPEG(orientation(3).apply(quadrants(64, 64)), 90)
		turned = append(turned, make([]byte, max(0, len(content["a.jpg"].Data)-len(turned)))...)
		if !same {
			modified = modified.Add(time.Second)
		}
		// A fresh file may change within one tick of the clock.
		content["a.jpg"] = &fstest.MapFile{Data: turned, ModTime: modified}
		after := variants(t, New(content, dir), "a.jpg")
		if before[0].Name == after[0].Name {
			t.Errorf("%v old: the change isn't seen", age)
		}
	}
}

func TestChangeDuringBuild(t *testing.T) {
	content := album()
	s := newStore(t, content)
	must(s.Inspect("a.jpg"))
	content.MapFS["a.jpg"].Data = asJPEG(photo(50, 40), 90)
	_, err := s.Variants("a.jpg")
	if err == nil || !strings.Contains(err.Error(), "a.jpg : le fichier a changé pendant la construction") {
		t.Errorf("error %v", err)
	}
}

func entries(t *testing.T, dir string) []string {
	t.Helper()
	found := must(filepath.Glob(filepath.Join(dir, "??", "*")))
	slices.Sort(found)
	return found
}

func TestDamagedCacheIsRemade(t *testing.T) {
	dir, content := t.TempDir(), album()
	want := answers(t, New(content, dir))
	for what, damage := range map[string]func([]byte) []byte{
		"bit":   func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"cut":   func(b []byte) []byte { return b[:len(b)/2] },
		"empty": func([]byte) []byte { return nil },
	} {
		for _, file := range entries(t, dir) {
			if err := os.WriteFile(file, damage(must(os.ReadFile(file))), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got := answers(t, New(content, dir)); !sameAnswers(got, want) {
			t.Errorf("%s: something else is published", what)
		}
	}
	s := New(content, dir)
	if got := answers(t, s); !sameAnswers(got, want) || s.decodes.Load() != 0 {
		t.Errorf("the cache isn't whole again: %d decodes", s.decodes.Load())
	}
}

// Another process may remove an entry between the moment a page names a
// picture and the moment the picture is written.
func TestLostEntryIsRemade(t *testing.T) {
	dir, content := t.TempDir(), album()
	s := New(content, dir)
	for name := range content.MapFS {
		variants(t, s, name)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if got := answers(t, s); !sameAnswers(got, answers(t, newStore(t, content))) {
		t.Error("something else is published")
	}
}

func TestPrune(t *testing.T) {
	dir, content := t.TempDir(), album()
	if err := New(content, filepath.Join(dir, "absent")).Prune(); err != nil {
		t.Errorf("without a cache: %v", err)
	}
	answers(t, New(content, dir))
	all := entries(t, dir)
	bystanders := []string{"notes.txt", "00/notes.txt", "images/" + strings.Repeat("0", 62), "00/" + tempPrefix + "running"}
	died := filepath.Join(dir, "00", tempPrefix+"died")
	for _, name := range append(bystanders, "00/"+tempPrefix+"died") {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte("x"), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(died, time.Time{}, time.Now().Add(-2*abandoned)); err != nil {
		t.Fatal(err)
	}

	s := New(content, dir)
	kept := variants(t, s, "a.jpg")
	if err := s.Prune(); err != nil {
		t.Fatal(err)
	}
	again := New(content, dir)
	if got := variants(t, again, "a.jpg"); !slices.Equal(got, kept) || again.decodes.Load() != 0 {
		t.Errorf("what was used is gone: %d decodes", again.decodes.Load())
	}
	for _, v := range kept {
		read(t, again, v.Name)
	}
	if again.decodes.Load() != 0 {
		t.Error("published bytes that were used are gone")
	}
	left := slices.DeleteFunc(entries(t, dir), func(f string) bool { return !slices.Contains(all, f) })
	// A stamp, facts, renditions and the bytes of each.
	if len(left) != 3+len(kept) {
		t.Errorf("%d entries are left of %d, want %d", len(left), len(all), 3+len(kept))
	}
	for _, name := range bystanders {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("a file that is no entry: %v", err)
		}
	}
	if _, err := os.Stat(died); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an abandoned temporary file stays: %v", err)
	}
}

func TestManyAskAtOnce(t *testing.T) {
	dir, content := t.TempDir(), album()
	stores := []*Store{New(content, dir), New(content, dir)}
	want := answers(t, newStore(t, content))
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			if got := answers(t, stores[i%2]); !sameAnswers(got, want) {
				t.Error("something else is published")
			}
		})
	}
	wg.Wait()
	for _, s := range stores {
		if n, most := s.decodes.Load(), int64(2*len(content.MapFS)); n > most {
			t.Errorf("%d decodes, want at most %d", n, most)
		}
	}
	if temps := must(filepath.Glob(filepath.Join(dir, "??", tempPrefix+"*"))); len(temps) > 0 {
		t.Errorf("temporary files are left: %v", temps)
	}
}

func TestCacheThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := New(album(), file).Variants("a.jpg")
	var e *Error
	if err == nil || errors.As(err, &e) || !strings.Contains(err.Error(), "cache des images") || !strings.Contains(err.Error(), file) {
		t.Errorf("error %v", err)
	}
}

// The budget lets no more pixels in than it has, and lets all in at last.
func TestBudget(t *testing.T) {
	b := newBudget(100)
	var inside, most atomic.Int64
	var wg sync.WaitGroup
	for i := range 50 {
		n := 1 + i*7%60
		if i == 7 {
			n = 1000
		}
		wg.Go(func() {
			release := b.take(n)
			defer release()
			now := inside.Add(int64(min(n, 100)))
			for old := most.Load(); now > old && !most.CompareAndSwap(old, now); old = most.Load() {
			}
			inside.Add(-int64(min(n, 100)))
		})
	}
	wg.Wait()
	if most.Load() > 100 || b.free != 100 {
		t.Errorf("at most %d at once, %d free at the end", most.Load(), b.free)
	}
}

func TestEntriesAreWholeOrAbsent(t *testing.T) {
	c := newCache(t.TempDir())
	key := cacheKey("test", "key")
	if _, ok := c.get(key); ok || c.has(key, 5) {
		t.Error("an empty cache has an entry")
	}
	if err := c.put(key, []byte("bytes")); err != nil {
		t.Fatal(err)
	}
	if data, ok := c.get(key); !ok || !bytes.Equal(data, []byte("bytes")) || !c.has(key, 5) || c.has(key, 6) {
		t.Errorf("got %q, %v", data, ok)
	}
}
