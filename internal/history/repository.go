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

// Repository is the git repository that holds a folder.
type Repository struct {
	origin
	inside  bool    // the folder is in a work tree; otherwise the repository has none
	partial bool    // a clone that omits objects on purpose
	format  string  // of hashes: sha1 or sha256
	own     string  // the git directory of this work tree
	common  string  // the git directory shared by all work trees
	asked   place   // where git answers questions about it
	reader  *reader // made when it is first needed
}

// origin is all that a log depends on.
type origin struct {
	dir    string          // the folder
	prefix string          // its path in the work tree: empty or ending in a slash
	head   string          // the newest commit; empty where there is none yet
	cut    map[string]bool // in a shallow clone, the commits whose parents are missing
}

// same tells whether two logs would be equal: nothing was committed, and no
// older history fetched, between them.
func (o origin) same(other origin) bool {
	return o.dir == other.dir && o.prefix == other.prefix && o.head == other.head && maps.Equal(o.cut, other.cut)
}

// Open finds the repository that holds a folder. The error is an [Error]. The
// repository is read as it is now: later commits are not seen.
func Open(ctx context.Context, dir string) (*Repository, error) {
	return find(ctx, dir, foreignPlace(dir))
}

// find asks git for all facts about a repository in one call.
func find(ctx context.Context, dir string, asked place) (*Repository, error) {
	// Two of the answers may have several lines. Git repeats unknown arguments,
	// so this one separates them.
	border := "--" + rand.Text()
	facts, err := asked.output(ctx, "rev-parse", "--is-inside-work-tree", "--is-bare-repository", "--is-shallow-repository",
		"--show-object-format",
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

// parseFacts reads the answers that find asks for.
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
		r.format = "sha1" // a git that does not know the question supports no other
	}
	if !r.inside && lines[1] != "true" {
		return nil, &Error{ErrNoRepository.Error(), "", ErrNoRepository} // the folder is a git directory itself
	}
	if lines[2] == "true" {
		r.cut = map[string]bool{}
	}
	return r, nil
}

// look reads from the git directory what git does not tell, as its documented
// layout allows.
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

// Close releases the resources of reading. Trees that were read stay usable as
// far as their documentation says.
func (r *Repository) Close() {
	if r.reader != nil {
		r.reader.close()
	}
}

// Commit returns the full hash of the commit that a revision names: a branch, a
// tag, or anything that git accepts ("HEAD~2", "main@{yesterday}"). The error
// is an [Error].
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
	if errors.As(err, &f) && f.code == 1 { // with code 128 git has printed the reason
		return "", unknown
	}
	return strings.TrimSpace(hash), explain(ctx, err, r.dir, r)
}

// absent tells whether an error means that no history is expected: there is no
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
