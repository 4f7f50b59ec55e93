package history

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// ErrRevision says that git knows no such revision.
var ErrRevision = errors.New("révision inconnue de git")

// ErrNoRepository says that a folder is in no work tree of git, or that git is
// not there to read it.
var ErrNoRepository = errors.New("ce dossier n’est pas suivi par git")

// Tree gives the files below dir as a revision has them: a commit, a branch, a
// tag, or anything that git reads as one ("HEAD~2", "main@{yesterday}"). They
// are as a checkout would write them, but for files that the attribute
// export-ignore names. Where the folder was not there yet, the tree is empty.
// The error is [ErrRevision], [ErrNoRepository], or git's own.
func Tree(ctx context.Context, dir, revision string) (fs.FS, error) {
	var hash string
	err := run(ctx, dir, whole(&hash), "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	var f *failure
	switch {
	case errors.As(err, &f) && f.complaint == "":
		return nil, fmt.Errorf("%w : %s", ErrRevision, revision)
	case err != nil:
		return nil, noRepository(err)
	}
	return archive(ctx, dir, strings.TrimSpace(hash))
}

// Commit is the one that git would make now.
type Commit struct {
	Changes []Change // by name
	dir     string
	before  string // what it is compared with: a revision
	tree    string // of the whole work tree
}

// Change is a file that a commit adds, changes or removes. Names are relative
// to the folder asked about.
type Change struct {
	Name    string
	Removed bool
	Renamed string // of a removed file: what it is called now
}

// Staged reads the commit under way: what the index says of the files below
// dir, whatever stands in the work tree. It is meant for a hook: where git has
// named the index of the commit (GIT_INDEX_FILE), as it does for "commit FILE",
// that is the one. Git writes the tree, which it would do a moment later anyway.
// The error is [ErrNoRepository] or git's own.
func Staged(ctx context.Context, dir string) (*Commit, error) {
	index, err := hookIndex()
	if err != nil {
		return nil, err
	}
	before, err := newest(ctx, dir)
	if err != nil {
		return nil, err
	}
	c := &Commit{dir: dir, before: before}
	err = runWith(ctx, index, dir, c.readChanges, "diff-index", "--cached", "--name-status", "-M50%", "-z", "--relative", before, "--", ".")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(c.Changes, func(a, b Change) int { return strings.Compare(a.Name, b.Name) })
	if len(c.Changes) == 0 {
		return c, nil
	}
	err = runWith(ctx, index, dir, whole(&c.tree), "write-tree")
	c.tree = strings.TrimSpace(c.tree)
	return c, err
}

// readChanges reads pairs of a letter and a name; a renamed file has two.
func (c *Commit) readChanges(in *bufio.Reader) error {
	for {
		letter, err := token(in)
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		name, err := token(in)
		if err != nil {
			return err
		}
		switch letter[0] {
		case 'D':
			c.Changes = append(c.Changes, Change{Name: name, Removed: true})
		case 'R':
			now, err := token(in)
			if err != nil {
				return err
			}
			c.Changes = append(c.Changes, Change{Name: name, Removed: true, Renamed: now}, Change{Name: now})
		default:
			c.Changes = append(c.Changes, Change{Name: name})
		}
	}
}

// Files gives what some folders below dir will hold.
func (c *Commit) Files(ctx context.Context, folders ...string) (fs.FS, error) {
	return archive(ctx, c.dir, c.tree, folders...)
}

// Before gives what they held before the commit: nothing, where it is the
// first.
func (c *Commit) Before(ctx context.Context, folders ...string) (fs.FS, error) {
	return archive(ctx, c.dir, c.before, folders...)
}

// hookIndex is where the commit under way has its index, for git's environment;
// nothing outside of a hook.
func hookIndex() ([]string, error) {
	name := os.Getenv("GIT_INDEX_FILE")
	if name == "" {
		return nil, nil
	}
	name, err := filepath.Abs(name)
	return []string{"GIT_INDEX_FILE=" + name}, err
}

// newest is what the next commit is compared with: the newest one, or a tree
// without files before the first.
func newest(ctx context.Context, dir string) (string, error) {
	var facts string
	if err := run(ctx, dir, whole(&facts), "rev-parse", "--is-inside-work-tree", "--revs-only", "HEAD"); err != nil {
		return "", noRepository(err)
	}
	inside, commit, _ := strings.Cut(facts, "\n")
	if inside != "true" {
		return "", ErrNoRepository
	}
	if commit == "" {
		if err := run(ctx, dir, whole(&commit), "hash-object", "-t", "tree", os.DevNull); err != nil {
			return "", err
		}
	}
	return strings.TrimSpace(commit), nil
}

// archive reads what a revision or a tree of the whole work tree has below dir,
// or some folders of it as far as they are there. Git packs it, since its own
// format for one file after the other would have to be made a file system of
// here; in a folder it packs that folder alone.
func archive(ctx context.Context, dir, tree string, folders ...string) (fs.FS, error) {
	args := []string{"archive", "--format=zip", "-0", tree, "--"}
	if len(folders) > 0 { // git would not pack what is not there
		var there string
		if err := run(ctx, dir, whole(&there), append([]string{"ls-tree", "-z", "--name-only", tree, "--"}, folders...)...); err != nil {
			return nil, err
		}
		if there == "" {
			return new(zip.Reader), nil
		}
		args = append(args, strings.Split(strings.TrimSuffix(there, "\x00"), "\x00")...)
	}
	var packed bytes.Buffer
	err := run(ctx, dir, func(in *bufio.Reader) error {
		_, err := packed.ReadFrom(in)
		return err
	}, args...)
	var f *failure
	if errors.As(err, &f) && strings.Contains(f.complaint, "current working directory is untracked") { // the folder is newer
		return new(zip.Reader), nil
	}
	if err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
}

// noRepository is the error of a folder that git does not look after.
func noRepository(err error) error {
	var f *failure
	if errors.Is(err, exec.ErrNotFound) || errors.As(err, &f) && strings.Contains(f.complaint, "not a git repository") {
		return fmt.Errorf("%w (%v)", ErrNoRepository, err)
	}
	return err
}
