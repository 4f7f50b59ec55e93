package newsletter

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sample is an issue with a body of testdata: the text of a page as the portal
// renders it, its addresses made absolute.
func sample(t *testing.T, name string) *Issue {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name+".html"))
	if err != nil {
		t.Fatal(err)
	}
	return &Issue{
		Name:        name,
		Number:      "8",
		Title:       "La lettre QVCT, n° 8 – novembre 2026",
		Summary:     "La nouvelle grille d’autodiagnostic, les échos de Lyon, la conservation du document unique et le témoignage d’une directrice.",
		Subject:     "Œuvrer à plusieurs : l’été à l’hôpital, ça s’écrit – 22 pages",
		Preheader:   "Une directrice raconte, et l’agenda de l’hiver se remplit.",
		Date:        time.Date(2026, 11, 5, 9, 30, 0, 0, time.UTC),
		Body:        string(body),
		Online:      "https://qvct.example.org/newsletters/" + name + ".html",
		Home:        "https://qvct.example.org/",
		Portal:      "Portail QVCT – santé & travail",
		From:        "Équipe « Qualité de vie » <lettre@qvct.example.org>",
		Unsubscribe: "lettre@qvct.example.org",
		Image:       hosted,
	}
}

// hosted gives the images of testdata by their addresses on the portal.
func hosted(src string) ([]byte, string, error) {
	name := path.Base(src)
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", errors.New("no such image")
	}
	return data, map[string]string{".png": "image/png", ".jpg": "image/jpeg"}[path.Ext(name)], err
}

// issues are the names of all bodies of testdata.
func issues(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.html")
	if err != nil || len(files) < 9 {
		t.Fatalf("testdata has the bodies %v (%v)", files, err)
	}
	var names []string
	for _, f := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(f), ".html"))
	}
	return names
}

// document is the HTML of an issue.
func document(t *testing.T, i *Issue) string {
	t.Helper()
	b, _, err := i.HTML(false)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
