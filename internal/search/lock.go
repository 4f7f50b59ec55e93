package search

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// ErrLocked is returned by [Open] where another process keeps the index open.
var ErrLocked = errors.New("l’index de recherche est utilisé par un autre processus")

// acquire takes the lock of an index's folder, waiting for it at most the time
// given, and no longer than the context. The system frees it when the process dies. It is not the index's own
// lock: a broken index can be deleted and made again while it is held.
func acquire(ctx context.Context, dir string, wait time.Duration) (release func() error, err error) {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	lock := flock.New(filepath.Join(dir, "verrou"))
	locked, err := lock.TryLockContext(ctx, 25*time.Millisecond)
	switch {
	case locked:
		return lock.Unlock, nil
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("%w : %s (attendu %s ; arrêtez l’autre commande, puis recommencez)", ErrLocked, dir, wait)
	default:
		return nil, err
	}
}
