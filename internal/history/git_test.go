package history

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestShallowClone(t *testing.T) {
	r := newRepo(t)
	r.write("vieux.md")
	r.write("change.md", 1)
	r.write("avant.md")
	r.commit("crée")
	r.write("change.md", 2)
	r.commit("corrige")
	r.write("change.md", 3)
	r.write("neuf.md")
	r.move("avant.md", "apres.md")
	r.commit("ajoute")
	r.write("change.md", 4)
	r.commit("dernière")
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--depth=3", "file://"+r.dir, clone)
	l := read(t, clone)
	if l.Source != Git || !l.Shallow {
		t.Errorf("%+v", l)
	}
	want(t, l, "change.md", "dernière", "ajoute") // « corrige » is where the clone ends
	want(t, l, "neuf.md", "ajoute")
	want(t, l, "apres.md", "ajoute")
	want(t, l, "vieux.md")
	for name, want := range map[string]bool{"change.md": false, "neuf.md": true, "apres.md": false, "vieux.md": false} {
		if got := complete(l, name); got != want {
			t.Errorf("complete(%q) = %v", name, got)
		}
	}
	if newest, ok := last(l, "change.md"); !ok || newest.Subject != "dernière" {
		t.Errorf("%+v, %v", newest, ok)
	}
	if newest, ok := last(l, "vieux.md"); ok {
		t.Errorf("the end of the clone is taken for a revision: %+v", newest)
	}
}

// A clone without texts of files is read without fetching them.
func TestPartialClone(t *testing.T) {
	r := newRepo(t)
	r.write("a.md")
	r.write("b.md")
	r.commit("crée")
	r.move("a.md", "c.md")
	r.move("b.md", "d.md", "x")
	r.commit("renomme")
	r.git("config", "uploadpack.allowFilter", "true")
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--no-checkout", "--filter=blob:none", "file://"+r.dir, clone)
	missing := func() int {
		return strings.Count(r.git("-C", clone, "rev-list", "--objects", "--all", "--missing=print"), "?")
	}
	before := missing()
	l := read(t, clone)
	if l.Source != Git || l.Note != "" {
		t.Errorf("%+v", l)
	}
	want(t, l, "c.md", "renomme", "crée")
	want(t, l, "d.md", "renomme") // its text would be needed
	if after := missing(); before != 3 || after != before {
		t.Errorf("%d texts were missing, now %d", before, after)
	}
}

func TestNoHistory(t *testing.T) {
	committed := func(t *testing.T) *repo {
		r := newRepo(t)
		r.write("a.md")
		r.commit("crée")
		return r
	}
	tests := map[string]struct {
		dir  func(t *testing.T) string
		note string
	}{
		"outside of a work tree":       {func(t *testing.T) string { return t.TempDir() }, ""},
		"in the repository's own part": {func(t *testing.T) string { return filepath.Join(committed(t).dir, ".git") }, ""},
		"git is not installed, but was": {func(t *testing.T) string {
			r := committed(t)
			t.Setenv("PATH", "")
			return r.dir
		}, "pas d’historique : le programme git est introuvable"},
		"git is not installed and not missed": {func(t *testing.T) string {
			t.Setenv("PATH", "")
			return t.TempDir()
		}, ""},
		"somebody else's repository": {func(t *testing.T) string {
			r := committed(t)
			git, err := exec.LookPath("git")
			if err != nil {
				t.Fatal(err)
			}
			fakeGit(t, "GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "+git+` "$@"`)
			return r.dir
		}, "pas d’historique : git se méfie de ce dépôt, qui appartient à un autre utilisateur ; pour l’accepter : git config --global " +
			"--add safe.directory DIR"},
		"a lost object": {func(t *testing.T) string {
			r := committed(t)
			tree := r.git("rev-parse", "HEAD^{tree}")
			if err := os.Remove(filepath.Join(r.dir, ".git", "objects", tree[:2], tree[2:])); err != nil {
				t.Fatal(err)
			}
			return r.dir
		}, "pas d’historique : il manque à ce dépôt une partie de ce qu’il devrait contenir ; « git fsck »"},
		"the link to the repository leads nowhere": {func(t *testing.T) string {
			r := newRepo(t)
			if err := os.RemoveAll(filepath.Join(r.dir, ".git")); err != nil {
				t.Fatal(err)
			}
			r.writeText(".git", "gitdir: ../disparu\n")
			return r.dir
		}, "pas d’historique : le fichier .git de ce dossier mène à un dépôt qui n’est plus là : "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := test.dir(t)
			l := read(t, dir)
			if l.Source != None || l.Of("a.md") != nil || complete(l, "a.md") {
				t.Errorf("%+v", l)
			}
			want := strings.ReplaceAll(test.note, "DIR", dir)
			if !strings.HasPrefix(l.Note, want) || want == "" && l.Note != "" || strings.Contains(l.Note, "\n") {
				t.Errorf("note %q, want %q", l.Note, want)
			}
		})
	}
	t.Run("no commit yet", func(t *testing.T) {
		r := newRepo(t)
		r.write("portail/a.md")
		l := r.read("portail")
		if l.Source != Git || l.Of("a.md") != nil {
			t.Errorf("%+v", l)
		}
	})
	t.Run("no such folder", func(t *testing.T) {
		if l, err := Read(t.Context(), filepath.Join(t.TempDir(), "absent"), nil); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%+v, %v", l, err)
		}
	})
}

