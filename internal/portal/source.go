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

// sourceFS is the folder of a portal, and the only way by which the program
// reads its files and adds to them. The system keeps every name inside the folder, at the moment at
// which it is opened ([os.Root]): a link that leads out of it, also one that is
// absolute or leads out and in again, has nothing behind it
// ([content.ErrOutside]). Links to what is inside are followed; a listing shows
// them as what they lead to, and as a [content.UnfollowedLink] where nothing
// good comes of following them: they lead out, to a hidden file, nowhere, or to
// a folder that they are in.
type sourceFS struct {
	root    *os.Root
	dir     string        // the folder that names begin at
	outside error         // what root says of a name that leads out
	folders *atomic.Int64 // links to folders that were followed
}

// maxFolderLinks is how many links to folders are followed: a few folders full
// of links to each other make more ways than anybody could go.
const maxFolderLinks = 1000

// OpenSource opens the folder of a portal for reading. The folder itself may be
// a link. The error is [fs.ErrNotExist] where there is none.
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
	errors.As(err, &beyond) // always
	return &sourceFS{root: root, dir: ".", outside: beyond.Err, folders: new(atomic.Int64)}, nil
}

// WriteNew writes a file of a portal that is not there yet, and the folders
// above it; no link leads it out of dir. It leaves nothing half written. The
// error is [fs.ErrExist] where there is a file, [content.ErrOutside] where a
// link leads out, else the system's.
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
		return s.failed(path.Dir(name), err)
	}
	f, err := s.root.OpenFile(place, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return s.failed(name, err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, s.root.Remove(place))
	}
	return nil
}

// Sub is a folder of the source; links in it may lead to the others.
func (s *sourceFS) Sub(dir string) (fs.FS, error) {
	below := *s
	below.dir = path.Join(s.dir, dir)
	return &below, nil
}

// place is a name as root knows it.
func (s *sourceFS) place(op, name string) (string, error) {
	if !fs.ValidPath(name) {
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	return filepath.FromSlash(path.Join(s.dir, name)), nil
}

// failed words an error of root.
func (s *sourceFS) failed(name string, err error) error {
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
		return nil, s.failed(name, err)
	}
	return f, nil
}

func (s *sourceFS) Stat(name string) (fs.FileInfo, error) {
	return s.info("stat", name, s.root.Stat)
}

// Lstat is Stat of a link itself.
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
		return nil, s.failed(name, err)
	}
	return info, nil
}

// ReadLink is what a link says.
func (s *sourceFS) ReadLink(name string) (string, error) {
	place, err := s.place("readlink", name)
	if err != nil {
		return "", err
	}
	to, err := s.root.Readlink(place)
	if err != nil {
		return "", s.failed(name, err)
	}
	return filepath.ToSlash(to), nil
}

// ReadDir lists a folder, with links as the type's comment says.
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
			entries[i] = s.followed(name, e)
		}
	}
	if err != nil {
		return entries, s.failed(name, err)
	}
	return entries, nil
}

// isLink tells what a name may have to be followed for: symbolic links and, on
// Windows, junctions and what else is not where it seems to be.
func isLink(mode fs.FileMode) bool { return mode&(fs.ModeSymlink|fs.ModeIrregular) != 0 }

// followed is a link of a folder as a listing shows it.
func (s *sourceFS) followed(folder string, link fs.DirEntry) fs.DirEntry {
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
		return fs.FileInfoToDirEntry(called{info, link.Name()})
	}
	to, _ := s.ReadLink(name) // where it cannot be read, it is told without
	return content.UnfollowedLink{Base: link.Name(), To: to, Reason: err}
}

// called is a file under the name of the link to it.
type called struct {
	fs.FileInfo
	name string
}

func (c called) Name() string { return c.name }

// isWithin tells whether a folder is another one, or lies in it.
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

// leadsToHidden tells whether a link that leads somewhere ends at a hidden file
// or in a hidden folder, such as .git: what is there is nobody's content, under
// no other name either.
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
		if err != nil { // no link
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

// maxLinks is more than root follows in one name.
const maxLinks = 40
