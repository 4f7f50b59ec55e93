package browser

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"intraqvt/internal/portal"
)

// What addresses hold that no page made: typed, cut by mail programs, or meant
// to do harm. They are what follows # or the name of a query's field.
var brokenParts = []string{
	"100%", "%", "%%", "%E0%A4", "%E0%A4%A", "%C3%28", "%FF%FE", "%00", "%0A%0D", "%ED%A0%80", "%uD800", "%C3%A9%",
	"\"><img src=x onerror=alert(1)>", "%22%3E%3Cscript%3E", "javascript:alert(1)", "#", "##", "?", "&&&==", "[]", "[0]=1", "__proto__",
	"constructor", "toString", "../../..", "é%CC%81", "%F0%9F%98", "\u202etxet", ":target", "a b", ".onglet", "*", "']", "\\", "%5C%27%5D",
	"0", "-1", "NaN", "null", "undefined", strings.Repeat("%25", 3000), strings.Repeat("x", 100_000), strings.Repeat("é", 3000),
	strings.Repeat("%E9", 3000), strings.Repeat("\"", 2000), strings.Repeat("-a ", 3000),
}

// Whatever an address holds, no script fails on it, and all do their work.
func TestBrokenAddressesBreakNoScript(t *testing.T) {
	const tabbed = "fiches-techniques/travail-de-nuit-et-horaires-decales.html"
	r := newReader(t, desktop, tabbed)
	works := `document.querySelector("[role=tab][aria-selected=true]") !== null && !document.querySelector("[data-module=theme]").hidden && document.querySelector(".ancre") !== null`
	fine := func(what string) {
		t.Helper()
		for _, complaint := range r.complaints() {
			t.Errorf("%.60s: %s", what, complaint)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	for i, part := range brokenParts {
		if i < 4 {
			r.open(fmt.Sprintf("%s?%d#%s", tabbed, i, part))
			r.until(works)
		} else {
			r.run(fmt.Sprintf(`location.hash = %q`, part))
			r.until(works)
		}
		fine("#" + part)
	}
	// The next sound address leads to its tab all the same.
	r.run(`location.hash = encodeURIComponent(document.querySelectorAll("[role=tabpanel]")[1].id)`)
	r.until(`document.querySelectorAll("[role=tab]")[1].ariaSelected === "true"`)

	const ready = `document.querySelector("[data-module=recherche-page] input[type=search]") !== null`
	for i, part := range brokenParts {
		if strings.HasPrefix(part, "#") || len(part) > 7000 || i%2 == 1 && !long {
			continue // no server takes an address of that length
		}
		query := "q=" + part
		switch i / 2 % 4 {
		case 1:
			query = "q=travail&type=" + part
		case 2:
			query = "q=travail&tri=" + part + "&" + part + "=1&determinants=" + part
		case 3:
			query = "determinants[]=" + part + "&type=&type=&q=a&q=" + part
		}
		name := "recherche.html"
		if i%10 == 8 {
			name = "index-a-z.html"
		}
		r.open(name + "?" + query)
		if name == "recherche.html" {
			r.until(ready)
			r.until(`document.querySelector("[role=alert]") === null && (document.querySelector("[data-module=recherche-page] [role=status]").textContent !== "" || document.querySelector(".discret") !== null)`)
		}
		fine("?" + query)
	}
}

// Whatever a browser has stored, or where it stores nothing, no script fails on
// it.
func TestBrokenStorageBreaksNoScript(t *testing.T) {
	r := newReader(t, desktop, "bonnes-pratiques/index.html")
	keys := `["theme", "recherches", "surligner", ...[...document.querySelectorAll("[data-retenir]")].map((f) => "filtre-" + f.dataset.retenir)]`
	for i, value := range []string{
		"", "{", "null", "5", "true", `"texte"`, "{}", `{"length": 3}`, "[1, null, {}, [], \"\"]", `["travail", 2]`, "\ufffd\x01",
		strings.Repeat("[", 50_000), `[["a"]]`, `{"page": PATH, "words": 5, "text": {}}`,
		`{"page": PATH, "words": [1, null, {"a": 1}], "text": null}`, `{"page": PATH, "words": {"length": 1}}`, `{"page": PATH}`,
	} {
		if i%2 == 0 && !long {
			continue
		}
		r.run(fmt.Sprintf(`for (const key of %s) for (const s of [localStorage, sessionStorage]) s.setItem(key, %q.replace("PATH", JSON.stringify(location.pathname)))`, keys, value))
		r.do(chromedp.Reload())
		r.until(`!document.querySelector("[data-module=theme]").hidden`)
		r.openSearch()
		r.until(`document.querySelector(".recherche-beside").textContent !== ""`)
		for _, complaint := range r.complaints() {
			t.Fatalf("%.60s: %s", value, complaint)
		}
	}
	for name, broken := range map[string]string{
		"forbidden": `for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get() { throw new DOMException("interdit", "SecurityError"); } });`,
		"full":      `Storage.prototype.setItem = () => { throw new DOMException("plein", "QuotaExceededError"); };`,
		"none":      `for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { value: null });`,
	} {
		r := newReader(t, desktop, "index.html")
		if _, err := chromedp.Call(r.ctx, page.AddScriptToEvaluateOnNewDocument,
			page.AddScriptToEvaluateOnNewDocumentParams{Source: broken}); err != nil {
			t.Fatal(err)
		}
		r.open("bonnes-pratiques/index.html")
		r.run(`document.querySelector("[data-module=theme]").click()`)
		r.openSearch()
		r.ask("travail")
		r.press("\r")
		r.until(`location.pathname.endsWith("/recherche.html") && document.querySelector(".reponses a") !== null`)
		r.run(`document.querySelector(".reponses a").click()`)
		r.until(`!location.pathname.endsWith("/recherche.html") && document.readyState === "complete"`)
		for _, complaint := range r.complaints() {
			t.Errorf("storage is %s: %s", name, complaint)
		}
	}
}

// A script of a portal that fails leaves the others alone, and says so.
func TestOneFailingScriptLeavesTheOthers(t *testing.T) {
	chromium(t)
	dir := t.TempDir()
	for name, data := range map[string]string{
		"content/site.yaml": "titre: Essai\n",
		"content/index.md": "---\ntitre: Accueil\n---\n\n::: onglets\n::: onglet Un\nDu texte.\n:::\n::: onglet Deux\nD’autre.\n" +
			":::\n:::\n",
		"static/js/aa.js":      "const form = null;\nform.submit();\n",
		"static/js/menu.js":    "throw new Error(\"en panne\");\n",
		"static/js/aaa.js":     "globalThis.ici = true;\nconst dark = 1;\n",
		"static/js/ab.js":      "import { fold } from \"./lib/fold.js\";\nfold(null);\n",
		"static/js/zz.js":      "import { fin } from \"./lib/fin.js\";\nfin();\n",
		"static/js/lib/fin.js": "export const fin = () => { globalThis.fin = true; };\n",
		"content/pages/a.md":   "---\ntitre: Une page\n---\n\nDu texte.\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	public := filepath.Join(dir, "public")
	if _, err := portal.Build(t.Context(),
		portal.Options{Source: dir, Output: public, At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	site, err := readSite(public)
	if err != nil {
		t.Fatal(err)
	}
	r := newReaderAt(t, serveRoot(t, site), desktop, "index.html")
	r.until(`ici && fin && !document.querySelector("[data-module=theme]").hidden && document.querySelectorAll("[role=tab]").length === 2`)
	r.openSearch()
	r.ask("page")
	said := strings.Join(r.complaints(), "\n")
	if !strings.Contains(said, "submit") || !strings.Contains(said, "normalize") || !strings.Contains(said, "en panne") {
		t.Errorf("the console says %q", said)
	}
}

// A long pasted text does not freeze the page.
func TestSearchOfManyUnknownWords(t *testing.T) {
	r := newReader(t, desktop, "index.html")
	var words strings.Builder
	for n := range 1000 {
		fmt.Fprintf(&words, "motinconnu%c%c%c ", 'a'+n%26, 'a'+n/26%26, 'a'+n/676%26)
	}
	r.openSearch()
	r.run(`{
		globalThis.longest = 0;
		let before = performance.now();
		const tick = () => { const now = performance.now(); longest = Math.max(longest, now - before); before = now; setTimeout(tick); };
		tick();
	}`)
	r.fill(words.String())
	r.until(`document.querySelector(".recherche-beside").innerText.includes("seuls ses 32 premiers mots ont été cherchés")`)
	if longest := text(r, "Math.round(longest)"); len(longest) > 4 || len(longest) == 4 && longest > "3000" {
		t.Errorf("the page stands still for %s ms", longest)
	}
	// The next question is answered at once, and its page too.
	r.ask("turnover")
	r.fill(words.String())
	r.press("\r")
	r.until(`location.pathname.endsWith("/recherche.html") && document.querySelector("main").innerText.includes("seuls ses 32 premiers mots")`)
	for _, complaint := range r.complaints() {
		t.Error(complaint)
	}
	if status := http.StatusText(http.StatusRequestURITooLong); strings.Contains(text(r, "document.title"), status) {
		t.Error(status)
	}
}
