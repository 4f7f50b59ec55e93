// Package publish turns a set of files into a folder: the new site replaces
// the old one as a whole or not at all.
//
// What enters: the name and the bytes of each file, from many goroutines, in
// any order ([Publication.Write], [Publication.CopyFile]); they are not kept in
// memory. What leaves: the folder, and a [Summary]. What it never does: empty a
// folder with files that it did not make, write into a file that a reader may
// have open, or judge the content of files.
//
// # How a folder is replaced
//
// [Begin] takes the lock `.NAME.lock` beside the folder, cleans up after killed
// publications, and walks the folder once. Changed files are written to a staging
// folder `.NAME.staging-XXXXXXXX` beside the target, created for the first one. [Publication.Commit] adds the unchanged files as hard
// links, so that they keep inode and times, and exchanges the two folders in
// one system call (renameat2 with RENAME_EXCHANGE, Linux). If the process is killed
// at any moment, the folder is the old site or the new one. If nothing changed,
// the folder is not touched and no staging folder is made.
//
// If the system refuses, there are fallbacks:
//
//   - no hard links: unchanged files are copied, with mode and times;
//   - no exchange: the old folder is renamed to `.NAME.previous-XXXXXXXX`, then the
//     new one takes its name; if the process is killed between the two, the next
//     Begin renames the old one back;
//   - a folder that cannot be renamed, such as a mount point: the files are copied
//     to its file system, then renamed into place one by one. Readers may see
//     pages of both sites meanwhile ([Summary.InPlace] is set); if the process is
//     killed, the folder is a mixture that the next publication completes.
//
// A program that uses the folder itself, as working directory or as a container's
// bind mount, keeps the old folder, which is emptied: mount its parent instead.
//
// # Whose files
//
// The dot file `.intraqvt-manifest` in the folder lists path, size and hash
// of every file of the site: these files are ours. Other dot files, and all files
// in dot folders, are carried over untouched (.gitkeep, .git). Any other file is
// foreign, and the folder is refused ([ForeignFilesError]). Empty folders are
// removed. Names at the folder's top that start with `.intraqvt-` are ours. A
// foreign file added between Begin and Commit is not noticed, and is removed with
// the old site.
//
// A file is unchanged if the new hash equals the listed one, the size on disk is
// right, and the file is older than the manifest. A file that is not older was
// written within the same clock tick or touched since: its bytes are compared. So
// a file edited or deleted by hand is restored, unless the edit kept the size and
// set the time back to before the manifest.
//
// # After a power cut
//
// Each publication syncs only the manifest to disk. So the next one knows which
// files are ours, finds truncated or missing ones by their size, and writes them
// again.
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
	// Waiting is called once by [Begin] if another publication holds the folder
	// and this one has to wait.
	Waiting func()

	// system replaces calls of the system in tests.
	system system
}

// system holds the calls that the operating system or the file system may
// refuse.
type system struct {
	exchange func(a, b string) error
	link     func(old, new string) error
	rename   func(old, new string) error
}

// Summary counts what a publication did. Sizes are in bytes; the manifest and
// foreign dot files are not counted.
type Summary struct {
	Files        int   // files of the site: Written + Kept
	Written      int   // files that are new or changed
	Kept         int   // files left as they were
	Removed      int   // files of the old site that are gone
	Bytes        int64 // size of the site
	WrittenBytes int64 // size of the files written
	InPlace      bool  // the folder could not be exchanged as a whole
}

// Publication is one replacement of a folder's content, from [Begin] to Commit
// or Abort. Write and CopyFile are safe for concurrent use.
type Publication struct {
	dir    string // as the caller named it, for messages
	target string // absolute, symbolic links followed
	sys    system
	lock   *folderLock
	old    tree

	// life is read-locked while a file is written and locked while the
	// publication ends, so that it cannot end during a write.
	life   sync.RWMutex
	closed bool

	mu      sync.Mutex
	files   map[string]file  // by name
	claims  map[string]claim // by case-folded path, parents included
	folders map[string]bool  // parents of files
	err     error            // the first failure, which Commit returns
	staging string           // the folder beside the target; empty until needed
	made    map[string]bool  // folders made in staging
}

// file is one file of the new site.
type file struct {
	fingerprint
	kept *keptFile // nil if it was written
}

// Begin starts the publication of a site to the folder dir, which need not
// exist. If another publication holds the folder, it waits until ctx is done
// ([BusyError]); ctx has no other use. It fails if the folder holds foreign
// files ([ForeignFilesError]) or the system refuses ([Error]). The caller must
// end the publication with Commit or Abort.
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

// open repairs and reads the folder, under the lock.
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

// Abort ends the publication and leaves the folder unchanged. After Commit it
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

// close removes the folder beside the target, which is an unfinished new tree
// or the old one, and releases the lock.
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
// is followed even if its target does not exist yet.
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
	// Follow links in the parents too, so that two paths to one folder use the
	// same lock.
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
