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

// findLayouts returns Hugo's site without content: that of the benchmark data
// or, if there is none, this package's own, which does the same work.
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

// builder turns the corpus into a site, in one or several timed steps.
type builder struct {
	steps  []step
	output string   // folder of the finished site
	caches []string // what a cold build must not find, beside the output
}

// step is a timed command with the row of the report that counts it. Its output
// is the files below files, except those below except.
type step struct {
	row           string
	command       command
	files, except string
}

// builders returns the competitors, in the order of the first round. In the
// campaign's folder, source/ holds the corpus and sections/ its titles.
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
					argv: []string{c.tools.hugo, "--source", c.hugoSite(), "--config", "hugo.toml,mounts.toml", "--destination", hugo,
						"--noBuildLock"},
					env: []string{"HUGO_CACHEDIR=" + hugoCache},
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

// writeHugoSite writes Hugo's site, with the corpus and its section titles as
// mounts: nothing is copied for Hugo.
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

// clear makes the next build a cold one.
func (b builder) clear() error {
	for _, folder := range append(b.caches, b.output) {
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
	}
	return nil
}
