package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/creack/pty"
	"github.com/spf13/cobra"

	"intraqvt/internal/french"
)

// onTerminal runs the program with a terminal of some columns as its standard
// error and, with both, as its standard output. It returns what each stream
// received.
func onTerminal(t *testing.T, dir string, columns uint16, both bool, env []string, args ...string) (terminal, pipe string) {
	t.Helper()
	ours, theirs, err := pty.Open()
	if err != nil {
		t.Skip("no pseudo-terminals here:", err)
	}
	defer ours.Close()
	if err := pty.Setsize(theirs, &pty.Winsize{Cols: columns, Rows: 40}); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("intraqvt", args...)
	cmd.Dir = dir
	cmd.Env = append(plainEnvironment(), env...)
	var piped bytes.Buffer
	cmd.Stdout, cmd.Stderr = &piped, theirs
	if both {
		cmd.Stdout = theirs
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	shown := make(chan string)
	go func() {
		text, _ := io.ReadAll(ours) // ends with an error when the other side closes
		shown <- string(text)
	}()
	_ = cmd.Wait() // some commands are expected to fail
	return strings.ReplaceAll(<-shown, "\r\n", "\n"), piped.String()
}

// plainEnvironment is the environment of a person at a terminal.
func plainEnvironment() []string {
	env := []string{"TERM=xterm-256color"}
	for _, entry := range os.Environ() {
		switch name, _, _ := strings.Cut(entry, "="); name {
		case "TERM", "NO_COLOR", "CI", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR":
		default:
			env = append(env, entry)
		}
	}
	return env
}

var colours = regexp.MustCompile(`\x1b\[[0-9;]*m`)

func TestColours(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole program")
	}
	dir := writePortal(t, 1, "un")
	breakPages(t, dir, 1)
	for _, c := range []struct {
		name     string
		terminal bool
		env      string
		want     bool
	}{
		{"on a terminal", true, "X=", true},
		{"in a pipe", false, "X=", false},
		{"not wanted", true, "NO_COLOR=1", false},
		{"not wanted, whatever is said", true, "NO_COLOR=0", false},
		{"an empty word says nothing", true, "NO_COLOR=", true},
		{"not wanted, by the other convention", true, "CLICOLOR=0", false},
		{"not understood", true, "TERM=dumb", false},
		{"wanted in a file", false, "CLICOLOR_FORCE=1", true},
		{"wanted in a file, by the other name", false, "FORCE_COLOR=1", true},
		{"not wanted in a file", false, "FORCE_COLOR=0", false},
		{"in CI", false, "CI=true", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			terminal, pipe := onTerminal(t, dir, 80, c.terminal, []string{c.env}, "check")
			if got := colours.MatchString(terminal + pipe); got != c.want { // erasing progress is not a colour
				t.Errorf("colours: %v, want %v:\n%q", got, c.want, terminal+pipe)
			}
		})
	}
}

// A character device is not always a terminal.
func TestNullDeviceIsNoTerminal(t *testing.T) {
	f, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	t.Setenv("TERM", "xterm")
	if s := screenOf(f); s.width != 0 || s.live {
		t.Errorf("%s is taken for a terminal: %+v", os.DevNull, s)
	}
}

// breakPages adds pages with long lines and broken links.
func breakPages(t *testing.T, dir string, n int) {
	t.Helper()
	for i := range n {
		name := filepath.Join(dir, "content/pages", "une-page-dont-le-nom-est-plutot-long-"+strings.Repeat("x", i)+".md")
		text := "---\ntitre: Mauvaise\nstatut: publi\ndate: 14/03/2026\n---\n\n" +
			"Voir [[cette-page-qui-n-est-pas-la]] et [ceci](../ailleurs/rien.md).\n"
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "content/site.yaml"), []byte("titre: Essai\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestMessagesFitTheTerminal(t *testing.T) {
	dir := writePortal(t, 1, "un")
	breakPages(t, dir, 15)
	for _, columns := range []uint16{80, 60, 120} {
		terminal, _ := onTerminal(t, dir, columns, true, nil, "check")
		fits(t, terminal, int(columns))
		if !strings.Contains(terminal, "fichier") || !strings.Contains(terminal, "lien-casse") {
			t.Errorf("so many problems are not summed up:\n%s", terminal)
		}
	}
	_, pipe := onTerminal(t, dir, 80, false, nil, "check")
	if !regexp.MustCompile(`(?m)^content/pages/une-page.*:7:\d+ : erreur : page introuvable : \[\[cette-page-qui-n-est-pas-la\]\]$`).MatchString(pipe) {
		t.Errorf("a message is not on one line in a pipe:\n%s", pipe)
	}
}

// fits reports lines wider than the terminal, except a path that is too long by
// itself.
func fits(t *testing.T, text string, columns int) {
	t.Helper()
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		line = line[strings.LastIndexByte(line, '\r')+1:] // what a terminal shows of it in the end
		longest := 0
		for _, word := range strings.Fields(line) {
			longest = max(longest, french.Width(word))
		}
		if n := french.Width(line); n > columns && longest+10 < columns {
			t.Errorf("%d columns: %q", n, line)
		}
	}
}

