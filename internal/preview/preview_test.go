package preview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"intraqvt/internal/portal"
)

func TestEveryChangeIsShown(t *testing.T) {
	start := map[string]string{
		"content/a.md":         page("Alpha", "Premier état."),
		"content/guide/b.md":   page("Bêta", "Dans un dossier."),
		"content/guide/x/c.md": page("Gamma", "Plus bas."),
	}
	for _, test := range []struct {
		name   string
		change func(s *session)
		at     string
		status int
		text   string
	}{
		{"an edited page", func(s *session) { s.write("content/a.md", page("Alpha", "Second état.")) }, "/a.html", 200, "Second état."},
		{"a new page", func(s *session) { s.write("content/n.md", page("Nu", "Nouvelle.")) }, "/n.html", 200, "Nouvelle."},
		{"a new page in another's list", func(s *session) { s.write("content/guide/n.md", page("Nouvelle venue", "")) }, "/guide/", 200,
			"Nouvelle venue"},
		{"a deleted page", func(s *session) { s.remove("content/a.md") }, "/a.html", 404, ""},
		{"a renamed page", func(s *session) { s.rename("content/a.md", "content/z.md") }, "/z.html", 200, "Premier état."},
		{"a page replaced at one stroke", func(s *session) {
			s.write("content/.a.md.tmp1", page("Alpha", "Remplacée."))
			s.rename("content/.a.md.tmp1", "content/a.md")
		}, "/a.html", 200, "Remplacée."},
		{"a page saved with a backup", func(s *session) {
			s.rename("content/a.md", "content/a.md~")
			s.write("content/a.md", page("Alpha", "Gardée."))
		}, "/a.html", 200, "Gardée."},
		{"a new folder", func(s *session) { s.write("content/neuf/bas/n.md", page("Nu", "Dans du neuf.")) }, "/neuf/bas/n.html", 200,
			"Dans du neuf."},
		{"a deleted folder", func(s *session) { s.remove("content/guide") }, "/guide/x/c.html", 404, ""},
		{"the first layout", func(s *session) { s.write("layouts/components/pied.html", "<footer>Pied maison</footer>") }, "/a.html", 200,
			"Pied maison"},
		{"a style", func(s *session) { s.write("static/extra.css", "b { color: teal }") }, "/extra.css", 200, "teal"},
		{"the configuration", func(s *session) { s.write("content/site.yaml", "titre: Maison\n") }, "/", 200, "Maison"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := open(t, start)
			test.change(s)
			s.shows(test.at, test.status, test.text)
		})
	}
}

// A folder that moves is watched where it is, and so is what takes its place.
// Where the system does not tell of changes, the preview looks.
func TestPolls(t *testing.T) {
	if testing.Short() {
		t.Skip("looks once a second")
	}
	s := openWith(t, map[string]string{"content/a.md": page("Alpha", "Premier état."), "content/b.md": page("Bêta", "Reste.")},
		Options{Poll: true})
	s.write("content/a.md", page("Alpha", "Second état."))
	s.shows("/a.html", 200, "Second état.")
	s.write("content/neuf/n.md", page("Nu", "Nouvelle."))
	s.shows("/neuf/n.html", 200, "Nouvelle.")
	s.rename("content/a.md", "content/z.md")
	s.shows("/z.html", 200, "Second état.")
	s.remove("content/neuf")
	s.shows("/neuf/n.html", 404, "")
	s.write("content/b.md~", "x")
	s.write("content/b.md", page("Bêta", "Fin."))
	s.shows("/b.html", 200, "Fin.")
	for more := true; more; {
		select {
		case line := <-s.lines:
			if strings.Contains(line, "~") {
				t.Errorf("an editor's backup is a change: %s", line)
			}
		default:
			more = false
		}
	}
}

func TestFoldersMove(t *testing.T) {
	s := open(t, map[string]string{"content/vieux/bas/a.md": page("Alpha", "Un.")})
	s.rename("content/vieux", "content/neuf")
	s.shows("/neuf/bas/a.html", 200, "Un.")
	s.write("content/neuf/bas/a.md", page("Alpha", "Deux."))
	s.shows("/neuf/bas/a.html", 200, "Deux.")
	s.write("content/vieux/bas/a.md", page("Alpha", "Trois."))
	s.shows("/vieux/bas/a.html", 200, "Trois.")
	s.write("content/vieux/bas/a.md", page("Alpha", "Quatre."))
	s.shows("/vieux/bas/a.html", 200, "Quatre.")
	s.write("content/neuf/bas/b.md", page("Bêta", "Cinq."))
	s.shows("/neuf/bas/b.html", 200, "Cinq.")
	s.rename("content", "ailleurs")
	s.shows("/neuf/bas/b.html", 200, "pas de dossier content/")
	s.rename("ailleurs", "content")
	s.shows("/neuf/bas/b.html", 200, "Cinq.")
	s.write("content/neuf/bas/b.md", page("Bêta", "Six."))
	s.shows("/neuf/bas/b.html", 200, "Six.")
}

