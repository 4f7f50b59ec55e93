// Package publish turns a set of files into a folder: the new site replaces
// the old one as a whole or not at all.
//
// What enters: the name and the bytes of each file, from many goroutines, in
// any order ([Publication.Write], [Publication.CopyFile]); nothing is held
// back in memory. What leaves: the folder, and a [Summary]. What it never
// does: empty a folder that holds files it did not make, write into a file
// that a reader may have open, or judge what the files say.
//
// # How a folder is replaced
//
// [Begin] takes the lock `.NAME.lock` beside the folder, mends what a killed
// publication left there, and walks the folder once. Changed files are
// written to a staging folder `.NAME.staging-XXXXXXXX` beside the target, made
// at the first of them. [Publication.Commit] adds the unchanged files as hard
// links, so that they keep inode and times, and exchanges the two folders in
// one system call (renameat2 with RENAME_EXCHANGE, Linux). Killed at any
// moment, the folder is the old site or the new one. Where nothing changed,
// the folder is not touched and no staging folder is made.
//
// Where the system refuses, the nearest thing is done:
//
//   - no hard links: the unchanged file is copied, with its mode and times;
//   - no exchange: the old folder is renamed aside to `.NAME.previous-XXXXXXXX`
//     and the new one renamed in; killed between the two, the next Begin
//     renames the old one back;
//   - a folder that cannot be renamed, such as a mount point: the files are
//     brought to its own file system, then renamed in one by one. Readers may
//     see pages of both sites for that moment ([Summary.InPlace] is set), and
//     killed in the middle the folder is a mixture that the next publication
//     completes.
//
// A program that holds the folder itself, by a working directory or a
// container's bind mount, is left with the old one, emptied: mount its parent
// instead.
//
// # Whose files
//
// The dot file `.intraqvt-manifest` in the folder lists path, size and hash
// of every file of the site. What it lists is ours; dot files, and all within
// dot folders, are carried over untouched (.gitkeep, .git); any other file is
// foreign and the folder is refused ([ForeignFilesError]). Empty folders are
// not content: they go. Names that start with `.intraqvt-` are ours at the
// folder's top. A foreign file that somebody adds between Begin and Commit is
// not seen, and goes with the old site.
//
// A file is unchanged where the new hash equals the listed one, the size on
// disk is right, and the file is older than the manifest. One that is not
// older was written in the same tick or touched since: its bytes are read and
// compared. So a file that was edited or deleted by hand is restored, unless
// the edit kept the size and set the time back to before the manifest.
//
// # After a power cut
//
// Only the manifest is synced to disk, once a publication. So the next one
// knows which files are ours whatever was lost, finds those that are short or
// missing by their size, and writes them again.
//
// The manifest holds no times: the same files give the same bytes.
package publish

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Options of a publication. The zero value is ready.
type Options struct {
	// Waiting is called once, from within [Begin], where another publication
	// holds the folder and this one starts to wait for it.
	Waiting func()

	// system replaces the system's calls in tests.
	system system
}

// system is what the operating system or the file system may refuse.
type system struct {
	exchange func(a, b string) error
	link     func(old, new string) error
	rename   func(old, new string) error
}

// Summary counts what a publication did. Sizes are in bytes; the manifest and
// files carried over are not counted.
type Summary struct {
	Files        int   // files of the site: Written + Kept
	Written      int   // files that are new or changed
	Kept         int   // files left as they were
	Removed      int   // files of the old site that are gone
	Bytes        int64 // size of the site
	WrittenBytes int64 // size of the files written
	InPlace      bool  // the folder could not be replaced as a whole
}

// Publication is one replacement of a folder's content, from [Begin] to
// Commit or Abort. Write and CopyFile may be called at the same time.
type Publication struct {
	dir    string // as the caller named it, for messages
	target string // absolute, symbolic links followed
	sys    system
	lock   *folderLock
	old    tree

	// life is held for reading while a file is written, for writing while the
	// publication ends: it cannot end under a file.
	life   sync.RWMutex
	closed bool

	mu      sync.Mutex
	files   map[string]file  // by name
	claims  map[string]claim // by case-folded path, parents included
	folders map[string]bool  // parents of files
	err     error            // the first failure: Commit returns it
	staging string           // the folder beside the target; empty until needed
	made    map[string]bool  // folders made in staging
}

// file is one file of the new site.
type file struct {
	fingerprint
	kept *keptFile // nil where it was written
}

// Begin starts the publication of a site to the folder dir, which need not
// exist. While another publication holds the folder it waits, until ctx is
// done ([BusyError]); ctx has no other use. It fails where the folder holds
// foreign files ([ForeignFilesError]) or the system refuses ([Error]).
//
// The caller must end the publication with Commit or Abort.
func Begin(ctx context.Context, dir string, opts Options) (*Publication, error) {
	target, err := resolve(dir)
	if err != nil {
		return nil, failure(dir, dir, err)
	}
	p := &Publication{
		dir:     dir,
		target:  target,
		sys:     opts.system.withDefaults(),
		files:   make(map[string]file),
		claims:  make(map[string]claim),
		folders: make(map[string]bool),
		made:    make(map[string]bool),
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return nil, failure(dir, dir, err)
	}
	p.lock, err = acquire(ctx, sibling(target, "lock"), opts.Waiting)
	if err != nil {
		if errors.Is(err, errBusy) {
			return nil, &BusyError{Dir: dir, Err: context.Cause(ctx)}
		}
		return nil, failure(dir, dir, err)
	}
	if err := p.open(); err != nil {
		p.lock.release()
		return nil, err
	}
	return p, nil
}

// open mends and reads the folder, under the lock.
func (p *Publication) open() error {
	if err := recoverFolder(p.target); err != nil {
		return failure(p.dir, p.dir, err)
	}
	var err error
	if p.old, err = readTree(p.target); err != nil {
		return failure(p.dir, p.dir, err)
	}
	if len(p.old.foreign) > 0 {
		return &ForeignFilesError{Dir: p.dir, Files: p.old.foreign}
	}
	return nil
}

// Abort ends the publication and leaves the folder as it was. After Commit it
// does nothing, so that it can be deferred.
func (p *Publication) Abort() error {
	p.life.Lock()
	defer p.life.Unlock()
	if p.closed {
		return nil
	}
	if err := p.close(); err != nil {
		return failure(p.dir, p.dir, err)
	}
	return nil
}

// close removes what stands beside the target, be it an unfinished new tree
// or the old one, and lets the next publication in.
func (p *Publication) close() error {
	p.closed = true
	var err error
	if p.staging != "" {
		err = removeTree(p.staging)
	}
	p.lock.release()
	return err
}

// resolve returns the absolute path of the folder to replace. A symbolic link
// is followed even where nothing stands at its end yet.
func resolve(dir string) (string, error) {
	if dir == "" {
		return "", errNoFolder
	}
	path, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for range 40 { // as many links as Linux follows
		info, err := os.Lstat(path)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			break
		}
		link, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(path), link)
		}
		path = filepath.Clean(link)
	}
	// The folder's own name must not be a link; those above it are followed
	// so that two ways to one folder meet at one lock.
	if parent, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(parent, filepath.Base(path))
	}
	if filepath.Dir(path) == path {
		return "", errNoFolder
	}
	return path, nil
}

func (s system) withDefaults() system {
	if s.exchange == nil {
		s.exchange = exchange
	}
	if s.link == nil {
		s.link = os.Link
	}
	if s.rename == nil {
		s.rename = os.Rename
	}
	return s
}
