package history

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestMain keeps the tests from the configuration of whoever runs them.
func TestMain(m *testing.M) {
	home, err := os.MkdirTemp("", "history")
	if err != nil {
		panic(err)
	}
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "GIT_") {
			os.Unsetenv(name)
		}
	}
	os.Setenv("HOME", home)
	os.Setenv("XDG_CONFIG_HOME", home)
	os.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	code := m.Run()
	os.RemoveAll(home)
	os.Exit(code)
}

// start is when the first commit of a test is made; each later one is a minute
// younger.
var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("", 3600))

// repo is a work tree that a test makes with git itself.
type repo struct {
	t       testing.TB
	dir     string
	commits int
	author  string
}

func newRepo(t testing.TB) *repo {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	r := &repo{t: t, dir: t.TempDir(), author: "Zoé Élan"}
	r.git("init", "-q", "-b", "main")
	return r
}

func (r *repo) git(args ...string) string { return r.gitWith("", args...) }

func (r *repo) gitWith(stdin string, args ...string) string {
	r.t.Helper()
	date := start.Add(time.Duration(r.commits) * time.Minute).Format(time.RFC3339)
	cmd := exec.Command("git", args...)
	cmd.Dir = r.dir
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_NAME="+r.author, "GIT_AUTHOR_EMAIL=zoe@exemple.fr", "GIT_AUTHOR_DATE="+date,
		"GIT_COMMITTER_NAME=Robot", "GIT_COMMITTER_EMAIL=robot@exemple.fr", "GIT_COMMITTER_DATE="+date)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		r.t.Fatalf("git %q: %v\n%s%s", args, err, out, &complaint)
	}
	return strings.TrimSuffix(string(out), "\n")
}

// write puts a text of about ten lines into a file: enough for git to see that
// a file was renamed though a line has changed.
func (r *repo) write(name string, change ...any) {
	r.t.Helper()
	var b strings.Builder
	for i := range 10 {
		fmt.Fprintf(&b, "%s, ligne %d\n", filepath.Base(name), i)
	}
	fmt.Fprintln(&b, change...)
	r.writeText(name, b.String())
}

func (r *repo) writeText(name, text string) {
	r.t.Helper()
	name = filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// move renames a file and, if there is a change, edits its last line.
func (r *repo) move(from, to string, change ...any) {
	r.t.Helper()
	if err := os.MkdirAll(filepath.Dir(filepath.Join(r.dir, to)), 0o755); err != nil {
		r.t.Fatal(err)
	}
	r.git("mv", from, to)
	if len(change) > 0 {
		text, err := os.ReadFile(filepath.Join(r.dir, to))
		if err != nil {
			r.t.Fatal(err)
		}
		r.writeText(to, string(text)+fmt.Sprintln(change...))
	}
}

// commit takes everything in.
func (r *repo) commit(subject string) {
	r.t.Helper()
	r.git("add", "-A")
	r.commits++
	r.git("commit", "-q", "--allow-empty", "--allow-empty-message", "-m", subject)
}

// merge joins a branch; files of that branch win where the two collide.
func (r *repo) merge(branch string) {
	r.t.Helper()
	r.commits++
	r.git("merge", "-q", "--no-ff", "-X", "theirs", "-m", "joint "+branch, branch)
}

// read reads the history of a folder of the work tree.
func (r *repo) read(folder ...string) *Log {
	r.t.Helper()
	return read(r.t, filepath.Join(append([]string{r.dir}, folder...)...))
}

func read(t testing.TB, dir string) *Log {
	t.Helper()
	l, err := Read(t.Context(), dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// want compares the subjects of a file's revisions, newest first.
func want(t *testing.T, l *Log, name string, subjects ...string) {
	t.Helper()
	var got []string
	for _, revision := range l.Of(name) {
		got = append(got, revision.Subject)
	}
	if !slices.Equal(got, subjects) {
		t.Errorf("%q: %q, want %q", name, got, subjects)
	}
}
