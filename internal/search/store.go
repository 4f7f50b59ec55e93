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

// format names what the index holds: it changes whenever the analysis, the
// fields or the page table do, and an index of another one is made again.
const format = "intraqvt-3"

// The keys of what is committed beside the postings.
var (
	formatKey     = []byte("format")
	pagesKey      = []byte("pages")
	incompleteKey = []byte("incomplet") // set while an update spans several batches
)

// Index is a persistent index of pages. Its methods may be called at the same
// time, [Index.Close] excepted.
type Index struct {
	dir     string
	release func() error
	bleve   bleve.Index
	store   index.Index
	rebuilt bool

	batchBytes int // see the constant

	updating   sync.Mutex       // held from Begin to Commit or Abort
	pages      map[string]*page // as the store has them, by URL
	nextNumber uint32
	incomplete bool // the store holds parts of an abandoned update

	reading  sync.Mutex // guards what follows
	view     *view
	synonyms *synonyms
}

// Option sets how [Open] goes about it.
type Option func(*options)

type options struct{ wait time.Duration }

// LockTimeout is how long [Open] waits for another process that has the index
// open; ten seconds where it is not given.
func LockTimeout(d time.Duration) Option { return func(o *options) { o.wait = d } }

// Open opens the index in a folder of its own, or makes it. An index of
// another format, a broken one, or one whose first build was cut short is
// deleted and made again, empty: see [Index.Rebuilt]. The error is [ErrLocked]
// where another process has it open, the context's where that ends while it is
// waited for, or the file system's.
func Open(ctx context.Context, dir string, opts ...Option) (*Index, error) {
	o := options{wait: 10 * time.Second}
	for _, set := range opts {
		set(&o)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	release, err := acquire(ctx, dir, o.wait)
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

// open opens the store, or replaces it by an empty one where it is no use.
func (ix *Index) open() error {
	_, err := os.Stat(ix.path())
	if err == nil {
		if ix.load() == nil {
			return ix.refresh()
		}
		ix.rebuilt = true
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

// load opens the store that is there and checks that it is whole.
func (ix *Index) load() (err error) {
	defer func() {
		if r := recover(); r != nil { // bleve trusts the bytes it reads
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

// checkLatest makes sure that the latest state can be read and is as it was
// written: bleve falls back without a word on an older state that it still
// has, and never looks at the checksum that it writes at each segment's end.
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

// Rebuilt tells that the index was made again, empty, by [Open], because the
// one it found was broken, cut short or of another format.
func (ix *Index) Rebuilt() bool { return ix.rebuilt }

// Close closes the index. Searches and updates under way must have ended.
// Closing it again does nothing.
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

// Documents is how many documents the index holds; 0 once it is closed.
func (ix *Index) Documents() int {
	ix.reading.Lock()
	defer ix.reading.Unlock()
	if ix.view == nil {
		return 0
	}
	return ix.view.documents
}

// Size is how many bytes the index takes on disk.
func (ix *Index) Size() (int64, error) {
	var size int64
	err := filepath.WalkDir(ix.path(), func(_ string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	return size, err
}
