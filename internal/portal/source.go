package portal

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"

	"intraqvt/internal/content"
)

// sourceFS is the folder of a portal, and the only way in which the program
// reads its files and adds to them. [os.Root] keeps every name inside the
// folder at the moment when it is opened: a link that leads out, also an
// absolute one or one that leads out and in again, cannot be opened
// ([content.ErrOutside]). Links inside the folder are followed. A listing shows
// them as their targets, or as a [content.UnfollowedLink] if they lead out, to
// a hidden file, nowhere, or to a folder that contains them.
type sourceFS struct {
	root    *os.Root
	dir     string        // the folder that names are relative to
	outside error         // root's error for a name that leads out
	folders *atomic.Int64 // number of followed links to folders
}

// maxFolderLinks is the maximum number of followed links to folders: a few
// folders full of links to each other would give endlessly many paths.
const maxFolderLinks = 1000

// OpenSource opens the folder of a portal for reading. The folder itself may be
// a link. The error is [fs.ErrNotExist] if there is none.
func OpenSource(dir string) (fs.FS, error) {
	s, err := openSource(dir)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func openSource(dir string) (*sourceFS, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	_, err = root.Lstat("..")
	var beyond *fs.PathError
	errors.As(err, &beyond) // always succeeds
	return &sourceFS{root: root, dir: ".", outside: beyond.Err, folders: new(atomic.Int64)}, nil
}

// WriteNew creates a file of a portal, and the folders above it, completely or
// not at all; no link leads it out of dir. The error is [fs.ErrExist] if the
// file exists, [content.ErrOutside] if a link leads out, otherwise the
// system's.
func WriteNew(dir, name string, data []byte) error {
	s, err := openSource(dir)
	if err != nil {
		return err
	}
	defer s.root.Close()
	place, err := s.place("open", name)
	if err != nil {
		return err
	}
	if err := s.root.MkdirAll(filepath.Dir(place), 0o755); errors.Is(err, fs.ErrExist) {
		return &fs.PathError{Op: "mkdir", Path: path.Dir(name), Err: syscall.ENOTDIR}
	} else if err != nil {
		return s.wrapError(path.Dir(name), err)
	}
	f, err := s.root.OpenFile(place, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return s.wrapError(name, err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, s.root.Remove(place))
	}
	return nil
}

// Sub returns a folder of the source; links in it may lead to other folders.
func (s *sourceFS) Sub(dir string) (fs.FS, error) {
	below := *s
	below.dir = path.Join(s.dir, dir)
	return &below, nil
}

// place returns a name relative to root.
func (s *sourceFS) place(op, name string) (string, error) {
	if !fs.ValidPath(name) {
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	return filepath.FromSlash(path.Join(s.dir, name)), nil
}

// wrapError wraps an error of root.
func (s *sourceFS) wrapError(name string, err error) error {
	var at *fs.PathError
	if !errors.As(err, &at) {
		return err
	}
	cause := at.Err
	if errors.Is(cause, s.outside) {
		cause = content.ErrOutside
	}
	return &fs.PathError{Op: at.Op, Path: name, Err: cause}
}

func (s *sourceFS) Open(name string) (fs.File, error) {
	place, err := s.place("open", name)
	if err != nil {
		return nil, err
	}
	f, err := s.root.Open(place)
	if err != nil {
		return nil, s.wrapError(name, err)
	}
	return f, nil
}

func (s *sourceFS) Stat(name string) (fs.FileInfo, error) {
	return s.info("stat", name, s.root.Stat)
}

// Lstat is like Stat, but does not follow a link.
func (s *sourceFS) Lstat(name string) (fs.FileInfo, error) {
	return s.info("lstat", name, s.root.Lstat)
}

func (s *sourceFS) info(op, name string, ask func(string) (fs.FileInfo, error)) (fs.FileInfo, error) {
	place, err := s.place(op, name)
	if err != nil {
		return nil, err
	}
	info, err := ask(place)
	if err != nil {
		return nil, s.wrapError(name, err)
	}
	return info, nil
}

// ReadLink returns the target of a link.
func (s *sourceFS) ReadLink(name string) (string, error) {
	place, err := s.place("readlink", name)
	if err != nil {
		return "", err
	}
	to, err := s.root.Readlink(place)
	if err != nil {
		return "", s.wrapError(name, err)
	}
	return filepath.ToSlash(to), nil
}

// ReadDir lists a folder, with links as described for the type.
func (s *sourceFS) ReadDir(name string) ([]fs.DirEntry, error) {
	f, err := s.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.(*os.File).ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for i, e := range entries {
		if isLink(e.Type()) {
			entries[i] = s.linkEntry(name, e)
		}
	}
	if err != nil {
		return entries, s.wrapError(name, err)
	}
	return entries, nil
}

// isLink reports whether a file must be followed: a symbolic link or, on
// Windows, a junction or another irregular file.
func isLink(mode fs.FileMode) bool { return mode&(fs.ModeSymlink|fs.ModeIrregular) != 0 }

// linkEntry returns a link's entry in a listing.
func (s *sourceFS) linkEntry(folder string, link fs.DirEntry) fs.DirEntry {
	name := path.Join(folder, link.Name())
	info, err := s.Stat(name)
	switch {
	case err != nil:
	case s.leadsToHidden(name):
		err = content.ErrHidden
	case info.IsDir() && s.isWithin(folder, info):
		err = content.ErrCircle
	case info.IsDir() && s.folders.Add(1) > maxFolderLinks:
		err = content.ErrTooManyLinks
	default:
		return fs.FileInfoToDirEntry(renamedInfo{info, link.Name()})
	}
	to, _ := s.ReadLink(name) // an unreadable target is left empty
	return content.UnfollowedLink{Base: link.Name(), To: to, Reason: err}
}

// renamedInfo is a file with the name of the link to it.
type renamedInfo struct {
	fs.FileInfo
	name string
}

func (r renamedInfo) Name() string { return r.name }

// isWithin reports whether a folder is another one, or is inside it.
func (s *sourceFS) isWithin(folder string, other fs.FileInfo) bool {
	for place := path.Join(s.dir, folder); ; place = path.Dir(place) {
		if info, err := s.root.Stat(filepath.FromSlash(place)); err == nil && os.SameFile(info, other) {
			return true
		}
		if place == "." {
			return false
		}
	}
}

// leadsToHidden reports whether a link ends at a hidden file or in a hidden
// folder, such as .git: these are no content, even under another name.
func (s *sourceFS) leadsToHidden(name string) bool {
	done, rest, links := ".", strings.Split(path.Join(s.dir, name), "/"), 0
	for len(rest) > 0 {
		part := rest[0]
		rest = rest[1:]
		if part == ".." {
			done = path.Dir(done)
			continue
		}
		next := path.Join(done, part)
		to, err := s.root.Readlink(filepath.FromSlash(next))
		if err != nil { // not a link
			done = next
			continue
		}
		if links++; links > maxLinks {
			return true
		}
		rest = append(strings.Split(filepath.ToSlash(to), "/"), rest...)
	}
	return slices.ContainsFunc(strings.Split(done, "/"), func(part string) bool { return part != "." && strings.HasPrefix(part, ".") })
}

// maxLinks exceeds the number of links that root follows in one name.
const maxLinks = 40
