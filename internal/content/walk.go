package content

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"

	"golang.org/x/sync/errgroup"

	"intraqvt/internal/address"
	"intraqvt/internal/problem"
)

// Files lists the files of content/, sorted.
type Files struct {
	Pages  []string // Markdown files, below the source folder
	Assets []string // all other files except the configuration and hidden ones, by their place in the portal ([NameOf])
}

// ConfigFile is the portal's only configuration file.
const ConfigFile = Folder + "/site.yaml"

// MaxFiles is how many files and folders a folder of a portal may hold,
// including those reached by links. A larger folder is not listed at all
// ([problem.TooManyFiles]): it is probably a whole disk, or a trap.
const MaxFiles = 500_000

// Walk lists the content of a source folder. Unreadable files and folders are problems.
func Walk(fsys fs.FS) (Files, []problem.Problem) {
	names, problems := List(fsys, Folder)
	var files Files
	for _, name := range names {
		switch {
		case IsMarkdown(name):
			files.Pages = append(files.Pages, name)
		case name != ConfigFile:
			files.Assets = append(files.Assets, NameOf(name))
		}
	}
	return files, problems
}

// List returns the names of all files in a folder of the source folder, sorted,
// without scraps ([IsScrap]). Unreadable files and links that are not followed
// ([UnfollowedLink]) are problems.
func List(fsys fs.FS, folder string) ([]string, []problem.Problem) {
	w := &walker{fsys: fsys, root: folder}
	w.cores.SetLimit(runtime.GOMAXPROCS(0) - 1)
	w.folder(folder)
	_ = w.cores.Wait() // errors are reported as problems
	if w.seen.Load() > MaxFiles {
		return nil, []problem.Problem{problem.TooManyFiles.In(folder).
			Say(fmt.Sprintf("plus de %d fichiers et dossiers, ou des liens qui les multiplient sans fin", MaxFiles),
				"est-ce bien le dossier du portail ? S’il y a des liens vers des dossiers, supprimez-les")}
	}
	slices.Sort(w.names)
	w.checkCases()
	slices.SortFunc(w.problems, problem.Compare)
	return w.names, w.problems
}

// walker lists folders on all cores.
type walker struct {
	fsys  fs.FS
	root  string         // the folder
	cores errgroup.Group // all cores but one, which walks too
	seen  atomic.Int64

	mu       sync.Mutex
	names    []string
	problems []problem.Problem
}

// list lists a folder, concurrently if a core is idle.
func (w *walker) list(name string) {
	begun := w.cores.TryGo(func() error {
		w.folder(name)
		return nil
	})
	if !begun {
		w.folder(name)
	}
}

func (w *walker) folder(name string) {
	if w.seen.Load() > MaxFiles {
		return
	}
	entries, err := fs.ReadDir(w.fsys, name)
	if err != nil {
		w.complain(Unreadable(name, err))
		return
	}
	w.seen.Add(int64(len(entries)))
	var here []string
	for _, e := range entries {
		child := path.Join(name, e.Name())
		if !e.IsDir() && isLeftover(e.Name(), entries) {
			w.complain(problem.MergeLeftover.In(strings.ToValidUTF8(child, "\ufffd")).
				Say("ce fichier est un reste de fusion, il n’est pas lu", "reprenez-en ce qui manque à la page, puis supprimez-le"))
			continue
		}
		if IsScrap(e.Name()) {
			continue
		}
		// names of pages are checked with their addresses
		if p, ok := address.CheckName(e.Name()); !ok && fs.ValidPath(child) && !IsMarkdown(child) {
			p.File = child
			w.complain(p)
		}
		switch mode := e.Type(); {
		case !fs.ValidPath(child):
			w.complain(Unreadable(strings.ToValidUTF8(child, "\ufffd"), fs.ErrInvalid))
		case mode&fs.ModeSymlink != 0:
			if _, err := e.Info(); errors.Is(err, ErrTooManyLinks) {
				w.seen.Add(MaxFiles) // which file exceeds the limit depends on chance, so none is listed
				return
			}
			if p, bad := BadLink(w.fsys, child, e); bad {
				w.complain(p)
			}
		case mode.IsDir():
			w.list(child)
		case mode.IsRegular(): // sockets, pipes and devices are not content
			here = append(here, child)
		}
	}
	w.mu.Lock()
	w.names = append(w.names, here...)
	w.mu.Unlock()
}

