package browser

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
)

// zoomed is the width, in CSS pixels, of a screen of 1280 at 400 %, to which
// WCAG 1.4.10 holds pages.
const zoomed = 320

// spacing sets text as wide as WCAG 1.4.12 lets readers ask for, whatever the
// page's styles say.
const spacing = `for (const e of document.body.querySelectorAll("*")) {
	const set = (name, value) => e.style.setProperty(name, value, "important");
	set("line-height", "1.5");
	set("letter-spacing", "0.12em");
	set("word-spacing", "0.16em");
	if (e.localName === "p") set("margin-bottom", "2em");
}`

// TestPagesReflow tries pages at 400 % and with the text spaced out: nothing
// may be lost, cut off or make the page scroll sideways.
func TestPagesReflow(t *testing.T) {
	browser := chromium(t)
	site := portal(t)
	reflowFaults(t, browser, site, addressesOf(portalSamples(t), anyKind)).report(t)
}

func reflowFaults(t *testing.T, browser context.Context, site *siteFolder, pages []string) tally {
	t.Helper()
	base := serveRoot(t, site)
	found, err := inTabs(browser, tabs, pages, func(t *tab, address string) ([]string, error) {
		ctx, cancel := context.WithTimeout(t.ctx, patience)
		defer cancel()
		return reflow(ctx, pageURL(base, address))
	})
	if err != nil {
		t.Fatal(err)
	}
	faults := tally{}
	for i, page := range pages {
		for _, fault := range found[i] {
			faults.add(fault, page)
		}
	}
	return faults
}

// reflow lays a page out in each way and tells what goes wrong.
func reflow(ctx context.Context, url string) ([]string, error) {
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(desktop, 900), chromedp.Navigate(url)); err != nil {
		return nil, err
	}
	ordinary, err := read(ctx)
	if err != nil {
		return nil, err
	}
	var faults []string
	for _, way := range []struct {
		width  int64
		name   string
		script string
	}{
		{zoomed, "at 400 %", "0"},
		{phone, "spaced out, on a telephone", spacing},
		{desktop, "spaced out", spacing},
	} {
		err := chromedp.Do(ctx, chromedp.EmulateViewport(way.width, 900), chromedp.Evaluate[chromedp.Void](way.script))
		if err != nil {
			return nil, err
		}
		now, err := read(ctx)
		if err != nil {
			return nil, err
		}
		survey, err := chromedp.Run(ctx, chromedp.Evaluate[survey](surveyScript))
		if err != nil {
			return nil, err
		}
		if lost := ordinary.lost(now); len(lost) > 0 {
			faults = append(faults, fmt.Sprintf("%s: lost %s", way.name, excerpt(lost)))
		}
		for _, cut := range now.Cut {
			faults = append(faults, way.name+": "+cut)
		}
		for _, wide := range survey.Wide {
			faults = append(faults, fmt.Sprintf("%s: wider than %d px: %s", way.name, way.width, wide))
		}
	}
	return faults, nil
}

func TestReflowFaultsAreFound(t *testing.T) {
	browser := chromium(t)
	const head = `<!doctype html><meta name="viewport" content="width=device-width"><title>x</title>`
	site := writeSite(t, map[string]string{
		"good.html": head + `<main><p>Texte<div style="overflow: auto"><p style="width: 900px">large</div>
			<details><summary>Suite</summary>pliée</details>
			<span style="position: absolute; width: 1px; height: 1px; overflow: hidden">entendue seulement</span></main>`,
		"wide.html": head + `<main><p style="width: 350px">Texte</main>`,
		"lost.html": head + `<style>@media (width < 350px) { .more { display: none } }</style><main><p>Texte<p class="more">perdu</main>`,
		"cut.html":  head + `<main><div class="box" style="font: 16px/1.2 monospace; width: 10ch; height: 1.2em; overflow: hidden">abcd efgh</div></main>`,
		"line.html": head + `<main><p style="display: inline-block; width: 12ch; font: 16px monospace; white-space: nowrap; overflow: hidden; text-overflow: ellipsis">abcdefghijkl</main>`,
	})
	got := reflowFaults(t, browser, site, slices.Sorted(maps.Keys(site.files)))
	want := tally{
		"at 400 %: lost « perdu »":                                             {"lost.html"},
		`at 400 %: wider than 320 px: <p class=""> to 358 px`:                  {"wide.html"},
		`spaced out, on a telephone: <div class="box"> cuts off « abcd efgh »`: {"cut.html"},
		`spaced out: <div class="box"> cuts off « abcd efgh »`:                 {"cut.html"},
		"spaced out, on a telephone: <p> cuts off « abcdefghijkl »":            {"line.html"},
		"spaced out: <p> cuts off « abcdefghijkl »":                            {"line.html"},
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("found %q,\nwant %q", got, want)
	}
}
