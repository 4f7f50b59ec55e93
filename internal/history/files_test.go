package history

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// hash writes an object of somebody who does not keep to git's rules.
func (r *repo) hash(kind, text string) string {
	r.t.Helper()
	return r.gitWith(text, "hash-object", "-t", kind, "-w", "--literally", "--stdin")
}

// entryOf is a line of a tree object.
func entryOf(r *repo, mode, name, hash string) string {
	r.t.Helper()
	raw := make([]byte, len(hash)/2)
	if _, err := fmt.Sscanf(hash, "%x", &raw); err != nil {
		r.t.Fatal(err)
	}
	return mode + " " + name + "\x00" + string(raw)
}

// commitTree commits a tree that no index can hold.
func (r *repo) commitTree(tree string) string {
	r.t.Helper()
	return r.git("commit-tree", "-m", "x", tree)
}

func head(t *testing.T, dir string, folders ...string) *Tree {
	t.Helper()
	tree, err := treeOf(t, dir, "HEAD", folders...)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// A revision is a file system like any other, whatever files are called and
// however long they are.
func TestTreeIsAFileSystem(t *testing.T) {
	if testing.Short() {
		t.Skip("runs git many times")
	}
	r := newRepo(t)
	long := bytes.Repeat([]byte("0123456789abcdef"), 200_000) // not small, by far
	r.writeText("content/image.bin", string(long))
	r.writeText("content/vide.md", "")
	names := []string{"content/a.md", "content/d’été/congés payés.md", `content/"x".md`, "content/deux\nlignes.md", "content/*.md",
		"content/-x.md", ":(top)x.md"}
	for _, name := range names {
		r.writeText(name, name)
	}
	r.writeText("content/latin\xe91.md", "x")
	r.git("config", "core.autocrlf", "true")
	r.writeText(".gitattributes", "*.md export-ignore export-subst\n")
	r.writeText("content/crlf.md", "$Format:%H$ un\r\ndeux\r\n")
	r.commit("un")
	for _, folders := range [][]string{nil, {"content"}, {"autre"}} {
		tree := head(t, r.dir, folders...)
		if err := fstest.TestFS(tree, append(names, "content/image.bin", "content/vide.md")...); err != nil &&
			!strings.Contains(err.Error(), "latin") {
			t.Errorf("%q: %v", folders, err)
		}
		for _, name := range names {
			if data, err := fs.ReadFile(tree, name); err != nil || string(data) != name {
				t.Errorf("%q: %q, %v", name, data, err)
			}
		}
		if data, err := fs.ReadFile(tree, "content/image.bin"); err != nil || !bytes.Equal(data, long) {
			t.Errorf("%d bytes of a long file, %v", len(data), err)
		}
		if data, err := fs.ReadFile(tree, "content/crlf.md"); err != nil || string(data) != "$Format:%H$ un\ndeux\n" {
			t.Errorf("what git keeps is %q, %v", data, err)
		}
		if _, err := fs.ReadFile(tree, "content/latin\xe91.md"); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("a name that is no UTF-8: %v", err)
		}
	}
	// Several long files at once, and some of them not to their end.
	tree := head(t, r.dir, "content")
	for range 3 {
		f, err := tree.Open("content/image.bin")
		if err != nil {
			t.Fatal(err)
		}
		part := make([]byte, 40)
		if _, err := io.ReadFull(f, part); err != nil || !bytes.Equal(part, long[:40]) {
			t.Errorf("%q, %v", part, err)
		}
		g, err := tree.Open("content/image.bin")
		if err != nil {
			t.Fatal(err)
		}
		if data, err := io.ReadAll(g); err != nil || !bytes.Equal(data, long) {
			t.Errorf("%d bytes, %v", len(data), err)
		}
		if err := errors.Join(f.Close(), g.Close()); err != nil {
			t.Error(err)
		}
	}
}

func TestLinksOfATree(t *testing.T) {
	r := newRepo(t)
	r.writeText("secret.md", "secret")
	r.writeText("portail/content/a.md", "alpha")
	r.writeText("portail/content/.caché/x.md", "caché")
	r.writeText("portail/partage/b.md", "bêta")
	links := map[string]string{
		"content/lien.md": "a.md", "content/partage": "../partage", "content/encore": "partage", "static": "partage",
		"content/dehors.md": "../../secret.md", "content/absolu.md": "/etc/passwd", "content/retour": "..", "content/rien.md": "absent.md",
		"content/soi.md": "soi.md", "content/plus-haut": "../../..", "content/secret.md": ".caché/x.md", "partage/content": "../content",
	}
	for name, to := range links {
		name = filepath.Join(r.dir, "portail", name)
		if err := os.Symlink(to, name); err != nil {
			t.Skip(err)
		}
	}
	r.commit("un")
	tree := head(t, filepath.Join(r.dir, "portail"), "content")
	for name, want := range map[string]string{"content/lien.md": "alpha", "content/partage/b.md": "bêta", "content/encore/b.md": "bêta",
		"static/b.md": "bêta", "content/partage/content/a.md": ""} {
		data, err := fs.ReadFile(tree, name)
		if (err == nil) != (want != "") || string(data) != want {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
	entries, err := fs.ReadDir(tree, "content")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]fs.FileMode{}
	for _, e := range entries {
		kinds[e.Name()] = e.Type()
	}
	for name, kind := range map[string]fs.FileMode{
		"lien.md": 0, "partage": fs.ModeDir, "encore": fs.ModeDir, "dehors.md": fs.ModeSymlink, "absolu.md": fs.ModeSymlink,
		"retour": fs.ModeSymlink, "rien.md": fs.ModeSymlink, "soi.md": fs.ModeSymlink, "plus-haut": fs.ModeSymlink,
		"secret.md": fs.ModeSymlink,
	} {
		if kinds[name] != kind {
			t.Errorf("%s is listed as %v, want %v", name, kinds[name], kind)
		}
		if _, err := fs.Stat(tree, "content/"+name); kind == fs.ModeSymlink && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s leads somewhere: %v", name, err)
		}
	}
	if to, err := fs.ReadLink(tree, "content/dehors.md"); err != nil || to != "../../secret.md" {
		t.Errorf("%q, %v", to, err)
	}
	// A walk that follows links comes to its end.
	var walk func(name string, n int) int
	walk = func(name string, n int) int {
		entries, _ := fs.ReadDir(tree, name)
		for _, e := range entries {
			if n++; e.IsDir() {
				n = walk(name+"/"+e.Name(), n)
			}
		}
		return n
	}
	if n := walk("content", 0); n > 100 {
		t.Errorf("%d files", n)
	}
}

