package browser

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// What the search shows, as expressions of the open page: its dialog, and its
// own page.
const (
	dialogOpen  = `document.querySelector("dialog.dialogue-recherche")?.open === true`
	dialogInput = `document.querySelector("dialog [role=combobox]")`
	options     = `document.querySelectorAll("dialog [role=option]")`
	said        = `(document.querySelector("dialog[open] [role=status]") ?? document.querySelector("[data-module=recherche-page] [role=status]")).textContent`
	alerted     = `document.querySelector("[role=alert]")?.textContent.includes("n’a pas pu être chargée")`
	retry       = `document.querySelector("[role=alert] button, [role=alert] + button")`
	// beside is what there is to read beside the answers.
	beside = `document.querySelector(".recherche-beside").innerText`
	// answered holds once what the dialog shows answers what stands in its field.
	answered = `((i) => i.value !== "" && new URL(document.querySelector(".recherche-tout").href).searchParams.get("q") === i.value)(` +
		dialogInput + `)`
	// pageAnswered holds once the search's own page has answered and counted.
	pageAnswered = `document.querySelector("[data-module=recherche-page] [role=status]")?.textContent.includes("trouvée") && document.querySelector("#_facettes input") !== null`
)

// shortcut is Ctrl+K.
func (r *reader) shortcut() {
	r.t.Helper()
	r.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
}

// openSearch opens the dialog from the open page.
func (r *reader) openSearch() {
	r.t.Helper()
	r.shortcut()
	r.until(dialogOpen)
}

// fill puts a text in place of what stands in the dialog's field, as if pasted.
func (r *reader) fill(text string) {
	r.t.Helper()
	r.run(dialogInput + `.select()`)
	r.insert(text)
}

// insert types a text at once where the focus is.
func (r *reader) insert(text string) {
	r.t.Helper()
	if _, err := chromedp.Call(r.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		r.t.Fatal(err)
	}
}

// ask fills the field in and waits for the answer.
func (r *reader) ask(text string) {
	r.t.Helper()
	r.fill(text)
	r.until(answered)
}

// answers are the addresses, below the portal's, of the pages that are offered
// in the dialog or on the search's page, without their ending.
func (r *reader) answers() []string {
	r.t.Helper()
	addresses := strings.Fields(text(r,
		`[...document.querySelectorAll("dialog .reponse, .reponses > .reponse > h2 > a")].map((a) => a.href).join(" ")`))
	for i, a := range addresses {
		addresses[i] = strings.TrimSuffix(strings.TrimPrefix(a, r.base), ".html")
	}
	return addresses
}

// complaints are what the console has said so far.
func (r *reader) complaints() []string {
	r.tab.mu.Lock()
	defer r.tab.mu.Unlock()
	return slices.Clone(r.tab.errors)
}

// serveHooked serves a site until the test ends. The hook sees every request
// first, with the file's name, and tells whether it has answered.
func serveHooked(t *testing.T, site *siteFolder, hook func(w http.ResponseWriter, name string) bool) string {
	t.Helper()
	files := http.FileServer(http.Dir(site.dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !hook(w, strings.TrimPrefix(r.URL.Path, "/")) {
			files.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/"
}
