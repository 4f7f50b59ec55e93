package browser

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	found = `parseInt(` + said + `)`
	// shown is how many entries stand in the list.
	shown = `document.querySelectorAll(".reponses > .reponse").length`
	more  = `[...document.querySelectorAll("main button")].find((b) => b.textContent === "Afficher la suite")`
)

// choice is an option of a facet, as a selector.
func choice(facet, key string) string {
	return fmt.Sprintf(`document.querySelector('#_facettes input[name="%s"][value="%s"]')`, facet, key)
}

// number waits for an answer and gives a number that the page shows.
func (r *reader) number(js string) int {
	r.t.Helper()
	n, err := strconv.Atoi(text(r, js))
	if err != nil {
		r.t.Fatalf("%s: %v", js, err)
	}
	return n
}

// choose takes a choice and waits for the page to find as many as it promises,
// beside those that other choices of the facet have found.
func (r *reader) choose(facet, key string, others int) {
	r.t.Helper()
	box := choice(facet, key)
	r.until(box + ` !== null`)
	promised := r.number(box + `.closest("label").querySelector(".discret").textContent`)
	if promised == 0 {
		r.t.Errorf("%s=%s promises nothing", facet, key)
	}
	r.run(box + `.click()`)
	r.until(fmt.Sprintf(`location.search.includes(%q) && %s === %d`, facet+"="+key, found, others+promised))
	r.until(box + `?.checked && document.activeElement === ` + box) // the focus stays
}

// Facets combine, keep their promises, and stand in the address with all else:
// what is reloaded, sent to a colleague or come back to is as it was.
func TestSearchPageKeepsItsState(t *testing.T) {
	chromium(t)
	// Nothing is stored: to come back is to load the page anew.
	const order = `[...document.querySelectorAll(".reponses h2 a")].map((a) => a.href).join(" ")`
	base := serveHooked(t, builtPortal(t), func(w http.ResponseWriter, _ string) bool {
		w.Header().Set("Cache-Control", "no-store")
		return false
	})
	r := newReaderAt(t, base, desktop, "index.html")
	r.open("recherche.html?q=travail")
	r.until(pageAnswered)
	all := r.number(found)
	r.choose("type", "fiche-technique", 0)
	one := r.number(found)
	r.choose("type", "bonne-pratique", one) // within a facet, either
	two := r.number(found)
	if two >= all {
		t.Errorf("%d pages of two types, %d of one, %d in all", two, one, all)
	}
	r.choose("determinants", "12", 0) // between facets, both
	if both := r.number(found); both >= two {
		t.Errorf("%d pages with the determinant, %d without it", both, two)
	}
	byRelevance := text(r, order)
	r.run(`{ const s = document.querySelector("main select[name=tri]"); s.value = "date"; s.dispatchEvent(new Event("change", { bubbles: true })); }`)
	r.until(fmt.Sprintf(`location.search.includes("tri=date") && %s !== %q`, order, byRelevance))

	state := `JSON.stringify([location.search, document.title, document.querySelector("main input[type=search]").value, document.querySelector("main select").value,
		[...document.querySelectorAll("#_facettes input:checked")].map((b) => b.name + "=" + b.value), ` + said +
		`, [...document.querySelectorAll(".reponses h2 a")].map((a) => a.href)])`
	r.until(`document.querySelectorAll("#_facettes input:checked").length === 3`)
	before := text(r, state)
	for _, want := range []string{"q=travail", "tri=date", "type=fiche-technique", "type=bonne-pratique", "determinants=12"} {
		if !strings.Contains(before, want) {
			t.Errorf("%s is not in the address: %s", want, before)
		}
	}
	same := func(after string) {
		t.Helper()
		r.until(pageAnswered + ` && document.querySelectorAll("#_facettes input:checked").length === 3`)
		if got := text(r, state); got != before {
			t.Errorf("%s it is\n%s, it was\n%s", after, got, before)
		}
	}
	r.do(chromedp.Reload())
	same("after reloading")
	first := text(r, `document.querySelector(".reponses h2 a").href`)
	r.run(`document.querySelector(".reponses h2 a").click()`)
	r.until(fmt.Sprintf(`location.href === %q && document.readyState === "complete"`, first))
	r.run(`history.back()`)
	r.until(`location.pathname.endsWith("/recherche.html")`)
	same("on coming back")

	r.run(choice("determinants", "12") + `.click()`)
	r.until(fmt.Sprintf("%s === %d", found, two))
	r.expect(`location.search.includes("determinants")`, "false")
}

// Every answer can be shown, in the order asked for.
func TestSearchPageShowsAll(t *testing.T) {
	r := newReader(t, desktop, "index.html")
	r.open("recherche.html?q=formation&tri=date")
	r.until(pageAnswered)
	total := r.number(found)
	if total < 21 {
		t.Fatalf("only %d pages", total)
	}
	for n := 10; n < total; n += 10 {
		r.expect(shown, strconv.Itoa(n))
		r.expect(more+`.checkVisibility()`, "true")
		r.run(more + `.focus()`)
		r.press(kb.Enter)
		r.until(fmt.Sprintf(`%s === %d`, shown, min(n+10, total)))
		// Who reads on without a mouse reads on where the list went on.
		r.until(fmt.Sprintf(`document.activeElement === document.querySelectorAll(".reponses > .reponse")[%d].querySelector("a")`, n))
	}
	r.expect(more+`.checkVisibility()`, "false")

	const dates = `[...document.querySelectorAll(".reponses .reponse-marques")].map((m) => {
		const months = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
		const [, day, month, year] = /(\d+)(?:er)? (\p{L}+) (\d{4})$/u.exec(m.textContent) ?? [];
		return year ? year * 10000 + months.indexOf(month) * 100 + Number(day) : 0;
	})`
	r.expect(`((d) => d.filter((n) => n > 0).length > 20 && d.every((n, i) => i === 0 || d[i - 1] >= n))(`+dates+`)`, "true")
	byDate := text(r, `document.querySelector(".reponses h2").textContent`)
	r.run(`{ const s = document.querySelector("main select[name=tri]"); s.value = ""; s.dispatchEvent(new Event("change", { bubbles: true })); }`)
	r.until(fmt.Sprintf(`document.querySelector(".reponses h2").textContent !== %q`, byDate))
	r.expect(`location.search`, "?q=formation")
}

// Typing on the page narrows at once, and its other fields lead to it or to
// its field.
func TestSearchPageIsTypedIn(t *testing.T) {
	r := newReader(t, phone, "recherche.html")
	r.until(`document.activeElement.matches("main input[type=search]")`)
	r.press("chsct")
	r.until(`new URLSearchParams(location.search).get("q") === "chsct" && document.querySelector(".reponses a") !== null`)
	r.until(`document.querySelector("main").innerText.includes("on dit aujourd’hui « CSE »")`)
	r.run(`document.querySelector("#_facettes").closest("section").querySelector("button").click()`)
	r.expect(`document.querySelector("#_facettes").checkVisibility()`, "true")
	r.run(`document.activeElement.blur()`)
	r.shortcut()
	r.until(`document.activeElement.matches("main input[type=search]") || ` + dialogOpen)
}
