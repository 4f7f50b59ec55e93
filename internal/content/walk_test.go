package content

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"intraqvt/internal/problem"
)

// inContent returns the files below content/.
func inContent(files fstest.MapFS) fstest.MapFS {
	source := fstest.MapFS{}
	for name, f := range files {
		source["content/"+name] = f
	}
	return source
}

func TestWalkTellsPagesFromFilesAndScraps(t *testing.T) {
	file := &fstest.MapFile{}
	files, problems := Walk(inContent(fstest.MapFS{
		"site.yaml": file, "index.md": file, "veille/a.MD": file, "veille/b.markdown": file,
		"images/x.svg": file, "veille/site.yaml": file, "fichiers/grille.csv": file,
		".git/config": file, "veille/.a.md.swp": file, "veille/a.md~": file, "veille/#a.md#": file,
		"fichiers/~$grille.xlsx": file, "fichiers/Thumbs.db": file, "fichiers/desktop.ini": file,
		"fichiers/grille.csv.bak": file, ".DS_Store": file, ".a.md.orig": file, "a.md~1~": file,
		"tube": {Mode: fs.ModeNamedPipe},
	}))
	if len(problems) > 0 {
		t.Error(problems)
	}
	if want := []string{"content/index.md", "content/veille/a.MD", "content/veille/b.markdown"}; !slices.Equal(files.Pages, want) {
		t.Errorf("pages %q, want %q", files.Pages, want)
	}
	if want := []string{"fichiers/grille.csv", "images/x.svg", "veille/site.yaml"}; !slices.Equal(files.Assets, want) {
		t.Errorf("files %q, want %q", files.Assets, want)
	}
}

// Names that Windows or a published portal cannot hold are reported for each
// file, for pages when they are read.
func TestNamesThatSystemsCannotHold(t *testing.T) {
	file := &fstest.MapFile{}
	long := strings.Repeat("a", 253) + ".md"
	fsys := fstest.MapFS{
		"a.md": file, "note:a.md": file, "veille/note:b.md": file, "CON.md": file, `a\b.md`: file, `veille/a\b.md`: file, "a\x01.md": file,
		long: file, "veille/Aux .md": file, "aux/plan.pdf": file, "a?.pdf": file, "Photo.png": file, "photo.PNG": file, "b/Icon\r": file,
		"Fin./a.csv": file,
	}
	files, problems := Walk(inContent(fsys))
	for _, name := range files.Pages {
		problems = append(problems,
			Parse(name, []byte("---\ntitre: A\nnature: loi\ndate: 2026-01-01\n---\n## L’essentiel\n\n## Ce qui change\n\n## Que faire\n"),
				testTypes(t)).Problems...)
	}
	var got []string
	for _, p := range problems {
		if p.Rule == problem.UnportableName || p.Rule == problem.ImpossibleName {
			got = append(got, p.Level.String()+" "+strings.TrimPrefix(p.File, "content/")+" : "+p.Message)
		}
	}
	want := []string{
		"avertissement Fin. : le nom finit par un point ou une espace, que Windows retire",
		"avertissement a?.pdf : Windows n’admet pas « ? » dans un nom",
		"avertissement aux : « aux » désigne un appareil sous Windows, qui n’en fait pas un fichier",
		"avertissement photo.PNG : ce nom ne diffère que par la casse de Photo.png : Windows et macOS n’en gardent qu’un",
		"avertissement CON.md : « CON » désigne un appareil sous Windows, qui n’en fait pas un fichier",
		"erreur a\x01.md : le nom contient un signe de commande, que l’on ne voit pas : rien ne peut être publié sous ce nom",
		`erreur a\b.md : « \ » sépare les dossiers sous Windows : rien ne peut être publié sous ce nom`,
		"erreur " + long + " : un nom de 258 octets : 255 au plus",
		"avertissement note:a.md : Windows n’admet pas « : » dans un nom",
		"avertissement veille/Aux .md : « Aux  » désigne un appareil sous Windows, qui n’en fait pas un fichier",
		`avertissement veille/a\b.md : Windows n’admet pas « \ » dans un nom`,
		"avertissement veille/note:b.md : Windows n’admet pas « : » dans un nom",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Files that merges left behind are reported, and are no pages.
func TestWalkNamesWhatMergesLeft(t *testing.T) {
	left := []string{
		"a.md.orig", "a.md.rej", "a.md.mine", "a.md.r12", "a.md~HEAD", "a_BACKUP_1234.md", "a_BASE_1234.md", "a_LOCAL_1234.md",
		"a_REMOTE_1234.md", "grille_BASE_7.csv", "parti_LOCAL_3.md",
	}
	kept := []string{"a.md", "chiffres_BASE_2026.csv", "grille.csv", "parti_BASE_3.md"}
	tree := fstest.MapFS{}
	for _, name := range append(left, kept...) {
		tree["x/"+name] = &fstest.MapFile{}
	}
	names, problems := List(tree, "x")
	for i := range names {
		names[i] = strings.TrimPrefix(names[i], "x/")
	}
	if !slices.Equal(names, kept) {
		t.Errorf("files %q, want %q", names, kept)
	}
	var told []string
	for _, p := range problems {
		if told = append(told, strings.TrimPrefix(p.File, "x/")); p.Level != problem.Warning || p.Rule != problem.MergeLeftover {
			t.Errorf("%v", p)
		}
	}
	slices.Sort(left)
	if !slices.Equal(told, left) {
		t.Errorf("told %q, want %q", told, left)
	}
}

// endless is a folder that contains itself a thousand times.
type endless struct{ fstest.MapFS }

func (e endless) ReadDir(string) ([]fs.DirEntry, error) {
	entries := make([]fs.DirEntry, 1000)
	for i := range entries {
		entries[i] = folder(fmt.Sprintf("d%03d", i))
	}
	return entries, nil
}

type folder string

func (f folder) Name() string             { return string(f) }
func (folder) IsDir() bool                { return true }
func (folder) Type() fs.FileMode          { return fs.ModeDir }
func (folder) Info() (fs.FileInfo, error) { return nil, fs.ErrNotExist }

func TestWalkEndsInAFolderWithoutEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("lists half a million files")
	}
	files, problems := Walk(endless{})
	if len(files.Pages) > 0 || len(problems) != 1 || problems[0].Rule != problem.TooManyFiles {
		t.Errorf("%d pages, problems %v", len(files.Pages), problems)
	}
}

