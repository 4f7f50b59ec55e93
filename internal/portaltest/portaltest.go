// Package portaltest gives tests a small portal, read, parsed and linked. The
// portal is in testdata/portal: types with fields of every kind, and a few
// pages of each. A test uses it as it is, changes some of its files, or adds
// files of its own to its layouts.
//
// What enters: files by their names in the portal's folder. What leaves: the
// portal of these files, with its problems. The package renders and writes
// nothing; only tests import it.
package portaltest

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

//go:embed testdata/portal
var disk embed.FS

// Day is the day for which portals are linked.
var Day = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// Files holds the text of a portal's files by name, content/… and layouts/….
type Files map[string]string

// Small returns the files of the small portal.
func Small(t testing.TB) Files {
	t.Helper()
	inside, err := fs.Sub(disk, "testdata/portal")
	if err != nil {
		t.Fatal(err)
	}
	return Files{}.Under(t, ".", inside)
}

// Layouts returns the small portal's layouts only.
func Layouts(t testing.TB) Files {
	t.Helper()
	files := Small(t)
	maps.DeleteFunc(files, func(name, _ string) bool { return !strings.HasPrefix(name, "layouts/") })
	return files
}

// Under returns the files and those of a file system, placed below a folder.
func (f Files) Under(t testing.TB, folder string, fsys fs.FS) Files {
	t.Helper()
	all := f.With(nil)
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		all[strings.TrimPrefix(folder+"/"+name, "./")] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// With returns the files with others added or replaced; an empty text removes a
// file.
func (f Files) With(others Files) Files {
	all := Files{}
	maps.Copy(all, f)
	for name, text := range others {
		if all[name] = text; text == "" {
			delete(all, name)
		}
	}
	return all
}

// Read returns the bytes of a file.
func (f Files) Read(name string) ([]byte, error) {
	text, ok := f[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return []byte(text), nil
}

// Portal is the linked portal of some files.
type Portal struct {
	Types    *schema.Set // nil if they cannot be read; then Site is nil too
	Pages    []*content.Page
	Config   *site.Config
	Site     *site.Site
	Problems []problem.Problem // of types, file names, configuration and site
}

// Load reads, parses and links files for [Day], or for another day set by change.
func Load(t testing.TB, files Files, change ...func(*site.Options)) *Portal {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	p := &Portal{}
	if p.Types, p.Problems = types(t, folder); p.Types == nil {
		return p
	}
	found, problems := content.Walk(folder)
	p.Problems = append(p.Problems, problems...)
	guide, err := fs.Glob(folder, content.GuideSource+"/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(found.Pages, guide...) {
		p.Pages = append(p.Pages, content.Parse(name, []byte(files[name]), p.Types))
	}
	slices.SortFunc(p.Pages, func(a, b *content.Page) int { return strings.Compare(a.Name, b.Name) })
	config, configured := folder[content.ConfigFile]
	var data []byte
	if configured {
		data = config.Data
	}
	p.Config, problems = site.ReadConfig(data)
	p.Problems = append(p.Problems, problems...)
	o := site.Options{At: Day, Configured: configured, Assets: found.Assets}
	for _, f := range change {
		f(&o)
	}
	p.Site = site.Link(p.Pages, p.Types, p.Config, o)
	p.Problems = append(p.Problems, p.Site.Problems...)
	return p
}

// known caches the types by their descriptions, since most portals of a package
// have the same.
var known sync.Map

type described struct {
	types    *schema.Set
	problems []problem.Problem
}

func types(t testing.TB, folder fstest.MapFS) (*schema.Set, []problem.Problem) {
	var key strings.Builder
	for _, name := range slices.Sorted(maps.Keys(folder)) {
		if strings.HasPrefix(name, "layouts/") && strings.HasSuffix(name, ".yaml") {
			fmt.Fprintf(&key, "%s %q\n", name, folder[name].Data)
		}
	}
	if d, ok := known.Load(key.String()); ok {
		return d.(described).types, slices.Clone(d.(described).problems)
	}
	layouts, err := fs.Sub(folder, "layouts")
	if err != nil {
		t.Fatal(err)
	}
	var d described
	d.types, d.problems = schema.Read(layouts)
	known.Store(key.String(), d)
	return d.types, slices.Clone(d.problems)
}
