package search

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
)

// ErrLocked is returned by [Open] where another process keeps the index open.
var ErrLocked = errors.New("l'index de recherche est utilisé par un autre processus")

// acquire takes the lock of an index's folder, waiting for it at most the time
// given. It is the file lock of an empty bleve store beside the index: it
// works on every system and dies with its process, and since it is not the
// index's own, a broken index can be deleted and made again while it is held.
func acquire(dir string, wait time.Duration) (release func() error, err error) {
	path := filepath.Join(dir, "verrou")
	release, err = lock(path, wait)
	switch {
	case err == nil:
		return release, nil
	case isTimeout(err):
		return nil, fmt.Errorf("%w : %s (attendu %s ; arrêtez l'autre commande, puis recommencez)", ErrLocked, dir, wait)
	}
	// There is nothing in a lock that could be lost: a broken one is made again.
	if err = os.RemoveAll(path); err != nil {
		return nil, err
	}
	return lock(path, wait)
}

func lock(path string, wait time.Duration) (release func() error, err error) {
	store, err := scorch.NewScorch(scorch.Name, map[string]any{"path": path, "bolt_timeout": wait.String()}, nil)
	if err != nil {
		return nil, err
	}
	if err := store.Open(); err != nil {
		return nil, err
	}
	return store.Close, nil
}

// isTimeout tells bbolt's ErrTimeout, which bleve passes on as it is, by its
// text: bbolt itself is bleve's affair.
func isTimeout(err error) bool { return err.Error() == "timeout" }
