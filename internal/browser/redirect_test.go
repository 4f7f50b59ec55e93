package browser

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A page that moved answers at its old address too, opened from disk as well:
// from another folder, and with characters that addresses escape.
func TestRedirectsLeadOn(t *testing.T) {
	chromium(t)
	moved, err := buildSite("moved", "", fstest.MapFS{
		"guide/nouveau.md": {Data: []byte("---\ntitle: Nouveau\nalias: [ancien, /archives/été 2024]\n---\nTexte.\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	followed := 0
	for _, site := range []*siteFolder{moved, builtPortal(t)} {
		for address := range site.files {
			if !strings.HasSuffix(address, ".html") {
				continue
			}
			if redirect, err := site.redirects(address); err != nil {
				t.Fatal(err)
			} else if !redirect {
				continue
			}
			followed++
			to, err := follow(chromium(t), pageURL(site.fromDisk(), address))
			if err != nil {
				t.Errorf("%s leads nowhere: %v", address, err)
				continue
			}
			target, inside := strings.CutPrefix(to, site.fromDisk())
			if target, err = url.PathUnescape(target); err != nil || !inside || !site.files[target] {
				t.Errorf("%s leads to %s, which is no file of the site", address, to)
			}
		}
	}
	if followed < 2 {
		t.Errorf("%d redirects found, want at least the two of the page that moved", followed)
	}
}

// follow opens a page that leads on and returns where the browser ends up.
func follow(browser context.Context, from string) (string, error) {
	tab, err := openTab(browser)
	if err != nil {
		return "", err
	}
	defer tab.close()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	navigations := chromedp.Events(ctx, page.FrameNavigated)
	if err := chromedp.Do(ctx, chromedp.Navigate(from)); err != nil {
		return "", err
	}
	for event, err := range navigations {
		if err != nil {
			return "", err
		}
		if event.Frame.URL != from {
			return event.Frame.URL, nil
		}
	}
	return "", ctx.Err()
}
