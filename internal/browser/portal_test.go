package browser

import (
	"sync"
	"testing"
)

// The whole portal, opened from disk and followed link by link.
var wholePortal struct {
	once  sync.Once
	crawl *crawl
}

func crawlPortal(t *testing.T) *crawl {
	t.Helper()
	chromium(t) // skips every test, not only the first
	site := builtPortal(t)
	wholePortal.once.Do(func() { wholePortal.crawl = crawlSite(t, site, site.fromDisk(), everywhere) })
	if wholePortal.crawl == nil {
		t.Fatal("the portal could not be followed")
	}
	return wholePortal.crawl
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	c := crawlPortal(t)
	c.deadLinks().report(t)
	t.Logf("%d pages", len(c.pages))
}

func TestEveryPageIsReached(t *testing.T) {
	pages, err := crawlPortal(t).unreached()
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range pages {
		t.Errorf("no way leads from index.html to %s", address)
	}
}

// The console says nothing, and no page scrolls sideways on a telephone.
func TestPagesOpenFromDisk(t *testing.T) {
	browser := chromium(t)
	pages := addressesOf(portalSamples(t), func(s sample) bool { return s.address != notFoundPage })
	if long {
		pages = crawlPortal(t).addresses()
	}
	visits, err := visitAll(browser, builtPortal(t).fromDisk(), pages)
	if err != nil {
		t.Fatal(err)
	}
	consoleErrors(visits).report(t)
	wideFaults(visits).report(t)
}
