package browser

import (
	"context"
	_ "embed"
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/canary.js
var canaryScript string

//go:embed testdata/provoke.js
var provokeScript string

// canaries are what the console says where a text has become a script or has
// asked for something.
func canaries(console []string) []string {
	return slices.DeleteFunc(slices.Clone(console), func(said string) bool {
		return !strings.Contains(said, "canary")
	})
}

// watch has every document that the tab opens from now on tell of what runs.
func (t *tab) watch(ctx context.Context) (err error) {
	if !t.watched {
		_, err = chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument,
			page.AddScriptToEvaluateOnNewDocumentParams{Source: canaryScript})
		t.watched = true
	}
	return err
}

// provoked opens a page, does all that a reader could and says what ran.
func provoked(t *tab, address string) ([]string, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	if err := t.watch(ctx); err != nil {
		return nil, err
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(address)); err != nil {
		return nil, fmt.Errorf("%s cannot be opened: %w", address, err)
	}
	return t.provoke(ctx)
}

// provoke does so with the page that is open.
func (t *tab) provoke(ctx context.Context) ([]string, error) {
	faults, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](provokeScript, chromedp.EvalAwaitPromise))
	if err != nil && ctx.Err() == nil {
		faults = []string{"it leads away by itself: " + err.Error()}
	} else if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	faults = append(faults, canaries(t.errors)...)
	t.errors = nil
	return faults, nil
}

// provokeAll does so with pages of a site at base.
func provokeAll(t *testing.T, base string, addresses []string) tally {
	t.Helper()
	found, err := inTabs(chromium(t), tabs, addresses, func(t *tab, address string) ([]string, error) { return provoked(t, base+address) })
	if err != nil {
		t.Fatal(err)
	}
	faults := tally{}
	for i, address := range addresses {
		for _, fault := range found[i] {
			faults.add(fault, address)
		}
	}
	return faults
}

