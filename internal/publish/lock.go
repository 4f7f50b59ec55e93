package publish

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// errBusy says that the context ended before the lock was free.
var errBusy = errors.New("locked")

// errLink says that a link is in the place of one of our own files.
var errLink = errors.New("a link")

// lockPoll is the interval at which a waiting publication tries again: a
// context could not interrupt the system's blocking call.
const lockPoll = 25 * time.Millisecond

// folderLock is held from Begin to the end of a publication. The system
// releases it when the process dies.
type folderLock struct {
	path  string
	flock *flock.Flock
}

// acquire takes the lock file at path. If another publication holds it, acquire
// calls waiting once, unless that is nil, and tries until ctx is done.
func acquire(ctx context.Context, path string, waiting func()) (*folderLock, error) {
	told := false
	for {
		if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return nil, &fs.PathError{Op: "lock", Path: path, Err: errLink} // the lock file would be created at the link's target
		}
		// 0666 minus the umask: some network file systems lock only writable
		// files, and a group may share the folder.
		l := flock.New(path, flock.SetPermissions(0o666))
		locked, err := l.TryLock()
		if err != nil {
			return nil, err
		}
		if locked {
			if stillThere(l) {
				return &folderLock{path: path, flock: l}, nil
			}
			// The previous holder removed the file that we opened: nobody else
			// can see our lock.
			if err := l.Unlock(); err != nil {
				return nil, err
			}
			continue
		}
		if !told && waiting != nil {
			waiting()
		}
		told = true
		select {
		case <-ctx.Done():
			return nil, errBusy
		case <-time.After(lockPoll):
		}
	}
}

func stillThere(l *flock.Flock) bool {
	held, err := l.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(l.Path())
	return err == nil && os.SameFile(held, named)
}

// release removes the lock file, then releases the lock; in the other order it
// could remove a file that another publication has just locked. If the system
// refuses to remove the file, the next publication uses it.
func (l *folderLock) release() {
	_ = os.Remove(l.path)
	_ = l.flock.Unlock()
}
