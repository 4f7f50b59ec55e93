package portal

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/history"
	"intraqvt/internal/parallel"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
	"intraqvt/internal/shared"
	"intraqvt/internal/site"
)

// Workspace is a source folder that is loaded again and again. Each load reads
// the folder anew and as a whole, but takes what an earlier one made of bytes
// that are still the same, since that depends on these bytes alone. Its
// methods may not be called at the same time.
type Workspace struct {
	options   Options
	look      *look // of the last load
	pages     map[string]kept
	past      atomic.Pointer[history.Log] // read last
	semaphore shared.Semaphore
}

// kept is a page with what its file was like when it was read.
type kept struct {
	page     *content.Page
	from     origin
	size     int64
	modified time.Time
	settled  bool // size and time would tell of a change
	with     parser
}

// parser is what a page is read with beside its bytes.
type parser struct {
	types     *schema.Set
	plainCode bool
}

// settled is how old a change must be for size and time to tell of the next:
// file systems count time in steps of up to two seconds.
const settled = 3 * time.Second

// Open makes the workspace of Options.Source.
func Open(o Options) *Workspace { return &Workspace{options: o, semaphore: shared.NewSemaphore()} }

// Reading says what a load reads. The zero value reads the source folder, where
// any file may have changed.
type Reading struct {
	// Files are read instead of what stands in the source folder now. What was
	// made of bytes still holds for the same bytes; the times of these files,
	// which in a revision are all the same, tell nothing.
	Files fs.FS

	// Changed are the files and folders, below the source folder, that may have
	// changed since the last load: all other pages are taken for unchanged
	// without a look, which saves a fifth of the load's time. What was changed
	// unseen, [Workspace.Missed] finds. nil stands for any file.
	Changed []string
}

// mayHaveChanged tells of a file below the source folder.
func (r Reading) mayHaveChanged(file string) bool {
	return r.Changed == nil || slices.ContainsFunc(r.Changed, func(name string) bool {
		rest, inside := strings.CutPrefix(file, name)
		return inside && (rest == "" || rest[0] == '/')
	})
}

// Loaded is a linked site with what the stages after it need.
type Loaded struct {
	Site     *site.Site
	Types    *schema.Set
	Problems []problem.Problem // of all stages so far, sorted
	Stages   []Stage
	Files    fs.FS // of the source folder

	semaphore shared.Semaphore // of the workspace
	source    string           // the folder; "" where the files came from elsewhere
	cache     string
	look      *look
	past      func() (*history.Log, error) // read when it is first asked for
}

// Load reads and links the content of a source folder; see [Workspace.Load].
func Load(ctx context.Context, o Options) (*Loaded, error) { return Open(o).Load(ctx, Reading{}) }

