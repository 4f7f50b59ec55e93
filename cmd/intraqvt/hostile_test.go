package main

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// writePortal writes n pages that all hold the mark, and returns the folder.
func writePortal(t *testing.T, n int, mark string) string {
	t.Helper()
	dir := t.TempDir()
	writePages(t, dir, n, mark)
	return dir
}

func writePages(t *testing.T, dir string, n int, mark string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "content/pages"), 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		text := fmt.Sprintf("---\ntitre: Page %d\n---\n\nVersion %s.\n\n%s", i, mark, strings.Repeat("Du texte à indexer. ", 50))
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("content/pages/p%d.md", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// tree returns the files of a folder with their content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func intraqvt(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("intraqvt", args...)
	cmd.Dir = dir
	return cmd
}

// refusedBuild builds, expects an exit code and a message, and checks that
// public/ is unchanged.
func refusedBuild(t *testing.T, dir string, code int, message string, args ...string) {
	t.Helper()
	before := tree(t, filepath.Join(dir, "public"))
	out, err := intraqvt(dir, append([]string{"build"}, args...)...).CombinedOutput()
	exit, _ := err.(*exec.ExitError)
	if exit == nil || exit.ExitCode() != code || !strings.Contains(string(out), message) {
		t.Errorf("got %v, want exit %d, with %q in:\n%s", err, code, message, out)
	}
	after := tree(t, filepath.Join(dir, "public"))
	if len(before) == 0 || len(after) != len(before) {
		t.Errorf("public/ had %d files, has %d", len(before), len(after))
	}
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s has changed", name)
		}
	}
}

func built(t *testing.T, n int) string {
	t.Helper()
	dir := writePortal(t, n, "un")
	if out, err := intraqvt(dir, "build").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

func TestHugeFileIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole program")
	}
	dir := built(t, 2)
	huge := strings.Repeat("Une ligne de texte assez longue pour que le fichier grossisse.\n", 50<<20/64)
	if err := os.WriteFile(filepath.Join(dir, "content/pages/enorme.md"), []byte(huge), 0o644); err != nil {
		t.Fatal(err)
	}
	refusedBuild(t, dir, 1, "content/pages/enorme.md")
	refusedBuild(t, dir, 1, "trop grand")
}

func TestLoopOfFoldersIsNamed(t *testing.T) {
	dir := built(t, 2)
	if err := os.Symlink("..", filepath.Join(dir, "content/pages/boucle")); err != nil {
		t.Skip(err)
	}
	refusedBuild(t, dir, 1, "content/pages/boucle")
}

// TestKilledBuildsLeaveOneSite kills builds at random moments: the published
// site is always one complete version.
func TestKilledBuildsLeaveOneSite(t *testing.T) {
	if testing.Short() {
		t.Skip("builds fifty times")
	}
	const pages = 40
	dir := built(t, pages)
	started := time.Now()
	writePages(t, dir, pages, "0")
	if out, err := intraqvt(dir, "build").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	whole := time.Since(started)
	published, killed := "0", 0
	for round := 1; round <= 50; round++ {
		mark := fmt.Sprint(round)
		writePages(t, dir, pages, mark)
		cmd := intraqvt(dir, "build")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(rand.N(whole*5/4), func() { _ = cmd.Process.Kill() })
		if err := cmd.Wait(); err != nil {
			killed++
		}
		timer.Stop()
		got := publishedMark(t, dir, pages)
		if got != published && got != mark {
			t.Fatalf("round %d: the site says %q, want %q or %q", round, got, published, mark)
		}
		published = got
	}
	t.Logf("%d of 50 builds were killed", killed)
	if killed == 0 {
		t.Error("no build was killed: the test has shown nothing")
	}
	out, err := intraqvt(dir, "build").CombinedOutput()
	if err != nil || publishedMark(t, dir, pages) != "50" {
		t.Errorf("the next build does not mend what was left: %v\n%s", err, out)
	}
	left, _ := filepath.Glob(filepath.Join(dir, ".public.*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// publishedMark returns the mark of all published pages, or how they differ.
func publishedMark(t *testing.T, dir string, pages int) string {
	t.Helper()
	mark := ""
	for i := range pages {
		data, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("public/pages/p%d.html", i)))
		if err != nil {
			return err.Error()
		}
		_, rest, _ := strings.Cut(string(data), "Version ")
		m, _, _ := strings.Cut(rest, ".")
		if mark == "" {
			mark = m
		}
		if m != mark {
			return "a mixture of " + mark + " and " + m
		}
	}
	return mark
}
