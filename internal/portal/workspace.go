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

// Workspace loads a source folder repeatedly. Each load reads the whole folder,
// but reuses earlier results for files whose bytes are unchanged, since these
// depend on nothing else. Its methods must not be called concurrently.
type Workspace struct {
	options   Options
	look      *look // of the last load
	pages     map[string]cachedPage
	log       atomic.Pointer[history.Log] // the last log read
	semaphore shared.Semaphore
}

// cachedPage is a page with the state of its file when it was read.
type cachedPage struct {
	page     *content.Page
	from     origin
	size     int64
	modified time.Time
	settled  bool // a later change would change size or time
	settings parseSettings
}

// parseSettings holds what a page depends on beside its bytes.
type parseSettings struct {
	types     *schema.Set
	plainCode bool
}

// settledAge is the minimum age of a change for which size and time reveal the
// next one: some file systems have a resolution of two seconds.
const settledAge = 3 * time.Second

// Open returns a workspace for Options.Source.
func Open(o Options) *Workspace { return &Workspace{options: o, semaphore: shared.NewSemaphore()} }

// Reading is what a load reads. The zero value reads the source folder, in
// which any file may have changed.
type Reading struct {
	// Files are read instead of the source folder. Results are reused by
	// content only, because all files of a revision have the same time.
	Files fs.FS

	// Changed lists the files and folders, below the source folder, that may
	// have changed since the last load; nil means any. All other pages are not
	// checked, which saves a fifth of the load's time. [Workspace.MissedChanges]
	// finds changes that were not listed.
	Changed []string
}

// mayHaveChanged reports whether a file below the source folder may have changed.
func (r Reading) mayHaveChanged(file string) bool {
	return r.Changed == nil || slices.ContainsFunc(r.Changed, func(name string) bool {
		rest, inside := strings.CutPrefix(file, name)
		return inside && (rest == "" || rest[0] == '/')
	})
}

// Loaded is a linked site with what later stages need.
type Loaded struct {
	Site     *site.Site
	Types    *schema.Set
	Problems []problem.Problem // of all stages so far, sorted
	Stages   []Stage
	Files    fs.FS // of the source folder

	semaphore shared.Semaphore // of the workspace
	source    string           // the folder; "" if the files came from elsewhere
	cache     string
	look      *look
	log       func() (*history.Log, error) // read on first use
}

// Load reads and links the content of a source folder; see [Workspace.Load].
func Load(ctx context.Context, o Options) (*Loaded, error) { return Open(o).Load(ctx, Reading{}) }

// Load reads and links the content. The error is one of the machine; problems
// of the content are in Problems.
func (w *Workspace) Load(ctx context.Context, r Reading) (*Loaded, error) {
	clock, o := newClock(), w.options
	earlier := w.pages
	w.pages = nil // if this load fails, the next reads all pages
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
	pages := w.parse(ctx, sources, earlier, r, parseSettings{l.Types, !config.Highlights(configured)}, &list)
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
	l.Problems, l.Stages = l.adjustLevels(list.All()), clock.stages
	l.log = sync.OnceValues(func() (*history.Log, error) {
		if !configured || r.Files != nil { // the files came from elsewhere, so their dates are unknown
			return &history.Log{}, nil
		}
		return w.readLog(ctx, filepath.Join(o.Source, content.Folder))
	})
	return l, nil
}

// Options returns the workspace's options.
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

// badFolders reports folders of a portal that are links and cannot be followed.
func badFolders(files fs.FS) []problem.Problem {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil // content/ cannot be read either, which is reported
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

// subFolder returns a folder of a file system.
func subFolder(fsys fs.FS, dir string) fs.FS {
	sub, err := fs.Sub(fsys, dir)
	if err != nil {
		panic(err) // only for an invalid path
	}
	return sub
}

// origin is the file of a page.
type origin struct {
	file string // below the source folder
	fsys fs.FS
	name string // in fsys
}

// sources returns the pages of content/ and, in a portal, those of the authors'
// guide in layouts/guide/, which the portal's own pages replace. They are
// sorted by their places in the portal.
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

// Read returns the bytes of a page's file.
func (l *Loaded) Read(file string) ([]byte, error) {
	if name, ok := strings.CutPrefix(file, "layouts/"); ok {
		return fs.ReadFile(l.look.layouts, name)
	}
	return fs.ReadFile(l.Files, file)
}

// adjustLevels adjusts the levels of problems in a bare folder, which was
// written for another program and is shown as far as possible.
func (l *Loaded) adjustLevels(problems []problem.Problem) []problem.Problem {
	if l.Site.Configured {
		return problems
	}
	problems = slices.DeleteFunc(problems, func(p problem.Problem) bool {
		return p.Level == problem.Warning && slices.Contains(bareFolderIgnored, p.Rule)
	})
	for i := range problems {
		if slices.Contains(bareFolderWarnings, problems[i].Rule) {
			problems[i].Level = problem.Warning
		}
	}
	return problems
}

// bareFolderWarnings are the errors that are only warnings in a bare folder,
// where one file is not shown but all others are.
var bareFolderWarnings = []*problem.Rule{problem.OutsideSymlink}

// bareFolderIgnored are the warnings that are dropped in a bare folder, because
// files for another program have their own fields and HTML.
var bareFolderIgnored = []*problem.Rule{problem.UnknownField, problem.RemovedHTML, problem.UnclosedHTML, problem.UnknownTag}

// parse reads all pages, on all cores, in the order of their sources. Pages
// that were read earlier are only read again if they may have changed. It stops
// when ctx ends.
func (w *Workspace) parse(
	ctx context.Context, sources []origin, earlier map[string]cachedPage, r Reading, settings parseSettings, list *problem.List,
) []*content.Page {
	var options []content.Option
	if settings.plainCode {
		options = append(options, content.PlainCode)
	}
	read := make([]cachedPage, len(sources))
	var begun atomic.Int64
	parallel.Each(len(sources), func(i int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		w.options.progress("lecture", int(begun.Add(1)), len(sources))
		src, before := sources[i], earlier[sources[i].file]
		if before.settings != settings || before.from.file != src.file {
			before = cachedPage{}
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
		read[i] = cachedPage{page: before.page, from: src, settings: settings}
		if now != nil {
			read[i].size, read[i].modified = now.Size(), now.ModTime()
			read[i].settled = r.Files == nil && began.Sub(now.ModTime()) > settledAge
		}
		if before.page == nil || before.page.Digest != content.DigestOf(data) {
			read[i].page = content.Parse(src.file, data, settings.types, options...)
		}
		return nil
	})
	w.pages = make(map[string]cachedPage, len(read))
	pages := make([]*content.Page, 0, len(read))
	for i, k := range read {
		if k.page != nil {
			w.pages[sources[i].file] = k
			pages = append(pages, k.page)
		}
	}
	return pages
}

// MissedChanges checks all pages of the last load, and returns the files that have
// changed since they were read.
func (w *Workspace) MissedChanges() []string {
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
