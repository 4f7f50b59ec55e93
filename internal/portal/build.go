// Package portal defines the order of the stages, and nothing else does:
// content → site → render and search → publish.
//
// What enters: a source folder and the options of the command line. What
// leaves: a published site, an up-to-date search index and its shards for the
// browser, and a [Report]; or, if the content has errors, the problems, and the
// published site is left unchanged. [Load] runs the stages up to the linked
// site, for commands that do not publish.
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

// Options are the options of a build.
type Options struct {
	Source  string    // the folder that holds content/
	Output  string    // the folder to publish to
	BaseURL string    // overrides the configuration's base URL
	At      time.Time // the day to build for; zero means the day of the load
	Drafts  bool      // publish drafts and future pages too
	Waiting func()    // called if another build holds the output folder

	// Unfrozen shows frozen issues of newsletters with the present content.
	Unfrozen bool

	// Progress is called when a stage begins and as it advances; total is 0 if
	// unknown. It is called often, perhaps concurrently, so it must return at
	// once.
	Progress func(stage string, done, total int)
}

func (o Options) progress(stage string, done, total int) {
	if o.Progress != nil {
		o.Progress(stage, done, total)
	}
}

// Report is the result of a build.
type Report struct {
	Pages     int               `json:"pages"`
	Files     int               `json:"files"`
	Bytes     int64             `json:"bytes"`
	Written   int               `json:"written"`
	Kept      int               `json:"kept"`
	Removed   int               `json:"removed"`
	Hidden    map[string]int    `json:"hidden,omitempty"`   // number of pages that readers do not see, by reason in French
	Unlisted  int               `json:"unlisted,omitempty"` // number of Pages that are in no list
	Refused   int               `json:"refused"`            // files that are not published because a browser would run them
	Documents int               `json:"documents"`          // number of documents in the search index
	Indexed   int               `json:"indexed"`            // number of pages whose documents changed
	Note      string            `json:"note,omitempty"`     // in French: why the history of the files is incomplete
	Stages    []Stage           `json:"-"`
	Problems  []problem.Problem `json:"-"`
}

// Stage is a stage with its duration.
type Stage struct {
	Name     string
	Duration time.Duration
}

// ErrContent is the error if the content has errors, which are in the report.
var ErrContent = errors.New("le contenu a des erreurs")

// NoContent returns the error for a source folder without content/; it is [fs.ErrNotExist].
func NoContent(source string) error { return noContentError{source} }

type noContentError struct{ source string }

func (e noContentError) Error() string        { return "pas de dossier content/ dans " + e.source }
func (e noContentError) Is(target error) bool { return target == fs.ErrNotExist }

// Build makes the site and publishes it. If the content has errors, it returns
// [ErrContent] and leaves the output folder unchanged.
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
	past.Go(func() { l.log() }) // takes about as long as the index
	defer past.Wait()
	defer stop() // runs before the wait
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
// replaces the old site with it.
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
	log, err := l.log()
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
	report.Hidden, report.Unlisted = countHidden(l.Site)
	report.Pages, report.Refused = len(l.Site.Pages), renderer.Refused()
	report.Files, report.Bytes = summary.Files, summary.Bytes
	report.Written, report.Kept, report.Removed = summary.Written, summary.Kept, summary.Removed
	report.Documents, report.Indexed = indexed.Documents, indexed.Changed
	return nil
}

// countHidden counts the pages that readers do not see, by reason, and the
// unlisted ones.
func countHidden(s *site.Site) (hidden map[string]int, unlisted int) {
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

// publishOutput renders one address and frees its memory before the next.
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

// prepareCache makes the cache folder and hides it from git. It refuses links
// in it, because the program would write and delete where they lead.
func prepareCache(dir string) error {
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case isLink(d.Type()):
			if _, err := os.Readlink(name); err != nil { // on Windows, a file that another system stores
				return nil
			}
			return fmt.Errorf("cache : %s est un lien, le programme n’écrit pas là où il mène ; supprimez le dossier %s, il sera refait",
				name, dir)
		case d.IsDir() && filepath.Base(filepath.Dir(name)) == imageCache:
			return fs.SkipDir // its many files are replaced, never written to
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

// imageCache is the cache's folder of image variants.
const imageCache = "images"

// clock measures consecutive stages.
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

// Check returns every problem of the content without publishing anything.
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
