package history

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
)

// Repository is where the past of a folder is.
type Repository struct {
	origin
	inside  bool    // the folder is in a work tree; else the repository has none
	partial bool    // a clone that left out objects on purpose
	format  string  // of hashes: sha1 or sha256
	own     string  // the git directory of this work tree
	common  string  // the one that all work trees of the repository share
	asked   place   // where git answers for it
	reader  *reader // made when it is first needed
}

// origin is what a log depends on.
type origin struct {
	dir    string          // the folder
	prefix string          // its path in the work tree: empty or ending in a slash
	head   string          // the newest commit; empty where there is none yet
	cut    map[string]bool // in a shallow clone, the commits whose parents it lacks
}

// same tells whether nothing was committed, nor fetched of the past, between
// two logs.
func (o origin) same(other origin) bool {
	return o.dir == other.dir && o.prefix == other.prefix && o.head == other.head && maps.Equal(o.cut, other.cut)
}

// Open finds the repository that holds a folder. The error is an [Error]. What
// is found stays as it is: commits made later are not seen.
func Open(ctx context.Context, dir string) (*Repository, error) { return find(ctx, dir, theirs(dir)) }

// find asks git what there is to know of a repository, in one go.
func find(ctx context.Context, dir string, asked place) (*Repository, error) {
	// Two of the answers may have several lines. Git repeats what it does not
	// know, and nobody knows this word.
	border := "--" + rand.Text()
	facts, err := asked.output(ctx, "rev-parse", "--is-inside-work-tree", "--is-bare-repository", "--is-shallow-repository", "--show-object-format",
		"--absolute-git-dir", border, "--show-prefix", border, "--revs-only", "HEAD")
	if err == nil {
		var r *Repository
		if r, err = parseFacts(facts, border); err == nil {
			r.dir, r.asked = dir, asked
			err = r.look()
		}
		if err == nil {
			return r, nil
		}
	}
	return nil, explain(ctx, err, dir, nil)
}

// parseFacts reads what find asks for.
func parseFacts(facts, border string) (*Repository, error) {
	parts := strings.Split(facts, "\n"+border+"\n")
	if len(parts) != 3 {
		return nil, fmt.Errorf("git rev-parse: %.300q", facts)
	}
	lines := strings.SplitN(parts[0], "\n", 5)
	if len(lines) < 5 {
		return nil, fmt.Errorf("git rev-parse: %.300q", facts)
	}
	r := &Repository{inside: lines[0] == "true", format: lines[3], own: filepath.FromSlash(lines[4])}
	r.prefix, r.head = parts[1], strings.TrimSuffix(parts[2], "\n")
	if r.format != "sha256" {
		r.format = "sha1" // of a git that does not know the question there is no other
	}
	if !r.inside && lines[1] != "true" {
		return nil, &Error{ErrNoRepository.Error(), "", ErrNoRepository} // the git directory itself
	}
	if lines[2] == "true" {
		r.cut = map[string]bool{}
	}
	return r, nil
}

// look finds in the git directory what git does not tell, as the manual of its
// layout has it.
func (r *Repository) look() error {
	r.common = r.own
	if to, err := readShort(filepath.Join(r.own, "commondir")); err == nil { // a linked work tree
		r.common = filepath.FromSlash(strings.TrimSuffix(to, "\n"))
		if !filepath.IsAbs(r.common) {
			r.common = filepath.Join(r.own, r.common)
		}
	}
	packs, _ := filepath.Glob(filepath.Join(escapeGlob(r.objects()), "pack", "*.promisor"))
	r.partial = len(packs) > 0
	if r.cut == nil {
		return nil
	}
	list, err := readShort(filepath.Join(r.common, "shallow"))
	for hash := range strings.Lines(list) {
		r.cut[strings.TrimSpace(hash)] = true
	}
	return err
}

func (r *Repository) objects() string { return filepath.Join(r.common, "objects") }

// Close lets go of what reading has taken. What was read stays usable as far as
// it says so.
func (r *Repository) Close() {
	if r.reader != nil {
		r.reader.close()
	}
}

// Commit is the full name of the commit that a revision means: a branch, a tag,
// or anything that git reads as one ("HEAD~2", "main@{yesterday}"). The error is
// an [Error].
func (r *Repository) Commit(ctx context.Context, revision string) (string, error) {
	unknown := &Error{ErrRevision.Error() + " : " + revision, "", ErrRevision}
	if r.cut != nil {
		unknown.Remedy = "ce clone n’a que la fin de l’historique ; pour avoir le reste : git fetch --unshallow"
	}
	if strings.ContainsRune(revision, 0) {
		return "", unknown
	}
	hash, err := r.asked.output(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	var f *failure
	if errors.As(err, &f) && f.code == 1 { // at 128 it complains
		return "", unknown
	}
	return strings.TrimSpace(hash), explain(ctx, err, r.dir, r)
}

// absent tells whether an error means that there is no past to be expected: no
// repository, or no git where nobody would miss it.
func absent(err error, dir string) bool {
	return errors.Is(err, ErrNoRepository) || errors.Is(err, ErrNoGit) && !underGit(dir)
}

// underGit tells whether dir looks like a part of a work tree.
func underGit(dir string) bool {
	abs, err := filepath.Abs(dir)
	for err == nil {
		if _, err := os.Lstat(filepath.Join(abs, ".git")); err == nil {
			return true
		}
		if abs == filepath.Dir(abs) {
			return false
		}
		abs = filepath.Dir(abs)
	}
	return false
}
