package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestFileWithoutPermissionIsNamed(t *testing.T) {
	dir := built(t, 2)
	if err := os.Chmod(filepath.Join(dir, "content/pages/p1.md"), 0); err != nil {
		t.Fatal(err)
	}
	cmd := intraqvt(dir, "build")
	if os.Geteuid() == 0 {
		asNobody(t, dir, cmd)
	}
	before := tree(t, filepath.Join(dir, "public"))
	out, err := cmd.CombinedOutput()
	exit, _ := err.(*exec.ExitError)
	if exit == nil || exit.ExitCode() != exitContent ||
		!strings.Contains(string(out), "content/pages/p1.md : erreur : permission de lire refusée") {
		t.Errorf("got %v:\n%s", err, out)
	}
	if after := tree(t, filepath.Join(dir, "public")); len(after) != len(before) {
		t.Errorf("public/ had %d files, has %d", len(before), len(after))
	}
}

// asNobody makes a command run as a user who only owns the folder, since root
// may read everything.
func asNobody(t *testing.T, dir string, cmd *exec.Cmd) {
	t.Helper()
	const nobody = 65534
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(cmd.Path)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Path = filepath.Join(dir, "intraqvt")
	if err := os.WriteFile(cmd.Path, program, 0o755); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(name, nobody, nobody)
	})
	if err != nil {
		t.Fatal(err)
	}
	cmd.Args[0] = cmd.Path
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
}

func TestFullDiskLeavesTheSite(t *testing.T) {
	dir := built(t, 60)
	disk := filepath.Join(dir, "disque")
	if err := os.Mkdir(disk, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=1m"); err != nil {
		t.Skip("cannot make a small disk here:", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, 0) })
	// A first, small site fits; the second one does not.
	small := writePortal(t, 5, "un")
	if out, err := intraqvt(small, "build", "--output", filepath.Join(disk, "site")).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	before := tree(t, filepath.Join(disk, "site"))
	writePages(t, small, 300, "deux")
	out, err := intraqvt(small, "build", "--output", filepath.Join(disk, "site")).CombinedOutput()
	exit, _ := err.(*exec.ExitError)
	if exit == nil || exit.ExitCode() != exitMachine {
		t.Fatalf("a build on a full disk ended with %v:\n%s", err, out)
	}
	after := tree(t, filepath.Join(disk, "site"))
	if len(after) != len(before) {
		t.Errorf("the site had %d files, has %d", len(before), len(after))
	}
}
