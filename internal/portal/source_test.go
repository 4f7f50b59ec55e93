package portal

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"intraqvt/internal/content"
	"intraqvt/internal/problem"
)

// secret is in files that are not the portal's.
const secret = "SECRET-D-AILLEURS"

// link makes a symbolic link below the source, or skips the test if the system
// does not allow it.
func link(t *testing.T, o Options, to, name string) {
	t.Helper()
	file := filepath.Join(o.Source, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.FromSlash(to), file); err != nil {
		if runtime.GOOS == "windows" {
			t.Skip("links need a privilege there:", err)
		}
		t.Fatal(err)
	}
}

// elsewhere makes a folder beside the source with private files, and returns
// its path from the source.
func elsewhere(t *testing.T, o Options) (path string) {
	t.Helper()
	path = filepath.Base(o.Source) + "-ailleurs"
	dir := filepath.Join(filepath.Dir(o.Source), path)
	for name, text := range map[string]string{
		"page.md": "# " + secret + "\n", "note.txt": secret, "sous/autre.md": "# " + secret + "\n",
		"base.html": secret + "{{block \"main\" .}}{{end}}", "site.yaml": "titre: " + secret + "\n",
		"dessin.svg": `<svg xmlns="http://www.w3.org/2000/svg"><title>` + secret + `</title></svg>`,
	} {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return path
}

// holds returns the names of the files below a folder that contain a text.
func holds(t *testing.T, dir, text string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(name)
		if strings.Contains(string(data), text) {
			names = append(names, name)
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return names
}

// A link that leads out of the source is reported with its target. It stops a
// portal and is left out of a bare folder; its target's bytes are never
// published.
func TestLinksOutOfTheSource(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole portals")
	}
	for _, c := range []struct{ name, link, to string }{
		{"a page", "content/x.md", "../../AILLEURS/page.md"},
		{"a file", "content/note.txt", "../../AILLEURS/note.txt"},
		{"a picture", "content/dessin.svg", "../../AILLEURS/dessin.svg"},
		{"a folder", "content/x", "../../AILLEURS"},
		{"a folder in a folder", "content/a/b/x", "../../../../AILLEURS/sous"},
		{"an absolute link", "content/x.md", "/ABSOLU/page.md"},
		{"an absolute link into the source", "content/x.md", "/SOURCE/content/a.md"},
		{"out and in again", "content/x.md", "../../SOURCE-BASE/content/a.md"},
		{"through a folder of the source", "content/x.md", "a/../../../AILLEURS/page.md"},
		{"to nothing, out of the source", "content/x.md", "../../AILLEURS/absent.md"},
		{"a file of static", "static/x.svg", "../../AILLEURS/dessin.svg"},
		{"a folder of static", "static/x", "../../AILLEURS"},
		{"a template", "layouts/base.html", "../../AILLEURS/base.html"},
		{"a type's folder", "layouts/x", "../../AILLEURS"},
		{"the configuration", "content/site.yaml", "../../AILLEURS/site.yaml"},
		{"the questions", "content/requetes.yaml", "../../AILLEURS/site.yaml"},
		{"static itself", "static", "../AILLEURS"},
		{"layouts itself", "layouts", "../AILLEURS"},
	} {
		for _, kind := range []string{"portal", "bare folder"} {
			t.Run(c.name+", "+kind, func(t *testing.T) {
				o := source(t, map[string]string{"content/a.md": "# A\n\n[n](note.txt) ![d](dessin.svg) [x](x/note.txt)\n",
					"content/a/z.md": "# Z\n"})
				if kind == "portal" && c.link != "content/site.yaml" {
					write(t, o, "content/site.yaml", "titre: Essai\n"+"liens_casses: avertissement\n")
				}
				to := strings.NewReplacer("AILLEURS", elsewhere(t, o), "/ABSOLU",
					filepath.ToSlash(filepath.Join(filepath.Dir(o.Source), elsewhere(t, o))),
					"SOURCE-BASE", filepath.Base(o.Source), "/SOURCE", filepath.ToSlash(o.Source)).Replace(c.to)
				link(t, o, to, c.link)
				stops := kind == "portal" || c.link == "content/site.yaml"
				view, problems, err := Open(o).Prepare(t.Context(), Reading{})
				if err != nil {
					t.Fatal(err)
				}
				if stops != hasErrors(problems) {
					t.Errorf("stops: %v", problems)
				}
				i := slices.IndexFunc(problems, func(p problem.Problem) bool { return p.Rule == problem.OutsideSymlink })
				if i < 0 {
					t.Fatalf("not told: %v", problems)
				}
				p := problems[i]
				if want := map[bool]problem.Level{true: problem.Error, false: problem.Warning}[stops]; p.File != c.link ||
					p.Level != want || !strings.Contains(p.Message, to) || p.Hint == "" {
					t.Errorf("told as %v", p)
				}
				for _, p := range problems {
					if strings.Contains(p.String(), secret) {
						t.Errorf("a message quotes the file: %v", p)
					}
				}
				if kind == "portal" {
					return
				}
				for address := range view.outputs {
					f, err := view.Open(t.Context(), address)
					if err != nil {
						t.Errorf("%s: %v", address, err)
						continue
					}
					if data, err := io.ReadAll(f); err != nil || bytes.Contains(data, []byte(secret)) {
						t.Errorf("%s holds the bytes, %v", address, err)
					}
					f.Close()
				}
			})
		}
	}
}

// If content/ itself leads out, there is no content.
func TestContentItselfLeadsOut(t *testing.T) {
	o := source(t, nil)
	link(t, o, "../"+elsewhere(t, o), "content")
	report, err := Build(t.Context(), o)
	if !errors.Is(err, ErrContent) || len(report.Problems) != 1 || report.Problems[0].File != "content" ||
		report.Problems[0].Rule != problem.OutsideSymlink {
		t.Errorf("%v, %v", report, err)
	}
	if found := holds(t, o.Source, secret); len(found) > 0 {
		t.Errorf("the bytes are in %v", found)
	}
}

// Links inside the source work: to files and folders, from one of its folders
// to another, through other links, and if the source is itself a link.
func TestLinksInsideTheSource(t *testing.T) {
	o := source(t, map[string]string{
		"content/site.yaml":  "titre: Essai\n",
		"content/a.md":       "# Alpha\n\n[note](copie.txt) [[alias]] [[deux/deux]]\n",
		"content/b/deux.md":  "# Deux\n",
		"static/note.txt":    "La note.",
		"apart/css/mien.css": "body { --mien: 1px }\n",
		"apart/base.html":    "LE MIEN {{block \"main\" .}}{{end}}",
	})
	link(t, o, "a.md", "content/alias.md")
	link(t, o, "maillon.txt", "content/copie.txt") // a link to a link to another folder
	link(t, o, "../static/note.txt", "content/maillon.txt")
	link(t, o, "b", "content/deux")
	link(t, o, "../../apart/css/mien.css", "static/css/mien.css")
	link(t, o, "../apart/css", "static/autre")
	link(t, o, "../apart/base.html", "layouts/base.html")
	by := o
	by.Source = o.Source + "-lien"
	if err := os.Symlink(o.Source, by.Source); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Remove(by.Source) })
	report := mustBuild(t, by)
	for _, p := range report.Problems {
		t.Error(p)
	}
	for name, want := range map[string]string{
		"alias.html": "Alpha", "deux/deux.html": "Deux", "b/deux.html": "Deux", "copie.txt": "La note.", "autre/mien.css": "--mien",
		"a.html": "LE MIEN",
	} {
		if got := published(t, o, name); !strings.Contains(got, want) {
			t.Errorf("%s holds %q, want %q in it", name, got, want)
		}
	}
	if _, err := os.Stat(filepath.Join(o.Output, "maillon.txt")); err == nil {
		t.Error("a file that no page refers to is published")
	}
}

