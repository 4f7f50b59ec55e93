package publish

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// tree is the folder as Begin found it. Paths are relative to it, with forward
// slashes.
type tree struct {
	info    fs.FileInfo            // of the folder; nil if there is none
	owned   map[string]fingerprint // what the manifest lists
	files   map[string]bool        // existing files that are ours, and dot files; not only regular ones
	folders []string               // our folders and foreign ones, without dot folders
	dots    []dotFile              // to carry over, each folder before its content
	foreign []string               // sorted; nobody may remove them

	manifest []byte    // empty if there is none
	written  time.Time // time of the manifest
	broken   bool      // a replacement in place was interrupted
}

// dotFile is a foreign file or folder that may be in our folder.
type dotFile struct {
	name string
	mode fs.FileMode
}

// readTree walks the folder once. It does not ask for sizes and times: that
// happens for each file when its new content is known.
func readTree(target string) (tree, error) {
	t := tree{owned: make(map[string]fingerprint), files: make(map[string]bool)}
	info, err := os.Stat(target)
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err != nil {
		return t, err
	}
	if !info.IsDir() {
		return t, &fs.PathError{Op: "publish", Path: target, Err: syscall.ENOTDIR}
	}
	t.info = info
	if err := t.readManifests(target); err != nil {
		return t, err
	}
	return t, t.walk(target)
}

// readManifests finds which files are ours. A journal is the manifest of an
// interrupted replacement in place: then the files of both sites are ours. The
// fingerprints of the old manifest count, since files are compared with its
// time.
func (t *tree) readManifests(target string) error {
	for _, name := range []string{manifestName, journalName} {
		f, err := os.Open(filepath.Join(target, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return err
		}
		data, err := io.ReadAll(f)
		if err != nil {
			return err
		}
		listed, err := parseManifest(data)
		if err != nil {
			return err
		}
		for file, fingerprint := range listed {
			if _, known := t.owned[file]; !known {
				t.owned[file] = fingerprint
			}
		}
		if name == manifestName {
			t.manifest, t.written = data, info.ModTime()
		}
	}
	return nil
}

func (t *tree) walk(target string) error {
	ours := make(map[string]bool) // folders that hold our files
	for name := range t.owned {
		addParents(ours, name)
	}
	return fs.WalkDir(os.DirFS(target), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name == "." {
			return nil
		}
		if strings.HasPrefix(name, ownPrefix) {
			t.broken = t.broken || name != manifestName
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		_, owned := t.owned[name]
		dotted := name[0] == '.' || strings.Contains(name, "/.")
		switch {
		case d.IsDir() && (ours[name] || !dotted):
			t.folders = append(t.folders, name)
		case d.IsDir():
			info, err := d.Info()
			if err != nil {
				return err
			}
			t.dots = append(t.dots, dotFile{name, info.Mode()})
		case owned:
			t.files[name] = true
		case dotted:
			t.files[name] = true
			t.dots = append(t.dots, dotFile{name, d.Type()})
		default:
			t.foreign = append(t.foreign, name)
		}
		return nil
	})
}

// addParents adds the folders above name to set.
func addParents(set map[string]bool, name string) {
	for dir := path.Dir(name); dir != "." && !set[dir]; dir = path.Dir(dir) {
		set[dir] = true
	}
}
