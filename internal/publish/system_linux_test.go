package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// mount puts a small file system at a new folder, or skips the test.
func mount(t *testing.T, dir, options string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("intraqvt-test", dir, "tmpfs", 0, options); err != nil {
		t.Skipf("mount refused: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
}

// The exchange alone replaces a folder: there is no moment without a site.
func TestExchangeNeedsNoRename(t *testing.T) {
	parent := t.TempDir()
	put(t, parent, site{"a/": "", "b/": ""})
	if err := exchange(filepath.Join(parent, "a"), filepath.Join(parent, "b")); err != nil {
		t.Skip(err)
	}
	dir := filepath.Join(parent, "site")
	mustPublish(t, dir, site{"page.html": "un"}, Options{})
	mustPublish(t, dir, site{"page.html": "deux"}, Options{system: system{rename: failing(syscall.EACCES)}})
	wantTree(t, dir, site{"page.html": "deux"})
}

func TestFullDisk(t *testing.T) {
	noise := make([]byte, 64<<10)
	rand.NewChaCha8([32]byte{}).Read(noise)
	downloads := t.TempDir()
	if err := os.WriteFile(filepath.Join(downloads, "gros.bin"), bytes.Repeat(noise, 20), 0o644); err != nil {
		t.Fatal(err)
	}
	old := site{"page.html": strings.Repeat("un", 1000), "a/b.html": "b"}
	tests := map[string]func(p *Publication) error{
		"pages": func(p *Publication) error {
			var err error
			for i := 0; i < 40 && err == nil; i++ {
				err = p.Write(fmt.Sprintf("page-%d.html", i), noise)
			}
			return err
		},
		"a download": func(p *Publication) error { return p.CopyFile("gros.bin", os.DirFS(downloads), "gros.bin") },
	}
	for name, fill := range tests {
		t.Run(name, func(t *testing.T) {
			parent := filepath.Join(t.TempDir(), "plein")
			mount(t, parent, "size=1m")
			dir := filepath.Join(parent, "site")
			mustPublish(t, dir, old, Options{})

			p, err := Begin(t.Context(), dir, Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Abort()
			err = fill(p)
			if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "le disque est plein") ||
				!strings.Contains(err.Error(), parent) {
				t.Fatalf("%v", err)
			}
			if _, committed := p.Commit(); committed != err {
				t.Errorf("Commit: %v", committed)
			}
			wantTree(t, dir, withFolders(old))
			wantAlone(t, dir)
			// There is room again.
			mustPublish(t, dir, site{"neuf.html": "x"}, Options{})
		})
	}
}

// Room for the pages but none for the manifest and the links: Commit fails.
func TestFullDiskAtCommit(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "plein")
	mount(t, parent, "size=1m,nr_inodes=40")
	dir := filepath.Join(parent, "site")
	old := site{}
	for i := range 25 {
		old[fmt.Sprintf("page-%d.html", i)] = "x"
	}
	mustPublish(t, dir, old, Options{})
	changed := site{}
	for name := range old {
		changed[name] = "x"
	}
	changed["page-0.html"] = "y"
	_, err := publishTo(t.Context(), dir, changed, Options{})
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("%v", err)
	}
	wantTree(t, dir, old)
	wantAlone(t, dir)
}

// A real mount point, not one that the test plays.
func TestMountPoint(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	mount(t, dir, "size=1m")
	put(t, dir, site{".gitkeep": ""})
	for round, s := range []site{
		{"a": "1", "b/c": "1", "parti/d": "1"},
		{"a": "2", "b/c": "1", "neuf/x": "2"},
		{"a": "2"},
	} {
		if sum := mustPublish(t, dir, s, Options{}); !sum.InPlace {
			t.Errorf("round %d: %+v", round, sum)
		}
		s[".gitkeep"] = ""
		wantTree(t, dir, withFolders(s))
		wantAlone(t, dir)
	}
}

func TestPermission(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "ferme")
	dir := filepath.Join(parent, "site")
	mustPublish(t, dir, site{"page.html": "un"}, Options{})
	helper := filepath.Join(t.TempDir(), "helper")
	cmd := exec.Command(helper)
	cmd.Env = append(os.Environ(), helperVariable+"=once", helperDir+"="+dir)
	if os.Geteuid() == 0 {
		// Permissions do not stop root: another user tries.
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		for _, reach := range []string{filepath.Dir(filepath.Dir(parent)), filepath.Dir(filepath.Dir(helper))} {
			if err := os.Chmod(reach, 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	copyTestBinary(t, helper)

	// The two folders that must be writable are forbidden in turn: the parent
	// alone lets nothing begin; the site alone may be replaced all the same
	// where it is one's own, so it is made unreadable.
	for closed, modes := range map[string][2]fs.FileMode{
		"the parent": {0o555, 0o755},
		"the folder": {0o777, 0o000},
	} {
		t.Run(closed, func(t *testing.T) {
			if err := errors.Join(os.Chmod(dir, modes[1]), os.Chmod(parent, modes[0])); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := errors.Join(os.Chmod(parent, 0o755), os.Chmod(dir, 0o755)); err != nil {
					t.Error(err)
				}
				wantTree(t, dir, site{"page.html": "un"})
				wantAlone(t, dir)
			})
			again := *cmd
			out, err := again.Output()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			want := fmt.Sprintf("true\n%s : erreur : permission refusée\n"+
				"    → il faut pouvoir écrire dans le dossier publié et dans « %s », où le site est préparé\n", dir, parent)
			if string(out) != want {
				t.Errorf("%s\nwant %s", out, want)
			}
		})
	}
}

// copyTestBinary copies the running test where another user can reach it.
func copyTestBinary(t *testing.T, to string) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(exe)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestModes(t *testing.T) {
	umask := syscall.Umask(0o027)
	defer syscall.Umask(umask)
	parent := t.TempDir()
	fresh, shared := filepath.Join(parent, "neuf"), filepath.Join(parent, "partage")
	mustPublish(t, fresh, site{"a/x.html": "x"}, Options{})
	if err := errors.Join(os.Mkdir(shared, 0), os.Chmod(shared, 0o700|fs.ModeSetgid)); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, shared, site{"a/x.html": "x"}, Options{})
	for path, want := range map[string]fs.FileMode{
		fresh:                              fs.ModeDir | 0o750,
		filepath.Join(fresh, "a"):          fs.ModeDir | 0o750,
		filepath.Join(fresh, "a/x.html"):   0o640,
		filepath.Join(fresh, manifestName): 0o640,
		shared:                             fs.ModeDir | fs.ModeSetgid | 0o700,
		filepath.Join(shared, "a"):         fs.ModeDir | fs.ModeSetgid | 0o750,
	} {
		if got := mustStat(t, path).Mode(); got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
}

func TestOwnerStays(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root gives folders away")
	}
	dir := filepath.Join(t.TempDir(), "site")
	mustPublish(t, dir, site{"x": "x"}, Options{})
	if err := os.Chown(dir, 1234, 5678); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, dir, site{"x": "y"}, Options{})
	if stat := mustStat(t, dir).Sys().(*syscall.Stat_t); stat.Uid != 1234 || stat.Gid != 5678 {
		t.Errorf("the folder now belongs to %d:%d", stat.Uid, stat.Gid)
	}
}
