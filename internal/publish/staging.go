package publish

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"

	"intraqvt/internal/parallel"
)

// Kinds of folders and files beside the target; see sibling and strayName.
const (
	stagingKind  = "staging"
	previousKind = "previous"
)

// sibling returns the path of one of our own files beside the target.
func sibling(target, kind string) string {
	return filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+"."+kind)
}

// strayName returns a new name for a folder beside the target, which a killed
// publication may leave behind.
func strayName(target, kind string) string {
	return fmt.Sprintf("%s-%08x", sibling(target, kind), rand.Uint32())
}

// isStray tells whether a name comes from strayName.
func isStray(target, kind, name string) bool {
	suffix, found := strings.CutPrefix(name, filepath.Base(sibling(target, kind))+"-")
	return found && len(suffix) == 8 && strings.Trim(suffix, "0123456789abcdef") == ""
}

// recoverFolder cleans up after killed publications: it renames an old site
// back to its place if that is empty, and removes the other folders. Links with
// such names are left alone.
func recoverFolder(target string) error {
	parent := filepath.Dir(target)
	entries, err := os.ReadDir(parent)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.IsDir() || !isStray(target, previousKind, e.Name()) {
			continue
		}
		if _, err := os.Lstat(target); errors.Is(err, fs.ErrNotExist) {
			if err := os.Rename(filepath.Join(parent, e.Name()), target); err != nil {
				return err
			}
		}
	}
	for _, e := range entries {
		if e.IsDir() && (isStray(target, stagingKind, e.Name()) || isStray(target, previousKind, e.Name())) {
			// Publish even if a folder, such as another user's, cannot be removed.
			_ = removeTree(filepath.Join(parent, e.Name()))
		}
	}
	return nil
}

// place creates the staging folder and the folders of name if necessary, and
// returns the path to write to.
func (p *Publication) place(name string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.staging == "" {
		staging := strayName(p.target, stagingKind)
		if err := os.Mkdir(staging, 0o755); err != nil {
			return "", err
		}
		p.staging = staging
		if p.old.info != nil {
			// Do this first: the mode may close the folder to others, or make
			// new files inherit the group.
			takeOwner(staging, p.old.info)
			if err := os.Chmod(staging, p.old.info.Mode()|0o700); err != nil {
				return "", err
			}
		}
	}
	if err := p.makeFolder(path.Dir(name)); err != nil {
		return "", err
	}
	return p.inStaging(name), nil
}

// makeFolder creates a folder of the staging folder, and its parents.
func (p *Publication) makeFolder(dir string) error {
	if dir == "." || p.made[dir] {
		return nil
	}
	if err := p.makeFolder(path.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(p.inStaging(dir), 0o755); err != nil {
		return err
	}
	p.made[dir] = true
	return nil
}

func (p *Publication) inStaging(name string) string {
	return filepath.Join(p.staging, filepath.FromSlash(name))
}

// syncFile writes a file to disk, so that it survives a power cut.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// copyNew copies from to a new file at path and returns the fingerprint of the
// content.
func copyNew(path string, from io.Reader) (fingerprint, error) {
	to, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return fingerprint{}, err
	}
	f, err := copyFingerprint(to, from)
	if err := errors.Join(err, to.Close()); err != nil {
		return fingerprint{}, err
	}
	return f, nil
}

// copyAlike copies a file with its mode and times, where hard links are
// impossible.
func copyAlike(from, to string) error {
	info, err := os.Lstat(from)
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		link, err := os.Readlink(from)
		if err != nil {
			return err
		}
		return os.Symlink(link, to)
	}
	if !info.Mode().IsRegular() {
		return &fs.PathError{Op: "copy", Path: from, Err: errors.ErrUnsupported}
	}
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	if _, err := copyNew(to, source); err != nil {
		return err
	}
	return errors.Join(os.Chmod(to, info.Mode().Perm()), os.Chtimes(to, info.ModTime(), info.ModTime()))
}

// removeTree removes a folder with its content, several folders at a time. It
// removes a link, not its target.
func removeTree(root string) error {
	info, err := os.Lstat(root)
	if err != nil || !info.IsDir() {
		return os.RemoveAll(root)
	}
	entries, err := os.ReadDir(root)
	if err == nil {
		err = parallel.Files(len(entries), func(i int) error {
			return os.RemoveAll(filepath.Join(root, entries[i].Name()))
		})
	}
	return errors.Join(err, os.RemoveAll(root))
}
