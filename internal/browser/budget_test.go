package browser

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// budget is what a page may cost a reader who comes for the first time, over a
// slow line and on an old machine. Images are the authors' and aside.
type budget struct {
	bytes    int // over the line: compressed, with what the protocol adds
	requests int
	elements int // of the document
}

// From 1400 elements on, Lighthouse calls a page too large.
var (
	listBudget    = budget{bytes: 60_000, requests: 8, elements: 1400} // the first page's, too
	articleBudget = budget{bytes: 45_000, requests: 6, elements: 600}
)

// cost is what a page took from the server, and is.
type cost struct {
	address  string
	requests []string // addresses asked for
	bytes    int
	elements int
}

// over tells in what a page costs too much.
func (c cost) over(b budget) []string {
	var over []string
	if c.bytes > b.bytes {
		over = append(over, fmt.Sprintf("%d bytes, more than %d", c.bytes, b.bytes))
	}
	if len(c.requests) > b.requests {
		over = append(over, fmt.Sprintf("%d requests, more than %d: %s", len(c.requests), b.requests, strings.Join(c.requests, " ")))
	}
	if c.elements > b.elements {
		over = append(over, fmt.Sprintf("%d elements, more than %d", c.elements, b.elements))
	}
	return over
}

func TestPagesKeepToTheirBudget(t *testing.T) {
	browser := chromium(t)
	base := serveRoot(t, builtPortal(t))
	all := portalSamples(t)
	pages := map[string]budget{"index.html": listBudget}
	for _, address := range addressesOf(all, sample.isList) {
		pages[address] = listBudget
	}
	for _, address := range addressesOf(all, sample.written) {
		pages[address] = articleBudget
	}
	for _, c := range costs(t, browser, base, slices.Sorted(maps.Keys(pages))) {
		for _, over := range c.over(pages[c.address]) {
			t.Errorf("%s: %s", c.address, over)
		}
		t.Logf("%6d bytes, %d requests, %4d elements: %s", c.bytes, len(c.requests), c.elements, c.address)
	}
}

// costs loads pages with nothing in the cache, until nothing more is asked for.
func costs(t *testing.T, browser context.Context, base string, pages []string) []cost {
	t.Helper()
	const waiting = 4 * tabs // for the line to stay quiet, most of the time
	all, err := inTabs(browser, waiting, pages, func(t *tab, address string) (cost, error) { return t.load(base, address) })
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (t *tab) load(base, address string) (cost, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	c := cost{address: address}
	var mu sync.Mutex
	counted := map[network.RequestID]bool{}
	err := chromedp.Listen(ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if e.Type != network.ResourceTypeImage && !strings.HasPrefix(e.Request.URL, "data:") {
				counted[e.RequestID] = true
				c.requests = append(c.requests, strings.TrimPrefix(e.Request.URL, base))
			}
		case *network.EventLoadingFinished:
			if counted[e.RequestID] {
				c.bytes += int(e.EncodedDataLength)
			}
		}
	})
	if err != nil {
		return c, err
	}
	if _, err := chromedp.Call(ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
		return c, err
	}
	var document cdp.LoaderID // not that of the page before
	quiet := func(e page.EventLifecycleEvent) bool {
		if e.Name == "init" {
			document = e.LoaderID
		}
		return e.Name == "networkIdle" && e.LoaderID == document
	}
	if _, err := chromedp.Run(ctx, chromedp.WaitEvent(page.LifecycleEvent, quiet, chromedp.Navigate(pageURL(base, address)))); err != nil {
		return c, err
	}
	elements, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelectorAll("*").length`))
	mu.Lock()
	defer mu.Unlock()
	c.elements = elements
	return c, err
}

// A page that costs too much in one way is told so in that way alone; what
// comes late, compresses well or is an image is counted for what it is.
func TestCostsAreCounted(t *testing.T) {
	browser := chromium(t)
	noise := make([]byte, 50_000) // does not compress below 37,500
	for i := range noise {
		noise[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-"[rand.N(64)]
	}
	const head = `<!doctype html><title>x</title>`
	site := writeSite(t, map[string]string{
		"good.html":  head + `<script src="zeros.js"></script><img src="noise.svg" alt=""><img src="data:," alt="">`,
		"heavy.html": head + `<script src="noise.js"></script><link rel="stylesheet" href="noise.css">`,
		"chatty.html": head +
			`<script>onload = () => setTimeout(async () => { for (const n of [1, 2, 3, 4, 5, 6]) await fetch("zeros.js?" + n) }, 100)</script>`,
		"large.html": head + strings.Repeat("<p>", 600),
		"zeros.js":   "//" + strings.Repeat("0", 100_000),
		"noise.js":   "//" + string(noise),
		"noise.css":  "/*" + string(noise) + "*/",
		"noise.svg":  `<svg xmlns="http://www.w3.org/2000/svg"><!--` + string(noise) + `--></svg>`,
	})
	want := map[string][]string{"good.html": nil, "heavy.html": {"bytes"}, "chatty.html": {"requests"}, "large.html": {"elements"}}
	for _, c := range costs(t, browser, serveRoot(t, site), slices.Sorted(maps.Keys(want))) {
		var got []string
		for _, over := range c.over(articleBudget) {
			got = append(got, strings.TrimSuffix(strings.Fields(over)[1], ","))
		}
		if !slices.Equal(got, want[c.address]) {
			t.Errorf("%s is over in %q, want %q: %+v", c.address, got, want[c.address], c)
		}
	}
}