// Trees that git's own tools do not make are refused, or read as far as they
// mean something, and never lead out.
func TestForeignTrees(t *testing.T) {
	if testing.Short() {
		t.Skip("runs git many times")
	}
	r := newRepo(t)
	r.writeText("a.md", "x")
	r.commit("un")
	blob := r.hash("blob", "mal")
	inner := r.hash("tree", entryOf(r, "100644", "x.md", blob))
	for name, c := range map[string]struct {
		tree string
		told string // empty where it is read
	}{
		"a parent":            {entryOf(r, "40000", "..", inner), "nom est interdit"},
		"itself":              {entryOf(r, "40000", ".", inner), "nom est interdit"},
		"no name":             {entryOf(r, "100644", "", blob), "pas pu lire"},
		"a path":              {entryOf(r, "100644", "../../x.md", blob), "nom est interdit"},
		"file and folder":     {entryOf(r, "100644", "a", blob) + entryOf(r, "40000", "a", inner), "deux fois"},
		"twice":               {entryOf(r, "100644", "a", blob) + entryOf(r, "100644", "a", blob), "deux fois"},
		"a tree as a file":    {entryOf(r, "100644", "x.md", inner), ""},
		"a strange mode":      {entryOf(r, "100777", "x.md", blob), ""},
		"a long link":         {entryOf(r, "120000", "x", r.hash("blob", strings.Repeat("a/", 5000))), "démesuré"},
		"a long name":         {entryOf(r, "100644", strings.Repeat("x", 5000), blob), "trop long"},
		"an object not there": {entryOf(r, "100644", "x.md", strings.Repeat("12", 20)), "il manque"},
	} {
		t.Run(name, func(t *testing.T) {
			tree, err := treeOf(t, r.dir, r.commitTree(r.hash("tree", c.tree)))
			var told *Error
			switch {
			case err == nil:
				fs.WalkDir(tree, ".", func(name string, _ fs.DirEntry, err error) error {
					if !fs.ValidPath(name) {
						t.Errorf("a file is called %q", name)
					}
					return nil
				})
			case !errors.As(err, &told) && c.told == "":
			case c.told == "" || told == nil || !strings.Contains(told.Message, c.told):
				t.Errorf("%v, want %q", err, c.told)
			}
			if err == nil && c.told != "" {
				t.Errorf("read: %v", files(t, tree))
			}
		})
	}
}

// The files that Git LFS keeps elsewhere are read where they are.
func TestPointers(t *testing.T) {
	r := newRepo(t)
	const oid = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // of abc
	text := func(oid, size string) string {
		return "version https://git-lfs.github.com/spec/v1\noid sha256:" + oid + "\nsize " + size + "\n"
	}
	r.writeText("content/là.png", text(oid, "3"))
	r.writeText("content/court.png", text(oid, "4"))
	r.writeText("content/absent.png", text(strings.Repeat("0", 64), "3"))
	r.writeText("content/sortant.png", text(strings.Repeat("1", 64), "6"))
	r.writeText("content/page.md", "Un pointeur commence par\n"+text(oid, "3"))
	r.commit("un")
	r.writeText(".git/lfs/objects/"+oid[:2]+"/"+oid[2:4]+"/"+oid, "abc")
	r.writeText("secret", "secret")
	out := filepath.Join(r.dir, ".git/lfs/objects/11/11", strings.Repeat("1", 64))
	if err := errors.Join(os.MkdirAll(filepath.Dir(out), 0o755), os.Symlink("../../../../../secret", out)); err != nil {
		t.Fatal(err)
	}
	tree := head(t, r.dir, "content")
	if err := fstest.TestFS(tree, "content/là.png"); err != nil {
		t.Error(err)
	}
	if data, err := fs.ReadFile(tree, "content/là.png"); err != nil || string(data) != "abc" {
		t.Errorf("%q, %v", data, err)
	}
	if want := []Note{{"content/absent.png", Pointer}, {"content/court.png", Pointer},
		{"content/sortant.png", Pointer}}; !slices.Equal(tree.Notes, want) {
		t.Errorf("notes %v, want %v", tree.Notes, want)
	}
	if data, _ := fs.ReadFile(tree, "content/sortant.png"); bytes.Contains(data, []byte("secret")) {
		t.Error("a link of the store leads out of it")
	}
}
