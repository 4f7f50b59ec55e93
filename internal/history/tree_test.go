package history

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// files lists a tree as name=text of the last line.
func files(t *testing.T, tree fs.FS) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(tree, name)
		found[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func wantFiles(t *testing.T, tree fs.FS, want map[string]string) {
	t.Helper()
	got := files(t, tree)
	if len(got) != len(want) {
		t.Errorf("files %v, want %v", got, want)
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s is %q, want %q", name, got[name], text)
		}
	}
}

// treeOf gives the tree of a revision for as long as the test takes.
func treeOf(t *testing.T, dir, revision string, folders ...string) (*Tree, error) {
	t.Helper()
	r, err := Open(t.Context(), dir)
	if err != nil {
		return nil, err
	}
	t.Cleanup(r.Close)
	return r.Tree(t.Context(), revision, folders...)
}

func TestTreeIsThatOfARevision(t *testing.T) {
	r := newRepo(t)
	r.writeText("à côté.txt", "seul")
	r.commit("sans portail")
	r.writeText("mon portail/content/été.md", "un")
	r.commit("un")
	r.git("tag", "v1")
	r.writeText("mon portail/content/été.md", "deux")
	r.commit("deux")
	r.writeText("mon portail/content/été.md", "pas encore")

	portal := filepath.Join(r.dir, "mon portail")
	for _, c := range []struct {
		dir, revision string
		want          map[string]string
	}{
		{portal, "HEAD", map[string]string{"content/été.md": "deux"}},
		{portal, "main", map[string]string{"content/été.md": "deux"}},
		{portal, "HEAD~1", map[string]string{"content/été.md": "un"}},
		{portal, "v1", map[string]string{"content/été.md": "un"}},
		{portal, r.git("rev-parse", "v1"), map[string]string{"content/été.md": "un"}},
		{portal, "HEAD~2", nil}, // the folder is newer
		{r.dir, "v1", map[string]string{"à côté.txt": "seul", "mon portail/content/été.md": "un"}},
	} {
		tree, err := treeOf(t, c.dir, c.revision)
		if err != nil {
			t.Errorf("%s in %s: %v", c.revision, c.dir, err)
			continue
		}
		wantFiles(t, tree, c.want)
	}
	for _, unknown := range []string{"v2", "HEAD~9", "--output=x", "", "content", "a\x00b"} {
		if _, err := treeOf(t, portal, unknown); !errors.Is(err, ErrRevision) {
			t.Errorf("%q: %v, want ErrRevision", unknown, err)
		}
	}
}

func TestNoRepository(t *testing.T) {
	newRepo(t) // for its skip
	dir := t.TempDir()
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(dir))
	if _, err := Open(t.Context(), dir); !errors.Is(err, ErrNoRepository) {
		t.Errorf("Open: %v", err)
	}
	if _, err := Staged(t.Context(), dir); !errors.Is(err, ErrNoRepository) {
		t.Errorf("Staged: %v", err)
	}
	if _, _, _, err := Hooks(t.Context(), dir); !errors.Is(err, ErrNoRepository) {
		t.Errorf("Hooks: %v", err)
	}
	t.Setenv("PATH", dir)
	if _, err := Staged(t.Context(), dir); !errors.Is(err, ErrNoGit) {
		t.Errorf("Staged without git: %v", err)
	}
}

