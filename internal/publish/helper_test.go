package publish

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// site is names and contents. In a snapshot a folder's name ends with a slash
// and a symbolic link's content is "-> target".
type site map[string]string

// publishTo publishes s and returns what Commit, or a step before it, said.
func publishTo(ctx context.Context, dir string, s site, opts Options) (Summary, error) {
	p, err := Begin(ctx, dir, opts)
	if err != nil {
		return Summary{}, err
	}
	defer p.Abort()
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if err := p.Write(name, []byte(s[name])); err != nil {
			return Summary{}, err
		}
	}
	return p.Commit()
}

func mustPublish(t *testing.T, dir string, s site, opts Options) Summary {
	t.Helper()
	sum, err := publishTo(t.Context(), dir, s, opts)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// snapshot reads a folder, the manifest apart.
func snapshot(t *testing.T, dir string) site {
	t.Helper()
	s := site{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || name == manifestName {
			return err
		}
		switch {
		case d.IsDir():
			s[name+"/"] = ""
		case d.Type()&fs.ModeSymlink != 0:
			link, err := os.Readlink(path)
			s[name] = "-> " + link
			return err
		default:
			data, err := os.ReadFile(path)
			s[name] = string(data)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// withFolders adds the folders that a site's files stand in.
func withFolders(s site) site {
	dirs := map[string]bool{}
	for name := range s {
		addParents(dirs, name)
	}
	out := maps.Clone(s)
	for dir := range dirs {
		out[dir+"/"] = ""
	}
	return out
}

func wantTree(t *testing.T, dir string, want site) {
	t.Helper()
	if got := snapshot(t, dir); !maps.Equal(got, want) {
		t.Errorf("folder holds %q\nwant %q", got, want)
	}
}

// wantAlone fails where anything but the folder stands in its parent: no
// lock, no staging folder.
func wantAlone(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(dir) {
			t.Errorf("%s was left beside the folder", e.Name())
		}
	}
}

// put writes files by hand, as an author might; a name that ends with a slash
// is a folder.
func put(t *testing.T, dir string, s site) {
	t.Helper()
	for name, content := range s {
		path := filepath.Join(dir, name)
		parent := filepath.Dir(path)
		if name[len(name)-1] == '/' {
			parent = path
		}
		if err := os.MkdirAll(parent, 0o755); err != nil {
			t.Fatal(err)
		}
		if parent == path {
			continue
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func mustStat(t *testing.T, path string) fs.FileInfo {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// What the test binary does as a process of its own, see TestMain.
const (
	helperVariable = "INTRAQVT_PUBLISH_HELPER"
	helperDir      = "INTRAQVT_PUBLISH_DIR"
	helperWay      = "INTRAQVT_PUBLISH_WAY"
)

func TestMain(m *testing.M) {
	dir := os.Getenv(helperDir)
	switch os.Getenv(helperVariable) {
	case "":
		os.Exit(m.Run())
	case "once":
		_, err := publishTo(context.Background(), dir, site{"index.html": "x"}, Options{})
		fmt.Printf("%t\n%v\n", errors.Is(err, fs.ErrPermission), err)
	case "forever":
		opts := Options{system: ways[os.Getenv(helperWay)].system}
		for round := 0; ; round++ {
			if _, err := publishTo(context.Background(), dir, killSite(round%2), opts); err != nil {
				fmt.Println(err)
				os.Exit(1)
			}
			if round == 0 {
				fmt.Println("ready")
			}
		}
	}
}

// startForever starts a process that publishes without end, and returns once
// its first publication stands. The caller kills it.
func startForever(t *testing.T, dir, way string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), helperVariable+"=forever", helperDir+"="+dir, helperWay+"="+way)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the publishing process said %q, %v", line, err)
	}
	return cmd
}
