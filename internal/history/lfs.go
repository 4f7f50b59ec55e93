package history

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
)

// Git LFS commits a text, the pointer, in the place of a large file, and keeps
// the file in the git directory under its digest. A checkout exchanges them by
// a program that the configuration names; here the file is opened where it is.

// pointer is the text of one, as its specification has it.
var pointer = regexp.MustCompile(`\Aversion https://git-lfs\.github\.com/spec/v1\n(?:ext-[^\n]*\n)*oid sha256:([0-9a-f]{64})\nsize ([0-9]{1,18})\n`)

// longestPointer is how long the specification lets one be.
const longestPointer = 1024

// followPointers finds the files that pointers stand for; those that are not
// here are noted.
func (t *Tree) followPointers(names []string) {
	for _, name := range names {
		n := t.nodes[name]
		if n.mode != 0 || len(n.data) > longestPointer {
			continue
		}
		found := pointer.FindSubmatch(n.data)
		if found == nil {
			continue
		}
		oid := string(found[1])
		size, _ := strconv.ParseInt(string(found[2]), 10, 64)
		kept := path.Join(oid[:2], oid[2:4], oid)
		if info, err := t.repo.statKept(kept); err == nil && info.Mode().IsRegular() && info.Size() == size {
			n.kept, n.size = kept, size
		} else {
			t.Notes = append(t.Notes, Note{name, Pointer})
		}
	}
}

// kept is the folder in which Git LFS keeps files.
func (r *Repository) kept() string { return filepath.Join(r.common, "lfs", "objects") }

func (r *Repository) statKept(name string) (fs.FileInfo, error) {
	root, err := os.OpenRoot(r.kept())
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Stat(name)
}

// keptFile is an open file of the store, under the name that the tree gives it.
type keptFile struct {
	*os.File
	info nodeInfo
}

func (f *keptFile) Stat() (fs.FileInfo, error) { return f.info, nil }

func (r *Repository) openKept(info nodeInfo) (fs.File, error) {
	root, err := os.OpenRoot(r.kept())
	if err != nil {
		return nil, err
	}
	defer root.Close()
	f, err := root.Open(info.node.kept)
	if err != nil {
		return nil, err
	}
	return &keptFile{f, info}, nil
}