// Links that lead to nothing useful are reported as such, once.
func TestLinksThatAreNoUse(t *testing.T) {
	o := source(t, map[string]string{"content/site.yaml": "titre: Essai\n", "content/a/b/un.md": "# Un\n", ".git/config": secret,
		"content/.prive/x.md": secret})
	link(t, o, "../..", "content/a/b/haut")
	link(t, o, "../..", "content/a/source")
	link(t, o, "../c", "content/b/vers-c") // each in the other
	link(t, o, "../b", "content/c/vers-b")
	link(t, o, "soi", "content/soi")
	link(t, o, "nulle-part.md", "content/nulle-part")
	link(t, o, "../.git", "content/depot")
	link(t, o, ".prive/x.md", "content/x.md")
	link(t, o, "..", "static/retour")
	l, err := Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range l.Problems {
		got = append(got, p.File+" "+p.Code())
	}
	want := []string{
		"content/a/b/haut lien-en-boucle", "content/a/source lien-en-boucle", "content/b/vers-c/vers-b lien-en-boucle",
		"content/c/vers-b/vers-c lien-en-boucle", "content/depot lien-sortant", "content/nulle-part lien-sans-cible",
		"content/soi lien-en-boucle", "content/x.md lien-sortant", "static/retour lien-en-boucle",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	for _, p := range l.Site.Pages {
		if p.Title == secret {
			t.Errorf("a hidden file is the page %s", p.Path())
		}
	}
}

// Folders full of links to each other would give endlessly many paths: they are
// reported and not followed.
func TestLinksThatMultiplyWithoutEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole portals")
	}
	for _, folder := range []string{"content", "static"} {
		o := source(t, map[string]string{"content/site.yaml": "titre: Essai\n", "content/a.md": "# A\n"})
		for i := range 8 {
			for k := range 4 {
				link(t, o, fmt.Sprintf("../d%d", i+1), fmt.Sprintf("%s/d%d/l%d", folder, i, k))
			}
		}
		write(t, o, folder+"/d8/p.md", "# P\n")
		l, err := Load(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if len(l.Problems) != 1 || l.Problems[0].Rule != problem.TooManyFiles || l.Problems[0].File != folder ||
			l.Problems[0].Level != problem.Error {
			t.Errorf("%s: %v", folder, l.Problems)
		}
		if _, problems, err := l.view(t.Context()); err != nil || len(problems) != 1 {
			t.Errorf("%s: %v, %v", folder, problems, err)
		}
	}
}

