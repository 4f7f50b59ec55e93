package portal

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A page shows when it was last changed, from git, and by whom if the
// configuration gives the name.
func TestPageTellsItsHistory(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	o := source(t, map[string]string{
		"content/site.yaml": "titre: Essai\nsignatures:\n  Zoé Élan: Zoé É.\n",
		"content/a.md":      "---\ntitre: Alpha\n---\n\nUn.\n",
	})
	git := func(date, author string, args ...string) {
		t.Helper()
		cmd := exec.Command("git",
			append([]string{"-C", o.Source, "-c", "user.name=" + author, "-c", "user.email=a@example.org"}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date, "GIT_CONFIG_NOSYSTEM=1",
			"GIT_CONFIG_GLOBAL=/dev/null")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	git("", "Zoé Élan", "init", "-q")
	commit := func(date, author, text string) {
		t.Helper()
		write(t, o, "content/a.md", "---\ntitre: Alpha\n---\n\n"+text+"\n")
		git(date, author, "add", "content")
		git(date, author, "commit", "-q", "-m", "page")
	}
	commit("2026-01-05T10:00:00+01:00", "Ana Robot", "Un.")
	commit("2026-02-10T10:00:00+01:00", "Ana Robot", "Deux.")
	commit("2026-02-10T11:00:00+01:00", "Zoé Élan", "Trois.")
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	html, err := os.ReadFile(filepath.Join(o.Output, "a.html"))
	if err != nil {
		t.Fatal(err)
	}
	page := string(html)
	last, earlier := strings.Index(page, `<time datetime="2026-02-10">`), strings.Index(page, "5\u00a0janvier 2026")
	if last < 0 || earlier < last || !strings.Contains(page[last:earlier], ", par Zoé É.") || strings.Contains(page, "Robot") {
		t.Errorf("the page does not tell when it was changed:\n%s", page[strings.Index(page, `<footer`):])
	}
}

// A load gives the same result as a first load, whatever was loaded before,
// also if a file changes without changing size or time.
func TestLoadsAgain(t *testing.T) {
	o := source(t, map[string]string{"content/a.md": "# Alpha\n\nUn.\n", "content/b.md": "# Bêta\n\nVoir [[a]].\n"})
	w := Open(o)
	titles := func() string {
		t.Helper()
		l, err := w.Load(t.Context(), Reading{})
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, p := range l.Site.Pages {
			all = append(all, p.Title)
		}
		return strings.Join(all, " ")
	}
	old := time.Now().Add(-time.Hour)
	age := func(name string) {
		t.Helper()
		if err := os.Chtimes(filepath.Join(o.Source, name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		change func()
		want   string
	}{
		{func() { age("content/a.md") }, "Alpha Bêta"},
		{func() {}, "Alpha Bêta"},
		{func() { write(t, o, "content/a.md", "# Alphe\n\nUn.\n") }, "Alphe Bêta"},
		{func() { write(t, o, "content/a.md", "# Alphi\n\nUn.\n") }, "Alphi Bêta"}, // a moment later, with the same size
		{func() { write(t, o, "content/c.md", "# Gamma\n") }, "Alphi Bêta Gamma"},
		{func() { os.Remove(filepath.Join(o.Source, "content/c.md")) }, "Alphi Bêta"},
	} {
		step.change()
		if got := titles(); got != step.want {
			t.Errorf("got %s, want %s", got, step.want)
		}
	}
}

// A load that is told what may have changed reads nothing else; afterwards,
// missed changes can be found.
func TestChangedAndMissed(t *testing.T) {
	o := source(t, map[string]string{"content/a.md": "# Alpha\n", "content/b/c.md": "# Gamma\n"})
	w := Open(o)
	titles := func(changed ...string) string {
		t.Helper()
		l, err := w.Load(t.Context(), Reading{Changed: changed})
		if err != nil {
			t.Fatal(err)
		}
		return l.Site.Pages[0].Title + " " + l.Site.Pages[1].Title
	}
	expect := func(got, want string, missed ...string) {
		t.Helper()
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if got := w.MissedChanges(); !slices.Equal(got, missed) {
			t.Errorf("missed %v, want %v", got, missed)
		}
	}
	expect(titles(), "Alpha Gamma")
	write(t, o, "content/a.md", "# Alpha deux\n")
	write(t, o, "content/b/c.md", "# Gamma deux\n")
	expect(titles("content/a.md"), "Alpha deux Gamma", "content/b/c.md")
	expect(titles("content/b"), "Alpha deux Gamma deux") // a folder was moved there
	write(t, o, "content/a.md", "# Alpha trois\n")
	expect(titles(), "Alpha trois Gamma deux") // the change is not announced

	// After a failed load, all pages are read.
	away := filepath.Join(o.Source, "away")
	if err := os.Rename(filepath.Join(o.Source, "content"), away); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Load(t.Context(), Reading{Changed: []string{"content/a.md"}}); err == nil {
		t.Error("a folder without content is loaded")
	}
	if err := os.Rename(away, filepath.Join(o.Source, "content")); err != nil {
		t.Fatal(err)
	}
	write(t, o, "content/b/c.md", "# Gamma trois\n")
	expect(titles("content/a.md"), "Alpha trois Gamma trois")
}

// A portal's own page of the authors' guide replaces the built-in one; when it
// is removed, the built-in one returns.
func TestOwnPageOfTheGuide(t *testing.T) {
	o := source(t, map[string]string{"content/site.yaml": "titre: Essai\n"})
	w := Open(o)
	const own = "content/guide-des-auteurs/apercu.md"
	expect := func(want string) {
		t.Helper()
		l, err := w.Load(t.Context(), Reading{Changed: []string{own}})
		if err != nil {
			t.Fatal(err)
		}
		p, ok := l.Site.Find("guide-des-auteurs/apercu.html")
		if !ok || p.Title != want {
			t.Errorf("the page is %v, want %s", p, want)
		}
	}
	expect("L’aperçu")
	write(t, o, own, "# Le nôtre\n")
	expect("Le nôtre")
	if err := os.Remove(filepath.Join(o.Source, own)); err != nil {
		t.Fatal(err)
	}
	expect("L’aperçu")
}
