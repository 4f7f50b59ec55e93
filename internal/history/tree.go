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
	var prefix string
	if err := run(ctx, dir, whole(&prefix), "rev-parse", "--show-prefix"); err != nil {
		return nil, err
	}
	return archive(ctx, dir, strings.TrimSpace(hash)+":"+strings.TrimSuffix(prefix, "\n"))
}

// Staged gives the files below dir as the next commit would have them, and
// the names, below dir, of those that this commit adds, changes or removes. It
// is meant for a hook: where git has named the index of the commit under way
// (GIT_INDEX_FILE), that is the one. Git writes the tree, which it would do a
// moment later anyway. The error is [ErrNoRepository] or git's own.
func Staged(ctx context.Context, dir string) (files fs.FS, changed []string, err error) {
	var prefix, tree string
	if err := run(ctx, dir, whole(&prefix), "rev-parse", "--show-prefix"); err != nil {
		return nil, nil, noRepository(err)
	}
	index, err := hookIndex()
	if err != nil {
		return nil, nil, err
	}
	if err := runWith(ctx, index, dir, whole(&tree), "write-tree"); err != nil {
		return nil, nil, err
	}
	base, err := newest(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	err = runWith(ctx, index, dir, func(in *bufio.Reader) error {
		for {
			name, err := token(in)
			if err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
			changed = append(changed, name)
		}
	}, "diff-index", "--cached", "--name-only", "--no-renames", "-z", "--relative", base, "--", ".")
	if err != nil {
		return nil, nil, err
	}
	files, err = archive(ctx, dir, strings.TrimSpace(tree)+":"+strings.TrimSuffix(prefix, "\n"))
	return files, changed, err
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
	if run(ctx, dir, whole(new(string)), "rev-parse", "--verify", "--quiet", "HEAD") == nil {
		return "HEAD", nil
	}
	var empty string
	err := run(ctx, dir, whole(&empty), "hash-object", "-t", "tree", os.DevNull)
	return strings.TrimSpace(empty), err
}

// archive reads a tree. Git packs it, since its own format for one file after
// the other would have to be made a file system of here.
func archive(ctx context.Context, dir, tree string) (fs.FS, error) {
	var packed bytes.Buffer
	err := run(ctx, dir, func(in *bufio.Reader) error {
		_, err := packed.ReadFrom(in)
		return err
	}, "archive", "--format=zip", "-0", tree)
	var f *failure
	if errors.As(err, &f) && strings.Contains(f.complaint, "not a valid object name") { // the folder is newer
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
