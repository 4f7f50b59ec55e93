package search

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestMain runs the tests, or the process that TestKilledAtAnyMoment kills.
func TestMain(m *testing.M) {
	if dir := os.Getenv("SEARCH_TEST_DIR"); dir != "" {
		if err := writeUntilKilled(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func TestBrokenIndexIsMadeAgain(t *testing.T) {
	inStore := func(dir, pattern string) string {
		names, _ := filepath.Glob(filepath.Join(dir, "index", "store", pattern))
		return names[0]
	}
	for name, damage := range map[string]func(dir string) error{
		"segment cut short": func(dir string) error { return os.Truncate(inStore(dir, "*.zap"), 100) },
		"segment emptied":   func(dir string) error { return os.Truncate(inStore(dir, "*.zap"), 0) },
		"segment missing":   func(dir string) error { return os.Remove(inStore(dir, "*.zap")) },
		"segment altered": func(dir string) error {
			name := inStore(dir, "*.zap")
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			data[len(data)/2] ^= 0xff
			return os.WriteFile(name, data, 0o600)
		},
		"root overwritten": func(dir string) error {
			return os.WriteFile(inStore(dir, "root.bolt"), []byte(strings.Repeat("x", 5000)), 0o600)
		},
		"root missing": func(dir string) error { return os.Remove(inStore(dir, "root.bolt")) },
		"description overwritten": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "index", "index_meta.json"), []byte("{"), 0o600)
		},
		"store missing": func(dir string) error { return os.RemoveAll(filepath.Join(dir, "index", "store")) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			ix := open(t, dir)
			put(t, ix, portal)
			if err := ix.Close(); err != nil {
				t.Fatal(err)
			}
			if err := damage(dir); err != nil {
				t.Fatal(err)
			}
			again, rebuilt := reopen(t, dir)
			if !rebuilt || documents(again) != 0 {
				t.Errorf("rebuilt %v with %d documents", rebuilt, documents(again))
			}
			if stats := put(t, again, portal); stats.Changed != len(portal) {
				t.Errorf("%d pages written, want %d", stats.Changed, len(portal))
			}
			sameAs(t, again, indexOf(t, portal), portal)
		})
	}
}

// reopen opens an index that is there, and tells whether it was made again.
func reopen(t testing.TB, dir string) (ix *Index, rebuilt bool) {
	t.Helper()
	mark := filepath.Join(dir, "index", "mark")
	if err := os.WriteFile(mark, nil, 0o600); errors.Is(err, os.ErrNotExist) {
		return open(t, dir), true // a first build that was killed before it made the folder
	} else if err != nil {
		t.Fatal(err)
	}
	ix = open(t, dir)
	return ix, os.Remove(mark) != nil
}

// documents is how many an index holds.
func documents(ix *Index) int {
	ix.reading.Lock()
	defer ix.reading.Unlock()
	return ix.view.documents
}

func TestIndexOfAnotherFormatIsMadeAgain(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	put(t, ix, portal)
	if err := ix.bleve.SetInternal(formatKey, []byte("intraqvt-0")); err != nil {
		t.Fatal(err)
	}
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if again, rebuilt := reopen(t, dir); !rebuilt || documents(again) != 0 {
		t.Errorf("rebuilt %v with %d documents", rebuilt, documents(again))
	}
}

func TestSecondOpenWaitsThenFails(t *testing.T) {
	dir := t.TempDir()
	ix := open(t, dir)
	put(t, ix, portal)
	_, err := openWithin(t.Context(), dir, 50*time.Millisecond)
	if !errors.Is(err, errLocked) || !strings.Contains(err.Error(), dir) {
		t.Fatalf("got %v, want errLocked", err)
	}
	opened := make(chan error)
	go func() {
		second, err := Open(t.Context(), dir)
		if err == nil {
			if n := documents(second); n != len(portal) {
				err = fmt.Errorf("%d documents", n)
			}
			second.Close()
		}
		opened <- err
	}()
	if err := ix.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-opened; err != nil {
		t.Errorf("after the first was closed: %v", err)
	}
}

