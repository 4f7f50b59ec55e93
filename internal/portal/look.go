package portal

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"intraqvt/internal/content"
	"intraqvt/internal/problem"
	"intraqvt/internal/render"
	"intraqvt/internal/schema"
	"intraqvt/layouts"
	"intraqvt/static"
)

// LookFolders are the folders of a source that define the site's appearance;
// Folders are all of a source's folders.
var (
	LookFolders = []string{"layouts", "static"}
	Folders     = append([]string{content.Folder}, LookFolders...)
)

// look holds layouts/ and static/ of a source folder, combined with those built
// into the program. It is kept as long as these folders do not change.
type look struct {
	layouts, static fs.FS
	digest          [sha256.Size]byte // of the folders' content
	readTypes       func() typesResult

	mu       sync.Mutex
	language string // of the theme
	theme    *themeResult
}

type typesResult struct {
	set      *schema.Set
	problems []problem.Problem
}

type themeResult struct {
	theme    *render.Theme
	problems []problem.Problem
}

// readLook returns the look of a source folder, which is the previous one if
// nothing has changed. The problems are unreadable files and merge conflicts.
func readLook(files fs.FS, before *look) (*look, []problem.Problem) {
	digest, problems := digestOf(files, LookFolders...)
	if before != nil && before.digest == digest {
		return before, problems
	}
	l := &look{layouts: layouts.FS, static: static.FS, digest: digest}
	if !slices.ContainsFunc(problems, func(p problem.Problem) bool { return p.Rule == problem.TooManyFiles }) {
		l.layouts, l.static = overlay(files, "layouts", layouts.FS), overlay(files, "static", static.FS)
	}
	l.readTypes = sync.OnceValue(func() (r typesResult) {
		r.set, r.problems = schema.Read(l.layouts)
		return r
	})
	return l, problems
}

func (l *look) types() (*schema.Set, []problem.Problem) {
	r := l.readTypes()
	return r.set, r.problems
}

// themeFor returns the theme in a language.
func (l *look) themeFor(language string) (*render.Theme, []problem.Problem) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.theme == nil || l.language != language {
		types, _ := l.types()
		t, problems := render.ReadTheme(l.layouts, l.static, types, language)
		l.theme, l.language = &themeResult{t, problems}, language
	}
	return l.theme.theme, l.theme.problems
}

// guide returns the names of the guide's pages, below layouts/.
func (l *look) guide() []string {
	names, _ := fs.Glob(l.layouts, "guide/*.md") // fails only for an invalid pattern
	return names
}

// digestOf returns a digest of the names and contents of all files in folders.
// An unreadable file counts as missing. The problems are those of [readLook].
func digestOf(files fs.FS, folders ...string) (digest [sha256.Size]byte, problems []problem.Problem) {
	h := sha256.New()
	for _, folder := range folders {
		if _, err := fs.Stat(files, folder); err != nil {
			continue
		}
		names, bad := content.List(files, folder)
		problems = append(problems, bad...)
		for _, name := range names {
			data, err := fs.ReadFile(files, name)
			if err != nil {
				problems = append(problems, content.Unreadable(name, err))
				continue
			}
			if bytes.IndexByte(data, 0) < 0 { // a text
				find := problem.Conflicts
				if content.IsMarkdown(name) {
					find = problem.MarkdownConflicts
				}
				problems = append(problems, find(name, data)...)
			}
			sum := sha256.Sum256(data)
			h.Write([]byte(strings.ReplaceAll(name, "\x00", "") + "\x00"))
			h.Write(sum[:])
		}
	}
	h.Sum(digest[:0])
	return digest, problems
}
