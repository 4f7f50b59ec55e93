package history

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// linkError says why a link is not followed. For callers that open the link,
// the file does not exist.
type linkError struct{ kind, text string }

func (e *linkError) Error() string        { return e.text }
func (e *linkError) Is(target error) bool { return target == fs.ErrNotExist }

// LinkKind is the reason in a form for programs: "outside", "hidden" or
// "circle".
func (e *linkError) LinkKind() string { return e.kind }

var (
	errOutside = &linkError{"outside", "ce lien symbolique mène hors du dossier du portail"}
	errHidden  = &linkError{"hidden", "ce lien symbolique mène à un fichier caché"}
	errCircle  = &linkError{"circle", "ce lien symbolique tourne en rond, ou passe par trop d’autres liens"}
)

// lastLink says what becomes of a link at the end of a name.
type lastLink int

const (
	followed lastLink = iota
	kept
)

// resolve returns the node that a name leads to through links, and its path. A
// link at the end of the name is followed or returned, as last says.
func (t *Tree) resolve(op, name string, last lastLink) (n *node, at string, err error) {
	fail := func(err error) (*node, string, error) { return nil, "", &fs.PathError{Op: op, Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return fail(fs.ErrInvalid)
	}
	here, rest, links := ".", strings.Split(name, "/"), 0
	passed := []string{"."} // the folders on the way, by their real paths
	for len(rest) > 0 {
		at := path.Join(here, rest[0])
		rest = rest[1:]
		n := t.nodes[at]
		switch {
		case n == nil:
			return fail(fs.ErrNotExist)
		case n.mode == fs.ModeSymlink && (last == followed || len(rest) > 0):
			to := path.Join(path.Dir(at), string(n.data))
			links++
			switch {
			case path.IsAbs(string(n.data)), !fs.ValidPath(to):
				return fail(errOutside)
			case links > mostLinks, slices.Contains(passed, to): // a link to a folder that contains it is a circle, too
				return fail(errCircle)
			case strings.HasPrefix(to, ".") && to != "." || strings.Contains(to, "/."):
				return fail(errHidden)
			}
			here, rest = ".", append(strings.Split(to, "/"), rest...)
		case n.mode.IsDir():
			here = at
			passed = append(passed, at)
		case len(rest) > 0:
			return fail(fs.ErrNotExist)
		default:
			here = at
		}
	}
	return t.nodes[here], here, nil
}

// Open opens a file or a folder. Large files are streamed from git as they are
// read.
func (t *Tree) Open(name string) (fs.File, error) {
	n, at, err := t.resolve("open", name, followed)
	if err != nil {
		return nil, err
	}
	info, err := t.info(n)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	switch {
	case n.mode.IsDir():
		return &folder{info: info, rest: t.list(at)}, nil
	case n.kept != "":
		return t.repo.openKept(info)
	case n.data != nil:
		return &smallFile{Reader: bytes.NewReader(n.data), info: info}, nil
	}
	return &longFile{tree: t, node: n, info: info, left: n.size}, nil
}

// ReadFile returns the content of a file.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	n, _, err := t.resolve("open", name, followed)
	if err == nil && n.data != nil && n.kept == "" {
		return bytes.Clone(n.data), nil
	}
	f, err := t.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// ReadDir lists a folder. A link is listed as its target; a link that is not
// followed, as a link.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	n, at, err := t.resolve("open", name, followed)
	if err == nil && !n.mode.IsDir() {
		err = &fs.PathError{Op: "readdir", Path: name, Err: errors.New("not a directory")}
	}
	if err != nil {
		return nil, err
	}
	return t.list(at), nil
}

// Stat describes the target of a name, following links.
func (t *Tree) Stat(name string) (fs.FileInfo, error) { return t.stat(name, followed) }

// Lstat describes a name without following a link at its end.
func (t *Tree) Lstat(name string) (fs.FileInfo, error) { return t.stat(name, kept) }

func (t *Tree) stat(name string, last lastLink) (fs.FileInfo, error) {
	n, _, err := t.resolve("stat", name, last)
	if err != nil {
		return nil, err
	}
	info, err := t.info(n)
	if err != nil {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: err}
	}
	return info, nil
}

