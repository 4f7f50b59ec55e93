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

// errLink says that a link stands where a file of our own goes.
var errLink = errors.New("a link")

// lockPoll is how often a waiting publication looks again: the system's
// blocking call could not be ended by a context.
const lockPoll = 25 * time.Millisecond

// folderLock is held from Begin to the end of a publication. The system frees
// it when the process dies.
type folderLock struct {
	path  string
	flock *flock.Flock
}

// acquire takes the lock file at path; where it is held elsewhere it calls
// waiting, which may be nil, once, and tries until ctx is done.
func acquire(ctx context.Context, path string, waiting func()) (*folderLock, error) {
	told := false
	for {
		if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			return nil, &fs.PathError{Op: "lock", Path: path, Err: errLink} // the lock would be made where it leads
		}
		// 0666 less the umask: some network file systems lock only a file that
		// can be written, and a group may share the folder.
		l := flock.New(path, flock.SetPermissions(0o666))
		locked, err := l.TryLock()
		if err != nil {
			return nil, err
		}
		if locked {
			if stillThere(l) {
				return &folderLock{path: path, flock: l}, nil
			}
			// The holder before us removed the file that we opened: what we
			// hold is a lock that nobody else can see.
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

// release removes the lock file, then the lock: in the other order it could
// remove the file that another publication has just locked. A file that stays
// because the system refuses is taken up by the next publication.
func (l *folderLock) release() {
	_ = os.Remove(l.path)
	_ = l.flock.Unlock()
}
