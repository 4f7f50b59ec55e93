// Package portal knows the order of the stages, and is the only place that
// does: content → site → render and search → publish.
//
// What enters: a source folder and what the command line says. What leaves: a
// published site, an up-to-date search index, also as shards for the
// browser, and a [Report]; or the problems
// that stand in the way, with the published site as it was. [Load] runs the
// stages up to the linked site, for the commands that only look at it.
package portal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/parallel"
	"intraqvt/internal/problem"
	"intraqvt/internal/publish"
	"intraqvt/internal/render"
	"intraqvt/internal/site"
)

// Options say what to build.
type Options struct {
	Source  string    // the folder that holds content/
	Output  string    // the folder to publish to
	BaseURL string    // instead of the configuration's
	At      time.Time // the day to build for; zero for that of the load
	Drafts  bool      // publish drafts and future pages too
	Waiting func()    // called where another build holds the output

	// Unfrozen shows issues of newsletters as they would be now, though they are
	// frozen.
	Unfrozen bool

	// Progress is told when a stage begins and how far it has come; total is 0
	// where nobody knows. It may be called from many goroutines at once, and
	// often: it must return at once.
	Progress func(stage string, done, total int)
}

func (o Options) progress(stage string, done, total int) {
	if o.Progress != nil {
		o.Progress(stage, done, total)
	}
}

// Report says what a build did.
type Report struct {
	Pages     int               `json:"pages"`
	Files     int               `json:"files"`
	Bytes     int64             `json:"bytes"`
	Written   int               `json:"written"`
	Kept      int               `json:"kept"`
	Removed   int               `json:"removed"`
	Hidden    map[string]int    `json:"hidden,omitempty"`   // pages that readers do not see, by reason, in French
	Unlisted  int               `json:"unlisted,omitempty"` // of Pages, those in no list
	Refused   int               `json:"refused"`            // files that are not published for what a browser would do with them
	Documents int               `json:"documents"`          // of the search index
	Indexed   int               `json:"indexed"`            // pages whose documents changed
	Note      string            `json:"note,omitempty"`     // in French: why the history of the files says less than it could
	Stages    []Stage           `json:"-"`
	Problems  []problem.Problem `json:"-"`
}

// Stage is the time that a stage took.
type Stage struct {
	Name     string
	Duration time.Duration
}

// ErrContent says that the content has errors; the report holds them.
var ErrContent = errors.New("le contenu a des erreurs")

// NoContent says that a source folder has no content/; it is [fs.ErrNotExist].
func NoContent(source string) error { return noContentError{source} }

// noContentError is a source folder without content/; it is [fs.ErrNotExist].
type noContentError struct{ source string }

func (e noContentError) Error() string        { return "pas de dossier content/ dans " + e.source }
func (e noContentError) Is(target error) bool { return target == fs.ErrNotExist }

// Build makes the site and publishes it. Where the content has errors it
// returns [ErrContent] and leaves the output as it was.
func Build(ctx context.Context, o Options) (*Report, error) {
	ctx, stop := context.WithCancel(ctx)
	l, err := Load(ctx, o)
	if err != nil {
		stop()
		return nil, err
	}
	defer stop()
	if l.Site == nil {
		return &Report{Problems: l.Problems}, ErrContent
	}
	var past sync.WaitGroup
	past.Go(func() { l.past() }) // takes about as long as the index
	defer past.Wait()
	defer stop() // before it is waited for
	report := &Report{Stages: l.Stages}
	clock := newClock()
	o.progress("images", 0, 0)
	m, problems, err := l.materials()
	report.Problems = problems
	if err != nil {
		return report, err
	}
	if hasErrors(problems) {
		return report, ErrContent
	}
	clock.stop("images")
	if err := l.publish(ctx, o, m, report, clock); err != nil {
		return report, err
	}
	if err := m.store.Prune(); err != nil {
		return report, fmt.Errorf("ménage du cache d’images : %w", err)
	}
	report.Stages = append(report.Stages, clock.stages...)
	return report, nil
}