// checkCases reports files whose names differ only in case, because some systems
// keep only one of them.
func (w *walker) checkCases() {
	first := map[string]string{}
	for _, name := range w.names {
		if IsMarkdown(name) { // addresses of pages are checked later
			continue
		}
		key := strings.ToLower(name)
		if other, twice := first[key]; twice {
			w.complain(problem.UnportableName.In(name).
				Say("ce nom ne diffère que par la casse de "+strings.TrimPrefix(other, w.root+"/")+
					" : Windows et macOS n’en gardent qu’un", "renommez l’un des deux"))
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

// The reasons why a link is not followed, apart from the system's errors.
var (
	ErrOutside      error = outsideError{} // it leads out of the portal; opening it returns fs.ErrNotExist
	ErrHidden             = errors.New("a link to a hidden file")
	ErrCircle             = errors.New("a link to a folder that it is in")
	ErrTooManyLinks       = errors.New("a link to a folder, after too many others")
)

type outsideError struct{}

func (outsideError) Error() string        { return "a link that leads out of the portal" }
func (outsideError) Is(target error) bool { return target == fs.ErrNotExist }

// UnfollowedLink is the directory entry of a link in a portal's folder that is
// not followed.
type UnfollowedLink struct {
	Base   string // the link's own name
	To     string // its target; "" if unknown
	Reason error
}

// Name returns the link's own name.
func (l UnfollowedLink) Name() string { return l.Base }

// IsDir returns false.
func (l UnfollowedLink) IsDir() bool { return false }

// Type returns the type of a link.
func (l UnfollowedLink) Type() fs.FileMode { return fs.ModeSymlink }

// Info returns the reason as its error.
func (l UnfollowedLink) Info() (fs.FileInfo, error) { return nil, l.Reason }

// LinkReason returns the reason why a file system does not follow a link, one
// of those above, or nil for any other error. Package history, which imports no
// other room, gives the reason as a word.
func LinkReason(err error) error {
	for _, reason := range []error{ErrOutside, ErrHidden, ErrCircle, ErrTooManyLinks, syscall.ELOOP} {
		if errors.Is(err, reason) {
			return reason
		}
	}
	var told interface{ LinkKind() string }
	if errors.As(err, &told) {
		return map[string]error{"outside": ErrOutside, "hidden": ErrHidden, "circle": ErrCircle}[told.LinkKind()]
	}
	return nil
}

// BadLink returns the problem of a link that is listed as a link. There is none
// if the file system follows no links at all, since it is not the portal's own.
func BadLink(fsys fs.FS, name string, entry fs.DirEntry) (p problem.Problem, bad bool) {
	l, known := entry.(UnfollowedLink)
	if !known {
		_, err := fs.Stat(fsys, name)
		if err == nil {
			return p, false
		}
		l.To, _ = fs.ReadLink(fsys, name) // an unreadable target is left empty
		if l.Reason = LinkReason(err); l.Reason == nil {
			l.Reason = err
		}
	}
	to := "« " + l.To + " »"
	say := func(rule *problem.Rule, message, hint string) (problem.Problem, bool) {
		return rule.In(name).Say(message, hint), true
	}
	switch {
	case errors.Is(l.Reason, ErrOutside):
		return say(problem.OutsideSymlink, "ce lien mène hors du dossier du portail : "+to,
			"remplacez-le par une copie de ce qu’il désigne ; "+
				"dans le portail même, un lien donne son chemin à partir de son dossier, sans commencer par « / »")
	case errors.Is(l.Reason, ErrHidden):
		return say(problem.OutsideSymlink, "ce lien mène à un fichier caché : "+to,
			"ce qui est caché n’est jamais publié : remplacez le lien par une copie du fichier, ou supprimez-le")
	case errors.Is(l.Reason, ErrCircle), errors.Is(l.Reason, syscall.ELOOP):
		return say(problem.CircularSymlink, "ce lien tourne en rond, ou passe par trop d’autres liens : "+to, hintOtherTarget)
	case errors.Is(l.Reason, fs.ErrNotExist):
		return say(problem.BrokenSymlink, "ce lien mène à "+to+", qui n’existe pas", hintOtherTarget)
	}
	return Unreadable(name, l.Reason), true
}

const hintOtherTarget = "supprimez le lien, ou faites-le pointer ailleurs"

var (
	// patchLeftover matches names of files that a merge or a patch leaves behind:
	// from git, patch, Mercurial and Subversion.
	patchLeftover = regexp.MustCompile(`(?i)\.(orig|rej)$|` +
		`\.(md|markdown|ya?ml|csv|tsv|txt|svg)(~[^~].*|\.mine|\.working|\.r\d+|\.merge-(left|right)\.r\d+)$`)
	// toolLeftover matches temporary versions of git's merge tools.
	toolLeftover = regexp.MustCompile(`^(.+)_(BACKUP|BASE|LOCAL|REMOTE)_\d+(\.[^.]*)?$`)
)

// isLeftover reports whether a merge left a file behind. It also looks at the
// neighbours, because a file may be called base_2026.
func isLeftover(name string, neighbours []fs.DirEntry) bool {
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") { // a backup of an editor
		return false
	}
	if patchLeftover.MatchString(name) {
		return true
	}
	m := toolLeftover.FindStringSubmatch(name)
	if m == nil {
		return false
	}
	return IsMarkdown(name) && m[2] != "BASE" || slices.ContainsFunc(neighbours, func(e fs.DirEntry) bool { return e.Name() == m[1]+m[3] })
}

// Unreadable returns the problem of a file or folder that cannot be read.
func Unreadable(name string, err error) problem.Problem {
	p := problem.UnreadableFile.In(name).Say("fichier illisible : "+err.Error(), "")
	switch {
	case errors.Is(err, fs.ErrPermission):
		p.Message, p.Hint = "permission de lire refusée", "donnez le droit de lecture, par exemple chmod a+r"
	case errors.Is(err, fs.ErrNotExist):
		p.Message, p.Hint = "fichier introuvable", "a-t-il été déplacé entre-temps ? Relancez la commande"
	case errors.Is(err, fs.ErrInvalid):
		p.Message, p.Hint = "nom de fichier illisible", "renommez le fichier : son nom n’est pas en UTF-8"
	}
	return p
}

// IsMarkdown reports whether a file is the source of a page.
func IsMarkdown(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return true
	}
	return false
}

// IsScrap reports whether a name is hidden, or one that editors and systems
// leave behind: it is not content.
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
