package review

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"intraqvt/internal/portal"
)

// writeSource makes a source folder of files.
func writeSource(t *testing.T, files map[string]string) portal.Options {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		writeFile(t, dir, name, text)
	}
	return portal.Options{Source: dir}
}

func writeFile(t *testing.T, dir, name, text string) {
	t.Helper()
	name = filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A load, a check and a comparison end when they are cancelled; the next load
// is complete.
func TestWorkIsCalledOff(t *testing.T) {
	o := writeSource(t, map[string]string{"content/site.yaml": "titre: Essai\n", "content/a.md": "# Alpha\n", "content/b.md": "# Bêta\n"})
	w := portal.Open(o)
	view, _, err := w.Prepare(t.Context(), portal.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	writeFile(t, o.Source, "content/a.md", "# Alpha change\n")
	for name, work := range map[string]func() error{
		"a load":       func() error { _, err := w.Load(ended, portal.Reading{Changed: []string{"content/a.md"}}); return err },
		"a check":      func() error { _, err := view.Check(ended); return err },
		"the search":   func() error { _, err := view.Open(ended, "recherche/index.js"); return err },
		"a comparison": func() error { _, err := Compare(ended, o, "", ""); return err },
		"the changes":  func() error { _, err := ChangesOf(w).Since(ended, ""); return err },
		"what is staged": func() error {
			_, _, err := CheckStaged(ended, o)
			return err
		},
	} {
		if err := work(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	l, err := w.Load(t.Context(), portal.Reading{})
	if err != nil || len(l.Site.Pages) < 2 {
		t.Fatalf("%+v, %v", l, err)
	}
	if p, ok := l.Site.Find("a.html"); !ok || p.Title != "Alpha change" {
		t.Error("a change before a load that was called off is not seen")
	}
}