// Whatever authors, files and readers bring, no script of theirs runs: not in
// pages, on paper, in drawings, feeds and mails, nor in the search, though no
// policy of a server forbids it.
func TestNothingHostileRuns(t *testing.T) {
	chromium(t)
	site := hostileSite(t)
	base := serveRoot(t, site)
	var addresses, redirects []string
	for address := range site.files {
		redirect := false
		switch path.Ext(address) {
		case ".html":
			var err error
			if redirect, err = site.redirects(address); err != nil {
				t.Fatal(err)
			}
		case ".svg", ".xml":
		default:
			continue
		}
		if redirect {
			redirects = append(redirects, inLink(address))
		} else if !strings.HasPrefix(address, "guide-des-auteurs/") {
			addresses = append(addresses, inLink(address))
		}
	}
	for _, text := range textsOf(t, "hash") {
		addresses = append(addresses, "newsletters/l03.html#"+text)
	}
	for _, text := range textsOf(t, "query")[:2] {
		addresses = append(addresses, "index-a-z.html?q="+url.QueryEscape(text))
	}
	slices.Sort(addresses)
	provokeAll(t, base, addresses).report(t)

	r := newReaderAt(t, base, desktop, "a.html")
	if err := r.tab.watch(r.ctx); err != nil {
		t.Fatal(err)
	}
	check := func(what string) {
		t.Helper()
		faults, err := r.tab.provoke(r.ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range faults {
			t.Errorf("%s: %s", what, fault)
		}
	}
	for _, address := range redirects {
		r.open(address)
		r.until(`location.pathname.startsWith("/champs/p") && document.readyState === "complete"`)
		check("the old address " + address)
	}
	if want := len(textsOf(t, "alias")); len(redirects) != want {
		t.Errorf("%d old addresses, want %d", len(redirects), want)
	}
	// Answers with hostile titles, addresses and excerpts, and questions that are.
	for _, query := range append([]string{"alert", "nommee"}, textsOf(t, "query")[0]) {
		r.open("recherche.html?q=" + url.QueryEscape(query))
		r.until(`(document.querySelector("[data-module=recherche-page] [role=status]")?.textContent ?? "") !== ""`)
		check("the search for " + query)
	}
	r.open("a.html")
	r.openSearch()
	for _, query := range textsOf(t, "query") {
		r.fill(query)
		r.until(`document.querySelector("dialog [role=status]").textContent !== ""`)
	}
	r.ask("alert")
	if len(r.answers()) == 0 {
		t.Error("the search finds none of the hostile pages")
	}
	check("the dialog of the search")
}

func textsOf(t *testing.T, kind string) (texts []string) {
	t.Helper()
	for _, v := range vectors(t) {
		if v.kind == kind {
			texts = append(texts, v.text)
		}
	}
	return texts
}

// The preview quotes what authors wrote: in a page's bar, in the list of
// problems, beside the mail.
func TestNothingHostileRunsInAPreview(t *testing.T) {
	chromium(t)
	files := map[string]string{}
	for name, file := range hostileContent(vectors(t)) {
		files["content/"+name] = string(file.Data)
	}
	try := func(a *author, addresses ...string) {
		t.Helper()
		for _, address := range addresses {
			faults, err := provoked(a.tab, a.base+address)
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range faults {
				t.Errorf("%s: %s", address, fault)
			}
		}
	}
	try(newAuthor(t, files, "a.html"), "newsletters/l00.html", "newsletters/l03.html", "liens.html", ".apercu/problemes",
		".apercu/courriel/newsletters/l03", ".apercu/courriel/newsletters/l03?forme=html",
		".apercu/changements?depuis=%3Cscript%3Ealert(1)%3C/script%3E")

	for n, line := range textsOf(t, "refused") {
		files[fmt.Sprintf("content/evenements/r%d.md", n)] = "---\ntitre: Refusé\nresume: x\ndebut: 2026-05-05\n" + line +
			"\n---\n\nTexte.\n"
	}
	files["content/site.yaml"] = strings.Join(textsOf(t, "refused setting"), "\n") + "\n"
	a := newAuthor(t, files, "a.html")
	try(a, "a.html", ".apercu/problemes")
	if said := text(a.reader,
		`document.body.textContent.includes("onerror=alert(1)") && document.body.textContent.includes("javascript:alert(1)")`); said != "true" {
		t.Error("the preview quotes nothing of what is refused: there is nothing to try")
	}
}

// What runs is found, whatever makes it run.
func TestWhatRunsIsFound(t *testing.T) {
	chromium(t)
	const head = "<!doctype html><title>x</title><body>"
	site := writeSite(t, map[string]string{
		"script.html":   head + `<script>alert(1)</script>`,
		"handler.html":  head + `<img src=absent.png onerror="confirm(1)">`,
		"hover.html":    head + `<b onmouseover="alert(1)">x</b>`,
		"toggle.html":   head + `<details ontoggle="alert(1)"><summary>x</summary></details>`,
		"link.html":     head + `<a href="java&#9;script:alert(1)">x</a>`,
		"form.html":     head + `<form action="javascript:alert(1)"><button>x</button></form>`,
		"frame.html":    head + `<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
		"asks.html":     head + `<img src="https://canary.example/x.png">`,
		"listener.html": head + `<p>x</p><script>document.querySelector("p").addEventListener("click", () => alert(1))</script>`,
		"drawing.svg":   `<svg xmlns="http://www.w3.org/2000/svg"><a href="javascript:alert(1)"><path d="M0 0h9"/></a></svg>`,
		"away.html":     head + `<b onmouseover="location = 'calm.html'">x</b>`,
		"later.html":    head + `<a href="javascript:setTimeout(() => alert(1))">x</a>`,
		"calm.html":     head + `<a href="a.html">x</a> <a href="mailto:a@exemple.fr">y</a><p title="javascript:alert(1)">alert(1)</p>`,
	})
	got := provokeAll(t, serveRoot(t, site), slices.Sorted(maps.Keys(site.files)))
	found := map[string]bool{}
	for _, addresses := range got {
		for _, address := range addresses {
			found[address] = true
		}
	}
	for address := range site.files {
		if want := address != "calm.html"; found[address] != want {
			t.Errorf("%s: found %v, want %v (%v)", address, found[address], want, got)
		}
	}
	for _, address := range []string{"script.html", "link.html", "listener.html", "later.html", "frame.html", "drawing.svg",
		"toggle.html"} {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(got)), func(fault string) bool {
			return strings.Contains(fault, "canary: ") && slices.Contains(got[fault], address)
		}) {
			t.Errorf("%s does not run here: what is tried starts less than a reader does", address)
		}
	}
}
