package mail

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

// sample is an issue with a text of testdata, or one of the portal's own.
func sample(t *testing.T, name string) *Issue {
	t.Helper()
	file := filepath.Join(published, name+".md")
	if name == "constructs" {
		file = filepath.Join("testdata", name+".md")
	}
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, text, ok := strings.Cut(strings.TrimPrefix(string(source), "---\n"), "\n---\n"); ok && name != "constructs" {
		source = []byte(text)
	}
	return &Issue{
		Name:   name,
		Number: "8",
		Title:  "La lettre QVCT, n° 8 – novembre 2026",
		Summary: "La nouvelle grille d’autodiagnostic, les échos de Lyon, la conservation du document unique et le témoignage d’une " +
			"directrice.",
		Subject:     "Œuvrer à plusieurs : l’été à l’hôpital, ça s’écrit – 22 pages",
		Preheader:   "Une directrice raconte, et l’agenda de l’hiver se remplit.",
		Date:        time.Date(2026, 11, 5, 9, 30, 0, 0, time.UTC),
		Body:        textOf(string(source)),
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

// published holds the issues of the portal in this repository.
const published = "../../content/newsletters"

// issues are the names of all samples.
func issues(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(published + "/2*.md")
	if err != nil || len(files) < 8 {
		t.Fatalf("the portal has the issues %v (%v)", files, err)
	}
	names := []string{"constructs"}
	for _, f := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(f), ".md"))
	}
	return names
}

// document is the HTML of an issue.
func document(t *testing.T, i *Issue) string {
	t.Helper()
	b, err := i.HTML()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