func TestClosedIndex(t *testing.T) {
	ix := open(t, t.TempDir())
	put(t, ix, portal)
	ix.Close()
	if _, err := ix.Search(t.Context(), Query{Text: "prévention"}); err == nil {
		t.Error("a closed index is searched")
	}
}

func TestPagesTable(t *testing.T) {
	pages := map[string]*page{
		"a": {url: "a", number: 3, digest: digest{1, 2}, sections: 2, lengths: [fieldCount]uint32{1, 2, 300, 4},
			weights: []float32{1, 1.5}},
		"b": {url: "b", number: 0, sections: 0},
		"é": {url: "é", number: 70000, sections: 9, weights: []float32{0.5}},
	}
	encoded := encodePages(pages)
	got, err := decodePages(encoded)
	if err != nil || len(got) != len(pages) {
		t.Fatalf("%v, %v", got, err)
	}
	for url, want := range pages {
		if fmt.Sprint(*got[url]) != fmt.Sprint(*want) {
			t.Errorf("%s: got %v, want %v", url, *got[url], *want)
		}
	}
	for n := range encoded {
		if _, err := decodePages(encoded[:n]); err == nil {
			t.Errorf("cut to %d of %d bytes, the table is read", n, len(encoded))
		}
	}
}

func FuzzPagesTable(f *testing.F) {
	f.Add(encodePages(map[string]*page{"a": {url: "a", sections: 2, weights: []float32{1, 1.5}}}))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		if pages, err := decodePages(data); err == nil && pages == nil {
			t.Fatal("neither pages nor an error")
		}
	})
}

// The site of the process that is killed, before and after the update that it
// is killed in.
func killedSite(word string) site {
	s := site{}
	for n := range 40 {
		s[fmt.Sprintf("p%02d", n)] = pageOf("Page", fmt.Sprintf("Le texte %s de la page %d sur la prévention.", word, n))
	}
	return s
}

// writeUntilKilled updates an index, in small batches, from the old site to
// the new, and tells on standard output how far it is.
func writeUntilKilled(dir string) error {
	ix, err := Open(context.Background(), dir)
	if err != nil {
		return err
	}
	ix.batchBytes = 200
	s := killedSite("nouveau")
	u := ix.Begin()
	for _, url := range slices.Sorted(maps.Keys(s)) {
		p := s[url]
		p.URL = url
		if err := u.Add(p); err != nil {
			return err
		}
		fmt.Println(url)
	}
	fmt.Println("commit")
	if _, err := u.Commit(); err != nil {
		return err
	}
	fmt.Println("done")
	return ix.Close()
}

func TestKilledAtAnyMoment(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a process several times")
	}
	before, after := killedSite("ancien"), killedSite("nouveau")
	fresh := indexOf(t, after)
	for _, at := range []string{"p00", "p07", "p23", "p39", "commit", "done"} {
		for _, first := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, first build %v", at, first), func(t *testing.T) {
				dir := t.TempDir()
				old := 0
				if !first {
					ix := open(t, dir)
					put(t, ix, before)
					ix.Close()
					old = len(before)
				}
				kill(t, dir, at)
				ix, rebuilt := reopen(t, dir)
				q := Query{Text: "prévention", Limit: 100}
				total := ask(t, ix, q).Total
				ancien := ask(t, ix, Query{Text: "ancien"}).Total
				nouveau := ask(t, ix, Query{Text: "nouveau"}).Total
				switch {
				case rebuilt && total == 0:
				case total == old && ancien == old && nouveau == 0:
				case total == len(after) && ancien == 0 && nouveau == total:
				default:
					t.Errorf("rebuilt %v, %d pages, %d old, %d new", rebuilt, total, ancien, nouveau)
				}
				put(t, ix, after)
				sameAs(t, ix, fresh, after)
			})
		}
	}
}

// kill starts the process that writes, and kills it when it has told a line.
func kill(t *testing.T, dir, line string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "SEARCH_TEST_DIR="+dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	told := false
	for lines := bufio.NewScanner(out); !told && lines.Scan(); {
		told = lines.Text() == line
	}
	cmd.Process.Kill()
	cmd.Wait()
	if !told {
		t.Fatalf("the process never told %q", line)
	}
}
