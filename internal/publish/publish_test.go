package publish

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ways are the systems that a publication may meet.
var ways = map[string]struct {
	system  system
	inPlace bool
}{
	"as it is":      {},
	"no exchange":   {system: system{exchange: noExchange}},
	"no hard links": {system: system{link: failing(syscall.EPERM)}},
	"neither":       {system: system{exchange: noExchange, link: failing(syscall.EMLINK)}},
	"another file system": {system: system{link: failing(syscall.EXDEV), exchange: failing(syscall.EXDEV), rename: busyFolder},
		inPlace: true},
	"a mount point": {system: system{exchange: failing(syscall.EBUSY), rename: busyFolder}, inPlace: true},
}

func failing(err error) func(string, string) error {
	return func(a, b string) error { return &os.LinkError{Op: "test", Old: a, New: b, Err: err} }
}

var noExchange = failing(syscall.EINVAL)

// busyFolder refuses to rename the published folder, or anything into it from
// outside, as the system does for a mount point.
func busyFolder(from, to string) error {
	switch {
	case strings.Contains(to, "."+previousKind+"-"):
		return failing(syscall.EBUSY)(from, to)
	case filepath.Base(to) == insideName:
		return failing(syscall.EXDEV)(from, to)
	}
	return os.Rename(from, to)
}

func TestReplacement(t *testing.T) {
	old := site{"index.html": "accueil", "a/un.html": "un", "a/deux.html": "deux"}
	tests := map[string]struct {
		old  site                           // published first, where not nil
		hand func(t *testing.T, dir string) // what somebody does in between
		new  site
		want site    // folders added; nil: the new site's files
		sum  Summary // but Files, Bytes and InPlace
	}{
		"first publication": {
			new: old,
			sum: Summary{Written: 3, WrittenBytes: 13},
		},
		"empty folder": {
			hand: func(t *testing.T, dir string) { put(t, dir, site{"./": ""}) },
			new:  old,
			sum:  Summary{Written: 3, WrittenBytes: 13},
		},
		"folder with dot files only": {
			hand: func(t *testing.T, dir string) { put(t, dir, site{".gitkeep": "", ".git/config": "c"}) },
			new:  site{"index.html": "x"},
			want: site{"index.html": "x", ".gitkeep": "", ".git/config": "c"},
			sum:  Summary{Written: 1, WrittenBytes: 1},
		},
		"nothing changed": {
			old: old, new: old,
			sum: Summary{Kept: 3},
		},
		"changed, added and removed": {
			old: old,
			new: site{"index.html": "accueil", "a/un.html": "UN !", "b/c/trois.html": "trois"},
			sum: Summary{Kept: 1, Written: 2, Removed: 1, WrittenBytes: 9},
		},
		"all removed": {
			old: old, new: site{},
			sum: Summary{Removed: 3},
		},
		"a file becomes a folder": {
			old: old,
			new: site{"index.html/x": "y", "a/un.html": "un"},
			sum: Summary{Kept: 1, Written: 1, Removed: 2, WrittenBytes: 1},
		},
		"a folder becomes a file": {
			old: old,
			new: site{"index.html": "accueil", "a": "fichier"},
			sum: Summary{Kept: 1, Written: 1, Removed: 2, WrittenBytes: 7},
		},
		"edited by hand": {
			old: old, new: old,
			hand: func(t *testing.T, dir string) { put(t, dir, site{"a/un.html": "autre chose"}) },
			sum:  Summary{Kept: 2, Written: 1, WrittenBytes: 2},
		},
		"edited by hand to the same size": {
			old: old, new: old,
			hand: func(t *testing.T, dir string) { put(t, dir, site{"a/un.html": "UN"}) },
			sum:  Summary{Kept: 2, Written: 1, WrittenBytes: 2},
		},
		"edited to the same size in the manifest's own tick": {
			old: old, new: old,
			hand: func(t *testing.T, dir string) {
				put(t, dir, site{"a/un.html": "UN"})
				tick := mustStat(t, filepath.Join(dir, manifestName)).ModTime()
				if err := os.Chtimes(filepath.Join(dir, "a/un.html"), tick, tick); err != nil {
					t.Fatal(err)
				}
			},
			sum: Summary{Kept: 2, Written: 1, WrittenBytes: 2},
		},
		"touched but the same": {
			old: old, new: old,
			hand: func(t *testing.T, dir string) {
				later := time.Now().Add(time.Hour)
				if err := os.Chtimes(filepath.Join(dir, "a/un.html"), later, later); err != nil {
					t.Fatal(err)
				}
			},
			sum: Summary{Kept: 3},
		},
		"deleted by hand": {
			old: old, new: old,
			hand: func(t *testing.T, dir string) {
				if err := os.RemoveAll(filepath.Join(dir, "a")); err != nil {
					t.Fatal(err)
				}
			},
			sum: Summary{Kept: 1, Written: 2, WrittenBytes: 6},
		},
		"replaced by a link": {
			old: old, new: old,
			hand: func(t *testing.T, dir string) {
				path := filepath.Join(dir, "index.html")
				if err := errors.Join(os.Remove(path), os.Symlink("a/un.html", path)); err != nil {
					t.Fatal(err)
				}
			},
			sum: Summary{Kept: 2, Written: 1, WrittenBytes: 7},
		},
		"empty folders are no content": {
			old: old, new: old,
			hand: func(t *testing.T, dir string) { put(t, dir, site{"vide/encore/": ""}) },
			sum:  Summary{Kept: 3},
		},
		"dot files at any level": {
			old: old,
			new: site{"index.html": "neuf"},
			hand: func(t *testing.T, dir string) {
				put(t, dir, site{".gitkeep": "", "a/.htaccess": "deny", ".git/objects/00/x": "o", ".git/vide/": "", "b/.c/d.html": "d"})
				if err := os.Symlink("index.html", filepath.Join(dir, ".lien")); err != nil {
					t.Fatal(err)
				}
			},
			want: site{"index.html": "neuf", ".gitkeep": "", "a/.htaccess": "deny", ".git/objects/00/x": "o", ".git/vide/": "",
				"b/.c/d.html": "d", ".lien": "-> index.html"},
			sum: Summary{Written: 1, Removed: 2, WrittenBytes: 4},
		},
		"dot files of the site": {
			old: site{".nojekyll": "", ".well-known/a.txt": "a", "x": "x"},
			new: site{".nojekyll": "", "x": "y"},
			sum: Summary{Kept: 1, Written: 1, Removed: 1, WrittenBytes: 1},
		},
		"a dot file becomes the site's": {
			old:  site{"x": "x"},
			hand: func(t *testing.T, dir string) { put(t, dir, site{".well-known/a.txt": "a", ".well-known/b.txt": "b"}) },
			new:  site{"x": "x", ".well-known/a.txt": "a"},
			want: site{"x": "x", ".well-known/a.txt": "a", ".well-known/b.txt": "b"},
			sum:  Summary{Kept: 2},
		},
	}
	for way, w := range ways {
		for name, test := range tests {
			t.Run(way+"/"+name, func(t *testing.T) {
				dir := filepath.Join(t.TempDir(), "parent", "site")
				opts := Options{system: w.system}
				if test.old != nil {
					mustPublish(t, dir, test.old, Options{})
				}
				if test.hand != nil {
					test.hand(t, dir)
				}
				sum := mustPublish(t, dir, test.new, opts)
				if test.want == nil {
					test.want = test.new
				}
				wantTree(t, dir, withFolders(test.want))
				wantAlone(t, dir)

				want := test.sum
				want.Files = len(test.new)
				for _, content := range test.new {
					want.Bytes += int64(len(content))
				}
				want.InPlace = sum.InPlace
				if sum != want {
					t.Errorf("%+v, want %+v", sum, want)
				}
				if sum.InPlace && !w.inPlace {
					t.Error("replaced in place where it could be exchanged")
				}

				// The next publication knows all of it again.
				again := mustPublish(t, dir, test.new, opts)
				if again.Written+again.Removed > 0 || again.InPlace {
					t.Errorf("published again: %+v", again)
				}
			})
		}
	}
}

