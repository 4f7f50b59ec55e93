package browser

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// searchStates are the looks that the search may have.
var searchStates = []struct {
	name string
	open func(*reader)
	axe  bool // what it is made of is in no other look
}{
	{"the dialog with answers", func(r *reader) { r.openSearch(); r.ask("teletravial"); r.press(kb.ArrowDown) }, true},
	{"the dialog with a replaced term", func(r *reader) { r.openSearch(); r.ask("chsct") }, false},
	{"the dialog without an answer", func(r *reader) { r.openSearch(); r.ask("xyzzyq") }, true},
	{"the dialog with what was searched for", func(r *reader) {
		r.run(`localStorage.setItem("recherches", JSON.stringify(["illettrisme", "droit de retrait", "un document très long à nommer"]))`)
		r.openSearch()
		r.until(`document.querySelector(".recherche-recentes") !== null`)
	}, false},
	{"the page with answers", func(r *reader) {
		r.open("recherche.html?q=travail&type=fiche-technique")
		r.until(pageAnswered)
		r.run(`document.querySelector(".filtres-ouvrir").click()`)
	}, true},
	{"the page without an answer", func(r *reader) {
		r.open("recherche.html?q=xyzzyq")
		r.until(`document.querySelector(".recherche-vide") !== null`)
	}, false},
	{"a page with marks", func(r *reader) {
		r.openSearch()
		r.ask("turnover")
		r.run(options + `[0].click()`)
		r.until(landed)
	}, false},
}

// The search is held to what pages are held to, in each of its looks.
func TestSearchIsAccessible(t *testing.T) {
	chromium(t)
	axe, err := os.ReadFile(nodePackage(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	for _, state := range searchStates {
		if !state.axe {
			continue
		}
		t.Run(state.name, func(t *testing.T) {
			t.Parallel()
			r := newReader(t, desktop, "glossaire/index.html")
			state.open(r)
			r.run(string(axe))
			violations, err := judgeModes(r.ctx)
			if err != nil {
				t.Fatal(err)
			}
			faults := tally{}
			for _, v := range violations {
				faults.add(fmt.Sprintf("%s: %s\n\t%s  %s", v.Rule, v.Why, v.Target, v.HTML), v.mode)
			}
			faults.report(t)
		})
	}
}

// Nothing is wider than a telephone, and all can be reached at 400 %, on a
// screen that is no higher than a few lines; also where a word is longer than
// any line.
func TestSearchReflows(t *testing.T) {
	chromium(t)
	for _, state := range searchStates {
		r := newReader(t, phone, "glossaire/index.html")
		state.open(r)
		for _, way := range []way{
			{name: "on a telephone", width: phone},
			{name: "at 400 %", width: zoomed, height: 256},
			{name: "long words, at 400 %", width: zoomed, height: 256, script: lengthenScript},
			{name: "long words", width: desktop},
		} {
			if err := way.layOut(r.ctx); err != nil {
				t.Fatal(err)
			}
			look, err := chromedp.Run(r.ctx, chromedp.Evaluate[layout](layoutScript))
			if err != nil {
				t.Fatal(err)
			}
			for _, fault := range slices.Concat(look.Wide, look.Out, look.Numbers) {
				t.Errorf("%s, %s: %s", state.name, way.name, fault)
			}
			if fault := text(r, dialogCuts); fault != "" {
				t.Errorf("%s, %s: %s", state.name, way.name, fault)
			}
		}
		r.tab.close()
	}
}

// dialogCuts names what in the open dialog cannot be brought into sight.
const dialogCuts = `(() => {
  const dialog = document.querySelector("dialog[open]");
  if (!dialog) return "";
  for (const e of dialog.querySelectorAll("input, a, button, p:not(.invisible)")) {
    if (!e.checkVisibility()) continue;
    e.scrollIntoView({ block: "nearest" });
    const box = e.getBoundingClientRect(), at = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2);
    if (box.right > innerWidth + 1 || !at || (!e.contains(at) && !at.contains(e)) || at === dialog) return e.tagName + " « " + (e.textContent || e.placeholder).slice(0, 40) + " » is out of reach";
  }
  return "";
})()`
