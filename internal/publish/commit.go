package publish

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"intraqvt/internal/parallel"
)

// Commit puts the site in place of the folder and ends the publication. After
// an error ([Error], or the first one of Write or CopyFile) the folder is
// unchanged, unless the message says otherwise. Old files that cannot be
// removed are left to the next publication.
func (p *Publication) Commit() (Summary, error) {
	p.life.Lock()
	defer p.life.Unlock()
	if p.closed {
		return Summary{}, failure(p.dir, p.dir, errEnded)
	}
	defer p.close()
	if p.err != nil {
		return Summary{}, p.err
	}
	s := p.summary()
	manifest := p.manifest()
	if p.same(s, manifest) {
		return s, nil
	}
	if names := p.dotClashes(); len(names) > 0 {
		return Summary{}, &ForeignFilesError{Dir: p.dir, Files: names}
	}
	var err error
	if s.InPlace, err = p.replace(manifest); err != nil {
		return Summary{}, failure(p.dir, p.dir, err)
	}
	return s, nil
}

func (p *Publication) summary() Summary {
	s := Summary{Files: len(p.files)}
	for _, f := range p.files {
		s.Bytes += f.size
		if f.kept != nil {
			s.Kept++
		} else {
			s.Written++
			s.WrittenBytes += f.size
		}
	}
	s.Removed = len(p.removed())
	return s
}

// removed lists the files of the old site that the new one lacks.
func (p *Publication) removed() []string {
	var names []string
	for name := range p.old.owned {
		if _, stays := p.files[name]; !stays && p.old.files[name] {
			names = append(names, name)
		}
	}
	return names
}

func (p *Publication) manifest() []byte {
	files := make(map[string]fingerprint, len(p.files))
	for name, f := range p.files {
		files[name] = f.fingerprint
	}
	return formatManifest(files)
}

// same tells whether the folder already holds the new site.
func (p *Publication) same(s Summary, manifest []byte) bool {
	if p.old.info == nil || p.old.broken || s.Written > 0 || !bytes.Equal(manifest, p.old.manifest) {
		return false
	}
	needed := maps.Clone(p.folders)
	for _, dot := range p.old.dots {
		addParents(needed, dot.name)
	}
	return !slices.ContainsFunc(p.old.folders, func(dir string) bool { return !needed[dir] })
}

// replace builds the new tree and puts it in place, in the best way that the
// system allows.
func (p *Publication) replace(manifest []byte) (inPlace bool, err error) {
	err = p.assemble(manifest)
	if err == nil {
		err = p.swap()
	}
	// Another file system begins at the target or below it: a mount point
	// cannot be renamed, and hard links do not cross file systems.
	if errors.Is(err, syscall.EXDEV) || errors.Is(err, syscall.EBUSY) {
		return true, p.replaceInPlace()
	}
	return false, err
}

// assemble completes the staging folder with the manifest, unchanged files and
// dot files.
func (p *Publication) assemble(manifest []byte) error {
	to, err := p.place(manifestName)
	if err != nil {
		return err
	}
	// Write the manifest before the unchanged files: a file that is edited from
	// now on is then not older than the manifest, and will be compared by its
	// bytes.
	if err := errors.Join(writeNew(to, manifest), syncFile(to)); err != nil {
		return err
	}
	for dir := range p.folders {
		if err := p.makeFolder(dir); err != nil {
			return err
		}
	}
	var kept []string
	for name, f := range p.files {
		if f.kept != nil {
			kept = append(kept, name)
		}
	}
	slices.Sort(kept) // neighbours are in the same folder
	err = parallel.Files(len(kept), func(i int) error { return p.keep(kept[i]) })
	if err != nil {
		return err
	}
	if err := p.carryDots(); err != nil {
		return err
	}
	if p.old.info != nil {
		return os.Chmod(p.staging, p.old.info.Mode())
	}
	return nil
}

// keep puts an unchanged file in the new tree. A file edited since it was
// compared has another time and is refused.
func (p *Publication) keep(name string) error {
	from := p.inTarget(name)
	if err := p.linkOrCopy(from, p.inStaging(name)); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = errChanged
		}
		return p.failedAt(name, err)
	}
	info, err := os.Lstat(from)
	if err != nil || info.Size() != p.files[name].size || !info.ModTime().Equal(p.files[name].kept.modified) {
		return p.failedAt(name, errChanged)
	}
	return nil
}

// linkOrCopy makes a hard link, or a copy if the file system has no hard links,
// too many for this file, or forbids them for files of other users. Between two
// file systems it does neither and returns the error.
func (p *Publication) linkOrCopy(from, to string) error {
	err := p.sys.link(from, to)
	if err == nil || errors.Is(err, syscall.EXDEV) || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return copyAlike(from, to)
}

// dotClashes lists foreign dot files in places where the site has something
// else. A regular file with the same bytes, as compared by Write, is not a
// clash: it becomes the site's.
func (p *Publication) dotClashes() []string {
	var names []string
	for _, dot := range p.old.dots {
		_, taken := p.files[dot.name]
		if taken && !dot.mode.IsRegular() || p.folders[dot.name] && !dot.mode.IsDir() {
			names = append(names, dot.name)
		}
	}
	return names
}

// carryDots puts the foreign dot files in the new tree.
func (p *Publication) carryDots() error {
	for _, dot := range p.old.dots {
		if _, taken := p.files[dot.name]; taken {
			continue
		}
		if dot.mode.IsDir() {
			if err := p.makeFolder(dot.name); err != nil {
				return p.failedAt(dot.name, err)
			}
			continue
		}
		to, err := p.place(dot.name)
		if err == nil {
			err = p.linkOrCopy(p.inTarget(dot.name), to)
		}
		if err != nil {
			return p.failedAt(dot.name, err)
		}
	}
	// Set the modes last, from the innermost folder outwards: a folder may
	// forbid writing.
	for _, dot := range slices.Backward(p.old.dots) {
		if dot.mode.IsDir() {
			if err := os.Chmod(p.inStaging(dot.name), dot.mode); err != nil {
				return p.failedAt(dot.name, err)
			}
		}
	}
	return nil
}

// failedAt wraps an error about one file of the folder. The errors that make
// replace choose another way are returned unchanged.
func (p *Publication) failedAt(name string, err error) error {
	if errors.Is(err, syscall.EXDEV) {
		return err
	}
	return failure(p.dir, filepath.Join(p.dir, filepath.FromSlash(name)), err)
}

// swap puts the staging folder in the target's place. Afterwards p.staging is
// the old tree.
func (p *Publication) swap() error {
	if p.old.info == nil {
		err := p.sys.rename(p.staging, p.target)
		if err == nil {
			p.staging = ""
		}
		return err
	}
	// If the exchange fails for any reason, try two renames: if they cannot
	// work either, the first one fails, and nothing has moved.
	if p.sys.exchange(p.staging, p.target) == nil {
		return nil
	}
	previous := strayName(p.target, previousKind)
	if err := p.sys.rename(p.target, previous); err != nil {
		return err
	}
	if err := p.sys.rename(p.staging, p.target); err != nil {
		return errors.Join(err, p.sys.rename(previous, p.target))
	}
	p.staging = previous
	return nil
}
