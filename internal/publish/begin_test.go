package publish

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

func TestForeignFilesAreRefused(t *testing.T) {
	tests := map[string]struct {
		published bool
		hand      site
		want      []string
	}{
		"somebody's folder":      {false, site{"lettre.odt": "l", "photos/1.jpg": "p"}, []string{"lettre.odt", "photos/1.jpg"}},
		"one file in the site":   {true, site{"notes.txt": "n"}, []string{"notes.txt"}},
		"one below":              {true, site{"a/b/notes.txt": "n"}, []string{"a/b/notes.txt"}},
		"in place of a file":     {true, site{"index.html/x.txt": "x"}, []string{"index.html/x.txt"}},
		"beside dot files":       {false, site{".gitkeep": "", "x": "x"}, []string{"x"}},
		"a manifest lists it no": {false, site{manifestName: string(formatManifest(nil)), "x": "x"}, []string{"x"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site")
			if test.published {
				mustPublish(t, dir, site{"index.html": "x"}, Options{})
			}
			if _, clash := test.hand["index.html/x.txt"]; clash {
				if err := os.Remove(filepath.Join(dir, "index.html")); err != nil {
					t.Fatal(err)
				}
			}
			put(t, dir, test.hand)
			before := snapshot(t, dir)
			_, err := publishTo(t.Context(), dir, site{"neuf.html": "x"}, Options{})
			var foreign *ForeignFilesError
			if !errors.As(err, &foreign) || !slices.Equal(foreign.Files, test.want) || foreign.Dir != dir {
				t.Fatalf("%#v", err)
			}
			wantTree(t, dir, before)
			wantAlone(t, dir)
		})
	}
}

func TestForeignFilesMessage(t *testing.T) {
	err := &ForeignFilesError{Dir: "public", Files: []string{"a.txt"}}
	want := "public : erreur : ce dossier contient un fichier qu’intraqvt n’a pas créé : a.txt\n" +
		"    → publiez dans un dossier vide, ou déplacez ces fichiers ; rien n’a été touché"
	if err.Error() != want {
		t.Errorf("%s", err)
	}
	err.Files = []string{"a", "b", "c", "d", "e", "f", "g"}
	if want := "contient 7 fichiers qu’intraqvt n’a pas créés : a, b, c, d, e…\n"; !strings.Contains(err.Error(), want) {
		t.Errorf("%s", err)
	}
}

// A dot file that is not ours and differs from the site's is not overwritten.
func TestDotFilesAreNotOverwritten(t *testing.T) {
	tests := map[string]struct {
		hand func(dir string) error
		new  site
		want string
	}{
		"another content": {
			func(dir string) error { return os.WriteFile(filepath.Join(dir, ".htaccess"), []byte("mien"), 0o644) },
			site{".htaccess": "site"}, ".htaccess",
		},
		"a link": {
			func(dir string) error { return os.Symlink("/ailleurs", filepath.Join(dir, ".htaccess")) },
			site{".htaccess": "site"}, ".htaccess",
		},
		"a folder": {
			func(dir string) error { return os.Mkdir(filepath.Join(dir, ".htaccess"), 0o755) },
			site{".htaccess": "site"}, ".htaccess",
		},
		"a file where the site has a folder": {
			func(dir string) error { return os.WriteFile(filepath.Join(dir, ".well-known"), nil, 0o644) },
			site{".well-known/x": "site"}, ".well-known",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site")
			mustPublish(t, dir, site{"x": "x"}, Options{})
			if err := test.hand(dir); err != nil {
				t.Fatal(err)
			}
			before := snapshot(t, dir)
			_, err := publishTo(t.Context(), dir, test.new, Options{})
			var foreign *ForeignFilesError
			if !errors.As(err, &foreign) || !slices.Equal(foreign.Files, []string{test.want}) {
				t.Fatalf("%v", err)
			}
			wantTree(t, dir, before)
			wantAlone(t, dir)
		})
	}
}

