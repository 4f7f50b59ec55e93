package history

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Tree is the files of a folder as a commit has them: byte for byte what git
// keeps, whatever the attributes of the repository say of them. It is a file
// system like that of the disk, in which a symbolic link leads on as long as
// it stays in the folder. Its methods may be called at the same time, until
// the repository is closed.
type Tree struct {
	Notes []Note // on what is not as it would be on the disk, by name

	ctx   context.Context
	repo  *Repository
	from  *reader
	nodes map[string]*node // by name, "." and folders among them
}

// Note is what somebody should know of a file of a tree.
type Note struct {
	File string
	Kind NoteKind
}

// NoteKind says what is so about a file.
type NoteKind string

// The kinds of notes.
const (
	Submodule NoteKind = "submodule" // a folder of another repository, which is left out
	Pointer   NoteKind = "pointer"   // stands for a file that Git LFS keeps elsewhere, and which is not here
)

// node is a file, a folder or a link.
type node struct {
	name     string // its last part
	mode     fs.FileMode
	hash     string // of what is no folder
	size     int64  // -1 where it is not known yet
	data     []byte // of a small file and of a link
	kept     string // its name in the store of Git LFS, where it is there
	children []*node
}

const (
	small       = 64 << 10  // bytes of a file that is read along with the tree: almost all pages
	mostAtOnce  = 256 << 20 // bytes of small files that are
	mostLinks   = 8         // on the way to one file
	longestName = 4096      // bytes of a file's path, and of a link's text
	mostNodes   = 2_000_000
)

// Tree gives the files below the repository's folder as a revision has them; see
// [Repository.Commit]. Those of some
// folders are read at once, the others only where links lead to them; without
// folders, all. Where the folder was not there yet, the tree is empty. The
// error is an [Error].
func (r *Repository) Tree(ctx context.Context, revision string, folders ...string) (*Tree, error) {
	hash, err := r.Commit(ctx, revision)
	if err != nil {
		return nil, err
	}
	return r.tree(ctx, hash, folders)
}

// tree gives the files of a commit, or of a tree of the whole work tree.
func (r *Repository) tree(ctx context.Context, hash string, folders []string) (*Tree, error) {
	in, err := r.reading()
	if err != nil {
		return nil, err
	}
	t := &Tree{ctx: ctx, repo: r, from: in, nodes: map[string]*node{".": {name: ".", mode: fs.ModeDir}}}
	args := []string{"ls-tree", "-r", "-z", "--full-tree", hash}
	if r.prefix != "" {
		args = append(args, "--", r.prefix)
	}
	err = in.run(ctx, nil, func(out *bufio.Reader) error { return readEntries(out, t.add) }, args...)
	if err == nil {
		t.arrange()
		err = t.load(folders)
	}
	if err != nil {
		return nil, explain(ctx, err, r.dir, r)
	}
	return t, nil
}

// entry is a line of `git ls-tree`.
type entry struct{ mode, kind, hash, name string }

// The modes of entries that are no ordinary files.
const (
	linkMode      = "120000"
	submoduleMode = "160000"
)

// readEntries reads what `git ls-tree -r -z` prints.
func readEntries(r *bufio.Reader, add func(entry) error) error {
	for {
		line, err := token(r, 0)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		facts, name, ok := strings.Cut(line, "\t")
		fields := strings.Split(facts, " ")
		if !ok || len(fields) != 3 {
			return fmt.Errorf("git ls-tree: %.100q", line)
		}
		if err := add(entry{fields[0], fields[1], fields[2], name}); err != nil {
			return err
		}
	}
}

// add takes a file of the whole work tree.
func (t *Tree) add(e entry) error {
	name, below := strings.CutPrefix(e.name, t.repo.prefix)
	if !below {
		return nil
	}
	if len(name) > longestName || len(t.nodes) > mostNodes {
		return &Error{fmt.Sprintf("cette version contient trop de fichiers, ou un nom trop long : %.200q", e.name), "", nil}
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part == "." || part == ".." {
			return &Error{fmt.Sprintf("cette version contient un fichier dont le nom est interdit : %.200q", e.name), "« git fsck » dit ce qui est abîmé", nil}
		}
	}
	mode := fs.FileMode(0)
	switch e.mode {
	case submoduleMode:
		t.Notes = append(t.Notes, Note{name, Submodule})
		return nil
	case linkMode:
		mode = fs.ModeSymlink
	}
	twice := &Error{fmt.Sprintf("cette version contient deux fois le même nom : %.200q", e.name), "« git fsck » dit ce qui est abîmé", nil}
	if _, there := t.nodes[name]; there {
		return twice
	}
	n := &node{name: path.Base(name), mode: mode, hash: e.hash, size: -1}
	t.nodes[name] = n
	for {
		name = path.Dir(name)
		folder, there := t.nodes[name]
		if !there {
			folder = &node{name: path.Base(name), mode: fs.ModeDir}
			t.nodes[name] = folder
		}
		if !folder.mode.IsDir() {
			return twice
		}
		folder.children = append(folder.children, n)
		if there {
			return nil
		}
		n = folder
	}
}

// arrange sorts what folders hold.
func (t *Tree) arrange() {
	for _, n := range t.nodes {
		slices.SortFunc(n.children, func(a, b *node) int { return strings.Compare(a.name, b.name) })
	}
}

// load finds how long the files of some folders are, and reads the small ones.
func (t *Tree) load(folders []string) error {
	wanted := func(name string) bool {
		first, _, inside := strings.Cut(name, "/")
		return len(folders) == 0 || inside && slices.Contains(folders, first)
	}
	var names []string
	for name, n := range t.nodes {
		if n.hash != "" && (wanted(name) || n.mode == fs.ModeSymlink) {
			names = append(names, name)
		}
	}
	slices.Sort(names) // whatever the order of a map, the same is read at once
	sizes, err := t.from.sizes(t.ctx, t.hashes(names))
	if err != nil {
		return err
	}
	most := int64(mostAtOnce)
	var at []string
	for i, name := range names {
		n := t.nodes[name]
		n.size = sizes[i]
		if n.mode == fs.ModeSymlink && n.size > longestName {
			return &Error{fmt.Sprintf("cette version contient un lien symbolique démesuré : %.200q", name), "« git fsck » dit ce qui est abîmé", nil}
		}
		if n.size <= small && most >= n.size {
			most -= n.size
			at = append(at, name)
		}
	}
	err = t.from.contents(t.ctx, t.hashes(at), small, func(i int, data []byte) {
		t.nodes[at[i]].data = data
	})
	if err == nil {
		t.followPointers(at)
	}
	slices.SortFunc(t.Notes, func(a, b Note) int { return strings.Compare(a.File, b.File) })
	return err
}

func (t *Tree) hashes(names []string) []string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = t.nodes[name].hash
	}
	return list
}