func TestHelpFitsTheTerminal(t *testing.T) {
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		t.Run(cmd.CommandPath(), func(t *testing.T) {
			var help bytes.Buffer
			args := append(strings.Fields(cmd.CommandPath())[1:], "--help")
			if code := run(args, strings.NewReader(""), &help, &help); code != exitDone {
				t.Fatalf("exit code %d:\n%s", code, help.String())
			}
			for line := range strings.Lines(help.String()) {
				if n := french.Width(strings.TrimSuffix(line, "\n")); n > 80 {
					t.Errorf("%d columns: %q", n, line)
				}
			}
			if !strings.Contains(help.String(), "--quiet") {
				t.Error("--quiet is not offered")
			}
		})
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				visit(sub)
			}
		}
	}
	visit(newRoot())
}

// TestVerbsFitTheTerminal runs the verbs over the portal itself.
func TestVerbsFitTheTerminal(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the whole portal")
	}
	real, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, folder := range []string{"content", "layouts", "static"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join(real, folder))); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"build"}, {"build", "--at", "hier"}, {"check"}, {"check", "--drafts"}, {"new"}, {"new", "bonne-pratique", "Un titre"},
		{"new", "nimporte", "quoi"}, {"search", "planning partagé"}, {"search", "duerp"}, {"search", "report"}, {"newsletter", "status"},
		{"newsletter", "export", "2026-03", "--output", "lettre"}, {"init", "autre"}, {"init", "."}, {"chek"},
	} {
		terminal, _ := onTerminal(t, dir, 80, true, nil, args...)
		if terminal == "" {
			t.Errorf("%v says nothing", args)
		}
		fits(t, afterProgress(terminal), 80)
	}
}

// afterProgress returns what a terminal shows after all bars are erased.
func afterProgress(text string) string {
	return regexp.MustCompile("(?s)\r[^\n]*\x1b\\[2K\r").ReplaceAllString(text, "")
}

// TestBuildShowsItsProgress builds enough pages to take a while.
func TestBuildShowsItsProgress(t *testing.T) {
	if testing.Short() {
		t.Skip("builds two thousand pages")
	}
	dir := writePortal(t, 2000, "un")
	terminal, pipe := onTerminal(t, dir, 80, false, nil, "build")
	if !strings.Contains(terminal, "rendu") || !strings.Contains(terminal, "/2") {
		t.Errorf("no progress is shown: %q", terminal)
	}
	if got := left(terminal); got != "" {
		t.Errorf("progress left %q", got)
	}
	if !strings.Contains(pipe, "le portail est dans public") || strings.Contains(pipe, "\x1b") {
		t.Errorf("summary: %q", pipe)
	}
	for _, quiet := range [][]string{{"CI=true"}, {"TERM=dumb"}} {
		if terminal, _ := onTerminal(t, dir, 80, false, quiet, "build", "--at", "2026-01-01"); terminal != "" {
			t.Errorf("%v: %q is shown", quiet, terminal)
		}
	}
	if terminal, _ := onTerminal(t, dir, 80, true, nil, "build", "--quiet", "--at", "2026-01-02"); terminal != "" {
		t.Errorf("--quiet says %q", terminal)
	}
}

func TestQuietSaysWhatWasAskedFor(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole program")
	}
	sound, bad := writePortal(t, 3, "un"), writePortal(t, 1, "un")
	breakPages(t, bad, 1)
	for _, c := range []struct {
		dir  string
		args []string
		want string // a pattern for both streams
	}{
		{sound, []string{"build", "-q"}, `^$`},
		{sound, []string{"check", "--quiet"}, `^$`},
		{sound, []string{"init", "neuf", "-q"}, `^$`},
		{sound, []string{"new", "-q", "page", "Un titre"}, `^\S+un-titre\.md\n$`},
		{sound, []string{"-q", "search", "indexer"}, `(?s)^ 1\. .*Du texte à indexer[^\n]*\n$`},
		{sound, []string{"build", "-q", "--format", "json"}, `(?s)^\{.*"pages": 3`},
		{bad, []string{"build", "-q"}, `erreur : page introuvable`},
		{bad, []string{"check", "-q"}, `erreur : page introuvable`},
	} {
		cmd := intraqvt(c.dir, c.args...)
		cmd.Env = plainEnvironment()
		out, _ := cmd.CombinedOutput()
		if !regexp.MustCompile(c.want).Match(out) || strings.Contains(string(out), "avertissement") {
			t.Errorf("%v: %q, want %s", c.args, out, c.want)
		}
	}
}
