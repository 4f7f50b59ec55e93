package preview

import (
	"context"
	"io/fs"
	"time"

	"intraqvt/internal/portal"
)

// pollEvery is the interval of a poller. Checking 10,000 local files takes
// about 20 ms; over a network, each round trip counts.
const pollEvery = time.Second

// poller detects changes by checking all files again and again. It is for
// folders where the system reports no changes: those of another machine, and
// trees with too many folders to watch.
type poller struct {
	source string
	every  time.Duration
	known  map[string]fileStamp
}

// fileStamp is what the system tells of a file without reading it.
type fileStamp struct {
	size     int64
	modified time.Time
}

func newPoller(source string, every time.Duration) *poller {
	p := &poller{source: source, every: every}
	p.known = p.look()
	return p
}

func (p *poller) close() {}

// next waits until files have changed, and then until two checks give the same
// result: a save may be in progress.
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

// settling is the interval of checks after a change.
const settling = 50 * time.Millisecond

// look finds the files of the site, following links as the build does.
func (p *poller) look() map[string]fileStamp {
	found := map[string]fileStamp{}
	files, err := portal.OpenSource(p.source)
	if err != nil {
		return found // the load reports this error and the following ones
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
				found[name] = fileStamp{info.Size(), info.ModTime()}
			} else {
				found[name] = fileStamp{} // a link that is not followed
			}
			return nil
		})
	}
	return found
}
