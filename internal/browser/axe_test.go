package browser

import (
	"context"
	_ "embed"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// desktop is the width, in CSS pixels, of an ordinary office screen.
const desktop = 1440

//go:embed testdata/axe.js
var axeScript string

//go:embed testdata/switch.js
var switchScript string

// violation is what axe-core has to say of an element, as testdata/axe.js
// gives it.
type violation struct {
	Rule   string `json:"rule"`
	Target string `json:"target"` // a CSS selector
	HTML   string `json:"html"`   // the beginning of the element
	Why    string `json:"why"`

	page, mode string
}

// TestPagesAreAccessible has axe-core look for offences against WCAG 2.2, at
// levels A and AA, and against good practice.
func TestPagesAreAccessible(t *testing.T) {
	browser := chromium(t)
	site := builtPortal(t)
	pages := addressesOf(portalSamples(t), anyKind)
	axeViolations(t, browser, site, pages).report(t)
	t.Logf("%d pages", len(pages))
}

// axeViolations judges pages in light and in dark, at the width of a telephone
// and of a desk; the colours as the system asks for them, and as the page's own
// switch turns them where there is one.
func axeViolations(t *testing.T, browser context.Context, site *siteFolder, pages []string) tally {
	t.Helper()
	axe, err := os.ReadFile(nodePackage(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	base := serveRoot(t, site) // the page for what is not there has its styles at its server's root
	found, err := inTabs(browser, tabs, pages, func(t *tab, address string) ([]violation, error) {
		ctx, cancel := context.WithTimeout(t.ctx, 4*patience) // six judgements
		defer cancel()
		if err := chromedp.Do(ctx, chromedp.Navigate(pageURL(base, address)), chromedp.Evaluate[chromedp.Void](string(axe))); err != nil {
			return nil, err
		}
		violations, err := judgeModes(ctx)
		for i := range violations {
			violations[i].page = address
		}
		return violations, err
	})
	if err != nil {
		t.Fatal(err)
	}
	all := tally{}
	for _, v := range slices.Concat(found...) {
		all.add(fmt.Sprintf("%s: %s\n\t%s  %s", v.Rule, v.Why, v.Target, v.HTML), v.page+" ("+v.mode+")")
	}
	return all
}

// judgeModes has axe-core judge the open page in every mode.
func judgeModes(ctx context.Context) ([]violation, error) {
	var all []violation
	judge := func(mode string, coloursOnly bool) error {
		script := fmt.Sprintf("(%s)(%t)", strings.TrimSpace(axeScript), coloursOnly)
		violations, err := chromedp.Run(ctx, chromedp.Evaluate[[]violation](script, chromedp.EvalAwaitPromise))
		for i := range violations {
			violations[i].mode = mode
		}
		all = append(all, violations...)
		return err
	}
	schemes := []string{"light", "dark"}
	for _, scheme := range schemes {
		for _, width := range []int64{phone, desktop} {
			if err := chromedp.Do(ctx, emulateScheme(scheme), chromedp.EmulateViewport(width, 900)); err != nil {
				return nil, err
			}
			if err := judge(fmt.Sprintf("%s, %d px", scheme, width), false); err != nil {
				return nil, err
			}
		}
	}
	// The switch turns the page against what the system asks for: its colours,
	// and nothing else.
	for _, to := range schemes {
		from := schemes[1-slices.Index(schemes, to)]
		if err := chromedp.Do(ctx, emulateScheme(from)); err != nil {
			return nil, err
		}
		turn, err := chromedp.Run(ctx, chromedp.Evaluate[string](switchScript))
		if err != nil {
			return nil, err
		}
		switch turn {
		case "turned":
			err = judge(fmt.Sprintf("%s by the switch, %d px", to, desktop), true)
		case "stuck":
			all = append(all, violation{Rule: "switch", Why: "the page stays " + from, mode: fmt.Sprintf("%d px", desktop)})
		}
		if err != nil {
			return nil, err
		}
	}
	return all, chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void]("localStorage.clear()"))
}

// emulateScheme has pages see a system that asks for light or dark, and for no
// movement.
func emulateScheme(scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return err
	})
}

// The judge tells of an offence in the mode in which it is one, and leaves a
// good page alone.
func TestAxeFindsFaults(t *testing.T) {
	browser := chromium(t)
	const head = `<!doctype html><html lang="fr"><meta name="viewport" content="width=device-width"><title>x</title>`
	const button = `<header><button aria-label="Thème sombre" onclick="%s">Sombre</button></header>`
	site := writeSite(t, map[string]string{
		"good.html": head + fmt.Sprintf(button,
			`const s = document.documentElement.style; s.colorScheme = getComputedStyle(document.body).color === 'rgb(0, 0, 0)' ? 'dark' : 'light'`) +
			`<style>:root { color-scheme: light dark } body { color: light-dark(rgb(0, 0, 0), #fff); background: light-dark(#fff, #000) }</style><main><h1>Titre</h1><p>Texte</main>`,
		"picture.html": head + `<main><h1>Titre</h1><img src="data:,"></main>`,
		"dark.html": head +
			`<style>@media (prefers-color-scheme: dark) { body { color: #333; background: #000 } }</style><main><h1>Titre</h1><p>Texte</main>`,
		"phone.html":  head + `<style>@media (width < 400px) { p { color: #bbb } }</style><main><h1>Titre</h1><p>Texte</main>`,
		"folded.html": head + `<main><h1>Titre</h1><details><summary>Suite</summary><p style="color: #bbb">Texte</details></main>`,
		"stuck.html":  head + fmt.Sprintf(button, "") + `<main><h1>Titre</h1></main>`,
		"turned.html": head + fmt.Sprintf(button, `document.body.classList.toggle('dark')`) +
			`<style>.dark { background: #000 } .dark * { color: #333 }</style><main><h1>Titre</h1><p>Texte</main>`,
	})
	got := map[string][]string{}
	for fault, places := range axeViolations(t, browser, site, slices.Sorted(maps.Keys(site.files))) {
		rule, _, _ := strings.Cut(fault, ":")
		for _, place := range places {
			if text := place + " " + rule; !slices.Contains(got[rule], text) {
				got[rule] = append(got[rule], text)
			}
		}
	}
	for _, want := range []string{
		"picture.html (light, 360 px) image-alt",
		"dark.html (dark, 1440 px) color-contrast",
		"phone.html (light, 360 px) color-contrast",
		"folded.html (light, 1440 px) color-contrast",
		"stuck.html (1440 px) switch",
		"turned.html (light by the switch, 1440 px) color-contrast",
	} {
		_, rule, _ := strings.Cut(want, ") ")
		if !slices.Contains(got[rule], want) {
			t.Errorf("not found: %s", want)
		}
	}
	for _, faults := range got {
		for _, fault := range faults {
			if strings.HasPrefix(fault, "good.html") || strings.HasPrefix(fault, "dark.html (light") ||
				strings.HasPrefix(fault, "phone.html (light, 1440") {
				t.Errorf("no fault, but found: %s", fault)
			}
		}
	}
}
