//go:build unix

package main

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// hostileRepository makes a portal in a repository that tries to run programs
// on the reader's machine: every configuration key of git that can name a
// program names one, and there are attributes for every file and all hooks. It
// returns the source folder, and the names of the programs that ran.
func hostileRepository(t *testing.T) (dir string, ran func() []string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	home, dir, programs, marks, temporary := t.TempDir(), t.TempDir(), t.TempDir(), t.TempDir(), t.TempDir()
	for name, value := range map[string]string{
		"HOME": home, "TMPDIR": temporary, "XDG_CONFIG_HOME": home, "GIT_CONFIG_NOSYSTEM": "1",
		"GIT_CEILING_DIRECTORIES": filepath.Dir(dir), "GIT_AUTHOR_NAME": "Zoé", "GIT_AUTHOR_EMAIL": "zoe@exemple.fr",
		"GIT_COMMITTER_NAME": "Zoé", "GIT_COMMITTER_EMAIL": "zoe@exemple.fr",
	} {
		t.Setenv(name, value)
	}
	git := func(stdin string, args ...string) string {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir, cmd.Stdin = dir, strings.NewReader(stdin)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
		return strings.TrimSuffix(string(out), "\n")
	}
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	program := func(name string) string {
		t.Helper()
		file := filepath.Join(programs, strings.ReplaceAll(name, "/", "-"))
		script := fmt.Sprintf("#!/bin/sh\ntouch '%s/%s'\nexit 1\n", marks, filepath.Base(file))
		if err := os.WriteFile(file, []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
		return file
	}

	git("", "init", "-q", "-b", "main", ".")
	write("content/site.yaml", "titre: Essai\nsignatures: {Zoé: Zoé la relectrice}\n")
	write("content/pages/a.md", "---\ntitre: Alpha\n---\n\nAncien texte d’Alpha.\n")
	write("content/pages/b.md", "---\ntitre: Bêta\n---\n\nAncien texte de Bêta.\n")
	git("", "add", "content")
	git("", "commit", "-q", "-m", "un")
	old := git("", "rev-parse", "HEAD:content/pages/b.md")
	write("content/pages/b.md", "---\ntitre: Bêta\n---\n\nSecond texte de Bêta.\n")
	git("", "add", "content")
	git("", "commit", "-q", "-m", "deux")
	// A signed commit, for programs that verify signatures.
	head, message, _ := strings.Cut(git("", "cat-file", "commit", "HEAD"), "\n\n")
	signed := git(head+"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n"+message, "hash-object", "-t",
		"commit", "-w", "--stdin")
	git("", "update-ref", "refs/heads/main", signed)
	// A replacement object, which must be ignored.
	current := git("", "rev-parse", "HEAD:content/pages/b.md")
	git("", "replace", current, git("---\ntitre: Bêta\n---\n\nTexte de remplacement.\n", "hash-object", "-w", "--stdin"))
	// Staged changes, and others in the work tree.
	write("content/pages/b.md", "---\ntitre: Bêta\n---\n\nTexte choisi de Bêta, avec un lien [[nulle-part]].\n")
	git("", "add", "content")
	write("content/pages/a.md", "---\ntitre: Alpha\n---\n\nNouveau texte d’Alpha.\n")
	// A missing object, which would have to be fetched.
	if err := os.Remove(filepath.Join(dir, ".git/objects", old[:2], old[2:])); err != nil {
		t.Fatal(err)
	}

	const attributes = "* filter=mal diff=mal merge=mal export-ignore export-subst text=auto eol=crlf ident working-tree-encoding=UTF-16\n"
	write(".git/info/attributes", attributes)
	write(".gitattributes", attributes)
	write("attributs", attributes)
	write(".git/info/grafts", signed+"\n")
	for _, name := range []string{
		"applypatch-msg", "commit-msg", "fsmonitor-watchman", "post-applypatch", "post-checkout", "post-commit", "post-index-change",
		"post-merge", "post-receive", "post-rewrite", "post-update", "pre-applypatch", "pre-auto-gc", "pre-commit", "pre-merge-commit",
		"pre-push", "pre-rebase", "pre-receive", "prepare-commit-msg", "proc-receive", "push-to-checkout", "reference-transaction",
		"sendemail-validate", "update",
	} {
		hook := program("hook " + name)
		if err := os.Symlink(hook, filepath.Join(programs, name)); err != nil { // for core.hooksPath
			t.Fatal(err)
		}
	}
	var config strings.Builder
	set := func(key, value string) {
		first, last := strings.IndexByte(key, '.'), strings.LastIndexByte(key, '.')
		section := "[" + key[:first] + "]"
		if first < last {
			section = fmt.Sprintf("[%s %q]", key[:first], key[first+1:last])
		}
		fmt.Fprintf(&config, "%s\n\t%s = %q\n", section, key[last+1:], value)
	}
	for _, key := range []string{
		"core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.gitProxy", "core.alternateRefsCommand",
		"sequence.editor", "interactive.diffFilter", "diff.external", "diff.mal.command", "diff.mal.textconv", "merge.mal.driver",
		"filter.mal.clean", "filter.mal.smudge", "filter.mal.process", "tar.zip.command", "tar.tar.command", "tar.tgz.command",
		"gpg.program", "gpg.openpgp.program", "gpg.ssh.program", "gpg.x509.program", "credential.helper", "uploadpack.packObjectsHook",
		"remote.origin.uploadpack", "remote.origin.receivepack", "remote.origin.vcs", "pager.log", "pager.rev-parse", "pager.ls-tree",
		"pager.cat-file", "pager.diff-tree", "pager.write-tree", "web.browser", "browser.mal.cmd", "man.viewer", "difftool.mal.cmd",
		"mergetool.mal.cmd", "trailer.mal.command", "trailer.mal.cmd", "sendemail.smtpServer", "guitool.mal.cmd", "instaweb.httpd",
		"trace2.normalTarget", "ssh.variant", "gc.recentObjectsHook",
	} {
		set(key, program(key))
	}
	for _, verb := range []string{"log", "rev-parse", "ls-tree", "cat-file", "diff-tree", "write-tree", "ls-files", "show", "archive"} {
		set("alias."+verb, "!"+program("alias."+verb))
	}
	for key, value := range map[string]string{
		"core.hooksPath": programs, "core.attributesFile": filepath.Join(dir, "attributs"), "core.repositoryFormatVersion": "1",
		"core.autocrlf": "true", "core.untrackedCache": "true", "core.quotePath": "true", "core.abbrev": "4",
		"extensions.partialClone": "origin", "extensions.worktreeConfig": "true", "filter.mal.required": "true",
		"diff.mal.cachetextconv": "true", "diff.renames": "false", "diff.orderFile": filepath.Join(dir, "attributs"),
		"diff.noprefix": "true", "diff.relative": "true", "diff.ignoreSubmodules": "all", "color.ui": "always", "format.pretty": "%H",
		"log.showSignature": "true", "log.date": "relative", "log.decorate": "full", "log.diffMerges": "off", "log.follow": "true",
		"log.showRoot": "false", "i18n.logOutputEncoding": "UTF-16", "i18n.commitEncoding": "UTF-16",
		"mailmap.file": filepath.Join(dir, "attributs"), "protocol.allow": "always", "protocol.ext.allow": "always",
		"protocol.file.allow": "always", "remote.origin.promisor": "true", "remote.origin.partialclonefilter": "blob:none",
		"remote.origin.url": "ext::" + program("remote.origin.url") + " %S", "remote.origin.fetch": "+refs/heads/*:refs/remotes/origin/*",
		"fetch.bundleURI": "ext::" + program("fetch.bundleURI"), "submodule.recurse": "true", "url.ext::sh.insteadOf": "https://",
		"transfer.fsckObjects": "true", "include.path": "inclus", "core.replaceRefs": "true", "gpg.format": "openpgp",
	} {
		set(key, value)
	}
	write(".git/config", config.String())
	write(".git/config.worktree", config.String())
	write(".git/inclus", fmt.Sprintf("[core]\n\tfsmonitor = %q\n", program("include.path")))

	ran = func() []string {
		t.Helper()
		entries, err := os.ReadDir(marks)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
			os.Remove(filepath.Join(marks, e.Name()))
		}
		return names
	}
	// Check that the trap works, or this test would prove nothing.
	for _, args := range [][]string{{"archive", "--format=zip", "HEAD"}, {"log", "-1", "-p"}, {"status"}, {"cat-file", "-p", old},
		{"update-ref", "refs/heads/x", "HEAD"}} {
		cmd := exec.Command("git", append([]string{"-c", "remote.origin.vcs="}, args...)...)
		cmd.Dir = dir
		cmd.Run()
	}
	traps := ran()
	for _, key := range []string{"tar.zip.command", "filter.mal.process", "gpg.openpgp.program", "remote.origin.url", "include.path",
		"hook reference-transaction"} {
		if !slices.Contains(traps, key) {
			t.Fatalf("git itself does not run %s here, only %q", key, traps)
		}
	}
	return dir, ran
}

