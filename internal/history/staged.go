package history

import (
	"bufio"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Commit is the commit that git would make now.
type Commit struct {
	Changes []Change // by name
	repo    *Repository
	before  string // what it is compared with: a commit, or the empty tree
	after   string // the tree of the whole work tree
}

// Change is a file that a commit adds, changes or removes. Names are relative
// to the requested folder.
type Change struct {
	Name    string
	Removed bool
	Renamed string // of a removed file: its new name
}

// Unmerged says that the index holds conflicts of a merge, so that no commit
// can be made of it.
type Unmerged struct{ Files []string } // relative to the folder asked about, as far as they are in it

func (u *Unmerged) Error() string {
	return "une fusion attend d’être terminée : " + strings.Join(u.Files, ", ")
}

// Staged reads the commit in progress: the index of the files below dir,
// whatever the work tree holds. It is meant for hooks. If git has named the
// index of the commit, as it does for "commit FILE", that index is read; if git
// has named the repository and dir does not lead to one, that repository.
// Nothing is written to the repository. The error is an [Error] or [*Unmerged].
// The caller must close the commit.
func Staged(ctx context.Context, dir string) (*Commit, error) {
	r, err := Open(ctx, dir)
	if errors.Is(err, ErrNoRepository) {
		if hook, named := hookRepository(dir); named {
			r, err = find(ctx, dir, hook)
		}
	}
	if err == nil && !r.inside {
		err = &Error{ErrNoRepository.Error(), "", ErrNoRepository}
	}
	if err != nil {
		return nil, err
	}
	c := &Commit{repo: r}
	if err := c.read(ctx); err != nil {
		r.Close()
		return nil, explain(ctx, err, dir, r)
	}
	return c, nil
}

// Close releases the resources of reading.
func (c *Commit) Close() { c.repo.Close() }

// hookRepository is the repository that git names to its hooks. It is needed if
// the folder does not lead to one: when the git directory is elsewhere (git
// --git-dir).
func hookRepository(dir string) (place, bool) {
	p := foreignPlace(dir)
	for _, name := range []string{"GIT_DIR", "GIT_WORK_TREE"} {
		value := os.Getenv(name)
		if value == "" && name == "GIT_DIR" || os.Getenv("GIT_INDEX_FILE") == "" {
			return p, false
		}
		abs, err := filepath.Abs(value) // a hook runs at the top of the work tree
		if err != nil {
			return p, false
		}
		p.env = append(p.env, name+"="+abs)
	}
	return p, true
}

// index returns the index file of the commit in progress.
func (r *Repository) index(ctx context.Context) string {
	usual := filepath.Join(r.own, "index")
	named := os.Getenv("GIT_INDEX_FILE")
	if named == "" {
		return usual
	}
	named, err := filepath.Abs(named)
	if err != nil || sameFile(filepath.Dir(named), r.own) {
		return named
	}
	// The variable may be that of another repository, whose hook this is.
	own := os.Getenv("GIT_DIR")
	if own == "" {
		if here, err := Open(ctx, "."); err == nil {
			own = here.own
		}
	}
	if sameFile(own, r.own) {
		return named
	}
	return usual
}

func sameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// read writes the index as a tree, in the reader, and compares it.
func (c *Commit) read(ctx context.Context) error {
	in, err := c.repo.reading()
	if err != nil {
		return err
	}
	// Copy the index: it may need its shared parts beside it, and git would use
	// the repository's configuration if it read the index in place.
	copies := map[string]string{c.repo.index(ctx): "index"}
	shared, _ := filepath.Glob(filepath.Join(escapeGlob(c.repo.own), "sharedindex.*"))
	for _, name := range shared {
		copies[name] = filepath.Base(name)
	}
	for from, to := range copies {
		// without an index nothing is staged
		if err := copyFile(filepath.Join(in.folder, to), from); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return &Error{"l’index de git ne peut pas être lu : " + err.Error(), "", nil}
		}
	}
	if c.before = c.repo.head; c.before == "" {
		c.before = emptyTree(c.repo.format)
	}
	c.after, err = in.output(ctx, "write-tree", "--missing-ok")
	if err != nil {
		if unmerged := c.unmerged(ctx); unmerged != nil {
			return unmerged
		}
		return err
	}
	c.after = strings.TrimSpace(c.after)
	args := []string{"diff-tree", "-r", "-z", "--name-status", "-M50%", "-l1000", c.before, c.after}
	if c.repo.prefix != "" {
		args = append(args, "--relative="+c.repo.prefix)
	}
	err = in.run(ctx, nil, func(r *bufio.Reader) error {
		c.Changes, err = readStaged(r)
		return err
	}, args...)
	slices.SortFunc(c.Changes, func(a, b Change) int { return strings.Compare(a.Name, b.Name) })
	return err
}

// escapeGlob escapes a path so that it matches itself as a pattern.
func escapeGlob(name string) string {
	if os.PathSeparator == '\\' {
		return name // it cannot be escaped; such a name is unlikely
	}
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
}

// emptyTree is the hash of a tree without files.
func emptyTree(format string) string {
	const tree = "tree 0\x00"
	if format == "sha256" {
		return fmt.Sprintf("%x", sha256.Sum256([]byte(tree)))
	}
	return fmt.Sprintf("%x", sha1.Sum([]byte(tree)))
}

// unmerged returns the conflicts that keep the index from being a tree, or nil
// if there are none.
func (c *Commit) unmerged(ctx context.Context) error {
	list, err := c.repo.reader.output(ctx, "ls-files", "--unmerged", "-z")
	if err != nil {
		return nil
	}
	var files []string // each is listed for both sides, and possibly for their common ancestor
	for line := range strings.SplitSeq(list, "\x00") {
		if _, name, ok := strings.Cut(line, "\t"); ok {
			files = append(files, strings.TrimPrefix(name, c.repo.prefix))
		}
	}
	if len(files) == 0 {
		return nil
	}
	slices.Sort(files)
	return &Unmerged{slices.Compact(files)}
}

// readStaged reads pairs of a status letter and a name; a renamed file has two
// names.
func readStaged(r *bufio.Reader) (list []Change, err error) {
	for {
		letter, err := token(r, 0)
		if err == io.EOF {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		name, err := token(r, 0)
		if err != nil {
			return nil, noEnd(err)
		}
		switch {
		case letter == "D":
			list = append(list, Change{Name: name, Removed: true})
		case strings.HasPrefix(letter, "R"):
			now, err := token(r, 0)
			if err != nil {
				return nil, noEnd(err)
			}
			list = append(list, Change{Name: name, Removed: true, Renamed: now}, Change{Name: now})
		case letter == "A", letter == "M", letter == "T":
			list = append(list, Change{Name: name})
		default:
			return nil, fmt.Errorf("git diff-tree: unknown change %.20q", letter)
		}
	}
}

// Files returns the files of some folders below dir after the commit.
func (c *Commit) Files(ctx context.Context, folders ...string) (*Tree, error) {
	return c.repo.tree(ctx, c.after, folders)
}

// Before returns the same files before the commit; none if it is the first.
func (c *Commit) Before(ctx context.Context, folders ...string) (*Tree, error) {
	return c.repo.tree(ctx, c.before, folders)
}
