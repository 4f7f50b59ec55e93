package render_test

import (
	"flag"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"intraqvt/internal/content"
	"intraqvt/internal/media"
	"intraqvt/internal/portaltest"
	"intraqvt/internal/problem"
	"intraqvt/internal/render"
	"intraqvt/internal/site"
	"intraqvt/layouts"
	"intraqvt/static"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden renders testdata/site for 15 March 2026.
func golden(t *testing.T) map[string]string {
	t.Helper()
	dir := os.DirFS("testdata/site")
	p := portaltest.Load(t, portaltest.Files{}.Under(t, ".", dir).Under(t, "layouts", layouts.FS), func(o *site.Options) {
		o.At = time.Date(2026, 3, 15, 0, 0, 0, 0, time.UTC)
	})
	if p.Site == nil {
		t.Fatal(p.Problems)
	}
	theme, problems := render.ReadTheme(layouts.FS, static.FS, p.Types, "fr")
	if theme == nil {
		t.Fatal(problems)
	}
	inside, err := fs.Sub(dir, content.Folder)
	if err != nil {
		t.Fatal(err)
	}
	beside, more := render.ReadMedia(p.Site, media.New(inside, t.TempDir()))
	for _, found := range slices.Concat(p.Problems, problems, more) {
		if found.Level == problem.Error || found.Rule != problem.OutdatedTerm {
			t.Error(found)
		}
	}
	out := map[string]string{}
	for _, o := range render.New(p.Site, theme, beside, render.Needs{}).Outputs() {
		if o.Copy != "" {
			out[o.Address] = "(copie de " + content.NameOf(o.Copy) + ")"
			continue
		}
		data, err := o.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		out[o.Address] = string(data)
	}
	return out
}

// TestGoldenSite holds the list of addresses, the <main> of each page and each
// feed of a portal with a page of every type. The frame around <main> is the
// same everywhere; index.html shows it completely.
func TestGoldenSite(t *testing.T) {
	got := &txtar.Archive{}
	var list []string
	out := golden(t)
	for _, address := range sorted(out) {
		text := out[address]
		if strings.HasPrefix(address, "assets/") {
			address, text = "assets/"+filepath.Base(address[:strings.IndexByte(address, '.')])+".…"+filepath.Ext(address), ""
		}
		list = append(list, address)
		if strings.HasSuffix(address, ".html") && address != "index.html" {
			text = mainOf(text)
		}
		if guide, ok := strings.CutPrefix(address, content.GuideFolder+"/"); ok && !slices.Contains(shownOfGuide, guide) {
			continue // one type shows the view; texts are compiled like those of any page
		}
		if text != "" && !strings.HasSuffix(address, ".svg") {
			got.Files = append(got.Files, txtar.File{Name: address, Data: []byte(strings.TrimRight(unhashed(text), "\n") + "\n")})
		}
	}
	slices.Sort(list)
	got.Comment = []byte("The addresses of the site, then their content.\n\n" + strings.Join(list, "\n") + "\n\n")
	const file = "testdata/golden.txtar"
	if *update {
		if err := os.WriteFile(file, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := txtar.Parse(data)
	if diff := cmp.Diff(string(want.Comment), string(got.Comment)); diff != "" {
		t.Errorf("addresses (-want +got):\n%s", diff)
	}
	wanted := map[string]string{}
	for _, f := range want.Files {
		wanted[f.Name] = string(f.Data)
	}
	for _, f := range got.Files {
		if diff := cmp.Diff(wanted[f.Name], string(f.Data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f.Name, diff)
		}
	}
}

// TestSameInputSameBytes holds the fourth law.
func TestSameInputSameBytes(t *testing.T) {
	if diff := cmp.Diff(golden(t), golden(t)); diff != "" {
		t.Error(diff)
	}
}

// shownOfGuide are the pages of the authors' guide whose text is in the golden file.
var shownOfGuide = []string{"index.html", "messages.html", "types/index.html", "types/veille.html"}

func mainOf(html string) string {
	start, end := strings.Index(html, "<main"), strings.Index(html, "</main>")
	if start < 0 || end < 0 {
		return html
	}
	return html[start : end+len("</main>")]
}

// unhashed removes the digests of styles and scripts, which change with them,
// and the dots of QR codes.
func unhashed(html string) string {
	return code.ReplaceAllString(digest.ReplaceAllString(html, "assets/$1.…$2"), `<svg class="qr">…</svg>`)
}

var (
	digest = regexp.MustCompile(`assets/(site|early|recherche)\.[0-9a-f]+(\.css|\.js)`)
	code   = regexp.MustCompile(`<svg class="qr".*?</svg>`)
)

func sorted(m map[string]string) []string {
	return slices.Sorted(maps.Keys(m))
}
