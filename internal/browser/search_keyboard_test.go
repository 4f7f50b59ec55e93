package browser

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The search opens by Ctrl+K and by « / », which stays a character in fields,
// or from the field itself; Escape leads back to where the reader was.
func TestSearchOpensAndCloses(t *testing.T) {
	r := newReader(t, desktop, "outils/index.html")
	escape := func(focused string) {
		t.Helper()
		r.until(dialogOpen)
		r.expect(`document.activeElement.getAttribute("role")`, "combobox")
		if fault := text(r, focusFault); fault != "" {
			t.Error(fault)
		}
		r.press(kb.Escape)
		r.until("!(" + dialogOpen + ")")
		r.expect(focused, "true")
	}
	r.run(`document.querySelector("main .entree a").focus()`)
	const entry = `document.activeElement.matches("main .entree a")`
	r.shortcut()
	escape(entry)
	r.press("/")
	escape(entry)
	r.run(`document.querySelector("select[name=tri]").focus()`)
	r.press("/")
	r.expect(dialogOpen, "false")
	r.do(chromedp.Click(".entete input[type=search]"))
	escape(`document.activeElement.matches(".entete input[type=search]")`)

	// In the dialog both are what they are in any field.
	r.openSearch()
	r.ask("rps")
	r.press("/")
	r.until(answered)
	r.expect(dialogInput+`.value`, "rps/")
	r.shortcut()
	r.expect(dialogInput+`.value`, "rps/")
	r.do(chromedp.Click(".dialogue-tete button"))
	r.until("!(" + dialogOpen + ")")
}

// active tells what is wrong with the option that is active, and its number.
const active = `(() => {
  const all = [...document.querySelectorAll("dialog [role=option]")], chosen = all.filter((o) => o.ariaSelected === "true");
  const input = document.querySelector("dialog [role=combobox]"), id = input.getAttribute("aria-activedescendant");
  if (document.activeElement !== input) return "the focus has left the field";
  if (!id) return chosen.length ? "one is chosen, none is active" : "none";
  if (chosen.length !== 1 || chosen[0].id !== id || document.querySelectorAll("#" + id).length !== 1) return "active is " + id + ", chosen " + chosen.map((o) => o.id);
  const box = chosen[0].getBoundingClientRect(), frame = document.getElementById("_reponses").getBoundingClientRect();
  if (box.top < frame.top - 1 && box.bottom > frame.bottom + 1 || box.bottom < frame.top + 8 || box.top > frame.bottom - 8) return id + " is out of sight";
  if (getComputedStyle(chosen[0]).boxShadow === "none") return id + " looks like the others";
  return String(all.indexOf(chosen[0]));
})()`

// Arrows go through the answers and round; Enter opens the active one, or all
// of them where none is.
func TestSearchByKeyboard(t *testing.T) {
	r := newReader(t, desktop, "index.html")
	r.openSearch()
	r.press("rps")
	r.until(answered)
	r.expect(dialogInput+`.ariaExpanded`, "true")
	n, err := strconv.Atoi(text(r, options+".length"))
	if err != nil || n < 4 {
		t.Fatalf("%d answers", n)
	}
	r.expect(active, "none")
	for i := range n + 1 {
		r.press(kb.ArrowDown)
		r.expect(active, strconv.Itoa(i%n))
	}
	r.press(kb.ArrowUp)
	r.expect(active, strconv.Itoa(n-1))
	r.press(" duerp")
	r.until(answered)
	r.expect(active, "none")
	r.press(kb.ArrowUp)
	r.expect(active, text(r, options+".length - 1"))
	r.press(kb.ArrowUp)
	href := text(r, `document.querySelector("dialog [aria-selected=true]").href`)
	r.press(kb.Enter)
	r.until(`location.href === "` + href + `" && document.readyState === "complete"`)

	r.openSearch()
	r.press("droit de retrait" + kb.Enter)
	r.until(`location.pathname.endsWith("/recherche.html") && new URLSearchParams(location.search).get("q") === "droit de retrait"`)
	r.until(pageAnswered)
	r.expect(`document.querySelector("main input[type=search]").value`, "droit de retrait")
}