// Load reads and links the content. An error is one of the machine; what is
// wrong with the content is in Problems.
func (w *Workspace) Load(ctx context.Context, r Reading) (*Loaded, error) {
	clock, o := newClock(), w.options
	earlier := w.pages
	w.pages = nil // a load that comes to no pages leaves nothing to rely on
	if o.At.IsZero() {
		o.At = Today()
	}
	files := r.Files
	if files == nil {
		var err error
		if files, err = w.source(); err != nil {
			return nil, err
		}
	}
	var list problem.List
	list.Add(badFolders(files)...)
	l := &Loaded{semaphore: w.semaphore, Files: files, cache: filepath.Join(o.Source, ".cache")}
	if r.Files == nil {
		l.source = cmp.Or(o.Source, ".")
	}
	if info, err := fs.Stat(files, content.Folder); err != nil || !info.IsDir() {
		l.Problems = slices.DeleteFunc(list.All(), func(p problem.Problem) bool { return p.File != content.Folder })
		if len(l.Problems) > 0 {
			return l, nil
		}
		return nil, noContentError{o.Source}
	}
	var problems []problem.Problem
	w.look, problems = readLook(files, w.look)
	list.Add(problems...)
	l.look = w.look
	l.Types, problems = l.look.types()
	list.Add(problems...)
	if l.Types == nil {
		l.Problems = list.All()
		return l, nil
	}
	configData, err := fs.ReadFile(files, content.ConfigFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		list.Add(content.Unreadable(content.ConfigFile, err))
	}
	configured := err == nil || !errors.Is(err, fs.ErrNotExist) || errors.Is(err, content.ErrOutside)
	config, problems := site.ReadConfig(configData)
	list.Add(problems...)
	if o.BaseURL != "" {
		if err := config.SetBaseURL(o.BaseURL); err != nil {
			return nil, fmt.Errorf("adresse du portail « %s » : %w", o.BaseURL, err)
		}
	}
	found, problems := content.Walk(files)
	list.Add(problems...)
	list.Add(l.Conflicts([]string{questionsFile})...)
	sources := l.sources(found.Pages, configured)
	clock.stop("configuration")
	pages := w.parse(ctx, sources, earlier, r, parser{l.Types, !config.Highlights(configured)}, &list)
	if err := ctx.Err(); err != nil {
		w.pages = nil
		return nil, err
	}
	clock.stop("lecture")
	o.progress("liens", 0, 0)
	exclusions := readExclusions(files, l.Types, &list)
	l.Site = site.Link(pages, l.Types, config, site.Options{
		At: o.At, Drafts: o.Drafts, Configured: configured, Assets: found.Assets, Excluded: claimsOf(exclusions),
		Cascade:  cascadeOf(exclusions),
		Unfrozen: o.Unfrozen,
	})
	list.Add(l.Site.Problems...)
	clock.stop("liens")
	l.Problems, l.Stages = l.judged(list.All()), clock.stages
	l.past = sync.OnceValues(func() (*history.Log, error) {
		if !configured || r.Files != nil { // the files came from elsewhere, and so would their dates
			return &history.Log{}, nil
		}
		return w.readPast(ctx, filepath.Join(o.Source, content.Folder))
	})
	return l, nil
}

// Options are those that the workspace was opened with.
func (w *Workspace) Options() Options { return w.options }

// Semaphore admits one slow computation on the workspace at a time.
func (w *Workspace) Semaphore() shared.Semaphore { return w.semaphore }

// source opens the source folder.
func (w *Workspace) source() (fs.FS, error) {
	files, err := OpenSource(cmp.Or(w.options.Source, "."))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOTDIR) {
		err = noContentError{w.options.Source}
	}
	return files, err
}

// badFolders are the folders of a portal that are links and cannot be followed.
func badFolders(files fs.FS) []problem.Problem {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil // content/ cannot be read either, which is told
	}
	var problems []problem.Problem
	for _, e := range entries {
		if slices.Contains(Folders, e.Name()) && e.Type()&fs.ModeSymlink != 0 {
			if p, bad := content.BadLink(files, e.Name(), e); bad {
				problems = append(problems, p)
			}
		}
	}
	return problems
}

// below is a folder of a file system.
func below(fsys fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err) // only of a name that is no path
	}
	return sub
}

// origin is where a page is read.
type origin struct {
	file string // below the source folder
	fsys fs.FS
	name string // in fsys
}

// sources are the pages of content/ and, in a portal, those of the authors'
// guide, which stand in layouts/guide/ and give way to the portal's own. They
// are in the order of their places in the portal.
func (l *Loaded) sources(files []string, configured bool) []origin {
	list := make([]origin, len(files))
	for i, file := range files {
		list[i] = origin{file, l.Files, file}
	}
	if !configured {
		return list
	}
	for _, name := range l.look.guide() {
		file := "layouts/" + name
		if _, own := slices.BinarySearch(files, content.FileAt(content.NameOf(file))); !own {
			list = append(list, origin{file, l.look.layouts, name})
		}
	}
	slices.SortFunc(list, func(a, b origin) int { return strings.Compare(content.NameOf(a.file), content.NameOf(b.file)) })
	return list
}