// Reading a hostile repository runs nothing, and reads all of it.
func TestHostileRepository(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole program")
	}
	dir, ran := hostileRepository(t)
	for _, c := range []struct {
		args  []string
		code  int
		want  []string
		never string
	}{
		{[]string{"diff"}, 0, []string{"Ancien", "Nouveau", "Second", "choisi"}, "remplacement"},
		{[]string{"diff", "HEAD", "--format", "json"}, 0, []string{"content/pages/b.md"}, "remplacement"},
		{[]string{"diff", "HEAD~1..HEAD"}, exitMachine, []string{"il manque à ce dépôt", "→"}, "fatal"},
		{[]string{"diff", "HEAD..HEAD"}, 0, []string{"rien n’a changé"}, ""},
		{[]string{"diff", "HEAD~9"}, exitUsage, []string{"révision inconnue"}, ""},
		{[]string{"diff", "--", "--output=content/pages/x.md"}, exitUsage, []string{"révision inconnue"}, ""},
		{[]string{"check", "--staged"}, exitContent, []string{"content/pages/b.md:5", "page introuvable : [[nulle-part]]"}, "a.md"},
		{[]string{"check"}, exitContent, []string{"content/pages/b.md:5"}, ""},
		{[]string{"build"}, exitContent, nil, ""},
		{[]string{"init", "--hooks"}, exitUsage, []string{"hors de lui", "pre-commit"}, ""},
		{[]string{"newsletter", "status"}, 0, nil, ""},
	} {
		cmd := intraqvt(dir, c.args...)
		out, err := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != c.code {
			t.Errorf("%q ended with %d, %v:\n%s", c.args, code, err, out)
		}
		for _, want := range c.want {
			if !strings.Contains(string(out), want) {
				t.Errorf("%q does not say %q:\n%s", c.args, want, out)
			}
		}
		if c.never != "" && strings.Contains(string(out), c.never) {
			t.Errorf("%q says %q:\n%s", c.args, c.never, out)
		}
		if programs := ran(); len(programs) > 0 {
			t.Errorf("%q ran %q", c.args, programs)
		}
	}
	// The history of a page, and the preview.
	if err := os.WriteFile(filepath.Join(dir, "content/pages/b.md"), []byte("---\ntitre: Bêta\n---\n\nSans lien.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := intraqvt(dir, "build").CombinedOutput(); err != nil {
		t.Errorf("build: %v\n%s", err, out)
	}
	if programs := ran(); len(programs) > 0 {
		t.Errorf("build ran %q", programs)
	}
	serve := intraqvt(dir, "serve", "--addr", "127.0.0.1:0")
	lines, err := serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	for out := bufio.NewScanner(lines); out.Scan(); {
		fields := strings.Fields(out.Text())
		if len(fields) < 3 || fields[0] != "aperçu" || fields[1] != "sur" {
			continue
		}
		for address, want := range map[string]string{".apercu/changements": "Sans lien", ".apercu/problemes": "signaler",
			"pages/b.html": "Zoé la relectrice"} {
			answer, err := http.Get(fields[2] + address)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(answer.Body)
			if answer.Body.Close(); err != nil || !strings.Contains(string(body), want) {
				t.Errorf("%s: %s, %v\n%s", address, answer.Status, err, body)
			}
		}
		serve.Process.Signal(syscall.SIGTERM)
	}
	if err := serve.Wait(); err != nil {
		t.Error(err)
	}
	if programs := ran(); len(programs) > 0 {
		t.Errorf("serve ran %q", programs)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
