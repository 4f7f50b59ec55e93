package portal

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
)

// overlay returns a file system in which files of the portal's own folder
// replace those built into the program.
func overlay(files fs.FS, dir string, embedded fs.FS) fs.FS {
	if info, err := fs.Stat(files, dir); err != nil || !info.IsDir() {
		return embedded
	}
	return overlaid{subFolder(files, dir), embedded}
}

type overlaid struct{ own, embedded fs.FS }

func (o overlaid) Open(name string) (fs.File, error) {
	f, err := o.own.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.embedded.Open(name)
	}
	return f, err
}

// ReadDir lists the files of both, without links that are not followed.
func (o overlaid) ReadDir(name string) ([]fs.DirEntry, error) {
	own, err := fs.ReadDir(o.own, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	own = slices.DeleteFunc(own, func(e fs.DirEntry) bool { return e.Type()&fs.ModeSymlink != 0 })
	embedded, errEmbedded := fs.ReadDir(o.embedded, name)
	if err != nil && errEmbedded != nil {
		return nil, errEmbedded
	}
	for _, e := range embedded {
		if !slices.ContainsFunc(own, func(f fs.DirEntry) bool { return f.Name() == e.Name() }) {
			own = append(own, e)
		}
	}
	slices.SortFunc(own, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return own, nil
}