func staged(t *testing.T, dir string) *Commit {
	t.Helper()
	c, err := Staged(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func filesOf(t *testing.T, c *Commit, folders ...string) fs.FS {
	t.Helper()
	tree, err := c.Files(t.Context(), folders...)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func below(t *testing.T, tree fs.FS, folder string) fs.FS {
	t.Helper()
	sub, err := fs.Sub(tree, folder)
	if err != nil {
		t.Fatal(err)
	}
	return sub
}

func TestStagedIsTheIndex(t *testing.T) {
	r := newRepo(t)
	r.write("site/content/gardé.md")
	r.write("site/content/parti.md")
	r.write("site/content/vieux nom.md")
	r.writeText("site/content/page.md", "un")
	r.writeText("ailleurs.md", "un")
	r.commit("un")
	r.move("site/content/vieux nom.md", "site/content/nouveau nom.md", "une ligne")
	r.git("rm", "-q", "site/content/parti.md")
	r.writeText("site/content/page.md", "deux")
	r.writeText("ailleurs.md", "deux")
	r.writeText("site/static/é.css", "x")
	r.git("add", "-A")
	r.writeText("site/content/page.md", "trois, pas encore choisi")
	r.writeText("site/content/jamais.md", "pas suivi")

	site := filepath.Join(r.dir, "site")
	c := staged(t, site)
	want := []Change{
		{Name: "content/nouveau nom.md"},
		{Name: "content/page.md"},
		{Name: "content/parti.md", Removed: true},
		{Name: "content/vieux nom.md", Removed: true, Renamed: "content/nouveau nom.md"},
		{Name: "static/é.css"},
	}
	if !slices.Equal(c.Changes, want) {
		t.Errorf("changes %+v, want %+v", c.Changes, want)
	}
	got := files(t, below(t, filesOf(t, c, "content", "layouts"), "content"))
	if got["page.md"] != "deux" || len(got) != 3 {
		t.Errorf("files of content/: %v", got)
	}
	before, err := c.Before(t.Context(), "content")
	if err != nil {
		t.Fatal(err)
	}
	if got := files(t, below(t, before, "content")); got["page.md"] != "un" || len(got) != 4 {
		t.Errorf("files before: %v", got)
	}
	if _, err := fs.Stat(before, "static"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that the commit brings was there before: %v", err)
	}

	// Nothing of the portal is in the commit.
	r.git("reset", "-q", "--hard")
	r.writeText("ailleurs.md", "deux")
	r.git("add", "-A", "ailleurs.md")
	if c := staged(t, site); len(c.Changes) != 0 {
		t.Errorf("changes %+v, want none", c.Changes)
	}
}

func TestFirstCommitAddsEverything(t *testing.T) {
	r := newRepo(t)
	r.writeText("portail/content/a.md", "un")
	r.git("add", "-A")
	for _, dir := range []string{r.dir, filepath.Join(r.dir, "portail")} {
		c := staged(t, dir)
		if len(c.Changes) != 1 || c.Changes[0].Removed {
			t.Errorf("%s: changes %+v, want one file added", dir, c.Changes)
		}
		if got := files(t, filesOf(t, c)); len(got) != 1 {
			t.Errorf("%s: files %v", dir, got)
		}
		before, err := c.Before(t.Context(), "content", "portail")
		if err != nil {
			t.Fatal(err)
		}
		wantFiles(t, before, nil)
	}
}

// "git commit FILE" gives its hook an index that holds that file alone; its
// name is relative to where the hook runs.
func TestIndexOfTheCommitUnderWay(t *testing.T) {
	r := newRepo(t)
	r.writeText("content/a.md", "un")
	r.writeText("content/b.md", "un")
	r.commit("un")
	other := filepath.Join(r.dir, ".git", "autre-index")
	data, err := os.ReadFile(filepath.Join(r.dir, ".git", "index"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other, data, 0o644); err != nil {
		t.Fatal(err)
	}
	r.writeText("content/a.md", "deux")
	r.writeText("content/b.md", "deux")
	r.git("add", "content/b.md")
	t.Chdir(r.dir)
	t.Setenv("GIT_INDEX_FILE", filepath.Join(".git", "autre-index"))
	r.git("add", "content/a.md")
	c := staged(t, "content")
	if want := []Change{{Name: "a.md"}}; !slices.Equal(c.Changes, want) {
		t.Errorf("changes %+v, want %+v", c.Changes, want)
	}
	wantFiles(t, filesOf(t, c), map[string]string{"a.md": "deux", "b.md": "un"})
}

func TestHooksStandWhereGitLooks(t *testing.T) {
	r := newRepo(t)
	r.writeText("mon portail/content/a.md", "un")
	r.commit("un")
	portal := filepath.Join(r.dir, "mon portail")
	hooks := func(dir string) (folder, path string) {
		t.Helper()
		folder, path, shared, err := Hooks(t.Context(), dir)
		if err != nil || shared {
			t.Fatal(shared, err)
		}
		return folder, path
	}
	same := func(name, got, want string) {
		t.Helper()
		if real, err := filepath.EvalSymlinks(want); err == nil {
			want = real
		}
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	folder, path := hooks(portal)
	same("usually", folder, filepath.Join(r.dir, ".git", "hooks"))
	if path != "mon portail/" {
		t.Errorf("the portal is in %q", path)
	}
	if _, path := hooks(r.dir); path != "" {
		t.Errorf("the top is in %q", path)
	}
	tree := filepath.Join(t.TempDir(), "autre")
	r.git("worktree", "add", "-q", tree)
	folder, path = hooks(filepath.Join(tree, "mon portail"))
	same("in a linked work tree", folder, filepath.Join(r.dir, ".git", "hooks"))
	if path != "mon portail/" {
		t.Errorf("in a linked work tree the portal is in %q", path)
	}
	r.git("config", "core.hooksPath", "mes hooks")
	folder, _ = hooks(portal)
	same("with core.hooksPath", folder, filepath.Join(r.dir, "mes hooks"))

	// Elsewhere it is not this repository's alone.
	elsewhere := t.TempDir()
	r.git("config", "core.hooksPath", elsewhere)
	if folder, _, shared, err := Hooks(t.Context(), portal); err != nil || !shared || folder != elsewhere {
		t.Errorf("hooks of all repositories: %s, %v, %v", folder, shared, err)
	}
	r.git("config", "--unset", "core.hooksPath")
	if err := os.RemoveAll(filepath.Join(r.dir, ".git", "hooks")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(r.dir, ".git", "hooks")); err != nil {
		t.Skip(err)
	}
	if _, _, shared, err := Hooks(t.Context(), portal); err != nil || !shared {
		t.Errorf("behind a link: %v, %v", shared, err)
	}
}