// What hooks and users put into the environment and the configuration changes
// nothing.
func TestForeignSettings(t *testing.T) {
	if testing.Short() {
		t.Skip("runs git many times")
	}
	r := newRepo(t)
	r.write("été/a.md")
	r.writeText(".mailmap", "Zoé Élan-Roux <zoe@exemple.fr>\n")
	r.commit("crée")
	r.git("checkout", "-q", "-b", "branche")
	r.move("été/a.md", "été/b.md", "x")
	r.write("été/double.md")
	r.commit("renomme")
	r.git("checkout", "-q", "main")
	r.write("c.md")
	r.commit("ajoute")
	r.merge("branche")
	r.write("c.md", "y")
	settings := func() *Log { return r.read("été") }
	quiet := settings()
	want(t, quiet, "b.md", "renomme", "crée")
	if newest, _ := last(quiet, "b.md"); newest.Author != "Zoé Élan-Roux" {
		t.Errorf("author %q", newest.Author)
	}
	check := func(t *testing.T) {
		if noisy := settings(); !reflect.DeepEqual(noisy, quiet) {
			t.Errorf("%+v\n%+v", noisy, quiet)
			want(t, noisy, "b.md", "renomme", "crée")
		}
	}

	t.Run("configuration", func(t *testing.T) {
		mark := filepath.Join(t.TempDir(), "ran")
		program := fakeProgram(t, "program", "touch "+mark+"; cat; exit 1")
		mailmap := filepath.Join(t.TempDir(), "mailmap")
		if err := os.WriteFile(mailmap, []byte("Faux <zoe@exemple.fr>\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		home := t.TempDir()
		t.Setenv("HOME", home)
		t.Setenv("XDG_CONFIG_HOME", home)
		for _, setting := range []string{
			"color.ui=always", "color.status=always", "color.diff=always", "core.abbrev=4", "core.fsmonitor=" + program,
			"core.pager=" + program, "core.quotePath=true", "diff.external=" + program, "diff.mnemonicPrefix=true",
			"diff.orderFile=/absent", "diff.relative=true", "diff.renames=copies", "diff.renameLimit=1", "format.notes=true",
			"format.pretty=%H", "gpg.program=" + program, "i18n.logOutputEncoding=ISO-8859-1", "log.abbrevCommit=true", "log.date=relative",
			"log.decorate=full", "log.diffMerges=first-parent", "log.follow=true", "log.mailmap=false", "log.showRoot=false",
			"log.showSignature=true", "mailmap.file=" + mailmap, "pager.log=" + program, "pager.status=true",
			"status.branch=true", "status.renames=copies", "status.short=true", "status.showStash=true", "status.showUntrackedFiles=no",
		} {
			name, value, _ := strings.Cut(setting, "=")
			r.git("config", "--global", name, value)
		}
		check(t)
		if _, err := os.Stat(mark); err == nil {
			t.Error("git ran a program of the configuration")
		}
	})
	t.Run("environment", func(t *testing.T) {
		other := newRepo(t)
		other.write("été/b.md")
		other.commit("d’un autre dépôt")
		for name, value := range map[string]string{
			"GIT_DIR": filepath.Join(other.dir, ".git"), "GIT_WORK_TREE": other.dir,
			"GIT_INDEX_FILE": filepath.Join(other.dir, ".git/index"), "GIT_OBJECT_DIRECTORY": filepath.Join(other.dir, ".git/objects"),
			"GIT_PREFIX": "ailleurs/", "GIT_TRACE": "1", "GIT_CONFIG_PARAMETERS": "'log.showroot'='false' 'core.bare'='true'",
			"GIT_PAGER": "false", "GIT_EXTERNAL_DIFF": "false", "GIT_NAMESPACE": "x", "GIT_SHALLOW_FILE": "/dev/null",
			"LC_ALL": "fr_FR.UTF-8", "LANGUAGE": "fr",
		} {
			t.Setenv(name, value)
		}
		// Git itself must be seen to be misled, or this would prove nothing.
		out, err := exec.Command("git", "-C", r.dir, "log", "-1", "--format=%s").Output()
		if err == nil && strings.Contains(string(out), "joint") {
			t.Fatalf("git log: %s", out)
		}
		check(t)
	})
}

// Trust may be given in the environment, as build machines do.
func TestTrustFromTheEnvironment(t *testing.T) {
	r := newRepo(t)
	r.write("a.md")
	r.commit("crée")
	git, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	fakeGit(t, "GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "+git+` "$@"`)
	t.Setenv("GIT_CONFIG_COUNT", "1")
	t.Setenv("GIT_CONFIG_KEY_0", "safe.directory")
	t.Setenv("GIT_CONFIG_VALUE_0", "*")
	want(t, read(t, r.dir), "a.md", "crée")
}

func TestEncodings(t *testing.T) {
	r := newRepo(t)
	commit := func(subject string, settings ...string) {
		r.write("a.md", subject)
		r.git("add", "-A")
		r.gitWith(subject, append(settings, "commit", "-q", "-F", "-")...)
	}
	commit("r\xe9vision", "-c", "i18n.commitEncoding=ISO-8859-1")
	commit("r\xe9vision sans le dire")
	commit("révision")
	commit("R100", "-c", "i18n.commitEncoding=UTF-8")
	r.write("a.md", "sans message")
	r.commit("")
	want(t, r.read(), "a.md", "", "R100", "révision", "révision sans le dire", "révision")
}

func TestLinkedWorkTree(t *testing.T) {
	r := newRepo(t)
	r.write("content/a.md")
	r.commit("crée")
	linked := filepath.Join(t.TempDir(), "copie")
	r.git("worktree", "add", "-q", "--detach", linked)
	want(t, read(t, filepath.Join(linked, "content")), "a.md", "crée")
}

// Neither git nor what it has started holds a build up that was called off.
func TestCancellation(t *testing.T) {
	if testing.Short() {
		t.Skip("runs git many times")
	}
	for name, script := range map[string]string{
		"git hangs":            `touch "$STARTED"; exec sleep 20`,
		"a child of git hangs": `sleep 20 & touch "$STARTED"; exit 0`,
		"git prints for ever":  printing(`touch "$STARTED"; while :; do printf 'commit 11 11\n\n    m\n\0'; done`),
	} {
		t.Run(name, func(t *testing.T) {
			started := filepath.Join(t.TempDir(), "started")
			t.Setenv("STARTED", started)
			fakeGit(t, "PATH=/usr/bin:/bin\n"+script)
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() {
				_, err := Read(ctx, t.TempDir(), nil)
				done <- err
			}()
			for {
				if _, err := os.Stat(started); err == nil {
					break
				}
				time.Sleep(time.Millisecond)
			}
			cancel()
			select {
			case err := <-done:
				if !errors.Is(err, context.Canceled) {
					t.Errorf("%v", err)
				}
			case <-time.After(10 * time.Second):
				t.Fatal("still reading")
			}
		})
	}
}

// Output that git does not document is an error, not half a history.
func TestForeignOutput(t *testing.T) {
	const head = "commit 11 22\nAuthor: a <b>\nDate:   1 +0000\n\n    m\n\n"
	for _, output := range []string{"n’importe quoi", "commit 11 22 (from 33)\n\n    m\n", head + "A", head + `R100\0a`, head + `Z\0a`} {
		fakeGit(t, printing("printf '"+output+"'"))
		if l, err := Read(t.Context(), t.TempDir(), nil); err == nil || !strings.HasPrefix(err.Error(), "git log") {
			t.Errorf("%q: %+v, %v", output, l, err)
		}
	}
}

// printing is the script of a git whose log is what a command prints.
func printing(log string) string {
	return `for word; do
	case "$word" in --?????????????????????????*) border=$word;; esac
done
case " $* " in
*" rev-parse "*) printf 'true\nfalse\nfalse\nsha1\n/nulle-part\n%s\n\n%s\n11\n' "$border" "$border";;
*" log "*) ` + log + `;;
esac`
}

// fakeGit makes a shell script the only program of the search path.
func fakeGit(t *testing.T, script string) {
	t.Helper()
	t.Setenv("PATH", filepath.Dir(fakeProgram(t, "git", script)))
}

func fakeProgram(t *testing.T, name, script string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, []byte(fmt.Sprintf("#!/bin/sh\n%s\n", script)), 0o755); err != nil {
		t.Fatal(err)
	}
	return name
}
