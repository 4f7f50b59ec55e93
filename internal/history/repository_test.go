package history

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestOtherKindsOfRepositories(t *testing.T) {
	if testing.Short() {
		t.Skip("runs git many times")
	}
	r := newRepo(t)
	r.write("content/a.md")
	r.commit("un")
	r.write("content/a.md", 2)
	r.commit("deux")
	read := func(t *testing.T, dir, revision string, want bool) {
		t.Helper()
		tree, err := treeOf(t, dir, revision, "content")
		if err != nil {
			t.Fatal(err)
		}
		if data, err := fs.ReadFile(tree, "content/a.md"); err != nil || bytes.Contains(data, []byte("\n2\n")) != want {
			t.Errorf("%s: %q, %v", revision, data, err)
		}
	}
	t.Run("without a work tree", func(t *testing.T) {
		bare := filepath.Join(t.TempDir(), "nu.git")
		r.git("clone", "-q", "--bare", r.dir, bare)
		read(t, bare, "HEAD", true)
		read(t, bare, "HEAD~1", false)
		if _, err := Staged(t.Context(), bare); !errors.Is(err, ErrNoRepository) {
			t.Errorf("Staged: %v", err)
		}
		t.Setenv("GIT_CONFIG_COUNT", "1")
		t.Setenv("GIT_CONFIG_KEY_0", "safe.bareRepository")
		t.Setenv("GIT_CONFIG_VALUE_0", "explicit")
		if _, err := Open(t.Context(), bare); err != nil && !strings.Contains(err.Error(), "safe.bareRepository") {
			t.Errorf("refused by a setting: %v", err)
		}
	})
	t.Run("the git directory", func(t *testing.T) {
		if _, err := Open(t.Context(), filepath.Join(r.dir, ".git")); !errors.Is(err, ErrNoRepository) {
			t.Error(err)
		}
	})
	t.Run("objects of another", func(t *testing.T) {
		clone := filepath.Join(t.TempDir(), "par:deux \"points\"")
		r.git("clone", "-q", "--shared", r.dir, clone)
		read(t, clone, "HEAD~1", false)
	})
	t.Run("packed", func(t *testing.T) {
		clone := filepath.Join(t.TempDir(), "clone")
		r.git("clone", "-q", "file://"+r.dir, clone)
		r.git("-C", clone, "gc", "-q")
		r.git("-C", clone, "commit-graph", "write", "--reachable")
		read(t, clone, "HEAD~1", false)
	})
	t.Run("a linked work tree", func(t *testing.T) {
		linked := filepath.Join(t.TempDir(), "copie")
		r.git("worktree", "add", "-q", "--detach", linked)
		read(t, linked, "HEAD~1", false)
		if err := os.WriteFile(filepath.Join(linked, "content/b.md"), []byte("b"), 0o644); err != nil {
			t.Fatal(err)
		}
		r.git("-C", linked, "add", "content")
		if c := staged(t, linked); !slices.Equal(c.Changes, []Change{{Name: "content/b.md"}}) {
			t.Errorf("%+v", c.Changes)
		}
		if c := staged(t, r.dir); len(c.Changes) > 0 {
			t.Errorf("in the main one: %+v", c.Changes)
		}
	})
	t.Run("sha256", func(t *testing.T) {
		other := &repo{t: t, dir: t.TempDir(), author: "Zoé"}
		other.git("init", "-q", "-b", "main", "--object-format=sha256")
		other.write("content/a.md")
		if c := staged(t, other.dir); len(c.Changes) > 0 {
			t.Errorf("nothing is staged: %+v", c.Changes)
		}
		other.git("add", "content")
		if c := staged(t, other.dir); !slices.Equal(c.Changes, []Change{{Name: "content/a.md"}}) {
			t.Errorf("%+v", c.Changes)
		}
		other.commit("un")
		read(t, other.dir, "HEAD", false)
		want(t, other.read(), "content/a.md", "un")
	})
	t.Run("a submodule", func(t *testing.T) {
		outer := newRepo(t)
		outer.write("content/b.md")
		outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", r.dir, "content/module")
		outer.commit("un")
		tree := head(t, outer.dir, "content")
		if _, err := fs.Stat(tree, "content/module"); !errors.Is(err, fs.ErrNotExist) ||
			!slices.Equal(tree.Notes, []Note{{"content/module", Submodule}}) {
			t.Errorf("%v, notes %v", err, tree.Notes)
		}
		read(t, filepath.Join(outer.dir, "content/module"), "HEAD~1", false)
	})
}

