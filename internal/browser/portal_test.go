package browser

import (
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The tests below look at the same pages: the whole portal, opened from disk
// and followed link by link.
var wholePortal struct {
	once  sync.Once
	crawl *crawl
}

func crawlPortal(t *testing.T) *crawl {
	t.Helper()
	chromium(t) // skips every test, not only the first
	site := portal(t)
	wholePortal.once.Do(func() { wholePortal.crawl = crawlSite(t, site, site.fromDisk(), math.MaxInt-1) })
	if wholePortal.crawl == nil {
		t.Fatal("the portal could not be followed")
	}
	return wholePortal.crawl
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	c := crawlPortal(t)
	notFound, err := visitAll(chromium(t), c.base, []string{"404.html"})
	if err != nil {
		t.Fatal(err)
	}
	dead := tally{}
	links := 0
	for _, v := range append(c.visits(), notFound...) {
		if v.failed != nil {
			t.Errorf("%s cannot be opened: %v", v.address, v.failed)
		}
		for _, l := range v.survey.Links {
			links++
			if why := c.dead(l); why != "" {
				dead.add(fmt.Sprintf("<%s> %q %s", l.Kind, l.Raw, why), v.address)
			}
		}
	}
	dead.report(t)
	t.Logf("%d links on %d pages", links, len(c.pages))
}

func TestEveryPageIsReached(t *testing.T) {
	c := crawlPortal(t)
	for _, address := range slices.Sorted(maps.Keys(c.site.files)) {
		if !strings.HasSuffix(address, ".html") || address == "404.html" || c.pages[address] != nil {
			continue
		}
		if redirect, err := c.site.redirects(address); err != nil {
			t.Fatal(err)
		} else if !redirect {
			t.Errorf("no way leads from index.html to %s", address)
		}
	}
}

func TestConsoleStaysEmpty(t *testing.T) {
	errors := tally{}
	for _, v := range crawlPortal(t).visits() {
		for _, message := range v.errors {
			errors.add(message, v.address)
		}
	}
	errors.report(t)
}

func TestNoSidewaysScrollOnATelephone(t *testing.T) {
	wide := tally{}
	for _, v := range crawlPortal(t).visits() {
		if len(v.survey.Wide) > 0 {
			wide.add(fmt.Sprintf("wider than %d px: %s", phone, strings.Join(v.survey.Wide, ", ")), v.address)
		}
	}
	wide.report(t)
}

// visits are the pages of a crawl, by their addresses.
func (c *crawl) visits() []*visit {
	var visits []*visit
	for _, address := range slices.Sorted(maps.Keys(c.pages)) {
		visits = append(visits, c.pages[address])
	}
	return visits
}

// dead tells why a link is no good; "" where it is.
func (c *crawl) dead(l link) string {
	address, anchor, inside := c.target(l)
	if !inside {
		return c.deadOutside(l)
	}
	if !c.site.files[address] {
		return "is no file of the site"
	}
	to := c.pages[address]
	if anchor == "" || to == nil { // a page too many clicks away, or a redirect
		return ""
	}
	if !slices.Contains(to.survey.IDs, anchor) {
		return "has no such place on its page"
	}
	return ""
}

// deadOutside judges a link out of the site: a reader may follow one, but no
// page may need one, nor look for a file beside the site's folder.
func (c *crawl) deadOutside(l link) string {
	u, err := url.Parse(l.URL)
	if err != nil || l.URL == "" {
		return "is no address"
	}
	followed := l.Kind == "a" || l.Kind == "canonical" || l.Kind == "alternate"
	switch {
	case strings.HasPrefix(c.base, u.Scheme+"://"+u.Host+"/"):
		return "leads out of the site's folder"
	case slices.Contains([]string{"http", "https"}, u.Scheme) && u.Host != "" && followed:
		return ""
	case slices.Contains([]string{"mailto", "tel"}, u.Scheme) && l.Kind == "a":
		return ""
	case u.Scheme == "data" && !followed:
		return ""
	default:
		return "needs something from outside the site"
	}
}

// tally gathers the pages that have the same fault: most faults come from a
// template and would be told hundreds of times.
type tally map[string][]string

func (y tally) add(fault, page string) {
	if pages := y[fault]; len(pages) == 0 || pages[len(pages)-1] != page {
		y[fault] = append(pages, page)
	}
}

func (y tally) report(t *testing.T) {
	t.Helper()
	for _, fault := range slices.Sorted(maps.Keys(y)) {
		pages := y[fault]
		more := ""
		if len(pages) > 3 {
			more = fmt.Sprintf(" and %d more", len(pages)-3)
		}
		t.Errorf("%s\n\ton %s%s", fault, strings.Join(pages[:min(3, len(pages))], ", "), more)
	}
}
