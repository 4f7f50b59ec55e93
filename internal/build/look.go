package build

import (
	"crypto/sha256"
	"io/fs"
	"strings"
	"sync"

	"intraqvt/internal/problem"
	"intraqvt/internal/render"
	"intraqvt/internal/schema"
	"intraqvt/layouts"
	"intraqvt/static"
)

// lookFolders are the folders of a source that say how its site looks, and
// Folders all that it is made of.
var (
	lookFolders = []string{"layouts", "static"}
	Folders     = append([]string{"content"}, lookFolders...)
)

// look is what layouts/ and static/ of a source folder say, together with
// those built into the program. It is read once for as long as these folders
// stay as they are.
type look struct {
	layouts, static fs.FS
	digest          [sha256.Size]byte // of the folders
	readTypes       func() readTypes

	mu       sync.Mutex
	language string // of the theme
	theme    *readTheme
}

type readTypes struct {
	set      *schema.Set
	problems []problem.Problem
}

type readTheme struct {
	theme    *render.Theme
	problems []problem.Problem
}

// readLook gives the look of a source folder: the one before where nothing
// has changed.
func readLook(files fs.FS, before *look) *look {
	digest := digestOf(files, lookFolders...)
	if before != nil && before.digest == digest {
		return before
	}
	l := &look{layouts: overlay(files, "layouts", layouts.FS), static: overlay(files, "static", static.FS), digest: digest}
	l.readTypes = sync.OnceValue(func() (r readTypes) {
		r.set, r.problems = schema.Read(l.layouts)
		return r
	})
	return l
}

func (l *look) types() (*schema.Set, []problem.Problem) {
	r := l.readTypes()
	return r.set, r.problems
}

// themeFor reads the theme in a language.
func (l *look) themeFor(language string) (*render.Theme, []problem.Problem) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.theme == nil || l.language != language {
		types, _ := l.types()
		t, problems := render.ReadTheme(l.layouts, l.static, types, language)
		l.theme, l.language = &readTheme{t, problems}, language
	}
	return l.theme.theme, l.theme.problems
}

// guide names the pages of the authors' guide, below layouts/.
func (l *look) guide() []string {
	names, _ := fs.Glob(l.layouts, "guide/*.md") // fails only for a pattern that is none
	return names
}

// digestOf is a digest of the names and bytes of all files in folders. What
// cannot be read counts as missing: whoever needs it complains.
func digestOf(files fs.FS, folders ...string) (digest [sha256.Size]byte) {
	h := sha256.New()
	for _, folder := range folders {
		fs.WalkDir(files, folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return nil
			}
			data, err := fs.ReadFile(files, name)
			if err == nil {
				sum := sha256.Sum256(data)
				h.Write([]byte(strings.ReplaceAll(name, "\x00", "") + "\x00"))
				h.Write(sum[:])
			}
			return nil
		})
	}
	h.Sum(digest[:0])
	return digest
}
