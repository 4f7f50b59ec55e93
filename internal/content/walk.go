package content

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"

	"intraqvt/internal/address"
	"intraqvt/internal/problem"
)

// Files are the names below a content folder, sorted.
type Files struct {
	Pages  []string // Markdown files
	Assets []string // everything else, configuration and hidden files aside
}

// ConfigFile is the portal's only configuration, in content/.
const ConfigFile = "site.yaml"

// Walk lists a content folder. It follows links to folders, except one that
// leads back to a folder it is in. What cannot be read is a problem.
func Walk(fsys fs.FS) (Files, []problem.Problem) {
	w := &walker{fsys: fsys, idle: make(chan struct{}, runtime.GOMAXPROCS(0)-1)}
	root, err := fs.Stat(fsys, ".")
	if err != nil {
		w.unreadable(".", err)
		return w.files, w.problems
	}
	w.folder(".", []fs.FileInfo{root})
	w.wait.Wait()
	slices.Sort(w.files.Pages)
	slices.Sort(w.files.Assets)
	w.lookAlike()
	slices.SortFunc(w.problems, problem.Compare)
	return w.files, w.problems
}

// walker lists folders on all cores.
type walker struct {
	fsys fs.FS
	idle chan struct{} // as long as the cores that have nothing to do, but for one
	wait sync.WaitGroup

	mu       sync.Mutex
	files    Files
	problems []problem.Problem
}

// enter lists a folder, beside the others where a core is idle.
func (w *walker) enter(name string, above []fs.FileInfo) {
	select {
	case w.idle <- struct{}{}:
		w.wait.Go(func() {
			w.folder(name, above)
			<-w.idle
		})
	default:
		w.folder(name, above)
	}
}

func (w *walker) folder(name string, above []fs.FileInfo) {
	entries, err := fs.ReadDir(w.fsys, name)
	if err != nil {
		w.unreadable(name, err)
		return
	}
	var here Files
	for _, e := range entries {
		if IsScrap(e.Name()) {
			continue
		}
		child := path.Join(name, e.Name())
		if !fs.ValidPath(child) {
			w.unreadable(strings.ToValidUTF8(child, "\ufffd"), fs.ErrInvalid)
			continue
		}
		if p, ok := address.CheckName(e.Name()); !ok && !IsMarkdown(child) { // those of pages are said with their addresses
			p.File = child
			w.complain(p)
		}
		mode := e.Type()
		var info fs.FileInfo
		if mode&fs.ModeSymlink != 0 {
			if info, err = fs.Stat(w.fsys, child); err != nil {
				w.unreadable(child, err)
				continue
			}
			mode = info.Mode().Type()
		}
		switch {
		case mode.IsDir():
			if info == nil {
				if info, err = e.Info(); err != nil {
					w.unreadable(child, err)
					continue
				}
			}
			if slices.ContainsFunc(above, func(a fs.FileInfo) bool { return os.SameFile(a, info) }) {
				w.complain(problem.Problem{File: child, Level: problem.Error, Code: "lien-en-boucle",
					Message: "ce lien ramène à un dossier qui le contient", Hint: "supprimez le lien, ou faites-le pointer ailleurs"})
				continue
			}
			w.enter(child, append(slices.Clone(above), info))
		case !mode.IsRegular():
			// Sockets, pipes and devices are nobody's content.
		case IsMarkdown(child):
			here.Pages = append(here.Pages, child)
		case child != ConfigFile:
			here.Assets = append(here.Assets, child)
		}
	}
	w.mu.Lock()
	w.files.Pages = append(w.files.Pages, here.Pages...)
	w.files.Assets = append(w.files.Assets, here.Assets...)
	w.mu.Unlock()
}

// lookAlike complains of files that differ in nothing but case: some systems
// keep one of them.
func (w *walker) lookAlike() {
	first := map[string]string{}
	for _, name := range w.files.Assets {
		key := strings.ToLower(name)
		if other, twice := first[key]; twice {
			w.complain(problem.Problem{File: name, Level: problem.Warning, Code: address.Code,
				Message: "ce nom ne diffère que par la casse de " + other + " : Windows et macOS n’en gardent qu’un", Hint: "renommez l’un des deux"})
		} else {
			first[key] = name
		}
	}
}

func (w *walker) complain(p problem.Problem) {
	w.mu.Lock()
	w.problems = append(w.problems, p)
	w.mu.Unlock()
}

func (w *walker) unreadable(name string, err error) {
	w.complain(Unreadable(name, err))
}

// Unreadable is the problem of a file or folder that cannot be read.
func Unreadable(name string, err error) problem.Problem {
	p := problem.Problem{File: name, Level: problem.Error, Code: "fichier-illisible", Message: "fichier illisible : " + err.Error()}
	switch {
	case errors.Is(err, fs.ErrPermission):
		p.Message, p.Hint = "permission de lire refusée", "donnez le droit de lecture, par exemple chmod a+r"
	case errors.Is(err, fs.ErrNotExist):
		p.Message, p.Hint = "fichier introuvable", "un lien vers un fichier qui n’existe plus ?"
	case errors.Is(err, syscall.ELOOP):
		p.Message, p.Hint = "ce lien ne mène qu’à lui-même", "supprimez le lien, ou faites-le pointer ailleurs"
	case errors.Is(err, fs.ErrInvalid):
		p.Message, p.Hint = "nom de fichier illisible", "renommez le fichier : son nom n’est pas en UTF-8"
	}
	return p
}

// IsMarkdown tells whether a file is a page's source.
func IsMarkdown(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return true
	}
	return false
}

// IsScrap tells whether a name is hidden, or what editors and systems leave
// behind: it is nobody's content.
func IsScrap(name string) bool {
	switch strings.ToLower(name) {
	case "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r":
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".swp", ".swo", ".tmp", ".bak", ".orig", ".rej", ".part", ".crdownload":
		return true
	}
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "~$") || strings.HasPrefix(name, "#")
}
