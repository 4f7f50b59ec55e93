package portal

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"intraqvt/internal/content"
	"intraqvt/internal/markdown"
	"intraqvt/internal/media"
	"intraqvt/internal/parallel"
	"intraqvt/internal/problem"
	"intraqvt/internal/render"
	"intraqvt/internal/search"
	"intraqvt/internal/shared"
	"intraqvt/internal/site"
)

// View serves the addresses of a site on demand, with the bytes that [Build]
// would publish. Its methods may be called concurrently.
type View struct {
	Site *site.Site

	loaded  *Loaded
	outputs map[string]render.Output
	tell    func(*site.Page, markdown.Writer) error // see [render.Renderer.Tell]
	shards  *shared.Value[map[string][]byte]        // of the search
	check   *shared.Value[[]problem.Problem]
}

// Prepare loads the source folder and makes its view, without publishing
// anything. If the problems include errors, the view shows as much as possible;
// it is nil if that is nothing. The returned error is one of the machine.
func (w *Workspace) Prepare(ctx context.Context, r Reading) (*View, []problem.Problem, error) {
	l, err := w.Load(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	return l.view(ctx)
}

// view makes the view of a loaded site; see [Workspace.Prepare].
func (l *Loaded) view(ctx context.Context) (*View, []problem.Problem, error) {
	m, problems, err := l.materials()
	if err != nil || m.theme == nil {
		return nil, problems, err
	}
	renderer := l.renderer(m, l.relatedWhenAsked(ctx))
	v := &View{
		Site: l.Site, loaded: l, tell: renderer.Tell,
		outputs: map[string]render.Output{}, shards: shared.New(l.semaphore, l.shards),
	}
	v.check = shared.New(l.semaphore, func(ctx context.Context) ([]problem.Problem, error) {
		var list problem.List
		list.Add(problems...)
		list.Add(l.Conflicts(filesAt(l.Site.Assets))...)
		if hasErrors(problems) {
			return list.All(), nil // mails and search answers of an incomplete portal would be wrong
		}
		list.Add(v.Issues().problems()...)
		list.Add(v.Issues().sentProblems()...)
		unanswered, err := l.checkQuestions(ctx)
		list.Add(unanswered...)
		return list.All(), err
	})
	for _, out := range renderer.Outputs() {
		v.outputs[out.Address] = out
	}
	return v, problems, nil
}

func hasErrors(problems []problem.Problem) bool {
	errors, _ := problem.Count(problems)
	return errors > 0
}

// Check returns every problem of the content, like the function [Check]. The
// check runs once for all callers, and stops when all of them have left.
func (v *View) Check(ctx context.Context) ([]problem.Problem, error) { return v.check.Get(ctx) }

// Issues returns the issues of the portal's newsletters.
func (v *View) Issues() *Issues { return &Issues{v.Site, nil, v} }

// Page returns the page at an address; nil if the portal generates it.
func (v *View) Page(address string) *site.Page { return v.outputs[address].Page }

// Style returns the address of the style sheet, which changes with its content.
func (v *View) Style() string {
	theme, _ := v.loaded.look.themeFor(v.Site.Config.Language)
	return theme.Style
}

// materials holds the theme and files with which a site is rendered.
type materials struct {
	theme *render.Theme
	store *media.Store
	media *render.Media
}

// materials reads the theme and the files that pages use. The problems are
// those of all stages, sorted: an error in one does not stop the checks of the
// next. Without a site or a theme, m is empty.
func (l *Loaded) materials() (m materials, problems []problem.Problem, err error) {
	if l.Site == nil {
		return m, l.Problems, nil
	}
	var list problem.List
	list.Add(l.Problems...)
	theme, problems := l.look.themeFor(l.Site.Config.Language)
	list.Add(problems...)
	if theme == nil {
		return m, list.All(), nil
	}
	if err := prepareCache(l.cache); err != nil {
		return m, list.All(), err
	}
	list.Add(theme.Check(l.Site)...)
	m = materials{theme: theme, store: media.New(subFolder(l.Files, content.Folder), filepath.Join(l.cache, imageCache))}
	m.media, problems = render.ReadMedia(l.Site, m.store)
	list.Add(problems...)
	list.Add(l.Conflicts(filesAt(l.Site.Files))...)
	return m, list.All(), nil
}

// renderer makes the renderer of a loaded site. Pages whose history cannot be
// read are shown without it.
func (l *Loaded) renderer(m materials, related func(*site.Page) []*site.Page) *render.Renderer {
	return render.New(l.Site, m.theme, m.media, render.Needs{
		Related: related,
		Revisions: func(file string) []render.Revision {
			log, err := l.log()
			if err != nil {
				return nil
			}
			return revisions(log, l.Site.Config, file)
		},
		Read: l.Read,
	})
}

// AllProblems returns the problems of all stages, including the theme and images,
// sorted. The error is one of the machine.
func (l *Loaded) AllProblems() ([]problem.Problem, error) {
	_, problems, err := l.materials()
	return problems, err
}

// filesAt returns the files at places in the portal.
func filesAt(names []string) []string {
	files := make([]string, len(names))
	for i, name := range names {
		files[i] = content.FileAt(name)
	}
	return files
}

// Conflicts returns merge conflicts in files beside the pages. Missing files
// and files that are no texts have none.
func (l *Loaded) Conflicts(files []string) []problem.Problem {
	found := make([][]problem.Problem, len(files))
	parallel.Each(len(files), func(i int) error {
		if info, err := fs.Stat(l.Files, files[i]); err != nil || info.Size() > content.MaxPageSize {
			return nil
		}
		data, err := fs.ReadFile(l.Files, files[i])
		if err == nil && bytes.IndexByte(data, 0) < 0 {
			found[i] = problem.Conflicts(files[i], data)
		}
		return nil
	})
	return slices.Concat(found...)
}

// Ignores reports whether a file name is not the portal's: hidden, or left
// behind by an editor.
func Ignores(name string) bool { return content.IsScrap(name) }

// MaxFiles is the maximum number of files and folders of a portal.
const MaxFiles = content.MaxFiles

// relatedWhenAsked finds similar pages on demand. The index is opened only
// while it is needed, because builds and searches of other processes use it
// too. If it cannot be read, there are no similar pages.
func (l *Loaded) relatedWhenAsked(ctx context.Context) func(*site.Page) []*site.Page {
	if !l.Site.Configured {
		return nil
	}
	var mu sync.Mutex
	known := map[*site.Page][]*site.Page{}
	updated := false
	open := func() (*search.Index, error) {
		if updated {
			return openIndex(ctx, l)
		}
		index, _, err := l.updatedIndex(ctx)
		updated = err == nil
		return index, err
	}
	return func(p *site.Page) []*site.Page {
		mu.Lock()
		defer mu.Unlock()
		if like, ok := known[p]; ok {
			return like
		}
		index, err := open()
		if err != nil {
			return nil
		}
		defer index.Close()
		like, err := l.relatedTo(ctx, p, index)
		if err != nil {
			return nil
		}
		known[p] = like
		return like
	}
}

// shards returns the files of the search, by address.
func (l *Loaded) shards(ctx context.Context) (map[string][]byte, error) {
	index, _, err := l.updatedIndex(ctx)
	if err != nil {
		return nil, err
	}
	defer index.Close()
	files := map[string][]byte{}
	var mu sync.Mutex
	err = l.export(index, func(name string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		files[name] = data
		return ctx.Err()
	})
	return files, err
}

// Has reports whether the site has a page or a file at an address. Files of the
// search do not count.
func (v *View) Has(address string) bool {
	_, ok := v.outputs[address]
	return ok
}

// Open returns what is at an address below the root. The error is
// [fs.ErrNotExist] for an unknown address, or that of ctx. The files of the
// search are made on first use.
func (v *View) Open(ctx context.Context, address string) (io.ReadSeekCloser, error) {
	f, err := v.open(address)
	if err == nil || !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(address, search.ShardFolder) {
		return f, err
	}
	files, err := v.shards.Get(ctx)
	if data, ok := files[address]; ok {
		return renderedFile{bytes.NewReader(data)}, nil
	}
	return nil, cmp.Or(err, notFound(address))
}

func notFound(address string) error { return fmt.Errorf("%s : %w", address, fs.ErrNotExist) }

// open is like Open, without the files of the search.
func (v *View) open(address string) (io.ReadSeekCloser, error) {
	out, ok := v.outputs[address]
	if !ok {
		return nil, notFound(address)
	}
	if out.Copy == "" {
		data, err := out.Bytes()
		return renderedFile{bytes.NewReader(data)}, err
	}
	f, err := v.loaded.Files.Open(out.Copy)
	if err != nil {
		return nil, err
	}
	return f.(io.ReadSeekCloser), nil // content is on disk, so files can seek
}

// renderedFile is a rendered page that is read like a file.
type renderedFile struct{ *bytes.Reader }

func (renderedFile) Close() error { return nil }
