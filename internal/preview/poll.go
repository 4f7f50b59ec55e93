package preview

import (
	"context"
	"io/fs"
	"time"

	"intraqvt/internal/portal"
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
	found := map[string]glance{}
	files, err := portal.OpenSource(p.source)
	if err != nil {
		return found // the load complains of it, as of what follows
	}
	looked := 0
	for _, folder := range portal.Folders {
		fs.WalkDir(files, folder, func(name string, e fs.DirEntry, err error) error {
			if looked++; looked > portal.MaxFiles {
				return fs.SkipAll
			}
			switch {
			case err != nil:
				return nil
			case isScrap(e.Name()) && e.IsDir():
				return fs.SkipDir
			case isScrap(e.Name()) || e.IsDir():
				return nil
			}
			if info, err := e.Info(); err == nil {
				found[name] = glance{info.Size(), info.ModTime()}
			} else {
				found[name] = glance{} // a link that is not followed
			}
			return nil
		})
	}
	return found
}
