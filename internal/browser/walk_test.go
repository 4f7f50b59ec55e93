package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// reader uses the portal in a tab of its own. A step that fails ends the test.
type reader struct {
	t    *testing.T
	ctx  context.Context
	base string
	tab  *tab
}

// newReader opens a page of the portal, as a server would send it, with
// nothing kept from earlier visits.
func newReader(t *testing.T, width int64, address string) *reader {
	t.Helper()
	chromium(t)
	return newReaderAt(t, serveRoot(t, builtPortal(t)), width, address)
}

// newReaderAt does so where a site lies at base, which ends with a slash.
func newReaderAt(t *testing.T, base string, width int64, address string) *reader {
	t.Helper()
	tab, err := openTab(chromium(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tab.close)
	ctx, cancel := context.WithTimeout(tab.ctx, 3*patience)
	t.Cleanup(cancel)
	r := &reader{t: t, ctx: ctx, base: base, tab: tab}
	r.do(chromedp.EmulateViewport(width, 800), emulateScheme("light"), chromedp.Navigate(pageURL(r.base, address)))
	r.run("localStorage.clear()")
	return r
}

func (r *reader) do(steps ...chromedp.Action[chromedp.Void]) {
	r.t.Helper()
	if err := chromedp.Do(r.ctx, steps...); err != nil {
		r.t.Fatal(err)
	}
}

func (r *reader) open(address string) { r.t.Helper(); r.do(chromedp.Navigate(r.base + address)) }

func (r *reader) press(keys string) { r.t.Helper(); r.do(chromedp.KeyEvent(keys)) }

// run evaluates a statement.
func (r *reader) run(js string) { r.t.Helper(); r.do(chromedp.Evaluate[chromedp.Void](js)) }

func text(r *reader, js string) string {
	r.t.Helper()
	got, err := chromedp.Run(r.ctx, chromedp.Evaluate[string]("String("+js+")"))
	if err != nil {
		r.t.Fatalf("%s: %v", js, err)
	}
	return got
}

// expect compares what an expression says.
func (r *reader) expect(js, want string) {
	r.t.Helper()
	if got := text(r, js); got != want {
		r.t.Errorf("%s is %q, want %q", js, got, want)
	}
}

// until waits for a condition, also through a change of page: while a page is
// being read, what the condition asks for may not be there yet, so that one
// which throws is one which does not hold yet.
func (r *reader) until(js string) {
	r.t.Helper()
	for {
		_, err := chromedp.Run(r.ctx, chromedp.Poll[bool]("(() => { try { return "+js+" } catch { return false } })()"))
		if err == nil {
			return
		}
		if r.ctx.Err() != nil ||
			!strings.Contains(err.Error(), "context with specified id") && !strings.Contains(err.Error(), "navigated") {
			r.t.Fatalf("%s: %v", js, err)
		}
	}
}

// focusFault is what keeps a reader from seeing where the focus is; "" where
// it is seen.
const focusFault = `(() => {
  const e = document.activeElement;
  if (!e || e === document.body || e.id === "_contenu") return "";
  const name = e.tagName + " « " + (e.getAttribute("aria-label") || e.textContent || e.name || "").trim().slice(0, 40) + " »";
  const style = getComputedStyle(e), box = e.getBoundingClientRect();
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return name + " has no outline";
  if (box.width < 1 || box.height < 1) return name + " has no size";
  if (box.bottom < 1 || box.top > innerHeight - 1 || box.right < 1 || box.left > innerWidth - 1) return name + " is out of sight";
  const at = document.elementFromPoint(Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1), Math.min(Math.max(box.top + Math.min(box.height / 2, 12), 0), innerHeight - 1));
  if (at && !e.contains(at) && !at.contains(e) && !at.closest("label")?.contains(e)) return name + " is covered by " + at.tagName + "." + at.className;
  return "";
})()`

// tabTo moves the focus by the tabulator until it is on an element that a
// condition on e holds for, and complains of every stop that is not seen.
func (r *reader) tabTo(what, condition string) {
	r.t.Helper()
	for range 150 {
		r.press(kb.Tab)
		if fault := text(r, focusFault); fault != "" {
			r.t.Errorf("on the way to %s: %s", what, fault)
		}
		if text(r, "((e) => "+condition+")(document.activeElement)") == "true" {
			return
		}
	}
	r.t.Fatalf("the focus never comes to %s", what)
}

// A reader without a mouse gets from the home page to the menu, a list, its
// filters, a sheet, an explanation and the search, and sees the focus at every
// step.
func TestWalkByKeyboard(t *testing.T) {
	r := newReader(t, desktop, "index.html")
	r.press(kb.Tab)
	r.expect("document.activeElement.className", "evitement")
	r.tabTo("the menu", `e.matches(".menu summary") && e.textContent.includes("Ressources")`)
	r.press(kb.Enter)
	r.until(`document.activeElement.parentElement.open`)
	r.press(kb.Escape)
	r.expect(`document.querySelector(".menu details[open]")`, "null")
	r.expect(`document.activeElement.tagName`, "SUMMARY")
	r.press(kb.Enter)
	r.tabTo("the tools", `e.matches(".menu a") && e.textContent === "Outils"`)
	r.press(kb.Enter)
	r.until(`location.pathname.endsWith("/outils/index.html") && document.readyState === "complete"`)

	r.tabTo("a filter", `e.matches("input[name=niveau]")`)
	all := text(r, `document.querySelectorAll(".entree:not([hidden])").length`)
	r.press(" ")
	r.until(`location.search.includes("niveau=")`)
	if some := text(r, `document.querySelectorAll(".entree:not([hidden])").length`); some == all || some == "0" {
		t.Errorf("%s of %s tools stay in the list", some, all)
	}
	r.expect(`document.querySelector('[role="status"]').textContent.startsWith(document.querySelectorAll(".entree:not([hidden])").length)`,
		"true")

	r.open("fiches-techniques/risques-psychosociaux-les-bases.html")
	r.tabTo("a term", `e.matches(".terme > a")`)
	r.expect(`getComputedStyle(document.activeElement.nextElementSibling).display`, "block")
	r.press(kb.Escape)
	r.expect(`getComputedStyle(document.activeElement.nextElementSibling).display`, "none")

	r.open("index.html")
	r.tabTo("the search", `e.matches("input[type=search]")`)
	r.press("annuaire" + kb.Enter)
	r.until(`location.search.includes("q=annuaire") && document.readyState === "complete"`)
}

// The state of a list is in its address: what is sent to a colleague opens as
// it was.
func TestListKeepsItsState(t *testing.T) {
	r := newReader(t, desktop, "bonnes-pratiques/index.html")
	shown := `[...document.querySelectorAll(".entree:not([hidden])")].map((e) => e.dataset.filtres).join("|")`
	r.run(`document.querySelector('input[name="determinants"][value="12"]').click()`)
	r.run(`document.querySelector('input[name="maturite"][value="eprouvee"]').click()`)
	r.until(`location.search.includes("determinants=12")`)
	before, query := text(r, shown), text(r, "location.search")
	for entry := range strings.SplitSeq(before, "|") {
		if !strings.Contains(" "+entry+" ", " determinants=12 ") || !strings.Contains(entry, "maturite=") {
			t.Errorf("an entry with %q stays in the list", entry)
		}
	}
	// What one more choice would leave is what it says.
	r.run(`document.querySelector('.filtres-tout').click()`)
	r.until(`location.search === ""`)
	count := text(r, `document.querySelector('input[name="secteurs"]').parentElement.querySelector(".discret").textContent`)
	r.run(`document.querySelector('input[name="secteurs"]').click()`)
	r.expect(`document.querySelectorAll(".entree:not([hidden])").length`, count)
	r.open("bonnes-pratiques/index.html" + query)
	r.expect(shown, before)
	r.run(`{ const s = document.querySelector('select[name="tri"]'); s.value = "titre"; s.dispatchEvent(new Event("input", { bubbles: true })); }`)
	r.expect(`((t) => t.join() === t.toSorted().join())([...document.querySelectorAll(".entree")].map((e) => e.dataset.titre))`, "true")
}

// A reader's own entity stays chosen, if asked to, and in this browser only.
func TestDirectoryRemembers(t *testing.T) {
	r := newReader(t, desktop, "acteurs/index.html")
	choose := `document.querySelector('input[name="entite"][value="jeunesse-nord"]').click()`
	r.run(choose)
	r.open("acteurs/index.html")
	r.expect(`document.querySelectorAll("input:checked").length`, "0")
	r.run(choose + `; document.querySelector('[name="_retenir"]').click()`)
	r.open("acteurs/index.html")
	r.expect(`document.querySelector('input[name="entite"]:checked').value`, "jeunesse-nord")
	r.expect(`[...document.querySelectorAll(".entree:not([hidden])")].every((e) => e.dataset.filtres.includes("entite=jeunesse-nord"))`,
		"true")
	r.expect("location.search", "")
	r.run(`document.querySelector('[name="_retenir"]').click()`)
	r.open("acteurs/index.html")
	r.expect(`document.querySelectorAll("input:checked").length`, "0")
}

// The reader's colours hold from the first moment of the next page.
func TestColoursAreKept(t *testing.T) {
	r := newReader(t, desktop, "index.html")
	paper := `getComputedStyle(document.body).backgroundColor`
	light := text(r, paper)
	r.run(`document.querySelector('[data-module="theme"]').click()`)
	dark := text(r, paper)
	if dark == light {
		t.Fatalf("the switch leaves the paper %s", light)
	}
	r.open("glossaire/index.html")
	r.expect(paper, dark)
	r.expect(`document.head.querySelector("script").src.includes("early") && !document.head.querySelector("script").defer`, "true")
}

// On a touch screen, the first touch of a term explains it, within the screen;
// the second follows the link.
func TestTermsByTouch(t *testing.T) {
	r := newReader(t, phone, "determinants/prevenir-les-rps.html")
	touch := func(on string) {
		r.run(fmt.Sprintf(`{ const e = document.querySelector(%q); for (const type of ["pointerdown", "click"]) e.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, pointerType: "touch" })); }`, on))
	}
	r.run(`document.querySelector(".terme").id = "essai"`)
	touch("#essai > a")
	r.expect(`location.pathname.endsWith("/prevenir-les-rps.html")`, "true")
	r.expect(`((b) => b.width > 0 && b.left >= 0 && b.right <= innerWidth && b.bottom <= innerHeight)(document.querySelector("#essai .bulle").getBoundingClientRect())`, "true")
	touch("h1")
	r.expect(`getComputedStyle(document.querySelector("#essai .bulle")).display`, "none")
	touch("#essai > a")
	touch("#essai > a")
	r.until(`location.pathname.includes("/glossaire/")`)
}

// The table of contents marks the part that is read, and each part's address
// can be copied.
func TestContentsFollowTheReading(t *testing.T) {
	r := newReader(t, desktop, "fiches-techniques/document-unique-mode-d-emploi.html")
	r.expect(`document.querySelector(".sommaire [aria-current]").textContent`, "Ce qu’il faut retenir")
	r.run(`document.getElementById("agir").scrollIntoView()`)
	r.until(`document.querySelector(".sommaire [aria-current]").textContent === "Agir"`)
	r.run(`document.querySelector("#agir + .ancre").click()`)
	r.until(`location.hash === "#agir"`)
}