// refusing is a file system with folders that may not be read.
type refusing struct {
	fstest.MapFS
	errors map[string]error
}

func (r refusing) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := r.errors[name]; err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return r.MapFS.ReadDir(name)
}

func (r refusing) Open(name string) (fs.File, error) {
	if r.errors[name] != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: r.errors[name]}
	}
	return r.MapFS.Open(name)
}

func TestWalkNamesWhatItCannotRead(t *testing.T) {
	files, problems := Walk(refusing{inContent(fstest.MapFS{"a/x.md": {}, "b/y.md": {}, "c/z.md": {}}),
		map[string]error{"content/a": fs.ErrPermission, "content/b": errors.New("input/output error")}})
	if want := []string{"content/c/z.md"}; !slices.Equal(files.Pages, want) {
		t.Errorf("pages %q, want %q: the rest of the tree counts", files.Pages, want)
	}
	if len(problems) != 2 || problems[0].File != "content/a" || problems[0].Message != "permission de lire refusée" ||
		problems[1].File != "content/b" {
		t.Errorf("problems %v", problems)
	}
	if _, problems := Walk(refusing{fstest.MapFS{}, map[string]error{"content": fs.ErrPermission}}); len(problems) != 1 {
		t.Errorf("an unreadable content folder: %v", problems)
	}
}

func TestWalkNamesThatAreNoUTF8(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "content", "caf\xe9.md"), nil, 0o644); err != nil {
		t.Skip("this file system has no such names:", err)
	}
	files, problems := Walk(os.DirFS(dir))
	if len(files.Pages) != 0 || len(problems) != 1 || problems[0].Message != "nom de fichier illisible" {
		t.Errorf("pages %q, problems %v", files.Pages, problems)
	}
}

func TestWalkAHugeTree(t *testing.T) {
	tree := fstest.MapFS{}
	deep := "profond"
	for range 300 {
		deep += "/d"
	}
	tree[deep+"/fond.md"] = &fstest.MapFile{}
	for i := range 10_000 {
		tree[fmt.Sprintf("d%d/p%d.md", i%10, i)] = &fstest.MapFile{}
	}
	files, problems := Walk(inContent(tree))
	if len(files.Pages) != 10_001 || !slices.IsSorted(files.Pages) || len(problems) > 0 {
		t.Errorf("%d pages, sorted %v, problems %v", len(files.Pages), slices.IsSorted(files.Pages), problems)
	}
}