// ReadLink returns the text of a link.
func (t *Tree) ReadLink(name string) (string, error) {
	n, _, err := t.resolve("readlink", name, kept)
	if err == nil && n.mode != fs.ModeSymlink {
		err = &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return "", err
	}
	return string(n.data), nil
}

// info describes a file. The size of a file outside of the requested folders is
// asked for only here.
func (t *Tree) info(n *node) (nodeInfo, error) {
	size := n.size
	if size < 0 {
		sizes, err := t.from.sizes(t.ctx, []string{n.hash})
		if err != nil {
			return nodeInfo{}, err
		}
		size = sizes[0]
	}
	return nodeInfo{n.name, n, size}, nil
}

func (t *Tree) list(folder string) []fs.DirEntry {
	children := t.nodes[folder].children
	list := make([]fs.DirEntry, len(children))
	for i, child := range children {
		e := treeEntry{tree: t, name: child.name, node: child}
		if child.mode == fs.ModeSymlink {
			if to, _, err := t.resolve("stat", path.Join(folder, child.name), followed); err == nil {
				e.node = to
			}
		}
		list[i] = e
	}
	return list
}

// treeEntry is an entry of a folder, under its own name.
type treeEntry struct {
	tree *Tree
	name string
	node *node // for a link that is followed, its target
}

func (e treeEntry) Name() string      { return e.name }
func (e treeEntry) IsDir() bool       { return e.node.mode.IsDir() }
func (e treeEntry) Type() fs.FileMode { return e.node.mode }
func (e treeEntry) Info() (fs.FileInfo, error) {
	info, err := e.tree.info(e.node)
	info.name = e.name
	return info, err
}

// nodeInfo describes a file. Its time is zero: git stores none.
type nodeInfo struct {
	name string
	node *node
	size int64
}

func (i nodeInfo) Name() string       { return i.name }
func (i nodeInfo) Size() int64        { return i.size }
func (i nodeInfo) ModTime() time.Time { return time.Time{} }
func (i nodeInfo) IsDir() bool        { return i.node.mode.IsDir() }
func (i nodeInfo) Sys() any           { return nil }
func (i nodeInfo) Mode() fs.FileMode {
	if i.node.mode.IsDir() {
		return fs.ModeDir | 0o555
	}
	return i.node.mode | 0o444
}

// smallFile is an open file whose content was read with the tree.
type smallFile struct {
	*bytes.Reader
	info nodeInfo
}

func (f *smallFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *smallFile) Close() error               { return nil }

// folder is an open folder.
type folder struct {
	info nodeInfo
	rest []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *folder) Close() error               { return nil }
func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.info.Name(), Err: errors.New("is a directory")}
}

func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(f.rest)
	} else if len(f.rest) == 0 {
		return nil, io.EOF
	}
	list := f.rest[:min(n, len(f.rest))]
	f.rest = f.rest[len(list):]
	return list, nil
}

// longFile is an open file that git prints as far as it is read. The first read
// starts the process.
type longFile struct {
	tree *Tree
	node *node
	info nodeInfo
	from *batch
	left int64
}

func (f *longFile) Stat() (fs.FileInfo, error) { return f.info, nil }

func (f *longFile) Read(p []byte) (int, error) {
	if f.from == nil {
		b, size, err := f.tree.from.object(f.tree.ctx, f.node.hash)
		if err != nil {
			return 0, &fs.PathError{Op: "read", Path: f.node.name, Err: err}
		}
		f.from, f.left = b, size
	}
	if f.left == 0 {
		return 0, io.EOF
	}
	n, err := f.from.from.Read(p[:min(int64(len(p)), f.left)])
	f.left -= int64(n)
	if f.left > 0 {
		err = noEnd(err)
	}
	return n, err
}

// Close gives the process back if nearly all was read, and ends it otherwise.
func (f *longFile) Close() error {
	if b := f.from; b != nil {
		f.from = nil
		if f.left <= maxSmall {
			if _, err := b.from.Discard(int(f.left)); err == nil && lineEnd(b.from) == nil {
				f.tree.from.give(b)
				return nil
			}
		}
		f.tree.from.discard(b)
	}
	return nil
}
