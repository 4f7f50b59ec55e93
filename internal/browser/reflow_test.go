package browser

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/chromedp"
)

//go:embed testdata/layout.js
var layoutScript string

//go:embed testdata/unfold.js
var unfoldScript string

//go:embed testdata/lengthen.js
var lengthenScript string

// layout is what testdata/layout.js finds in an open page.
type layout struct {
	Wide    []string `json:"wide"`    // what makes the page scroll sideways
	Out     []string `json:"out"`     // texts that leave their box or the screen
	Numbers []string `json:"numbers"` // numbers on two lines
	Words   []string `json:"words"`   // words on two lines for which one has room
}

// Widths of screens, in CSS pixels, beside phone and desktop.
const (
	zoomed = 320 // 1280 at 400 %, to which WCAG 1.4.10 holds pages
	tablet = 768
	wall   = 2560
)

// A way is how a reader may have a page laid out.
type way struct {
	name   string
	width  int64
	height int64  // 900, if none
	styles string // of the reader's, over the page's
	script string // changes the page for good
}

// What readers may ask for, whatever a page's styles say.
const (
	doubled = `:root { font-size: 200% !important }` // WCAG 1.4.4
	spaced  = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
		p { margin-bottom: 2em !important }` // WCAG 1.4.12
)

var (
	onTelephone = way{name: "on a telephone", width: phone}
	onDesk      = way{name: "on a desk", width: desktop}
	inLarge     = way{name: "text at 200 %, on a telephone", width: phone, styles: doubled}
	longWords   = way{name: "long words, on a telephone", width: phone, script: unfoldScript + lengthenScript}

	// The last have the page as longWords changed it.
	ways = []way{
		onTelephone, {name: "on a tablet", width: tablet}, onDesk, {name: "on a wall", width: wall},
		{name: "at 400 %", width: zoomed},
		inLarge,
		{name: "spaced out, on a telephone", width: phone, styles: spaced}, {name: "spaced out", width: desktop, styles: spaced},
		longWords, {name: "long words", width: desktop},
	}
	moreWays = []way{
		{name: "text at 200 %", width: desktop, styles: doubled},
		longWords, {name: "long words, at 400 %", width: zoomed}, {name: "long words, on a tablet", width: tablet},
		{name: "long words, on a wall", width: wall},
	}
)

// long tells whether the forms of tests are wanted that take long.
var long = os.Getenv("INTRAQVT_LONG") != ""

// TestPagesReflow lays out a page of each kind in every way, in wide letters
// and in narrow ones: nothing may be lost, cut off, run over its edge or make
// the page scroll sideways; words stay whole where there is room, numbers
// always. The long form tries more ways, and every page in those that are most
// likely to fail; in the widest letters, too.
func TestPagesReflow(t *testing.T) {
	chromium(t)
	site := builtPortal(t)
	pages := addressesOf(portalSamples(t), anyKind)
	if !long {
		reflowFaults(t, wide, site, pages, ways).report(t)
		reflowFaults(t, narrow, site, pages, []way{onDesk, longWords}).report(t)
		return
	}
	for _, f := range fontsInUse() {
		t.Run(string(f), func(t *testing.T) {
			reflowFaults(t, f, site, pages, ways).report(t)
			reflowFaults(t, f, site, pages, moreWays).report(t)
			reflowFaults(t, f, site, readable(t, site), []way{onTelephone, inLarge, longWords}).report(t)
		})
	}
}

// readable are the pages of a site, in the order of their addresses; redirects
// are none.
func readable(t *testing.T, site *siteFolder) []string {
	t.Helper()
	var pages []string
	for _, address := range slices.Sorted(maps.Keys(site.files)) {
		if redirect, err := site.redirects(address); err != nil {
			t.Fatal(err)
		} else if strings.HasSuffix(address, ".html") && !redirect {
			pages = append(pages, address)
		}
	}
	return pages
}

// reflowFaults lays pages out in each way and tells what goes wrong.
func reflowFaults(t *testing.T, f fonts, site *siteFolder, pages []string, ways []way) tally {
	t.Helper()
	browser := chromiumWith(t, f)
	base := serveRoot(t, site)
	start := time.Now()
	found, err := inTabs(browser, tabs, pages, func(t *tab, address string) ([]string, error) {
		ctx, cancel := context.WithTimeout(t.ctx, time.Duration(len(ways))*patience)
		defer cancel()
		return reflow(ctx, pageURL(base, address), ways)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s letters: %d pages in %d ways, %v", f, len(pages), len(ways), time.Since(start).Round(time.Second))
	faults := tally{}
	for i, page := range pages {
		for _, fault := range found[i] {
			faults.add(fault, page)
		}
	}
	return faults
}

func reflow(ctx context.Context, url string, ways []way) ([]string, error) {
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(desktop, 900), chromedp.Navigate(url)); err != nil {
		return nil, err
	}
	ordinary, err := read(ctx)
	if err != nil {
		return nil, err
	}
	var faults []string
	changed := false
	for _, way := range ways {
		if err := way.layOut(ctx); err != nil {
			return nil, err
		}
		layout, err := chromedp.Run(ctx, chromedp.Evaluate[layout](layoutScript))
		if err != nil {
			return nil, err
		}
		add := func(what string, found ...string) {
			for _, fault := range found {
				faults = append(faults, way.name+": "+what+fault)
			}
		}
		add(fmt.Sprintf("wider than %d px: ", way.width), layout.Wide...)
		add("", layout.Out...)
		add("a number on two lines: ", layout.Numbers...)
		changed = changed || way.script != ""
		if !changed && way.styles == "" && way.width > zoomed {
			add("a word on two lines: ", layout.Words...)
			continue // what is lost and cut off is looked for in the narrower and larger ways
		}
		now, err := read(ctx)
		if err != nil {
			return nil, err
		}
		if lost := ordinary.lost(now); !changed && len(lost) > 0 {
			add("lost ", excerpt(lost))
		}
		add("", now.Cut...)
	}
	return faults, nil
}

// layOut has the open page laid out in a way, and waits until it is.
func (w way) layOut(ctx context.Context) error {
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(w.width, cmp.Or(w.height, 900))); err != nil {
		return err
	}
	script := fmt.Sprintf(`(async () => {
		%s;
		const styles = new CSSStyleSheet();
		styles.replaceSync(%q);
		document.adoptedStyleSheets = [styles];
		const frame = () => new Promise(requestAnimationFrame);
		do await frame(); while (innerWidth !== %d);
		await document.fonts.ready;
		await frame();
	})()`, w.script, w.styles, w.width)
	return chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](script, chromedp.EvalAwaitPromise))
}

// The judge tells of each fault in the ways in which it is one, and leaves good
// pages alone. Each is plain, by a hundred pixels or so whatever the letters.
func TestReflowFaultsAreFound(t *testing.T) {
	const head = `<!doctype html><meta name="viewport" content="width=device-width"><title>x</title>
		<style>body { margin: 0; font: 20px/1.3 monospace; overflow-wrap: break-word }</style>`
	site := writeSite(t, map[string]string{
		"good.html": head + `<main><p>Texte<div style="overflow: auto"><p style="width: 3000px">large</div>
			<details><summary>Suite</summary>pliée</details><p style="width: 5em">musculosquelettiques <code style="overflow-wrap: anywhere">code/de/la/route</code>
			<span style="position: absolute; width: 1px; height: 1px; overflow: hidden">entendue seulement 12 345</span></main>`,
		"wide.html": head + `<main><p style="width: 800px">Texte</main>`,
		"text.html": head + `<main><p style="width: 60rem">Texte</main>`,
		"lost.html": head + `<style>@media (width < 700px) { .more { display: none } }</style><main><p>Texte<p class="more">perdu</main>`,
		"tall.html": head + `<main><div style="height: 1680px; overflow: hidden">` + strings.Repeat("a<br>", 60) + `</div></main>`,
		"line.html": head + `<main><p style="width: 310px; overflow: hidden; white-space: nowrap; letter-spacing: -0.4em">` +
			strings.Repeat("a ", 25) + `</main>`,
		"grid.html": head +
			`<main><div style="display: grid; grid-template-columns: auto 100px; max-width: 800px"><p>prévention<p>b</div></main>`,
		"side.html": head + `<main><p style="position: fixed; left: -200px; width: 500px; overflow-wrap: anywhere">` +
			strings.Repeat("bord ", 30) + `</main>`,
		"word.html": head + `<main><p style="width: 1em">12 345</p><p style="width: 3em">prévenir</main>`,
	})
	got := reflowFaults(t, wide, site, slices.Sorted(maps.Keys(site.files)), []way{
		{name: "plain", width: desktop},
		{name: "small", width: zoomed},
		{name: "large", width: desktop, styles: doubled},
		{name: "spaced", width: desktop, styles: spaced},
		{name: "long", width: desktop, script: lengthenScript},
	})
	want := tally{
		"small: wider than 320 px: <p class=\"\"> to 800 px":                         {"wide.html"},
		"large: wider than 1440 px: <p class=\"\"> to 1920 px":                       {"text.html"},
		"small: wider than 320 px: <p class=\"\"> to 960 px":                         {"text.html"},
		"small: lost « perdu »":                                                      {"lost.html"},
		"spaced: <div> cuts off « a »":                                               {"tall.html"},
		"spaced: <p> cuts off « a a a a a a a a a a a a a a a a a a a a  »":          {"line.html"},
		"long: « b » out of <div class=\"\">":                                        {"grid.html"},
		"long: « préventionpréventionpréventionprévention » out of <div class=\"\">": {"grid.html"},
		"plain: a word on two lines: <p class=\"\"> « prévenir »":                    {"word.html"},
	}
	for _, way := range []string{"plain", "small", "large", "spaced", "long"} {
		text := map[bool]string{false: strings.Repeat("bord ", 8), true: strings.Repeat("bord", 10)}[way == "long"]
		want[way+": « "+text+" » off the screen, to -200 px"] = []string{"side.html"}
		for _, number := range []string{"12", "345"} {
			want[way+": a number on two lines: <p class=\"\"> « "+number+" »"] = []string{"word.html"}
		}
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("found %q,\nwant %q", got, want)
	}
}

// longWord is longer than any line of a telephone.
const longWord = "Anticonstitutionnellementetprofessionnellementpluridisciplinairementhospitaloorganisationnelle"

// longMail has the longest name and the longest label that an address may have.
const longMail = "anticonstitutionnellementetprofessionnellementpluridisciplinaire" + "@" +
	"hospitaloorganisationnellementinterdepartementalisationregional" + ".example.org"

// A word longer than any line widens no page, wherever an author writes it and
// whatever is made of it: lists, filters, cards, links from other pages.
func TestLongWordsOfAuthors(t *testing.T) {
	chromium(t)
	const (
		word    = longWord
		address = "https://intranet.example.org/" + word + "?rubrique=" + word
		mail    = longMail
		number  = "01 99 00 12 34"
	)
	page := func(fields ...string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitre: " + word + "\nresume: " + word + "\ndate: 2026-01-01\nrelu_le: 2026-01-01\n" +
			"etiquettes: [" + word + ", court]\npublics: [CSE]\nsource: " + word + "\n" + strings.Join(fields, "\n") + "\n---\n\n" +
			strings.NewReplacer("MOT", word, "LIEN", address, "COURRIEL", mail).Replace(`
MOT **MOT** *MOT* ~~MOT~~ `+"`MOT`"+` [MOT](LIEN) LIEN COURRIEL [[fiche]] [[court]]

## MOT

- MOT
  1. MOT

- [ ] MOT

MOT
: MOT[^1]

[^1]: MOT

> MOT

> [!ATTENTION] MOT
> MOT

| MOT | Nombre |
| --- | ---: |
| MOT | 12 |
| `+"`MOT`"+` LIEN | COURRIEL |

`+"```\nMOT MOT MOT\n```"+`

::: details MOT
MOT
:::

::: onglets
::: onglet MOT
MOT
:::
::: onglet Court
MOT
:::
:::

::: colonnes
### MOT
MOT

### MOT bis
MOT
:::

::: chiffres
- **12 345 678** MOT
- **MOT** MOT
:::

::: liste
type: acteur
:::

![[annuaire]]

<table><tr>`+strings.Repeat("<td>MOT</td>", 12)+`</tr></table>

<details><summary>MOT</summary><p><kbd>MOT</kbd></p></details>
`))}
	}
	site, err := buildSite("long", "", fstest.MapFS{
		"site.yaml": {Data: []byte("titre: " + word + "\nsous_titre: " + word + "\ncontact: " + mail + "\nmenu:\n  - {titre: " + word +
			", vers: determinants}\n" +
			"  - titre: " + word + "\n    entrees:\n      - {titre: " + word + ", vers: acteurs}\npied:\n  - {titre: " + word +
			", vers: glossaire}\n")},
		"index.md":              page(),
		"determinants/fiche.md": page("numero: 12", "axe: D"),
		"acteurs/annuaire.md": page("fonction: "+word, "roles: [RE]", "entite: "+word, "region: "+word, "courriel: "+mail,
			`telephone: "`+number+`"`),
		"evenements/rencontre.md": page("debut: 2026-12-10T09:30", "lieu: "+word, "visio: "+address, "public: "+word, "inscription: "+mail),
		"glossaire/court.md":      page("sigle: COURT", "forme_longue: "+word, "synonymes: ["+word+"long]"),
		"pages/dossier/page.md":   page("responsable: annuaire", "voir_aussi: [fiche, annuaire, rencontre]"),
	})
	if err != nil {
		t.Fatal(err)
	}
	pages := readable(t, site)
	pages = slices.DeleteFunc(pages, func(address string) bool { return strings.HasPrefix(address, "guide-des-auteurs/") })
	reflowFaults(t, wide, site, pages, []way{
		{name: "on a telephone", width: phone, script: unfoldScript}, {name: "on a tablet", width: tablet},
		{name: "on a desk", width: desktop},
	}).report(t)
}

// What a menu unfolds is on the screen, also where the menu takes several lines.
func TestMenusUnfoldOnTheScreen(t *testing.T) {
	chromium(t)
	menu := "titre: Qualité de vie et des conditions de travail\nmenu:\n"
	const groups = 20
	for i := range groups {
		menu += fmt.Sprintf("  - titre: R%d\n    entrees:\n      - {titre: Une entrée assez longue du menu, vers: pages}\n", i)
	}
	site, err := buildSite("menu", "",
		fstest.MapFS{"site.yaml": {Data: []byte(menu)}, "pages/a.md": {Data: []byte("---\ntitre: Essai\nresume: Essai.\n---\nTexte.\n")}})
	if err != nil {
		t.Fatal(err)
	}
	var ways []way
	for _, i := range []int{0, 1, 10, groups - 1} {
		unfold := fmt.Sprintf(`document.querySelectorAll(".menu-groupe")[%d].open = true`, i)
		ways = append(ways, way{name: fmt.Sprintf("group %d on a small desk", i), width: 1024, script: unfold},
			way{name: fmt.Sprintf("group %d on a desk", i), width: desktop})
	}
	reflowFaults(t, wide, site, []string{"pages/a.html"}, ways).report(t)
}
