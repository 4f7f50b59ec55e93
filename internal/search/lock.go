package search

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// errLocked is the error of [Open] if another process has the index open.
var errLocked = errors.New("l’index de recherche est utilisé par un autre processus")

// acquire locks the folder of an index. It waits at most the given time, and no
// longer than the context. The system releases the lock when the process dies.
// This is not bleve's own lock: it stays held while a broken index is deleted
// and rebuilt.
func acquire(ctx context.Context, dir string, wait time.Duration) (release func() error, err error) {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	lock := flock.New(filepath.Join(dir, "verrou"))
	locked, err := lock.TryLockContext(ctx, 25*time.Millisecond)
	switch {
	case locked:
		return lock.Unlock, nil
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("%w : %s (attendu %s ; arrêtez l’autre commande, puis recommencez)", errLocked, dir, wait)
	default:
		return nil, err
	}
}