// publish indexes every page, renders every address into the new site, and
// puts it in the place of the old one.
func (l *Loaded) publish(ctx context.Context, o Options, m materials, report *Report, clock *clock) error {
	publication, err := publish.Begin(ctx, o.Output, publish.Options{Waiting: o.Waiting})
	if err != nil {
		return err
	}
	defer publication.Abort()
	o.progress("index", 0, 0)
	index, indexed, err := l.updatedIndex(ctx)
	if err != nil {
		return err
	}
	defer index.Close()
	clock.stop("index")
	related, err := l.related(ctx, index)
	if err != nil {
		return err
	}
	log, err := l.past()
	if err != nil {
		return err
	}
	report.Note = log.Note
	renderer := l.renderer(m, related)
	outputs := renderer.Outputs()
	var rendered atomic.Int64
	err = parallel.Each(len(outputs), func(i int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		o.progress("rendu", int(rendered.Add(1)), len(outputs))
		return l.publishOutput(outputs[i], publication)
	})
	if err != nil {
		return err
	}
	clock.stop("rendu")
	o.progress("recherche", 0, 0)
	if err := l.export(index, publication.Write); err != nil {
		return err
	}
	clock.stop("recherche")
	o.progress("publication", 0, 0)
	summary, err := publication.Commit()
	if err != nil {
		return err
	}
	clock.stop("publication")
	report.Hidden, report.Unlisted = hiddenBy(l.Site)
	report.Pages, report.Refused = len(l.Site.Pages), renderer.Refused()
	report.Files, report.Bytes = summary.Files, summary.Bytes
	report.Written, report.Kept, report.Removed = summary.Written, summary.Kept, summary.Removed
	report.Documents, report.Indexed = indexed.Documents, indexed.Changed
	return nil
}

// hiddenBy counts the pages that readers do not see, by reason, and those that
// no list shows.
func hiddenBy(s *site.Site) (hidden map[string]int, unlisted int) {
	names := map[content.Hiding]string{
		content.Unread: "en-tête illisible", content.Unfinished: "brouillons, relectures", content.Claimed: "cachées",
		content.Expired: "expirées", content.Waiting: "à paraître",
	}
	hidden = map[string]int{}
	for _, p := range s.Hidden {
		hidden[names[p.Seen.Hiding]]++
	}
	for _, p := range s.Pages {
		if p.Unlisted {
			unlisted++
		}
	}
	return hidden, unlisted
}

// publishOutput renders one address and lets go of it before the next.
func (l *Loaded) publishOutput(out render.Output, publication *publish.Publication) error {
	if out.Copy != "" {
		return publication.CopyFile(out.Address, l.Files, out.Copy)
	}
	data, err := out.Bytes()
	if err != nil {
		return err
	}
	return publication.Write(out.Address, data)
}

// prepareCache makes the cache folder, which git shall not see. No link may
// stand in it: the program would write and delete where it leads.
func prepareCache(dir string) error {
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case isLink(d.Type()):
			if _, err := os.Readlink(name); err != nil { // on Windows, a file that another system keeps
				return nil
			}
			return fmt.Errorf("cache : %s est un lien, le programme n’écrit pas là où il mène ; supprimez le dossier %s, il sera refait",
				name, dir)
		case d.IsDir() && filepath.Base(filepath.Dir(name)) == imageCache:
			return fs.SkipDir // its thousands of files are replaced, never written to
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("cache %s : %w", dir, err)
	}
	ignore := filepath.Join(dir, ".gitignore")
	if _, err := os.Stat(ignore); errors.Is(err, fs.ErrNotExist) {
		return os.WriteFile(ignore, []byte("*\n"), 0o644)
	}
	return nil
}

// imageCache is the folder of the cache that keeps pictures.
const imageCache = "images"

// clock measures stages one after the other.
type clock struct {
	last   time.Time
	stages []Stage
}

func newClock() *clock { return &clock{last: time.Now()} }

func (c *clock) stop(name string) {
	now := time.Now()
	c.stages = append(c.stages, Stage{name, now.Sub(c.last)})
	c.last = now
}

// Check finds every problem of the content without publishing anything.
func Check(ctx context.Context, o Options) ([]problem.Problem, error) {
	l, err := Load(ctx, o)
	if err != nil {
		return nil, err
	}
	o.progress("images", 0, 0)
	view, problems, err := l.view(ctx)
	if view != nil {
		o.progress("questions", 0, 0)
		return view.Check(ctx)
	}
	return problems, err
}
