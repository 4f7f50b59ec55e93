package history

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
)

// Git LFS commits a short text, the pointer, in place of a large file, and
// stores the file in the git directory under its digest. On checkout, a program
// that the configuration names replaces the pointer by the file. This package
// opens the stored file directly instead.

// pointer matches a pointer, as specified by Git LFS.
var pointer = regexp.MustCompile(`\Aversion https://git-lfs\.github\.com/spec/v1\n(?:ext-[^\n]*\n)*` +
	`oid sha256:([0-9a-f]{64})\nsize ([0-9]{1,18})\n`)

// longestPointer is the maximum length of a pointer, by the specification.
const longestPointer = 1024

// followPointers finds the stored files of pointers; those that are missing are
// noted.
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

// lfsObjects returns the folder in which Git LFS stores files.
func (r *Repository) lfsObjects() string { return filepath.Join(r.common, "lfs", "objects") }

func (r *Repository) statKept(name string) (fs.FileInfo, error) {
	root, err := os.OpenRoot(r.lfsObjects())
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Stat(name)
}

// keptFile is an open file of the store, with the name that it has in the tree.
type keptFile struct {
	*os.File
	info nodeInfo
}

func (f *keptFile) Stat() (fs.FileInfo, error) { return f.info, nil }

func (r *Repository) openKept(info nodeInfo) (fs.File, error) {
	root, err := os.OpenRoot(r.lfsObjects())
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
