package preview

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"intraqvt/internal/build"
)

// pollEvery is how often a poller looks. To look at 10,000 files of this
// machine takes some 20 ms; over a network it is the round trips that count.
const pollEvery = time.Second

// poller tells of changes by looking at all files again and again. It is for
// folders of which the system does not tell: those of another machine, where
// somebody else saves, and trees with more folders than it can watch.
type poller struct {
	source string
	every  time.Duration
	known  map[string]glance
}

// glance is what a look at a file without reading it tells.
type glance struct {
	size     int64
	modified time.Time
}

func newPoller(source string, every time.Duration) *poller {
	p := &poller{source: source, every: every}
	p.known = p.look()
	return p
}

func (p *poller) close() {}

// next waits until files differ from what they were, and then until a look
// finds them as the one before: a save may be under way.
func (p *poller) next(ctx context.Context) ([]string, error) {
	tick := time.NewTicker(p.every)
	defer tick.Stop()
	changed := map[string]bool{}
	for {
		select {
		case <-ctx.Done():
			return nil, nil
		case <-tick.C:
		}
		now, more := p.look(), 0
		for name, g := range now {
			if before, ok := p.known[name]; !ok || before.size != g.size || !before.modified.Equal(g.modified) {
				changed[name] = true
				more++
			}
		}
		for name := range p.known {
			if _, still := now[name]; !still {
				changed[name] = true
				more++
			}
		}
		if p.known = now; more == 0 && len(changed) > 0 {
			return sortedNames(changed), nil
		}
		if more > 0 {
			tick.Reset(min(p.every, settling))
		} else {
			tick.Reset(p.every)
		}
	}
}

// settling is how long after a change a poller looks again.
const settling = 50 * time.Millisecond

// look finds the files that make a site, with links followed as the build
// follows them.
func (p *poller) look() map[string]glance {
	files := map[string]glance{}
	for _, name := range build.Folders {
		p.lookInto(filepath.Join(p.source, name), name, nil, files)
	}
	return files
}

func (p *poller) lookInto(dir, name string, above []fs.FileInfo, files map[string]glance) {
	info, err := os.Stat(dir)
	if err != nil || slices.ContainsFunc(above, func(a fs.FileInfo) bool { return os.SameFile(a, info) }) {
		return // the load complains of it
	}
	if !info.IsDir() {
		files[name] = glance{info.Size(), info.ModTime()}
		return
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if !isScrap(e.Name()) {
			p.lookInto(filepath.Join(dir, e.Name()), name+"/"+e.Name(), append(slices.Clone(above), info), files)
		}
	}
}
