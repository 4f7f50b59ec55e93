package browser

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// strictPolicy is the strictest that the portal is made for.
const strictPolicy = "default-src 'none'; script-src 'self' 'inline-speculation-rules'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'none'; base-uri 'self'; form-action 'self'"

// The search works from a folder on disk, below any path and under a strict
// policy, and the console stays empty.
func TestSearchWhereverServed(t *testing.T) {
	chromium(t)
	site := builtPortal(t)
	for name, base := range map[string]string{
		"from disk":    site.fromDisk(),
		"below a path": serve(t, site, http.NotFound),
		"under a policy": serveHooked(t, site, func(w http.ResponseWriter, _ string) bool {
			w.Header().Set("Content-Security-Policy", strictPolicy)
			return false
		}),
	} {
		t.Run(name, func(t *testing.T) {
			r := newReaderAt(t, base, desktop, "fiches-techniques/illettrisme-reperer-et-agir.html")
			r.openSearch()
			r.ask("turn over")
			if got := r.answers(); len(got) == 0 || got[0] != "glossaire/turnover" {
				t.Errorf("found %v", got)
			}
			r.press(kb.ArrowDown + kb.Enter)
			r.until(`location.href === "` + base + `glossaire/turnover.html" && ` + landed)
			r.openSearch()
			r.press("travail" + kb.Enter)
			r.until(`location.href === "` + base + `recherche.html?q=travail" && ` + pageAnswered)
			r.choose("type", "fiche-technique", 0)
			r.do(chromedp.Reload())
			r.until(pageAnswered)
			r.expect(choice("type", "fiche-technique")+`.checked`, "true")
			r.run(`document.querySelector(".reponses h2 a").click()`)
			r.until(`location.pathname.includes("/fiches-techniques/") && ` + landed)
			if said := r.complaints(); len(said) > 0 {
				t.Errorf("the console says %q", said)
			}
		})
	}
}

// The page for what is not there searches, at any depth.
func TestSearchFromNowhere(t *testing.T) {
	chromium(t)
	site, err := buildSite("nowhere", "http://127.0.0.1"+subPath,
		fstest.MapFS{"guide/page.md": {Data: []byte("# Marteau\n\nUn marteau.\n")}})
	if err != nil {
		t.Fatal(err)
	}
	missing, err := os.ReadFile(filepath.Join(site.dir, notFoundPage))
	if err != nil {
		t.Fatal(err)
	}
	base := serve(t, site, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write(missing) // the browser may have gone
	})
	r := newReaderAt(t, base, desktop, "index.html")
	for _, address := range []string{"absente.html", "guide/tres/loin/absente.html"} {
		r.do(chromedp.Navigate(base + address))
		r.openSearch()
		r.ask("marteau")
		r.press(kb.ArrowDown + kb.Enter)
		r.until(`location.href === "` + base + `guide/page.html" && ` + landed)
	}
}

// Without scripts the field leads to the index of all pages, and so does the
// search's own page.
func TestSearchWithoutScripts(t *testing.T) {
	r := newReader(t, phone, "index.html")
	if err := switchScripts(r.ctx, false); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"index.html", "glossaire/rps.html", notFoundPage} {
		r.open(address)
		field := `[...document.querySelectorAll("form[role=search] input")].find((i) => i.checkVisibility())`
		r.run(field + `.focus()`)
		if _, err := chromedp.Run(r.ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.KeyEvent("rps"+kb.Enter))); err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimPrefix(text(r, "location.href"), r.base); got != "index-a-z.html?q=rps" {
			t.Errorf("from %s the field leads to %s", address, got)
		}
	}
	r.open("recherche.html")
	if _, err := chromedp.Run(r.ctx,
		chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Click("main a[href$='index-a-z.html']"))); err != nil {
		t.Fatal(err)
	}
	r.expect(`location.pathname`, "/index-a-z.html")
}
