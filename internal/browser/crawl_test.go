package browser

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"
)

// tabs is how many pages are open at the same time; more do not pay on two
// cores.
const tabs = 2

// phone is the width, in CSS pixels, of the narrowest screens in use.
const phone = 360

// visit is what the browser saw of a page.
type visit struct {
	address string
	layout  layout
	errors  []string // of the console, what could not be loaded included
}

// document is what the markup of a page says of where it leads and of what can
// be linked to on it.
type document struct {
	address string
	links   []link
	ids     []string
}

// link is a reference from a page to a file or a page.
type link struct {
	kind string // the element, such as "a" or "img"; "canonical" and "alternate" for those links
	raw  string // as it is written
	url  string // absolute; empty where it makes no address
}

// crawl is all that can be reached from a site's first page.
type crawl struct {
	base  string // the site's address, with a slash at its end
	site  *siteFolder
	pages map[string]*document
}

// everywhere is more clicks than any page is away.
const everywhere = math.MaxInt - 1

// crawlSite follows the links of a site from index.html, page by page and up
// to so many clicks away; each page is read once. Redirects are not followed.
func crawlSite(t *testing.T, site *siteFolder, base string, clicks int) *crawl {
	t.Helper()
	c := &crawl{base: base, site: site, pages: map[string]*document{}}
	level := []string{"index.html"}
	for range clicks + 1 {
		if len(level) == 0 {
			break
		}
		var next []string
		for _, address := range level {
			c.pages[address] = readDocument(t, site, base, address)
		}
		for _, address := range level {
			for _, l := range c.pages[address].links {
				to, _, inside := c.target(l)
				if !inside || l.kind != "a" || !strings.HasSuffix(to, ".html") || !site.files[to] || c.pages[to] != nil ||
					slices.Contains(next, to) {
					continue
				}
				if redirect, err := site.redirects(to); err != nil {
					t.Fatal(err)
				} else if !redirect {
					next = append(next, to)
				}
			}
		}
		level = next
	}
	return c
}

// readDocument reads the page at an address of a site.
func readDocument(t *testing.T, site *siteFolder, base, address string) *document {
	t.Helper()
	file, err := os.Open(filepath.Join(site.dir, filepath.FromSlash(address)))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	tree, err := html.Parse(file)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return survey(tree, address, pageURL(base, address))
}

// survey tells where the page of a tree leads and what can be linked to on it.
func survey(tree *html.Node, address, at string) *document {
	d := &document{address: address}
	from, err := url.Parse(at)
	if err != nil {
		return d
	}
	add := func(kind, raw string) {
		l := link{kind: kind, raw: raw}
		if u, err := from.Parse(strings.TrimSpace(raw)); err == nil {
			l.url = u.String()
		}
		d.links = append(d.links, l)
	}
	for n := range tree.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		kind := n.Data
		for _, a := range n.Attr {
			if a.Key == "rel" && kind == "link" && (a.Val == "canonical" || a.Val == "alternate") {
				kind = a.Val
			}
		}
		for _, a := range n.Attr {
			switch a.Key {
			case "id":
				d.ids = append(d.ids, a.Val)
			case "href", "src", "poster":
				add(kind, a.Val)
				if base, err := from.Parse(a.Val); kind == "base" && err == nil {
					from = base
				}
			case "srcset":
				for candidate := range strings.SplitSeq(a.Val, ", ") {
					if fields := strings.Fields(candidate); len(fields) > 0 {
						add(kind, fields[0])
					}
				}
			case "data":
				if kind == "object" {
					add(kind, a.Val)
				}
			case "name":
				if kind == "a" {
					d.ids = append(d.ids, a.Val)
				}
			}
		}
	}
	return d
}

// target is the address below the site to which a link leads, and the place on
// that page; inside is false where it leads out of the site. Opened from disk a
// folder is no page.
func (c *crawl) target(l link) (address, anchor string, inside bool) {
	u, err := url.Parse(l.url)
	if err != nil || l.url == "" {
		return "", "", false
	}
	anchor = u.Fragment
	u.Fragment, u.RawFragment, u.RawQuery, u.ForceQuery = "", "", "", false
	rest, inside := strings.CutPrefix(u.String(), c.base)
	address, err = url.PathUnescape(rest)
	if u.Scheme != "file" && (address == "" || strings.HasSuffix(address, "/")) {
		address += "index.html" // as servers answer for a folder
	}
	return address, anchor, inside && err == nil
}

// visitAll opens pages in several tabs and returns them in the same order.
func visitAll(browser context.Context, base string, addresses []string) ([]*visit, error) {
	return inTabs(browser, tabs, addresses, func(t *tab, address string) (*visit, error) { return t.visit(base, address) })
}

// inTabs does the same with each of the pages, in n tabs that share
// nothing that pages store, and returns what came of it in the same order.
func inTabs[T any](browser context.Context, n int, addresses []string, each func(*tab, string) (T, error)) ([]T, error) {
	results := make([]T, len(addresses))
	next := make(chan int, len(addresses))
	for i := range addresses {
		next <- i
	}
	close(next)
	errs := make([]error, min(n, len(addresses)))
	var wait sync.WaitGroup
	for i := range errs {
		wait.Go(func() {
			tab, err := openTab(browser)
			if err != nil {
				errs[i] = err
				return
			}
			defer tab.close()
			for k := range next {
				if results[k], err = each(tab, addresses[k]); err != nil {
					errs[i] = err
					return
				}
			}
		})
	}
	wait.Wait()
	return results, errors.Join(errs...)
}

// tab is an open tab as wide as a telephone, with what its console says. Its
// cache and all that its pages store are its own.
type tab struct {
	ctx     context.Context
	close   context.CancelFunc
	watched bool // see watch

	mu     sync.Mutex
	errors []string
}

func openTab(browser context.Context) (*tab, error) {
	t := &tab{}
	t.ctx, t.close = chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	if err := chromedp.Do(t.ctx, chromedp.EmulateViewport(phone, 640)); err != nil {
		t.close()
		return nil, err
	}
	return t, chromedp.Listen(t.ctx, func(event any) {
		var message string
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			message = (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error()
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
				for _, arg := range e.Args {
					message += fmt.Sprintf("%s%s ", arg.Value, arg.Description)
				}
			}
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError {
				message = e.Entry.Text + " " + e.Entry.URL
			}
		}
		if message != "" {
			t.mu.Lock()
			t.errors = append(t.errors, strings.TrimSpace(message))
			t.mu.Unlock()
		}
	})
}

// visit opens a page and looks at it once it has loaded.
func (t *tab) visit(base, address string) (*visit, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	v := &visit{address: address}
	err := chromedp.Do(ctx, chromedp.Navigate(pageURL(base, address)))
	if err == nil {
		v.layout, err = chromedp.Run(ctx, chromedp.Evaluate[layout](layoutScript))
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be opened: %w", address, err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	v.errors, t.errors = t.errors, nil
	return v, nil
}

// pageURL is where the browser finds an address of a site.
func pageURL(base, address string) string { return base + (&url.URL{Path: address}).EscapedPath() }
