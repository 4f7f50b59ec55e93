package search

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// format names the layout of the index. It changes with the analysis, the
// fields and the page table; an index of another format is rebuilt.
const format = "intraqvt-3"

// The keys of what is stored beside the postings.
var (
	formatKey     = []byte("format")
	pagesKey      = []byte("pages")
	incompleteKey = []byte("incomplet") // set while an update spans several batches
)

// Index is a persistent index of pages. Its methods are safe for concurrent
// use, except [Index.Close].
type Index struct {
	dir     string
	release func() error
	bleve   bleve.Index
	store   index.Index

	batchBytes int // see the constant

	updating   sync.Mutex       // held from Begin to Commit or Abort
	pages      map[string]*page // of the committed state, by URL
	nextNumber uint32
	incomplete bool // the store holds parts of an aborted update

	reading sync.Mutex // guards what follows
	view    *view
	given
}

// lockTimeout is how long [Open] waits for another process that has the index
// open.
const lockTimeout = 10 * time.Second

// Open opens the index in the folder dir, which holds nothing else, or creates
// it. An index that is broken, incomplete or of another format is replaced by
// an empty one. The error tells that another process has the index open, or is
// the context's or the file system's.
func Open(ctx context.Context, dir string) (*Index, error) { return openWithin(ctx, dir, lockTimeout) }

func openWithin(ctx context.Context, dir string, wait time.Duration) (*Index, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	release, err := acquire(ctx, dir, wait)
	if err != nil {
		return nil, err
	}
	ix := &Index{dir: dir, release: release, batchBytes: batchBytes}
	if err = ix.open(); err != nil {
		release()
		return nil, err
	}
	return ix, nil
}

func (ix *Index) path() string { return filepath.Join(ix.dir, "index") }

// open opens the store, or replaces it by an empty one if it cannot be used.
func (ix *Index) open() error {
	_, err := os.Stat(ix.path())
	if err == nil {
		if ix.load() == nil {
			return ix.refresh()
		}
	}
	if err = os.RemoveAll(ix.path()); err != nil {
		return err
	}
	if ix.bleve, err = bleve.NewUsing(ix.path(), indexMapping(), scorch.Name, scorch.Name, storeConfig()); err != nil {
		return err
	}
	if err = ix.bleve.SetInternal(formatKey, []byte(format)); err != nil {
		return errors.Join(err, ix.bleve.Close())
	}
	if ix.store, err = ix.bleve.Advanced(); err != nil {
		return errors.Join(err, ix.bleve.Close())
	}
	ix.pages = map[string]*page{}
	return ix.refresh()
}

// load opens the existing store and checks that it is complete.
func (ix *Index) load() (err error) {
	defer func() {
		if r := recover(); r != nil { // bleve panics on damaged files
			err = fmt.Errorf("index illisible : %v", r)
		}
	}()
	if err = checkLatest(filepath.Join(ix.path(), "store")); err != nil {
		return err
	}
	b, err := bleve.OpenUsing(ix.path(), storeConfig())
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			b.Close()
		}
	}()
	value, err := b.GetInternal(formatKey)
	if err != nil {
		return err
	}
	if string(value) != format {
		return fmt.Errorf("index d'un autre format : %q", value)
	}
	if value, err = b.GetInternal(incompleteKey); err != nil || value != nil {
		return errors.Join(err, errors.New("index incomplet"))
	}
	pages := map[string]*page{}
	if value, err = b.GetInternal(pagesKey); err != nil {
		return err
	}
	if value != nil {
		if pages, err = decodePages(value); err != nil {
			return err
		}
	}
	if ix.store, err = b.Advanced(); err != nil {
		return err
	}
	ix.bleve, ix.pages = b, pages
	for _, p := range pages {
		ix.nextNumber = max(ix.nextNumber, p.number+1)
	}
	return nil
}

// checkLatest verifies the latest state of the store: bleve silently falls back
// on an older state, and never checks the checksum at the end of a segment.
func checkLatest(path string) (err error) {
	store, err := scorch.NewScorch(scorch.Name, map[string]any{"path": path, "read_only": true}, nil)
	if err != nil {
		return err
	}
	if err = store.Open(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	epochs, err := store.(*scorch.Scorch).RootBoltSnapshotEpochs()
	if err != nil || len(epochs) == 0 {
		return errors.Join(err, errors.New("index sans contenu"))
	}
	latest, err := store.(*scorch.Scorch).LoadSnapshot(epochs[0])
	if err != nil {
		return err
	}
	defer latest.Close()
	for _, s := range latest.Segments() {
		if file, ok := s.Segment().(interface{ Path() string }); ok {
			if err := checkSegment(file.Path()); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkSegment(name string) error {
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	end := len(data) - crc32.Size
	if end < 0 || crc32.ChecksumIEEE(data[:end]) != binary.BigEndian.Uint32(data[end:]) {
		return fmt.Errorf("segment abîmé : %s", name)
	}
	return nil
}

// Close closes the index. All searches and updates must have ended. A second
// call does nothing.
func (ix *Index) Close() error {
	ix.reading.Lock()
	v := ix.view
	ix.view = nil
	ix.reading.Unlock()
	if v == nil {
		return nil
	}
	return errors.Join(ix.releaseView(v), ix.bleve.Close(), ix.release())
}
