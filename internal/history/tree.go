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

// Tree holds the files of a folder in a commit: byte for byte what git stores,
// whatever the repository's attributes say. It is a file system as on disk;
// symbolic links are followed as long as they stay in the folder. Its methods
// are safe for concurrent use until the repository is closed.
type Tree struct {
	Notes []Note // on what differs from a checkout, by name

	ctx   context.Context
	repo  *Repository
	from  *reader
	nodes map[string]*node // by path, including "." and folders
}

// Note tells something that users should know about a file of a tree.
type Note struct {
	File string
	Kind NoteKind
}

// NoteKind is the kind of a note.
type NoteKind string

// The kinds of notes.
const (
	Submodule NoteKind = "submodule" // a folder of another repository, which is left out
	Pointer   NoteKind = "pointer"   // the pointer of a file that Git LFS has not downloaded
)

// node is a file, a folder or a link.
type node struct {
	name     string // the last part of its path
	mode     fs.FileMode
	hash     string // empty for a folder
	size     int64  // -1 if not known yet
	data     []byte // of small files and links
	kept     string // name in the store of Git LFS, if it is there
	children []*node
}

const (
	maxSmall    = 64 << 10  // bytes of a file that is read with the tree: almost all pages
	mostAtOnce  = 256 << 20 // bytes of all small files together
	mostLinks   = 8         // links on the way to one file
	longestName = 4096      // bytes of a path, and of a link's text
	mostNodes   = 2_000_000
)

// Tree returns the files below the repository's folder in a revision; see
// [Repository.Commit]. The given folders are read at once, others only if links
// lead to them; without folders, all are read. If the folder did not exist yet,
// the tree is empty. The error is an [Error].
func (r *Repository) Tree(ctx context.Context, revision string, folders ...string) (*Tree, error) {
	hash, err := r.Commit(ctx, revision)
	if err != nil {
		return nil, err
	}
	return r.tree(ctx, hash, folders)
}

// tree returns the files of a commit, or of a tree object of the whole work
// tree.
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

// The modes of entries that are not ordinary files.
const (
	linkMode      = "120000"
	submoduleMode = "160000"
)

// readEntries reads the output of `git ls-tree -r -z`.
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

// add adds a file of the whole work tree.
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
			return &Error{fmt.Sprintf("cette version contient un fichier dont le nom est interdit : %.200q", e.name),
				"« git fsck » dit ce qui est abîmé", nil}
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

// arrange sorts the entries of folders.
func (t *Tree) arrange() {
	for _, n := range t.nodes {
		slices.SortFunc(n.children, func(a, b *node) int { return strings.Compare(a.name, b.name) })
	}
}

// load finds the sizes of the files of some folders, and reads the small ones.
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
	slices.Sort(names) // map order is random; read the same files together each time
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
			return &Error{fmt.Sprintf("cette version contient un lien symbolique démesuré : %.200q", name),
				"« git fsck » dit ce qui est abîmé", nil}
		}
		if n.size <= maxSmall && most >= n.size {
			most -= n.size
			at = append(at, name)
		}
	}
	err = t.from.contents(t.ctx, t.hashes(at), maxSmall, func(i int, data []byte) {
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
