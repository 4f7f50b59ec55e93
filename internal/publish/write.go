package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"
	"unicode"
)

// claim is the name that uses a case-folded path.
type claim struct {
	name   string // as it was first written
	folder bool
}

// keptFile holds the time of an old file when its content was compared.
type keptFile struct{ modified time.Time }

// Write adds a file to the site. The name is a clean path relative to the
// folder, with forward slashes; ".." elements, control characters, backslashes
// and `.intraqvt-…` are not allowed. It fails ([Error]; errors.Is fs.ErrInvalid
// or fs.ErrExist) for another name, for one written before, and for one that
// differs from another only in upper and lower case. Write is safe for
// concurrent use and does not keep data. After an error Commit fails with the
// first one.
func (p *Publication) Write(name string, data []byte) error {
	return p.add(name, func() error {
		now := fingerprintOf(data)
		if kept, err := p.keepOld(name, now); kept || err != nil {
			return err
		}
		to, err := p.place(name)
		if err != nil {
			return err
		}
		if err := writeNew(to, data); err != nil {
			return err
		}
		p.record(name, file{now, nil})
		return nil
	})
}

// CopyFile adds a file of any size: the file source of files, under name. The
// rules are those of [Publication.Write].
func (p *Publication) CopyFile(name string, files fs.FS, source string) error {
	return p.add(name, func() error {
		from, err := files.Open(source)
		if err != nil {
			return unreadable(source, err)
		}
		defer from.Close()
		info, err := from.Stat()
		if err == nil && info.IsDir() {
			err = syscall.EISDIR
		}
		if err != nil {
			return unreadable(source, err)
		}
		// A file of another size has changed: do not read it twice.
		if p.old.owned[name].size == info.Size() || p.old.files[name] && !p.owns(name) {
			now, err := readFingerprint(files, source)
			if err != nil {
				return unreadable(source, err)
			}
			if kept, err := p.keepOld(name, now); kept || err != nil {
				return err
			}
		}
		to, err := p.place(name)
		if err != nil {
			return err
		}
		now, err := copyNew(to, from)
		if err != nil {
			return err
		}
		p.record(name, file{now, nil})
		return nil
	})
}

// keepOld keeps the old file of a name if it has the same content.
func (p *Publication) keepOld(name string, now fingerprint) (bool, error) {
	kept, err := p.unchanged(name, now)
	if err != nil || kept == nil {
		return false, err
	}
	p.record(name, file{now, kept})
	return true, nil
}

// add checks a name, runs write and records its failure.
func (p *Publication) add(name string, write func() error) error {
	p.life.RLock()
	defer p.life.RUnlock()
	if p.closed {
		return failure(p.dir, p.dir, errEnded)
	}
	err := p.claim(name)
	if err == nil {
		err = write()
	}
	if err == nil {
		return nil
	}
	var foreign *ForeignFilesError
	if !errors.As(err, &foreign) {
		err = failure(p.dir, filepath.Join(p.dir, filepath.FromSlash(name)), err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
	}
	return err
}

// claim reserves a name and the folders above it.
func (p *Publication) claim(name string) error {
	if wrong := badName(name); wrong != "" {
		return &Error{Path: name, Message: wrong, Err: fs.ErrInvalid}
	}
	folded := foldCase(name)
	p.mu.Lock()
	defer p.mu.Unlock()
	if other, taken := p.claims[folded]; taken {
		return clash(name, other)
	}
	p.claims[folded] = claim{name: name}
	for dir := path.Dir(name); dir != "." && !p.folders[dir]; dir = path.Dir(dir) {
		folded := foldCase(dir)
		if other, taken := p.claims[folded]; taken && !other.folder {
			return clash(name, other)
		}
		p.claims[folded] = claim{name: dir, folder: true}
		p.folders[dir] = true
	}
	return nil
}

func badName(name string) string {
	switch {
	case !fs.ValidPath(name) || name == ".":
		return "ce n’est pas un chemin relatif et propre"
	case strings.Contains(name, `\`) || strings.ContainsFunc(name, unicode.IsControl):
		return "le nom contient un caractère interdit"
	case strings.HasPrefix(name, ownPrefix):
		return "les noms en « " + ownPrefix + "… » sont réservés"
	}
	return ""
}

func clash(name string, other claim) error {
	e := &Error{Path: name, Err: fs.ErrExist}
	switch {
	case other.folder:
		e.Message = "« " + other.name + " » est déjà un dossier du site"
	case other.name == name:
		e.Message = "ce fichier a déjà été écrit"
	default:
		e.Message = "ce nom entre en conflit avec « " + other.name + " »"
	}
	if !other.folder && other.name != name {
		e.Hint = "certains systèmes ne distinguent pas les majuscules des minuscules ; changez l’un des deux"
	}
	return e
}

// foldCase maps names that differ only in case to the same name: each letter
// becomes the smallest of its case variants.
func foldCase(name string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' {
			return r - 'a' + 'A'
		}
		if r <= unicode.MaxASCII {
			return r
		}
		smallest := r
		for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
			smallest = min(smallest, o)
		}
		return smallest
	}, name)
}

func (p *Publication) owns(name string) bool {
	_, owned := p.old.owned[name]
	return owned
}

// unchanged returns the old file if it has the new content, else nil. The
// package comment states the rule.
func (p *Publication) unchanged(name string, now fingerprint) (*keptFile, error) {
	listed, owned := p.old.owned[name]
	switch {
	case !p.old.files[name]:
		return nil, nil // the folder has no such file
	case owned && listed != now:
		return nil, nil
	}
	path := p.inTarget(name)
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, nil // removed since Begin
	}
	kept := &keptFile{modified: info.ModTime()}
	if owned && info.Size() == now.size && info.ModTime().Before(p.old.written) {
		return kept, nil
	}
	if info.Size() == now.size {
		// A file that cannot be read counts as changed: writing it reports the
		// error.
		if there, err := readFingerprint(os.DirFS(p.target), name); err == nil && there == now {
			return kept, nil
		}
	}
	if !owned {
		return nil, &ForeignFilesError{Dir: p.dir, Files: []string{name}}
	}
	return nil, nil
}

func (p *Publication) record(name string, f file) {
	p.mu.Lock()
	p.files[name] = f
	p.mu.Unlock()
}

func (p *Publication) inTarget(name string) string {
	return filepath.Join(p.target, filepath.FromSlash(name))
}
