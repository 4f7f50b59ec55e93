package browser

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestFaultsAreFound tries the tests themselves: a site with one fault of each
// kind, and with what looks like a fault but is none.
func TestFaultsAreFound(t *testing.T) {
	browser := chromium(t)
	site := writeSite(t, map[string]string{
		"index.html": `<!doctype html><title>x</title><link rel="canonical" href="https://portal.example/">
			<p id="here"><a href="#here">good</a> <a href="">good</a> <a href="sub/other.html#caf%C3%A9">good</a>
			<a href="https://elsewhere.example/">good</a> <a href="mailto:a@portal.example">good</a>
			<a href="#nowhere">dead</a> <a href="sub/other.html#nowhere">dead</a> <a href="Sub/other.html">dead</a>
			<a href="sub/">dead</a> <a href="../beside.html">dead</a> <a href="javascript:void(0)">dead</a>
			<img src="none.png" alt=""> <img srcset="none-1.png 1w, none-2.png 2w" alt="">
			<script src="https://elsewhere.example/x.js"></script>
			<div style="overflow-x: auto"><p style="width: 900px">good</p></div>`,
		"sub/other.html": `<!doctype html><title>x</title><p id="café"><p class="large" style="width: 900px">wide</p><script>oops()</script>`,
		"lonely.html":    `<!doctype html><title>x</title>`,
		"old.html":       `<!doctype html><meta http-equiv="refresh" content="0; url=index.html">`,
		"404.html":       `<!doctype html><title>x</title>`,
	})
	c := crawlSite(t, site, site.fromDisk(), everywhere)

	wantDead := []string{
		`<a> "#nowhere" has no such place on its page`,
		`<a> "../beside.html" leads out of the site's folder`,
		`<a> "Sub/other.html" is no file of the site`,
		`<a> "javascript:void(0)" needs something from outside the site`,
		`<a> "sub/" is no file of the site`,
		`<a> "sub/other.html#nowhere" has no such place on its page`,
		`<img> "none-1.png" is no file of the site`,
		`<img> "none-2.png" is no file of the site`,
		`<img> "none.png" is no file of the site`,
		`<script> "https://elsewhere.example/x.js" needs something from outside the site`,
	}
	if got := slices.Sorted(maps.Keys(c.deadLinks())); !slices.Equal(got, wantDead) {
		t.Errorf("dead links:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(wantDead, "\n"))
	}
	if got, err := c.unreached(); err != nil || !slices.Equal(got, []string{"lonely.html"}) {
		t.Errorf("unreached: %v, %v", got, err)
	}
	wantWide := tally{`wider than 360 px: <p class="large"> to 908 px`: {"sub/other.html"}}
	visits, err := visitAll(browser, site.fromDisk(), c.addresses())
	if err != nil {
		t.Fatal(err)
	}
	if got := wideFaults(visits); !maps.EqualFunc(got, wantWide, slices.Equal) {
		t.Errorf("wide: %v, want %v", got, wantWide)
	}
	errors := consoleErrors(visits)
	for _, want := range []struct{ text, page string }{{"oops is not defined", "sub/other.html"}, {"none.png", "index.html"},
		{"elsewhere.example/x.js", "index.html"}} {
		found := false
		for message, pages := range errors {
			found = found || strings.Contains(message, want.text) && slices.Equal(pages, []string{want.page})
		}
		if !found {
			t.Errorf("the console of %s does not tell of %q: %v", want.page, want.text, errors)
		}
	}
}