func TestInPlaceIsTheLastResort(t *testing.T) {
	for way, w := range ways {
		dir := filepath.Join(t.TempDir(), "site")
		mustPublish(t, dir, site{"a": "1", "b": "1"}, Options{})
		sum := mustPublish(t, dir, site{"a": "2", "b": "1"}, Options{system: w.system})
		if sum.InPlace != w.inPlace {
			t.Errorf("%s: in place: %t", way, sum.InPlace)
		}
	}
}

func TestKeptFilesAreTheSameFiles(t *testing.T) {
	for way, w := range ways {
		t.Run(way, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site")
			mustPublish(t, dir, site{"a/page.html": "page", "change": "1"}, Options{})
			put(t, dir, site{".gitkeep": ""})
			before := map[string]fs.FileInfo{}
			for _, name := range []string{"a/page.html", ".gitkeep"} {
				old := time.Now().Add(-48 * time.Hour).Truncate(time.Second)
				if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
					t.Fatal(err)
				}
				before[name] = mustStat(t, filepath.Join(dir, name))
			}
			mustPublish(t, dir, site{"a/page.html": "page", "change": "2"}, Options{system: w.system})
			for name, info := range before {
				after := mustStat(t, filepath.Join(dir, name))
				if !after.ModTime().Equal(info.ModTime()) || after.Mode() != info.Mode() {
					t.Errorf("%s: %v %v, was %v %v", name, after.ModTime(), after.Mode(), info.ModTime(), info.Mode())
				}
				// A copy keeps the times only.
				copied := w.system.link != nil && !w.inPlace
				if !copied && !os.SameFile(info, after) {
					t.Errorf("%s is another file", name)
				}
			}
		})
	}
}

func TestUnchangedSiteLeavesTheFolderAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	s := site{"index.html": "x", "a/b.html": "y"}
	mustPublish(t, dir, s, Options{})
	before := []fs.FileInfo{mustStat(t, dir), mustStat(t, filepath.Join(dir, "a")), mustStat(t, filepath.Join(dir, manifestName))}

	p, err := Begin(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Abort()
	for name, content := range s {
		if err := p.Write(name, []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if p.staging != "" {
		t.Error("a staging folder was made for nothing")
	}
	if _, err := p.Commit(); err != nil {
		t.Fatal(err)
	}
	after := []fs.FileInfo{mustStat(t, dir), mustStat(t, filepath.Join(dir, "a")), mustStat(t, filepath.Join(dir, manifestName))}
	for i := range before {
		if !os.SameFile(before[i], after[i]) || !before[i].ModTime().Equal(after[i].ModTime()) {
			t.Errorf("%s was touched", before[i].Name())
		}
	}
}

// Two builds of the same site give the same bytes, whatever order they write
// in and whatever stood there before.
func TestSameSiteSameBytes(t *testing.T) {
	s := site{"b.html": "b", "a/c.html": "c", "é.html": "é"}
	one, two := filepath.Join(t.TempDir(), "un"), filepath.Join(t.TempDir(), "deux")
	mustPublish(t, one, s, Options{})
	mustPublish(t, two, site{"b.html": "avant", "parti/x.html": "x"}, Options{})
	p, err := Begin(t.Context(), two, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Abort()
	for _, name := range []string{"é.html", "a/c.html", "b.html"} {
		if err := p.Write(name, []byte(s[name])); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Commit(); err != nil {
		t.Fatal(err)
	}
	a, b := snapshot(t, one), snapshot(t, two)
	for dir, snap := range map[string]site{one: a, two: b} {
		manifest, err := os.ReadFile(filepath.Join(dir, manifestName))
		if err != nil {
			t.Fatal(err)
		}
		snap[manifestName] = string(manifest)
	}
	if !maps.Equal(a, b) {
		t.Errorf("%q\n%q", a, b)
	}
}

// Links that somebody planted in the folder, or where the program keeps its own
// beside it, lead no byte out of it, whichever way the folder is replaced.
func TestPlantedLinks(t *testing.T) {
	old, next := site{"index.html": "un", "a/b.html": "un"}, site{"index.html": "deux", "a/b.html": "deux", "c/d.html": "deux"}
	plants := map[string]func(dir, outside string) error{
		"a page":        func(dir, outside string) error { return replaceByLink(outside+"/neuf", dir+"/index.html") },
		"a folder":      func(dir, outside string) error { return replaceByLink(outside, dir+"/a") },
		"a new folder":  func(dir, outside string) error { return replaceByLink(outside, dir+"/c") },
		"the manifest":  func(dir, outside string) error { return replaceByLink(outside+"/la", dir+"/"+manifestName) },
		"the journal":   func(dir, outside string) error { return replaceByLink(outside+"/neuf", dir+"/"+journalName) },
		"the inside":    func(dir, outside string) error { return replaceByLink(outside, dir+"/"+insideName) },
		"the lock":      func(dir, outside string) error { return replaceByLink(outside+"/neuf", sibling(dir, "lock")) },
		"a staging":     func(dir, outside string) error { return replaceByLink(outside, sibling(dir, "staging-0123abcd")) },
		"an old folder": func(dir, outside string) error { return replaceByLink(outside, sibling(dir, "previous-0123abcd")) },
		"a folder that the manifest calls a file": func(dir, outside string) error {
			f, err := os.OpenFile(dir+"/"+manifestName, os.O_RDWR, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			files := map[string]fingerprint{"index.html": fingerprintOf([]byte("un")), "c": {}}
			_, err = f.WriteAt(formatManifest(files), 0)
			return errors.Join(err, os.RemoveAll(dir+"/a"), f.Truncate(int64(len(formatManifest(files)))), replaceByLink(outside, dir+"/c"))
		},
	}
	for name, plant := range plants {
		for _, way := range []string{"as it is", "a mount point"} {
			t.Run(name+", "+way, func(t *testing.T) {
				dir, outside := filepath.Join(t.TempDir(), "site"), t.TempDir()
				mustPublish(t, dir, old, Options{})
				put(t, outside, site{"la": "intact"})
				if err := plant(dir, outside); err != nil {
					t.Skip(err)
				}
				_, err := publishTo(t.Context(), dir, next, Options{system: ways[way].system})
				t.Log(err)
				wantTree(t, outside, site{"la": "intact"})
			})
		}
	}
}

func replaceByLink(to, name string) error {
	return errors.Join(os.RemoveAll(name), os.Symlink(to, name))
}