// Read gives the bytes of a page's file again.
func (l *Loaded) Read(file string) ([]byte, error) {
	if name, ok := strings.CutPrefix(file, "layouts/"); ok {
		return fs.ReadFile(l.look.layouts, name)
	}
	return fs.ReadFile(l.Files, file)
}

// judged are problems as they count in a folder: one without a configuration
// came from elsewhere, as it is, and is shown as far as it can be.
func (l *Loaded) judged(problems []problem.Problem) []problem.Problem {
	if l.Site.Configured {
		return problems
	}
	problems = slices.DeleteFunc(problems, func(p problem.Problem) bool {
		return p.Level == problem.Warning && slices.Contains(foreign, p.Rule)
	})
	for i := range problems {
		if slices.Contains(leftOut, problems[i].Rule) {
			problems[i].Level = problem.Warning
		}
	}
	return problems
}

// leftOut are the errors that say that a file is not shown: in a folder without
// configuration the others are.
var leftOut = []*problem.Rule{problem.OutsideSymlink}

// foreign are the warnings that say nothing in a folder without configuration:
// files written for another program have fields and HTML of their own.
var foreign = []*problem.Rule{problem.UnknownField, problem.RemovedHTML, problem.UnclosedHTML, problem.UnknownTag}

// parse reads all pages, on all cores, in the order of their sources; of those
// that were read earlier, what may have changed. Once ctx has ended it reads no
// more.
func (w *Workspace) parse(
	ctx context.Context, sources []origin, earlier map[string]kept, r Reading, with parser, list *problem.List,
) []*content.Page {
	var options []content.Option
	if with.plainCode {
		options = append(options, content.PlainCode)
	}
	read := make([]kept, len(sources))
	var begun atomic.Int64
	parallel.Each(len(sources), func(i int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		w.options.progress("lecture", int(begun.Add(1)), len(sources))
		src, before := sources[i], earlier[sources[i].file]
		if before.with != with || before.from.file != src.file {
			before = kept{}
		}
		if before.page != nil && !r.mayHaveChanged(src.file) {
			read[i] = before
			return nil
		}
		now, err := fs.Stat(src.fsys, src.name)
		if err == nil && r.Files == nil && before.settled && now.Size() == before.size && now.ModTime().Equal(before.modified) {
			read[i] = before
			return nil
		}
		if err == nil && now.Size() > content.MaxPageSize {
			list.Add(content.TooLarge(src.file, now.Size()))
			return nil
		}
		began := time.Now()
		data, err := fs.ReadFile(src.fsys, src.name)
		if err != nil {
			list.Add(content.Unreadable(src.file, err))
			return nil
		}
		read[i] = kept{page: before.page, from: src, with: with}
		if now != nil {
			read[i].size, read[i].modified = now.Size(), now.ModTime()
			read[i].settled = r.Files == nil && began.Sub(now.ModTime()) > settled
		}
		if before.page == nil || before.page.Digest != content.DigestOf(data) {
			read[i].page = content.Parse(src.file, data, with.types, options...)
		}
		return nil
	})
	w.pages = make(map[string]kept, len(read))
	pages := make([]*content.Page, 0, len(read))
	for i, k := range read {
		if k.page != nil {
			w.pages[sources[i].file] = k
			pages = append(pages, k.page)
		}
	}
	return pages
}

// Missed looks at all pages of the last load, and names the files that have
// changed since they were read.
func (w *Workspace) Missed() []string {
	all := slices.Collect(maps.Values(w.pages))
	changed := make([]string, len(all))
	parallel.Each(len(all), func(i int) error {
		k := all[i]
		if now, err := fs.Stat(k.from.fsys, k.from.name); err == nil && (now.Size() != k.size || !now.ModTime().Equal(k.modified)) {
			changed[i] = k.from.file
		}
		return nil
	})
	return slices.DeleteFunc(changed, func(name string) bool { return name == "" })
}
