package browser

import (
	"context"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/menu.js
var menuScript string

// TestPagesWorkWithoutScripts reads pages with scripts switched off: the main
// text and its lists are all there, and the menu, the same on all pages but for
// what it marks as open, leads on.
func TestPagesWorkWithoutScripts(t *testing.T) {
	browser := chromium(t)
	site, all := builtPortal(t), portalSamples(t)
	scriptFaults(t, browser, site, addressesOf(all, anyKind), textWithoutScripts).report(t)
	some := []string{"index.html", largest(all, sample.isList), largest(all, sample.written)}
	scriptFaults(t, browser, site, some, menuWithoutScripts).report(t)
}

// judge opens a page and tells what is wrong with it.
type judge func(ctx context.Context, url string) (faults []string, err error)

// scriptFaults has a judge tell what is worse in pages without scripts.
func scriptFaults(t *testing.T, browser context.Context, site *siteFolder, pages []string, judged judge) tally {
	t.Helper()
	base := serveRoot(t, site)
	found, err := inTabs(browser, tabs, pages, func(t *tab, address string) ([]string, error) {
		ctx, cancel := context.WithTimeout(t.ctx, patience)
		defer cancel()
		return judged(ctx, pageURL(base, address))
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

// textWithoutScripts compares the text of a page with scripts and without.
func textWithoutScripts(ctx context.Context, url string) ([]string, error) {
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(phone, 900), chromedp.Navigate(url)); err != nil {
		return nil, err
	}
	with, err := read(ctx)
	if err != nil {
		return nil, err
	}
	if err := switchScripts(ctx, false); err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		return nil, err
	}
	without, err := read(ctx)
	if err != nil {
		return nil, err
	}
	var faults []string
	if lost := with.lost(without); len(lost) > 0 {
		faults = append(faults, "lost "+excerpt(lost))
	} else if len(without.Shown) == 0 {
		faults = append(faults, "there is no text")
	}
	return faults, switchScripts(ctx, true)
}

// menuWithoutScripts tries the menu of a page without scripts, on a telephone
// and on a desk, and follows one of its links.
func menuWithoutScripts(ctx context.Context, url string) ([]string, error) {
	if err := switchScripts(ctx, false); err != nil {
		return nil, err
	}
	var faults []string
	var leads string
	for _, width := range []int64{phone, desktop} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url)); err != nil {
			return nil, err
		}
		m, err := chromedp.Run(ctx, chromedp.Evaluate[menu](menuScript))
		if err != nil {
			return nil, err
		}
		if leads = m.Leads; leads == "" {
			faults = append(faults, fmt.Sprintf("at %d px the menu leads nowhere", width))
		}
		for _, link := range m.Hidden {
			faults = append(faults, fmt.Sprintf("at %d px the menu does not show %s", width, link))
		}
	}
	if leads != "" {
		click := fmt.Sprintf(`[...document.querySelectorAll("header a")].find((a) => a.href === %q).click()`, leads)
		if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Evaluate[chromedp.Void](click))); err != nil {
			return nil, fmt.Errorf("the menu's link to %s cannot be followed: %w", leads, err)
		}
	}
	return faults, switchScripts(ctx, true)
}

// menu is what testdata/menu.js finds at the head of an open page.
type menu struct {
	Hidden []string `json:"hidden"` // paths of its links that nothing opens
	Leads  string   `json:"leads"`  // the address of a link that leads to another page
}

func switchScripts(ctx context.Context, on bool) error {
	_, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
	return err
}

func TestNeedForScriptsIsFound(t *testing.T) {
	browser := chromium(t)
	const (
		head   = `<!doctype html><meta name="viewport" content="width=device-width"><title>x</title>`
		header = `<header><a href="good.html">bon</a> <a href="list.html">liste</a>
			<details><summary>Plus</summary><a href="menu.html">menu</a></details></header>`
	)
	site := writeSite(t, map[string]string{
		"good.html": head + header +
			`<main><p>Texte</p><div id="tabs"><section><h2>Un</h2><p>un</p></section><section><h2>Deux</h2><p>deux</p></section></div>
			<noscript>Sans script</noscript><p role="status"></p></main>
			<script>document.querySelector("section").hidden = true; document.querySelector("[role=status]").textContent = "2 parties"</script>`,
		"list.html": head + header +
			`<main><p>Texte</p><ul></ul></main><script>document.querySelector("ul").innerHTML = "<li>entrée"</script>`,
		"empty.html": head + header + `<main></main>`,
		"menu.html": head +
			`<header><button onclick="nav.hidden = false">Menu</button><nav id="nav" hidden><a href="good.html">bon</a></nav></header><main><p>Texte</main>`,
		"popover.html": head +
			`<header><button popovertarget="nav">Menu</button><nav id="nav" popover><button popovertarget="nav">Fermer</button>
			<details><summary>Plus</summary><a href="good.html">bon</a></details></nav></header><main><p>Texte</main>`,
		"phone.html": head +
			`<style>@media (width < 500px) { nav { position: absolute; left: -900px } }</style><header><nav><a href="good.html">bon</a></nav></header><main><p>Texte</main>`,
	})
	pages := slices.Sorted(maps.Keys(site.files))
	got := scriptFaults(t, browser, site, pages, textWithoutScripts)
	maps.Copy(got, scriptFaults(t, browser, site, pages, menuWithoutScripts))
	want := tally{
		"lost « entrée »":                              {"list.html"},
		"there is no text":                             {"empty.html"},
		"at 360 px the menu does not show /good.html":  {"menu.html", "phone.html"},
		"at 360 px the menu leads nowhere":             {"menu.html", "phone.html"},
		"at 1440 px the menu does not show /good.html": {"menu.html"},
		"at 1440 px the menu leads nowhere":            {"menu.html"},
	}
	if !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("found %q,\nwant %q", got, want)
	}
}
