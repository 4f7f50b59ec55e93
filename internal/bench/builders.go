//go:build linux

package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed all:hugo
var ownLayouts embed.FS

// findLayouts is Hugo's site without content: the one beside the benchmark
// data where there is one, else this package's own, which does equal work.
func findLayouts(data string) (fs.FS, error) {
	if data != "" {
		beside := filepath.Join(data, "hugo")
		if _, err := os.Stat(filepath.Join(beside, "hugo.toml")); err == nil {
			return os.DirFS(beside), nil
		}
	}
	return fs.Sub(ownLayouts, "hugo")
}

// Names of the report's rows. A combined row is the sum of two others.
const (
	rowIntraqvt = "intraqvt"
	rowHugo     = "Hugo"
	rowPagefind = "Pagefind"
	rowPeer     = "Hugo + Pagefind"
	rowFloor    = "floor"
)

// builder turns the corpus into a site, in one timed step or in several.
type builder struct {
	steps  []step
	output string   // where the finished site is
	caches []string // what, besides the output, a cold build must not find
}

// step is one timed command and the row that it is counted in. The files that
// it answers for are those below files, less those below except.
type step struct {
	row           string
	command       command
	files, except string
}

// builders are the competitors, in the order of the first round. folder is
// the campaign's own: source/ in it holds the corpus, sections/ its titles.
func (c campaign) builders() []builder {
	source := filepath.Join(c.folder, "source")
	output := func(name string) string { return filepath.Join(c.folder, "output", name) }
	intraqvt, hugo, floor := output("intraqvt"), output("hugo"), output("floor")
	hugoCache := filepath.Join(c.folder, "hugo-cache")
	search := filepath.Join(hugo, "pagefind")
	return []builder{
		{
			steps: []step{{
				row:     rowIntraqvt,
				command: command{argv: []string{c.tools.intraqvt, "build", "--source", source, "--output", intraqvt}},
				files:   intraqvt,
			}},
			output: intraqvt,
			caches: []string{filepath.Join(source, ".cache")},
		},
		{
			steps: []step{{
				row: rowHugo,
				command: command{
					argv: []string{c.tools.hugo, "--source", c.hugoSite(), "--config", "hugo.toml,mounts.toml", "--destination", hugo, "--noBuildLock"},
					env:  []string{"HUGO_CACHEDIR=" + hugoCache},
				},
				files:  hugo,
				except: search,
			}, {
				row:     rowPagefind,
				command: command{argv: []string{c.tools.pagefind, "--site", hugo}},
				files:   search,
			}},
			output: hugo,
			caches: []string{hugoCache},
		},
		{
			steps: []step{{
				row:     rowFloor,
				command: command{argv: []string{c.tools.floor, "-source", c.content(), "-output", floor}},
				files:   floor,
			}},
			output: floor,
		},
	}
}

func (c campaign) hugoSite() string { return filepath.Join(c.folder, "hugo") }

// writeHugoSite lays out the peer's site and mounts the corpus and its section
// titles on it, where they are: nothing is copied for Hugo.
func (c campaign) writeHugoSite() error {
	if err := os.CopyFS(c.hugoSite(), c.layouts); err != nil {
		return err
	}
	mounts := "[module]\n"
	for _, source := range []string{c.content(), c.corpus.sections} {
		mounts += fmt.Sprintf("[[module.mounts]]\nsource = '%s'\ntarget = 'content'\n", source)
	}
	return os.WriteFile(filepath.Join(c.hugoSite(), "mounts.toml"), []byte(mounts), 0o644)
}

// clear makes the next build of b a cold one.
func (b builder) clear() error {
	for _, folder := range append(b.caches, b.output) {
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
	}
	return nil
}
