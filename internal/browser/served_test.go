package browser

import (
	"bytes"
	"compress/gzip"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
)

// subPath is where the portal lies on the server of the tests below.
const subPath = "/a/b/"

// TestServedBelowAPath tries the portal where it is not at the root of its
// server: nothing may be asked for that is not there, or not below the path.
func TestServedBelowAPath(t *testing.T) {
	browser := chromium(t)
	site := builtPortal(t)
	refused := tally{}
	var mu sync.Mutex
	server := serve(t, site, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		refused.add(r.URL.Path+" is not there", strings.TrimPrefix(r.Referer(), "http://"+r.Host+subPath))
		mu.Unlock()
		http.NotFound(w, r)
	})

	c := crawlSite(t, site, server, 2)
	c.deadLinks().report(t)
	asked := map[string]bool{}
	opened, err := visitAll(browser, server, addressesOf(portalSamples(t), func(s sample) bool { return c.pages[s.address] != nil }))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range c.addresses() {
		for _, l := range c.pages[page].links {
			address, _, inside := c.target(l)
			if !inside || asked[address] {
				continue
			}
			asked[address] = true
			response, err := http.Head(server + address)
			if err != nil {
				t.Error(err)
				continue
			}
			response.Body.Close()
			if response.StatusCode != http.StatusOK {
				t.Errorf("%s answers %s, linked from %s", address, response.Status, page)
			}
		}
	}
	mu.Lock()
	defer mu.Unlock()
	refused.report(t)
	t.Logf("%d pages read, %d opened, %d addresses asked for", len(c.pages), len(opened), len(asked))
}

// A server shows the same page for every address that is not there. Its links
// hold at any depth, where base_url says below which path the portal lies.
func TestNotFoundPageAtAnyDepth(t *testing.T) {
	site, err := buildSite("missing", "http://127.0.0.1"+subPath, fstest.MapFS{"guide/page.md": {Data: []byte("# Page\n")}})
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(site.dir, notFoundPage))
	if err != nil {
		t.Fatal(err)
	}
	c := &crawl{base: "http://127.0.0.1" + subPath, site: site, pages: map[string]*document{}}
	for _, address := range []string{"absente.html", "guide/tres/loin/absente.html"} {
		tree, err := html.Parse(bytes.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		c.pages[address] = survey(tree, address, pageURL(c.base, address))
		if len(c.pages[address].links) == 0 {
			t.Errorf("%s offers no way on", address)
		}
		c.site.files[address] = true // a link on the page to itself leads to what is shown
	}
	c.deadLinks().report(t)
}

// serveRoot serves a site at the root of a server until the test ends, as
// servers do in production: compressed, and with its page for what is not
// there. It returns the address of the root.
func serveRoot(t *testing.T, site *siteFolder) string {
	t.Helper()
	files := http.FileServer(http.Dir(site.dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		status := http.StatusOK
		if !site.files[name] {
			name, status = notFoundPage, http.StatusNotFound
		}
		kind := mime.TypeByExtension(path.Ext(name))
		if !compressible.MatchString(kind) {
			files.ServeHTTP(w, r)
			return
		}
		data, err := os.ReadFile(filepath.Join(site.dir, filepath.FromSlash(name)))
		if err != nil {
			http.NotFound(w, r) // a site without such a page
			return
		}
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Encoding", "gzip")
		w.WriteHeader(status)
		body := gzip.NewWriter(w)
		// The browser may have gone on to another page: no matter.
		_, _ = body.Write(data)
		_ = body.Close()
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}

var compressible = regexp.MustCompile(`^text/|javascript|json|xml|svg`)

// serve serves a site below subPath until the test ends and returns its
// address there. What is not there goes to missing.
func serve(t *testing.T, site *siteFolder, missing http.HandlerFunc) string {
	t.Helper()
	files := http.StripPrefix(subPath, http.FileServer(http.Dir(site.dir)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, below := strings.CutPrefix(r.URL.Path, subPath)
		if below && (site.files[name] || site.files[name+"index.html"]) {
			files.ServeHTTP(w, r)
			return
		}
		missing(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + subPath
}
