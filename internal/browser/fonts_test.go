package browser

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/chromedp"
)

// fonts names a file of testdata/fonts, and with it all the fonts that a
// browser has: how a page is laid out must not depend on what else a machine
// has. See fontconfig's fonts.conf(5).
type fonts string

const (
	wide   fonts = "wide"
	narrow fonts = "narrow"
	widest fonts = "widest"
)

// fontsInUse are those that tests try: the widest in their long form alone.
func fontsInUse() []fonts {
	if long {
		return []fonts{wide, narrow, widest}
	}
	return []fonts{wide, narrow}
}

// families are what the generic families of CSS stand for.
var families = map[fonts]struct{ serif, sans, mono string }{
	wide:   {"DejaVu Serif", "DejaVu Sans", "DejaVu Sans Mono"},
	narrow: {"Liberation Serif", "Liberation Sans", "Liberation Mono"},
	widest: {"DejaVu Sans Mono", "DejaVu Sans Mono", "DejaVu Sans Mono"},
}

// fontFolder is where the files of testdata/fonts look.
const fontFolder = "/usr/share/fonts"

// missing tells which font the machine does not have.
func (f fonts) missing() error {
	there := map[string]bool{}
	err := filepath.WalkDir(fontFolder, func(name string, _ fs.DirEntry, err error) error {
		base, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(name), ".ttf"), "-")
		there[base] = true
		return err
	})
	if err != nil {
		return err
	}
	for _, family := range []string{families[f].serif, families[f].sans, families[f].mono} {
		if !there[strings.ReplaceAll(family, " ", "")] {
			return fmt.Errorf("%s is not in %s", family, fontFolder)
		}
	}
	return nil
}

// env has a program take its fonts from the file.
func (f fonts) env() string {
	file, err := filepath.Abs(filepath.Join("testdata", "fonts", string(f)+".conf"))
	if err != nil {
		panic(err) // there is no working directory
	}
	return "FONTCONFIG_FILE=" + file
}

// A browser shows text in the fonts of its file, whatever a machine has and a
// page asks for.
func TestFontsAreTheTestsOwn(t *testing.T) {
	chromium(t)
	base := serveRoot(t, writeSite(t, map[string]string{
		"index.html": `<!doctype html><title>x</title><p style="font-family: Cambria, 'Noto Serif', serif">Texte
			<p style="font-family: system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"><b>Texte</b> <i>Texte</i>
			<p style="font-family: Arial, sans-serif">Texte<p style="font-family: ui-monospace, Consolas, monospace">Texte`,
	}))
	for _, f := range fontsInUse() {
		tab, err := openTab(chromiumWith(t, f))
		if err != nil {
			t.Fatal(err)
		}
		defer tab.close()
		got, err := tab.fontsOf(base+"index.html", "p")
		if err != nil {
			t.Fatal(err)
		}
		want := []string{families[f].serif, families[f].sans, families[f].sans, families[f].mono}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the text stands in %q, want %q", f, got, want)
		}
	}
}

// fontsOf opens a page and names the families in which the elements that a
// selector finds are written.
func (t *tab) fontsOf(url, selector string) ([]string, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		return nil, err
	}
	if _, err := chromedp.Call(ctx, dom.Enable, dom.EnableParams{}); err != nil {
		return nil, err
	}
	if _, err := chromedp.Call(ctx, css.Enable, cdp.Empty{}); err != nil {
		return nil, err
	}
	document, err := chromedp.Call(ctx, dom.GetDocument, dom.GetDocumentParams{})
	if err != nil {
		return nil, err
	}
	found, err := chromedp.Call(ctx, dom.QuerySelectorAll, dom.QuerySelectorAllParams{NodeID: document.Root.NodeID, Selector: selector})
	if err != nil {
		return nil, err
	}
	var families []string
	for _, node := range found.NodeIDs {
		used, err := chromedp.Call(ctx, css.GetPlatformFontsForNode, css.GetPlatformFontsForNodeParams{NodeID: node})
		if err != nil {
			return nil, err
		}
		of := map[string]bool{} // one family has several files: regular, bold
		for _, font := range used.Fonts {
			of[font.FamilyName] = true
		}
		families = append(families, strings.Join(slices.Sorted(maps.Keys(of)), ", "))
	}
	return families, nil
}