// A folder behind a link is watched; one that leads back to itself ends.
func TestLinkedFolder(t *testing.T) {
	s := open(t, map[string]string{"content/a.md": page("Alpha", "Un."), "partage/b.md": page("Bêta", "Deux.")})
	if err := os.Symlink("../partage", s.path("content/lien")); err != nil {
		t.Fatal(err)
	}
	s.shows("/lien/b.html", 200, "Deux.")
	s.write("partage/b.md", page("Bêta", "Trois."))
	s.shows("/lien/b.html", 200, "Trois.")
	if err := os.Symlink("..", s.path("content/lien/boucle")); err != nil {
		t.Fatal(err)
	}
	s.shows("/a.html", 200, "content/lien/boucle")
	s.remove("content/lien/boucle")
	s.until("a page without errors", func() bool { _, body := s.get("/a.html"); return !strings.Contains(body, "boucle") })
	s.write("partage/b.md", page("Bêta", "Quatre."))
	s.shows("/lien/b.html", 200, "Quatre.")
}

// What a link out of the source leads to is neither shown nor looked at.
func TestLinkOutOfTheSource(t *testing.T) {
	for _, poll := range []bool{false, true} {
		outside := t.TempDir()
		if err := os.WriteFile(filepath.Join(outside, "b.md"), []byte(page("Bêta", "D’ailleurs.")), 0o644); err != nil {
			t.Fatal(err)
		}
		s := openWith(t, map[string]string{"content/a.md": page("Alpha", "Un.")}, Options{Poll: poll})
		if err := os.Symlink(outside, s.path("content/lien")); err != nil {
			t.Skip(err)
		}
		s.write("content/a.md", page("Alpha", "Deux."))
		s.shows("/a.html", 200, "Deux.")
		if _, body := s.get("/.apercu/problemes"); !strings.Contains(body, "content/lien") {
			t.Error("the link is not told")
		}
		if answer, _ := s.get("/lien/b.html"); answer.StatusCode != http.StatusNotFound {
			t.Error("what it leads to is shown")
		}
		files := newPoller(s.dir, time.Hour).known
		w := &watcher{source: s.dir}
		if err := w.renew(); err != nil {
			t.Fatal(err)
		}
		for _, name := range append(w.notify.WatchList(), slices.Collect(maps.Keys(files))...) {
			if strings.Contains(name, "lien/") || strings.HasSuffix(name, "lien") && files["content/lien"] != (fileStamp{}) {
				t.Errorf("looks at %s", name)
			}
		}
		w.close()
	}
}

func TestErrorsStayOverTheLastGoodState(t *testing.T) {
	s := open(t, map[string]string{"content/a.md": page("Alpha", "État sain."), "content/b.md": page("Bêta", "Autre page.")})
	s.write("content/a.md", "---\ntitre: Alpha\nrelu_le: <b>hier</b>\n---\n\nÉtat malade.\n")
	s.shows("/a.html", 200, "content/a.md:3:")
	_, body := s.get("/a.html")
	for _, want := range []string{"État sain.", "Une erreur", "&lt;b&gt;hier", "AAAA-MM-JJ", "EventSource"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %q:\n%s", want, body)
		}
	}
	if strings.Contains(body, "<b>hier") {
		t.Error("a problem brings HTML into the page")
	}
	if _, body := s.get("/b.html"); !strings.Contains(body, "content/a.md:3:") || !strings.Contains(body, "Autre page.") {
		t.Error("another page doesn’t tell of the error")
	}
	if line := s.line("rechargé en "); !strings.Contains(line, "content/a.md ; erreurs : 1, d’abord content/a.md:3:") {
		t.Errorf("line: %s", line)
	}
	s.write("content/a.md", page("Alpha", "État guéri."))
	s.shows("/a.html", 200, "État guéri.")
	if _, body := s.get("/a.html"); strings.Contains(body, `class="erreurs"`) {
		t.Error("the error is still shown")
	}
}

// Before there is a state without errors, a page shows what can be shown.
func TestErrorsFromTheBeginning(t *testing.T) {
	broken := map[string]string{}
	for i := range shownErrors + 3 {
		broken[fmt.Sprintf("content/p%d.md", i)] = "---\ntitre: [\n---\n"
	}
	s := open(t, broken)
	answer, body := s.get("/index.html")
	if answer.StatusCode != http.StatusOK || strings.Count(body, "<li><code>") != shownErrors ||
		!strings.Contains(body, "… et 3 de plus") || strings.Contains(body, "dernier état") {
		t.Errorf("%s:\n%s", answer.Status, body)
	}
	for i := range shownErrors + 3 {
		s.write(fmt.Sprintf("content/p%d.md", i), page(fmt.Sprintf("Titre %d", i), "Bien."))
	}
	s.shows("/p52.html", 200, "Titre 52")
}

