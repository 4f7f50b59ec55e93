package publish

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// killSite is one of two sites that share half of their 40 pages.
func killSite(which int) site {
	s := site{}
	for i := range 40 {
		name, content := fmt.Sprintf("d%d/page-%d.html", i%4, i), fmt.Sprint("page ", i)
		switch {
		case i%4 == 1:
			content += fmt.Sprint(" du site ", which)
		case i%4 == 3:
			name = fmt.Sprintf("site-%d/page-%d.html", which, i)
		}
		s[name] = strings.Repeat(content, 50)
	}
	return s
}

// A process that publishes two sites in turn is killed at random moments.
func TestKilled(t *testing.T) {
	tests := []struct {
		way   string
		kills int
		// whole: at any moment the folder is one of the two sites. Without it,
		// the folder is so once the next publication has begun.
		whole bool
		// mixed: only once the next publication has ended.
		mixed bool
	}{
		{way: "as it is", kills: 60, whole: true},
		{way: "no hard links", kills: 15, whole: true},
		{way: "no exchange", kills: 40},
		{way: "a mount point", kills: 40, mixed: true},
	}
	sites := []site{withFolders(killSite(0)), withFolders(killSite(1))}
	for _, test := range tests {
		t.Run(test.way, func(t *testing.T) {
			kills := test.kills
			if testing.Short() {
				kills = 5
			}
			dir := filepath.Join(t.TempDir(), "site")
			wantOne := func(when string) {
				t.Helper()
				if got := snapshot(t, dir); !maps.Equal(got, sites[0]) && !maps.Equal(got, sites[1]) {
					t.Fatalf("%s, the folder is neither site: %q", when, got)
				}
			}
			leftovers := 0
			for kill := range kills {
				cmd := startForever(t, dir, test.way)
				time.Sleep(time.Duration(rand.IntN(12_000)) * time.Microsecond)
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
				if err := cmd.Wait(); cmd.ProcessState.ExitCode() != -1 {
					t.Fatalf("the publishing process ended by itself: %v", err)
				}
				if test.whole {
					wantOne("killed")
				}
				left, err := filepath.Glob(filepath.Join(filepath.Dir(dir), ".site.*-*"))
				if err != nil {
					t.Fatal(err)
				}
				leftovers += len(left)

				p, err := Begin(t.Context(), dir, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if err := p.Abort(); err != nil {
					t.Fatal(err)
				}
				wantAlone(t, dir)
				if !test.mixed {
					wantOne("mended")
				}
				if kill%5 == 0 || test.mixed {
					mustPublish(t, dir, killSite(kill%2), Options{})
					wantTree(t, dir, sites[kill%2])
					wantAlone(t, dir)
				}
			}
			t.Logf("%d kills, %d folders left to clean", kills, leftovers)
		})
	}
}

// What a kill between the two renames leaves is the old site under another
// name, and a new one that may not be complete.
func TestOldSiteComesBack(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	mustPublish(t, dir, site{"page.html": "un"}, Options{})
	old := mustStat(t, filepath.Join(dir, "page.html"))
	if err := os.Rename(dir, filepath.Join(parent, ".site.previous-0123abcd")); err != nil {
		t.Fatal(err)
	}
	put(t, parent, site{
		".site.staging-deadbeef/page.html": "à moitié écrit",
		// Names that only look like ours are somebody's own.
		".site.staging-notes/x":      "x",
		".site.previous-0123ABCD/x":  "x",
		".autre.staging-0123abcd/x":  "x",
		".site.staging-0123abcde/x":  "x",
		"site.staging-0123abcd/x":    "x",
		".site.previous-backup/a/bc": "x",
	})
	p, err := Begin(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Abort(); err != nil {
		t.Fatal(err)
	}
	wantTree(t, dir, site{"page.html": "un"})
	if !os.SameFile(old, mustStat(t, filepath.Join(dir, "page.html"))) {
		t.Error("the old site is a copy")
	}
	entries, err := os.ReadDir(parent)
	if err != nil || len(entries) != 7 {
		t.Errorf("%v, %v", entries, err)
	}
}

// Where the new tree cannot take the place that the old one has left, the old
// one takes it again.
func TestSecondRenameFails(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	mustPublish(t, dir, site{"page.html": "un"}, Options{})
	broken := errors.New("broken")
	_, err := publishTo(t.Context(), dir, site{"page.html": "deux"}, Options{system: system{
		exchange: noExchange,
		rename: func(from, to string) error {
			if strings.Contains(from, "."+stagingKind+"-") {
				return broken
			}
			return os.Rename(from, to)
		},
	}})
	if !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}
	wantTree(t, dir, site{"page.html": "un"})
	wantAlone(t, dir)
}

// A replacement in place that stops at any of its renames says so, and the
// next one completes it.
func TestInPlaceStopped(t *testing.T) {
	sites := []site{
		{"a": "1", "b/c": "1", "b/d": "1", "parti": "1"},
		{"a": "2", "b/c": "2", "b/d": "1", "neuf/x": "2", "parti/y": "2"},
	}
	stopped := 0
	for stop := range 20 {
		dir := filepath.Join(t.TempDir(), "site")
		mustPublish(t, dir, sites[0], Options{})
		broken := errors.New("broken")
		renames := 0
		way := ways["a mount point"].system
		way.rename = func(from, to string) error {
			if !strings.HasPrefix(to, dir+string(filepath.Separator)) || filepath.Base(to) == insideName {
				return busyFolder(from, to)
			}
			if renames++; renames > stop {
				return broken
			}
			return os.Rename(from, to)
		}
		_, err := publishTo(t.Context(), dir, sites[1], Options{system: way})
		switch {
		case err == nil:
			wantTree(t, dir, withFolders(sites[1]))
		case !errors.Is(err, broken):
			t.Fatal(err)
		case stop == 0: // not begun
			wantTree(t, dir, withFolders(sites[0]))
		default:
			stopped++
			if !strings.Contains(err.Error(), "le remplacement des fichiers s’est arrêté au milieu") {
				t.Errorf("%v", err)
			}
			next := sites[stop%2] // on to the new site, or back to the old one
			mustPublish(t, dir, next, Options{system: ways["a mount point"].system})
			wantTree(t, dir, withFolders(next))
		}
		wantAlone(t, dir)
	}
	if stopped < 4 {
		t.Errorf("stopped in the middle only %d times", stopped)
	}
}