func TestTargets(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := errors.Join(
		os.WriteFile("fichier", nil, 0o644),
		os.Symlink("reel/dossier", "lien"),
		os.Symlink("lien", "lien-de-lien"),
		os.Symlink("nulle-part/../neuf", "pendant"),
		os.Symlink("tourne", "tourne"),
		os.Mkdir("cassé", 0o755),
		os.WriteFile("cassé/"+manifestName, []byte("intraqvt-manifest 1\nend 1\n"), 0o644),
		os.Mkdir("ici", 0o755),
	); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		dir, at string // at: where the site must stand
		err     error
		message string
	}{
		{dir: "a/b/c", at: "a/b/c"},
		{dir: "ici/", at: "ici"},
		{dir: "lien", at: "reel/dossier"},
		{dir: "lien-de-lien", at: "reel/dossier"},
		{dir: "pendant", at: "neuf"},
		{dir: "fichier", err: syscall.ENOTDIR, message: "fichier : erreur : un fichier se trouve là où il faut un dossier"},
		{dir: "fichier/sous", err: syscall.ENOTDIR, message: "un fichier se trouve là où il faut un dossier"},
		{dir: "tourne", err: syscall.ELOOP, message: "tourne : erreur : publication impossible"},
		{dir: "", err: errNoFolder, message: "il manque le nom d’un dossier où publier"},
		{dir: "/", err: errNoFolder, message: "il manque le nom d’un dossier où publier"},
		{dir: "cassé", err: errManifest, message: "cassé : erreur : la liste des fichiers publiés (.intraqvt-manifest) est illisible"},
	} {
		t.Run(test.dir, func(t *testing.T) {
			_, err := publishTo(t.Context(), test.dir, site{"index.html": "x"}, Options{})
			if test.err != nil {
				var e *Error
				if !errors.Is(err, test.err) || !errors.As(err, &e) || !strings.Contains(err.Error(), test.message) {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			wantTree(t, test.at, site{"index.html": "x"})
			if mustStat(t, test.at).Mode()&fs.ModeSymlink != 0 {
				t.Error("the link was not followed")
			}
		})
	}
}

func TestSecondPublicationWaits(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	first, err := Begin(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer first.Abort()
	if err := first.Write("page.html", []byte("un")); err != nil {
		t.Fatal(err)
	}

	waiting, second := make(chan bool), make(chan error)
	go func() {
		_, err := publishTo(t.Context(), dir, site{"page.html": "deux"}, Options{Waiting: func() { close(waiting) }})
		second <- err
	}()
	<-waiting
	if _, err := first.Commit(); err != nil {
		t.Error(err)
	}
	if err := <-second; err != nil {
		t.Fatal(err)
	}
	wantTree(t, dir, site{"page.html": "deux"})
	wantAlone(t, dir)
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	first, err := Begin(t.Context(), dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer first.Abort()
	ctx, cancel := context.WithCancel(t.Context())
	_, err = Begin(ctx, dir, Options{Waiting: cancel})
	var busy *BusyError
	if !errors.As(err, &busy) || busy.Dir != dir || !errors.Is(err, context.Canceled) {
		t.Fatalf("%v", err)
	}
	if !strings.Contains(err.Error(), "une autre publication occupe ce dossier") {
		t.Error(err)
	}
	// The one that holds the folder is not disturbed.
	if err := first.Write("x", nil); err != nil {
		t.Error(err)
	}
	if _, err := first.Commit(); err != nil {
		t.Error(err)
	}
}

// Each holder removes the lock file, so that others may hold a file that is
// not there any more: still no two may be inside.
func TestLockHoldersNeverOverlap(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	var inside atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 400 {
				l, err := acquire(t.Context(), path, nil)
				if err != nil {
					t.Error(err)
					return
				}
				if inside.Add(1) > 1 {
					t.Error("two hold the lock")
				}
				runtime.Gosched()
				inside.Add(-1)
				l.release()
			}
		})
	}
	wg.Wait()
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the lock file stays: %v", err)
	}
}