// A layout that fails only where it is used must not look like a blank page.
func TestErrorOfALayout(t *testing.T) {
	s := open(t, map[string]string{"content/a.md": page("Alpha", "Un.")})
	s.write("layouts/components/pied.html", "{{.NoSuch.Field}}")
	s.shows("/a.html", 500, "NoSuch")
	s.remove("layouts/components/pied.html")
	s.shows("/a.html", 200, "Un.")
}

func TestManyQuickSaves(t *testing.T) {
	s := open(t, map[string]string{"content/a.md": page("Alpha", "Départ.")})
	for i := range 50 {
		s.write("content/a.md", page("Alpha", fmt.Sprintf("État %d.", i)))
	}
	s.shows("/a.html", 200, "État 49.")
}

func TestEditorsScrapIsNoChange(t *testing.T) {
	s := open(t, map[string]string{"content/a.md": page("Alpha", "Un.")})
	for _, name := range []string{".a.md.swp", "a.md~", "#a.md#", ".#a.md", "~$a.docx", "4913", "a.md.tmp", "a.md.bak", ".git/HEAD"} {
		s.write("content/"+name, "x")
	}
	s.write("public/index.html", "x")
	s.write("content/a.md", page("Alpha", "Deux."))
	if line := s.line("rechargé en "); !strings.HasSuffix(line, " : content/a.md") {
		t.Errorf("more than the page was said to change: %s", line)
	}
}

// Nobody who reads during a reload gets half a site.
func TestReadersDuringReloads(t *testing.T) {
	s := open(t, map[string]string{"content/a.md": page("Alpha", "Valeur 0."), "content/b.md": page("Bêta", "Voir [[a]].")})
	ctx, cancel := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for i := range 4 {
		readers.Go(func() {
			for ctx.Err() == nil {
				address := []string{"/a.html", "/b.html", "/", "/a.html"}[i]
				answer, err := http.Get(s.url + address)
				if err != nil {
					t.Error(err)
					return
				}
				var body bytes.Buffer
				if _, err = body.ReadFrom(answer.Body); err != nil || answer.StatusCode != 200 ||
					!strings.HasSuffix(body.String(), "</html>\n") {
					t.Errorf("%s: %s, %v", address, answer.Status, err)
					return
				}
				answer.Body.Close()
			}
		})
	}
	for i := range 5 {
		text := fmt.Sprintf("Valeur %d.", i+1)
		s.write("content/.a", page("Alpha", text))
		s.rename("content/.a", "content/a.md")
		s.shows("/a.html", 200, text)
	}
	cancel()
	readers.Wait()
}

func TestServedBytesAreBuiltBytes(t *testing.T) {
	s := open(t, writePortal(t))
	out := filepath.Join(t.TempDir(), "public")
	if _, err := portal.Build(t.Context(), portal.Options{Source: s.dir, Output: out, At: day, Drafts: true}); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	err := fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, ".") {
			return err
		}
		built, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			return err
		}
		kinds[filepath.Ext(name)]++
		_, served := s.get("/" + (&url.URL{Path: name}).EscapedPath())
		if filepath.Ext(name) == ".html" {
			served = withoutOverlay(t, name, served)
		}
		if served != string(built) {
			t.Errorf("%s: served %d bytes, built %d", name, len(served), len(built))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{".html", ".css", ".js", ".svg", ".png", ".csv", ".xml", ".json", ".txt"} {
		if kinds[kind] == 0 {
			t.Errorf("the portal has no %s file to compare: %v", kind, kinds)
		}
	}
}

func TestTakesTheNextFreePort(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var out bytes.Buffer
	p := &preview{Options: Options{Addr: taken.Addr().String(), Out: &out}}
	listener, err := p.listen()
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	want := fmt.Sprintf("le port %s est pris, l’aperçu prend le port %s\n", portOf(taken), portOf(listener))
	if portOf(listener) == portOf(taken) || out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

func TestUnusableAddress(t *testing.T) {
	for _, addr := range []string{"", "8080", "localhost", "localhost:http", "localhost:70000"} {
		if err := Serve(t.Context(), Options{Addr: addr}); !errors.Is(err, ErrAddr) {
			t.Errorf("%q: %v", addr, err)
		}
	}
}

func TestNoContentFolder(t *testing.T) {
	var out bytes.Buffer
	err := Serve(t.Context(), Options{Build: portal.Options{Source: t.TempDir()}, Addr: "127.0.0.1:0", Out: &out})
	if !errors.Is(err, fs.ErrNotExist) || out.Len() > 0 {
		t.Errorf("%v, %q", err, out.String())
	}
}

// An open page does not keep the preview from ending.
func TestStops(t *testing.T) {
	s := open(t, map[string]string{"content/a.md": page("Alpha", "Un.")})
	s.stop()
	s.line("aperçu arrêté")
	if err := <-s.stopped; err != nil {
		t.Error(err)
	}
	if _, err := http.Get(s.url); err == nil {
		t.Error("somebody still answers")
	}
}