// The tabulator goes round in the dialog and leaves it for the browser's own
// controls alone; every stop is seen.
func TestSearchKeepsTheFocus(t *testing.T) {
	r := newReader(t, desktop, "index.html")
	r.openSearch()
	r.ask("teletravial")
	stops := map[string]bool{}
	for range 10 {
		r.press(kb.Tab)
		if fault := text(r, focusFault); fault != "" {
			t.Error(fault)
		}
		r.expect(`document.activeElement === document.body || document.activeElement.closest("dialog") !== null`, "true")
		stops[text(r,
			`document.activeElement.closest("dialog") ? document.activeElement.textContent.trim() || document.activeElement.role : ""`)] = true
	}
	for _, want := range []string{"combobox", "Fermer", "télétravail"} {
		if !stops[want] {
			t.Errorf("the tabulator does not stop at %q: %v", want, stops)
		}
	}
	r.expect(`[...`+options+`].some((o) => o.tabIndex >= 0)`, "false")
}

// What assistive technology is told.
func TestSearchIsNamed(t *testing.T) {
	r := newReader(t, desktop, "index.html")
	r.openSearch()
	r.ask("turnover")
	r.press(kb.ArrowDown)
	tree, err := chromedp.Call(r.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		t.Fatal(err)
	}
	byRole := map[string][]*accessibility.Node{}
	for _, n := range tree.Nodes {
		if !n.Ignored && n.Role != nil {
			role := unquoted(n.Role)
			byRole[role] = append(byRole[role], n)
		}
	}
	for role, name := range map[string]string{"dialog": "Recherche", "combobox": "Rechercher dans le portail", "listbox": "Réponses",
		"status": "", "button": "Fermer"} {
		if nodes := byRole[role]; len(nodes) != 1 {
			t.Errorf("there are %d %s", len(nodes), role)
		} else if got := unquoted(nodes[0].Name); got != name {
			t.Errorf("the %s is named %q, want %q", role, got, name)
		}
	}
	if t.Failed() {
		return
	}
	got := map[string]string{}
	for _, node := range []string{"combobox", "status", "dialog"} {
		for _, p := range byRole[node][0].Properties {
			got[node+" "+string(p.Name)] = unquoted(p.Value)
			for _, related := range p.Value.RelatedNodes {
				got[node+" "+string(p.Name)] = related.Idref
			}
		}
	}
	for property, want := range map[string]string{
		"combobox expanded": "true", "combobox controls": "_reponses", "combobox activedescendant": "_r0", "combobox autocomplete": "list",
		"status live": "polite", "dialog modal": "true",
	} {
		if got[property] != want {
			t.Errorf("%s is %q, want %q", property, got[property], want)
		}
	}
	if n := text(r, options+".length"); n != strconv.Itoa(len(byRole["option"])) {
		t.Errorf("%d options are told of, of %s", len(byRole["option"]), n)
	}
	for _, o := range byRole["option"] {
		if unquoted(o.Name) == "" {
			t.Error("an option has no name")
		}
	}
	if first := unquoted(byRole["option"][0].Name); !strings.HasPrefix(first, "turnover") {
		t.Errorf("the first option is %q", first)
	}
	// The page behind is out of reach.
	if n := len(byRole["main"]) + len(byRole["banner"]) + len(byRole["navigation"]); n > 0 {
		t.Errorf("%d landmarks of the page behind are told of", n)
	}
	r.expect(`/^\d+ pages trouvées$/.test(`+said+`)`, "true")
	r.ask("xyzzyq")
	r.expect(said, "Rien pour « xyzzyq ».")
	r.expect(dialogInput+`.ariaExpanded`, "false")
	r.expect(dialogInput+`.getAttribute("aria-activedescendant")`, "null")
}

func unquoted(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	var s string
	if json.Unmarshal(v.Value, &s) != nil {
		return string(v.Value) // true, false or a number
	}
	return s
}

// A reader who types and presses Enter while the search is still coming: the
// key may go down in the page's field and be typed in the dialog's.
func TestSearchTakesEnterThatWentDownBefore(t *testing.T) {
	r := newReader(t, desktop, "index.html")
	r.openSearch()
	r.press("annuaire")
	if _, err := chromedp.Call(r.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "char", Text: "\r"}); err != nil {
		t.Fatal(err)
	}
	r.until(`location.pathname.endsWith("/recherche.html") && location.search.includes("q=annuaire")`)
}
