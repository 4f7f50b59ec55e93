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

// cache keeps bytes under keys in a folder, from one build to the next. Its
// laws: the bytes of a key follow from the key alone, so that writing one
// twice does no harm; a file holds the SHA-256 of its bytes and then the
// bytes, so that a damaged one is never believed; a file appears complete or
// not at all. An entry that is missing or damaged is not an error.
type cache struct {
	dir  string
	mu   sync.Mutex
	used map[string]bool
}

func newCache(dir string) *cache {
	return &cache{dir: dir, used: map[string]bool{}}
}

// cacheKey is the name of an entry: what kind it is and what it depends on.
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

// get returns the bytes of a key, or false where there are none to be trusted.
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

// has tells cheaply whether a key has an entry of that many bytes; only get
// tells whether they are sound.
func (c *cache) has(key string, size int64) bool {
	c.use(key)
	info, err := os.Stat(c.file(key))
	return err == nil && info.Size() == size+sha256.Size
}

// load reads the entry of a key into value, which is left half filled at
// worst where it returns false.
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
	os.Remove(c.file(key)) // if it stays, it only costs the same work again
}

const tempPrefix = ".tmp-"

// put writes an entry: beside its place first, then moved there.
func (c *cache) put(key string, data []byte) error {
	c.use(key)
	if err := c.write(c.file(key), data); err != nil {
		return fmt.Errorf("écriture impossible dans le cache des images (libérez de la place ou rendez le dossier %s accessible) : %w", c.dir, err)
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

// abandoned is the age at which a temporary file belongs to no running build.
const abandoned = time.Hour

// prune removes the entries that were not used since the cache was opened and
// the temporary files of builds that died. Whatever does not bear the name of
// an entry is left alone: the folder may hold other things.
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