// What a clone lacks is told with what to do, and not fetched.
func TestMissingObjects(t *testing.T) {
	if testing.Short() {
		t.Skip("runs git many times")
	}
	r := newRepo(t)
	r.writeText("content/a.md", "un")
	r.commit("un")
	r.writeText("content/a.md", "deux")
	r.commit("deux")
	r.git("config", "uploadpack.allowFilter", "true")
	told := func(t *testing.T, err error, want ...string) {
		t.Helper()
		var e *Error
		if !errors.As(err, &e) {
			t.Fatalf("%v", err)
		}
		for _, text := range want {
			if !strings.Contains(e.Error(), text) {
				t.Errorf("%q does not say %q", e.Error(), text)
			}
		}
	}
	for _, filter := range []string{"blob:none", "tree:0"} {
		partial := filepath.Join(t.TempDir(), "partiel")
		r.git("clone", "-q", "--filter="+filter, "file://"+r.dir, partial)
		if _, err := treeOf(t, partial, "HEAD"); err != nil { // what was checked out is there
			t.Errorf("%s: %v", filter, err)
		}
		_, err := treeOf(t, partial, "HEAD~1")
		told(t, err, "clone est partiel", "git checkout")
	}
	shallow := filepath.Join(t.TempDir(), "court")
	r.git("clone", "-q", "--depth=1", "file://"+r.dir, shallow)
	_, err := treeOf(t, shallow, "HEAD~1")
	told(t, err, "révision inconnue", "git fetch --unshallow")
	if !errors.Is(err, ErrRevision) {
		t.Error(err)
	}
	_, err = treeOf(t, shallow, r.git("rev-parse", "HEAD~1"))
	told(t, err, "git fetch --unshallow")
}

// The index is read as it is, whatever form it has.
func TestFormsOfTheIndex(t *testing.T) {
	if testing.Short() {
		t.Skip("runs git many times")
	}
	start := func(t *testing.T) *repo {
		r := newRepo(t)
		r.write("content/a.md")
		r.write("content/b.md")
		r.write("autre/c.md")
		r.commit("un")
		return r
	}
	change := []Change{{Name: "content/a.md"}}
	t.Run("split", func(t *testing.T) {
		r := start(t)
		r.git("update-index", "--split-index")
		r.write("content/a.md", 2)
		r.git("add", "content/a.md")
		if c := staged(t, r.dir); !slices.Equal(c.Changes, change) {
			t.Errorf("%+v", c.Changes)
		}
	})
	t.Run("sparse", func(t *testing.T) {
		r := start(t)
		r.git("sparse-checkout", "set", "--cone", "--sparse-index", "content")
		r.write("content/a.md", 2)
		r.git("add", "content/a.md")
		c := staged(t, r.dir)
		if !slices.Equal(c.Changes, change) {
			t.Errorf("%+v", c.Changes)
		}
		if _, err := fs.Stat(filesOf(t, c), "autre/c.md"); err != nil {
			t.Error(err)
		}
	})
	t.Run("with a file that is only announced", func(t *testing.T) {
		r := start(t)
		r.write("content/neuf.md")
		r.git("add", "--intent-to-add", "content/neuf.md")
		if c := staged(t, r.dir); len(c.Changes) > 0 {
			t.Errorf("%+v", c.Changes)
		}
	})
	t.Run("damaged", func(t *testing.T) {
		r := start(t)
		r.writeText(".git/index", "rien de tel")
		var told *Error
		if _, err := Staged(t.Context(), r.dir); !errors.As(err, &told) {
			t.Error(err)
		}
	})
	t.Run("no file", func(t *testing.T) {
		r := start(t)
		name := filepath.Join(r.dir, ".git/index")
		if err := errors.Join(os.Remove(name), os.Mkdir(name, 0o755)); err != nil {
			t.Fatal(err)
		}
		var told *Error
		if _, err := Staged(t.Context(), r.dir); !errors.As(err, &told) || !strings.Contains(told.Message, "pas un fichier ordinaire") {
			t.Error(err)
		}
	})
	t.Run("in the midst of a merge", func(t *testing.T) {
		r := start(t)
		r.git("checkout", "-q", "-b", "branche")
		r.write("content/a.md", 2)
		r.write("content/été\n.md", 2)
		r.commit("deux")
		r.git("checkout", "-q", "main")
		r.write("content/a.md", 3)
		r.write("content/été\n.md", 3)
		r.commit("trois")
		merge := exec.Command("git", "-C", r.dir, "-c", "user.name=Z", "-c", "user.email=z@exemple.fr", "merge", "branche")
		if out, err := merge.CombinedOutput(); err == nil {
			t.Fatalf("%s", out)
		}
		var unmerged *Unmerged
		if _, err := Staged(t.Context(), filepath.Join(r.dir, "content")); !errors.As(err, &unmerged) ||
			!slices.Equal(unmerged.Files, []string{"a.md", "été\n.md"}) {
			t.Errorf("%v", err)
		}
	})
}

// Reading what is staged changes nothing in the repository.
func TestStagedWritesNothing(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md")
	r.commit("un")
	r.write("content/dossier/b.md")
	r.git("add", "content")
	list := func() (all []string) {
		err := filepath.WalkDir(filepath.Join(r.dir, ".git"), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			all = append(all, fmt.Sprint(name, info.Size()))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	before := list()
	c := staged(t, r.dir)
	filesOf(t, c, "content")
	if after := list(); !slices.Equal(before, after) {
		t.Errorf("before: %q\nafter: %q", before, after)
	}
}

// Without a place to work in there is no history, and that is told.
func TestNoTemporaryFolder(t *testing.T) {
	r := newRepo(t)
	r.write("a.md")
	r.commit("un")
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(name, filepath.Join(r.dir, "absent"))
	}
	if l := r.read(); l.Source != None || !strings.Contains(l.Note, "dossier temporaire") || !strings.Contains(l.Note, "TMPDIR") {
		t.Errorf("%+v", l)
	}
}
