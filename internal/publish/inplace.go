package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// replaceInPlace replaces a folder that cannot be renamed. All that needs space
// is done first. Then a journal with the new manifest marks the files of both
// sites as ours, so that the next publication can complete an interrupted one.
func (p *Publication) replaceInPlace() error {
	inside := filepath.Join(p.target, insideName)
	if err := errors.Join(os.RemoveAll(inside), p.bring(inside)); err != nil {
		return errors.Join(err, os.RemoveAll(inside))
	}
	journal := filepath.Join(p.target, journalName)
	if err := p.sys.rename(filepath.Join(inside, manifestName), journal); err != nil {
		return errors.Join(err, os.RemoveAll(inside))
	}
	if err := p.replaceFiles(inside, journal); err != nil {
		return fmt.Errorf("%w: %w", errHalfway, err)
	}
	return os.RemoveAll(inside)
}

// bring moves the written files and the manifest inside the target, and so to
// its file system.
func (p *Publication) bring(inside string) error {
	if err := p.sys.rename(p.staging, inside); err == nil {
		p.staging = ""
		return nil
	}
	if err := os.Mkdir(inside, 0o755); err != nil {
		return err
	}
	for _, dir := range p.sortedFolders() {
		if err := os.Mkdir(filepath.Join(inside, dir), 0o755); err != nil {
			return err
		}
	}
	for _, name := range append(p.written(), manifestName) {
		if err := copyAlike(p.inStaging(name), filepath.Join(inside, name)); err != nil {
			return err
		}
	}
	return syncFile(filepath.Join(inside, manifestName))
}

// replaceFiles replaces the old site by the new one, file by file. Removals
// come first, since a folder may take the place of a file, and the reverse.
func (p *Publication) replaceFiles(inside, journal string) error {
	for _, name := range p.removed() {
		if err := os.Remove(p.inTarget(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, dir := range slices.Backward(p.old.folders) {
		if !p.folders[dir] {
			_ = os.Remove(p.inTarget(dir)) // fails if dot files are in it
		}
	}
	for _, dir := range p.sortedFolders() {
		if err := os.Mkdir(p.inTarget(dir), 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	for _, name := range p.written() {
		if err := p.sys.rename(filepath.Join(inside, filepath.FromSlash(name)), p.inTarget(name)); err != nil {
			return err
		}
	}
	return p.sys.rename(journal, filepath.Join(p.target, manifestName))
}

// written lists the files that were written.
func (p *Publication) written() []string {
	var names []string
	for name, f := range p.files {
		if f.kept == nil {
			names = append(names, name)
		}
	}
	return names
}

// sortedFolders lists the new site's folders, each after those above it.
func (p *Publication) sortedFolders() []string {
	return slices.Sorted(maps.Keys(p.folders))
}
