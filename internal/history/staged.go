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

// Commit is the one that git would make now.
type Commit struct {
	Changes []Change // by name
	repo    *Repository
	before  string // what it is compared with: a commit, or the tree without files
	after   string // the tree of the whole work tree
}

// Change is a file that a commit adds, changes or removes. Names are relative
// to the folder asked about.
type Change struct {
	Name    string
	Removed bool
	Renamed string // of a removed file: what it is called now
}

// Unmerged says that the index holds both sides of files that a merge could not
// bring together: there is no commit to be made of it yet.
type Unmerged struct{ Files []string } // relative to the folder asked about, as far as they are in it

func (u *Unmerged) Error() string {
	return "une fusion attend d’être terminée : " + strings.Join(u.Files, ", ")
}

// Staged reads the commit under way: what the index says of the files below
// dir, whatever stands in the work tree. It is meant for a hook: where git has
// named the index of the commit, as it does for "commit FILE", that is the one,
// and where it has named the repository, that is the one of a folder that does
// not tell. Nothing is written to the repository. The error is an [Error] or
// [*Unmerged]. The commit is to be closed.
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

// Close lets go of what reading has taken.
func (c *Commit) Close() { c.repo.Close() }

// hookRepository is the place of the repository that git names to its hooks.
// It is needed where nothing leads to it from the folder: for a git directory
// that stands elsewhere (git --git-dir).
func hookRepository(dir string) (place, bool) {
	p := theirs(dir)
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

// index is the file that holds the commit under way.
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
	// It may be that of another repository, whose hook this is.
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

// read makes a tree of the index, in the reader, and compares it.
func (c *Commit) read(ctx context.Context) error {
	in, err := c.repo.reading()
	if err != nil {
		return err
	}
	// A copy: it may be one that needs its shared parts beside it, and reading
	// it in its place would be with the repository's configuration.
	copies := map[string]string{c.repo.index(ctx): "index"}
	shared, _ := filepath.Glob(filepath.Join(escapeGlob(c.repo.own), "sharedindex.*"))
	for _, name := range shared {
		copies[name] = filepath.Base(name)
	}
	for from, to := range copies {
		if err := copyFile(filepath.Join(in.folder, to), from); err != nil && !errors.Is(err, fs.ErrNotExist) { // without an index nothing is staged
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

// escapeGlob is a path that means itself in a pattern.
func escapeGlob(name string) string {
	if os.PathSeparator == '\\' {
		return name // there is no way, and hardly such a name
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

// unmerged finds what keeps the index from being a tree; nil where it is
// something else.
func (c *Commit) unmerged(ctx context.Context) error {
	list, err := c.repo.reader.output(ctx, "ls-files", "--unmerged", "-z")
	if err != nil {
		return nil
	}
	var files []string // each stands there for both sides, and perhaps for what they came from
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

// readStaged reads pairs of a letter and a name; a renamed file has two.
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

// Files gives what some folders below dir will hold.
func (c *Commit) Files(ctx context.Context, folders ...string) (*Tree, error) {
	return c.repo.tree(ctx, c.after, folders)
}

// Before gives what they held before the commit: nothing, where it is the
// first.
func (c *Commit) Before(ctx context.Context, folders ...string) (*Tree, error) {
	return c.repo.tree(ctx, c.before, folders)
}
