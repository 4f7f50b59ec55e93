package browser

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A part of the search that is missing or of no use is told of, and asking
// again works once the server has it.
func TestSearchRecovers(t *testing.T) {
	chromium(t)
	site := builtPortal(t)
	missing := func(w http.ResponseWriter, _ string) { http.Error(w, "", http.StatusNotFound) }
	cut := func(w http.ResponseWriter, name string) {
		data, err := os.ReadFile(filepath.Join(site.dir, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write(data[:len(data)/2]) // the browser may have gone
	}
	other := func(w http.ResponseWriter, name string) {
		data, err := os.ReadFile(filepath.Join(site.dir, filepath.FromSlash(name)))
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = w.Write(shardHash.ReplaceAll(data, []byte(`$1"    "`)))
	}
	var broken atomic.Pointer[regexp.Regexp]
	var breaking atomic.Pointer[func(http.ResponseWriter, string)]
	base := serveHooked(t, site, func(w http.ResponseWriter, name string) bool {
		if re := broken.Load(); re == nil || !re.MatchString(name) {
			return false
		}
		(*breaking.Load())(w, name)
		return true
	})
	for _, test := range []struct {
		name, broken string
		with         func(http.ResponseWriter, string)
	}{
		{"no words", `^recherche/m/`, missing},
		{"words cut short", `^recherche/m/`, cut},
		{"words of another version", `^recherche/m/`, other},
		{"no head", `^recherche/index\.js`, missing},
		{"a head cut short", `^recherche/index\.js`, cut},
		{"no table", `^recherche/pages\.js`, missing},
		{"no pages", `^recherche/p/`, missing},
		{"pages cut short", `^recherche/p/`, cut},
		{"no program", `^assets/recherche\.`, missing},
	} {
		t.Run(test.name, func(t *testing.T) {
			breaking.Store(&test.with)
			r := newReaderAt(t, base, desktop, "glossaire/index.html")
			broken.Store(regexp.MustCompile(test.broken))
			defer broken.Store(nil)
			r.shortcut()
			if strings.HasPrefix(test.broken, "^assets") {
				// No dialog without the program: the page says so.
				r.until(`location.pathname.endsWith("/recherche.html") && ` + alerted)
				r.open("recherche.html?q=turnover")
				r.until(alerted)
			} else {
				r.until(dialogOpen)
				r.fill("turnover")
				r.until(alerted)
				r.expect(options+`.length`, "0")
				r.expect(dialogInput+`.ariaExpanded`, "false")
				r.expect(dialogInput+`.value`, "turnover")
				// As long as the part is missing, so does another attempt.
				r.run(retry + `.click(); document.querySelector("[role=alert]").dataset.old = ""`)
				r.until(alerted + ` && document.querySelector("[role=alert][data-old]") === null`)
			}
			r.until(loaded) // nothing broken is under way any more
			broken.Store(nil)
			r.run(retry + `.focus()`)
			r.press(kb.Enter)
			r.until(`document.querySelector("[role=alert]") === null && document.querySelector("[role=option], .reponses a") !== null`)
			if got := r.answers(); len(got) == 0 || got[0] != "glossaire/turnover" {
				t.Errorf("after trying again, %v", got)
			}
			r.until(`document.activeElement.matches("dialog [role=combobox], main input[type=search]")`)
		})
	}

	t.Run("no facets", func(t *testing.T) {
		breaking.Store(&missing)
		broken.Store(regexp.MustCompile(`^recherche/facettes\.js`))
		defer broken.Store(nil)
		r := newReaderAt(t, base, desktop, "index.html")
		r.open("recherche.html?q=turnover")
		r.until(alerted)
		r.expect(found+` > 0 && `+shown+` > 0`, "true") // what is found can be read all the same
		broken.Store(nil)
		r.run(retry + `.click()`)
		r.until(pageAnswered)
		r.expect(`document.querySelector("[role=alert]")`, "null")
	})
}

// loaded holds while no part of the search is under way.
const loaded = `document.querySelector("head > script[src*='/recherche/']") === null`

// shardHash is the hash that a shard says it has.
var shardHash = regexp.MustCompile(`^(recherche\("[^"]+",)"[^"]*"`)

// An answer that comes late never takes the place of a newer one, nor of an
// empty field.
func TestSearchForgetsStaleAnswers(t *testing.T) {
	chromium(t)
	var mu sync.Mutex
	var held chan struct{} // closed to let the next page's text through
	waiting := make(chan struct{}, 1)
	hold := func() (release func()) {
		mu.Lock()
		defer mu.Unlock()
		gate := make(chan struct{})
		held = gate
		return sync.OnceFunc(func() { close(gate) })
	}
	base := serveHooked(t, builtPortal(t), func(_ http.ResponseWriter, name string) bool {
		if strings.HasPrefix(name, "recherche/p/") {
			mu.Lock()
			gate := held
			held = nil
			mu.Unlock()
			if gate != nil {
				waiting <- struct{}{}
				<-gate
			}
		}
		return false
	})
	r := newReaderAt(t, base, desktop, "index.html")
	await := func() {
		t.Helper()
		select {
		case <-waiting:
		case <-r.ctx.Done():
			t.Fatal("nothing is asked for")
		}
	}
	// log keeps all that is said, from now on.
	log := func() {
		r.run(`{ const status = document.querySelector("dialog[open] [role=status], [data-module=recherche-page] [role=status]"); globalThis.heard = [];
			new MutationObserver(() => heard.push(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true }); }`)
	}
	r.openSearch()
	log()

	release := hold()
	defer release()
	r.fill("santoni")
	await()
	r.ask("xyzzyq")
	release()
	r.until(loaded)
	r.ask("santoni") // waits for what the first question waited for
	r.expect(`heard.map((h) => h.replace(/^\d+ /, "")).join("|")`, "Rien pour « xyzzyq ».|pages trouvées")

	r.run(`heard.length = 0`)
	release = hold()
	defer release()
	r.fill("illettrisme")
	await()
	r.fill(" ")
	r.until(beside + `.startsWith("Un mot suffit souvent")`)
	r.press(kb.Escape)
	r.openSearch()
	release()
	r.until(loaded)
	r.ask("illettrisme")
	r.expect(`heard.filter((h) => h).length`, "1")

	// On the search's own page, too.
	r.open("recherche.html")
	r.until(placeText + `.includes("Un mot suffit souvent")`)
	log()
	release = hold()
	defer release()
	r.insert("turnover")
	await()
	r.run(`document.activeElement.select()`)
	r.press(kb.Backspace)
	r.until(placeText + `.includes("Un mot suffit souvent")`)
	release()
	r.until(loaded)
	r.insert("turnover -xyzzyq")
	r.until(`heard.some((h) => h.includes("trouvée"))`)
	r.expect(`heard.filter((h) => h).length`, "1")
}

// placeText is what there is to read on the search’s own page.
const placeText = `document.querySelector("[data-module=recherche-page]").innerText`

// What is typed before the search has come is not lost.
func TestSearchTakesWhatWasTyped(t *testing.T) {
	chromium(t)
	gate, asked := make(chan struct{}), make(chan struct{}, 8)
	open := sync.OnceFunc(func() { close(gate) })
	base := serveHooked(t, builtPortal(t), func(_ http.ResponseWriter, name string) bool {
		if strings.HasPrefix(name, "assets/recherche.") {
			asked <- struct{}{}
			<-gate
		}
		return false
	})
	defer open()
	r := newReaderAt(t, base, desktop, "glossaire/index.html")
	r.do(chromedp.Focus(".entete input[type=search]"))
	r.press("santoni")
	<-asked
	open()
	r.until(dialogOpen)
	r.until(answered)
	r.expect(dialogInput+`.value`, "santoni")
	r.expect(`document.querySelector(".entete input[type=search]").value`, "")
	r.press("!")
	r.expect(dialogInput+`.value`, "santoni!")
}