// A file that was replaced by a link after the listing is not opened.
func TestNothingIsReadThroughALinkMadeLater(t *testing.T) {
	o := source(t, map[string]string{"content/site.yaml": "titre: Essai\n", "content/a.md": "# A\n\n[n](note.txt)\n",
		"content/note.txt": "note", "content/b.md": "# B\n"})
	w := Open(o)
	view, problems, err := w.Prepare(t.Context(), Reading{})
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	note := filepath.Join(o.Source, "content", "note.txt")
	if err := os.Remove(note); err != nil {
		t.Fatal(err)
	}
	link(t, o, "../../"+elsewhere(t, o)+"/note.txt", "content/note.txt")
	if f, err := view.Open(t.Context(), "note.txt"); !errors.Is(err, content.ErrOutside) {
		t.Errorf("opened: %v, %v", f, err)
	}
	files, err := OpenSource(o.Source)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := fs.ReadFile(files, "content/note.txt"); !errors.Is(err, content.ErrOutside) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("read: %q, %v", data, err)
	}
}

// Suggestions contain no names from outside the source.
func TestSuggestionsComeFromTheSource(t *testing.T) {
	o := source(t, map[string]string{"content/site.yaml": "titre: Essai\n",
		"content/a.md": "# A\n\n[n](x/nota.txt) ![d](x/dessim.svg) [p](x/pagee.md)\n"})
	link(t, o, "../../"+elsewhere(t, o), "content/x")
	l, err := Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range l.Problems {
		if strings.Contains(p.Hint, "note.txt") || strings.Contains(p.Hint, "dessin.svg") || strings.Contains(p.Hint, "page.md") {
			t.Errorf("%v", p)
		}
	}
}

// The program writes and deletes nothing through a link in its cache.
func TestCacheThatLeadsElsewhere(t *testing.T) {
	for _, name := range []string{".cache", ".cache/images", ".cache/search", ".cache/images/ab", ".cache/search/index"} {
		t.Run(name, func(t *testing.T) {
			o := source(t, map[string]string{"content/a.md": "# A\n"})
			outside := t.TempDir()
			if err := os.MkdirAll(filepath.Dir(filepath.Join(o.Source, name)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(outside, filepath.Join(o.Source, name)); err != nil {
				t.Skip(err)
			}
			if _, err := Build(t.Context(), o); err == nil || !strings.Contains(err.Error(), filepath.FromSlash(name)) {
				t.Errorf("the build ends with %v", err)
			}
			if entries, _ := os.ReadDir(outside); len(entries) > 0 {
				t.Errorf("written elsewhere: %v", entries)
			}
		})
	}
}
