package media

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"
)

// cache stores bytes under keys in a folder, from one build to the next. The
// bytes follow from the key alone, so writing an entry twice does no harm. A
// file holds the SHA-256 of its bytes before the bytes, so that damage is
// noticed, and appears complete or not at all. A missing or damaged entry is
// not an error.
type cache struct {
	dir  string
	mu   sync.Mutex
	used map[string]bool
}

func newCache(dir string) *cache {
	return &cache{dir: dir, used: map[string]bool{}}
}

// cacheKey makes the name of an entry from its kind and what it depends on.
func cacheKey(parts ...string) string {
	return digestOf([]byte(strings.Join(parts, "\x00")))
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func (c *cache) file(key string) string {
	return filepath.Join(c.dir, key[:2], key[2:])
}

func (c *cache) use(key string) {
	c.mu.Lock()
	c.used[key] = true
	c.mu.Unlock()
}

// get returns the bytes of a key, or false if they are missing or damaged.
func (c *cache) get(key string) ([]byte, bool) {
	c.use(key)
	data, err := os.ReadFile(c.file(key))
	if err != nil || len(data) < sha256.Size {
		return nil, false
	}
	sum := sha256.Sum256(data[sha256.Size:])
	if !bytes.Equal(sum[:], data[:sha256.Size]) {
		return nil, false
	}
	return data[sha256.Size:], true
}

// has tells whether a key has an entry of size bytes; only get checks the
// content.
func (c *cache) has(key string, size int64) bool {
	c.use(key)
	info, err := os.Stat(c.file(key))
	return err == nil && info.Size() == size+sha256.Size
}

// load decodes the entry of a key into value. If it returns false, value may be
// partly filled.
func (c *cache) load(key string, value any) bool {
	data, ok := c.get(key)
	return ok && json.Unmarshal(data, value) == nil
}

// save writes value as the entry of a key, for load.
func (c *cache) save(key string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return c.put(key, data)
}

// forget removes the entry of a key that proved wrong.
func (c *cache) forget(key string) {
	os.Remove(c.file(key)) // if this fails, the same work is only done again
}

const tempPrefix = ".tmp-"

// put writes an entry to a temporary file and renames it.
func (c *cache) put(key string, data []byte) error {
	c.use(key)
	if err := c.write(c.file(key), data); err != nil {
		return fmt.Errorf("écriture impossible dans le cache des images (libérez de la place ou rendez le dossier %s accessible) : %w",
			c.dir, err)
	}
	return nil
}

func (c *cache) write(file string, data []byte) (err error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(file), tempPrefix)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
		}
	}()
	sum := sha256.Sum256(data)
	_, err = temp.Write(sum[:])
	if err == nil {
		_, err = temp.Write(data)
	}
	if err := errors.Join(err, temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}

var (
	entryDir  = regexp.MustCompile(`^[0-9a-f]{2}$`)
	entryFile = regexp.MustCompile(`^[0-9a-f]{62}$`)
)

// abandoned is the age from which a temporary file belongs to no running build.
const abandoned = time.Hour

// prune removes the entries not used since the cache was opened, and old
// temporary files. Files with other names than those of entries are left alone.
func (c *cache) prune() error {
	var errs []error
	for _, dir := range readDir(c.dir, &errs) {
		if !dir.IsDir() || !entryDir.MatchString(dir.Name()) {
			continue
		}
		for _, file := range readDir(filepath.Join(c.dir, dir.Name()), &errs) {
			if c.stale(dir.Name(), file) {
				err := os.Remove(filepath.Join(c.dir, dir.Name(), file.Name()))
				if err != nil && !errors.Is(err, fs.ErrNotExist) {
					errs = append(errs, err)
				}
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("ménage impossible dans le cache des images (rendez le dossier %s accessible) : %w", c.dir, err)
	}
	return nil
}

func (c *cache) stale(dir string, file fs.DirEntry) bool {
	if strings.HasPrefix(file.Name(), tempPrefix) {
		info, err := file.Info()
		return err == nil && time.Since(info.ModTime()) > abandoned
	}
	if !entryFile.MatchString(file.Name()) {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.used[dir+file.Name()]
}

func readDir(dir string, errs *[]error) []os.DirEntry {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		*errs = append(*errs, err)
	}
	return entries
}
