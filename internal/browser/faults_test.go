package browser

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// deadLinks finds the links of a crawl that are no good.
func (c *crawl) deadLinks() tally {
	dead := tally{}
	for _, address := range c.addresses() {
		for _, l := range c.pages[address].links {
			if why := c.dead(l); why != "" {
				dead.add(fmt.Sprintf("<%s> %q %s", l.kind, l.raw, why), address)
			}
		}
	}
	return dead
}

// consoleErrors finds what the browser complained of.
func consoleErrors(visits []*visit) tally {
	errors := tally{}
	for _, v := range visits {
		for _, message := range v.errors {
			errors.add(message, v.address)
		}
	}
	return errors
}

// wideFaults finds what makes pages scroll sideways or runs over its edge.
func wideFaults(visits []*visit) tally {
	faults := tally{}
	for _, v := range visits {
		if len(v.layout.Wide) > 0 {
			faults.add(fmt.Sprintf("wider than %d px: %s", phone, strings.Join(v.layout.Wide, ", ")), v.address)
		}
		for _, fault := range v.layout.Out {
			faults.add(fault, v.address)
		}
	}
	return faults
}

// unreached finds the pages of the site to which no way leads from the first
// one. The page for what is not there needs none, nor do redirects.
func (c *crawl) unreached() ([]string, error) {
	var pages []string
	for _, address := range slices.Sorted(maps.Keys(c.site.files)) {
		if !strings.HasSuffix(address, ".html") || address == notFoundPage || c.pages[address] != nil {
			continue
		}
		if redirect, err := c.site.redirects(address); err != nil {
			return nil, err
		} else if !redirect {
			pages = append(pages, address)
		}
	}
	return pages, nil
}

// notFoundPage is what servers answer for an address that is not there.
const notFoundPage = "404.html"

// addresses are those of the pages of a crawl, in order.
func (c *crawl) addresses() []string { return slices.Sorted(maps.Keys(c.pages)) }

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
	if !slices.Contains(to.ids, anchor) {
		return "has no such place on its page"
	}
	return ""
}

// deadOutside judges a link out of the site: a reader may follow one, but no
// page may need one, nor look for a file beside the site's folder.
func (c *crawl) deadOutside(l link) string {
	u, err := url.Parse(l.url)
	if err != nil || l.url == "" {
		return "is no address"
	}
	followed := l.kind == "a" || l.kind == "canonical" || l.kind == "alternate"
	switch {
	case strings.HasPrefix(c.base, u.Scheme+"://"+u.Host+"/"):
		return "leads out of the site's folder"
	case slices.Contains([]string{"http", "https"}, u.Scheme) && u.Host != "" && followed:
		return ""
	case slices.Contains([]string{"mailto", "tel"}, u.Scheme) && l.kind == "a":
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
