package browser

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/chromedp/chromedp/kb"
)

const (
	marks  = `[...document.querySelectorAll("main .texte mark, main .chapeau mark")]`
	landed = `document.readyState === "complete" && document.querySelector(".surlignage") !== null`
)

// The words are marked where the answer leads, until the reader has enough of
// it or comes back.
func TestSearchMarksWhereItLeads(t *testing.T) {
	r := newReader(t, desktop, "index.html")
	const page = "glossaire/temps-partiel-therapeutique.html"
	r.open(page)
	original := text(r, `document.querySelector("main").textContent`)
	r.open("index.html")
	r.openSearch()
	r.ask("temps partiel therapeutique")
	r.press(kb.ArrowDown + kb.Enter)
	r.until(`location.pathname.endsWith("/` + page + `") && ` + landed)
	if n, _ := strconv.Atoi(text(r, marks+".length")); n < 2 {
		t.Errorf("%d words are marked", n)
	}
	words := text(r, `[...new Set(`+marks+`.map((m) => m.textContent.toLowerCase()))].sort().join(" ")`)
	for word := range strings.FieldsSeq(words) {
		if !strings.HasPrefix(word, "temps") && !strings.HasPrefix(word, "partiel") && !strings.HasPrefix(word, "thérapeutique") &&
			word != "mi-temps" && word != "reprise" {
			t.Errorf("marked for nothing: %s", word)
		}
	}
	r.expect(`document.querySelector(".surlignage").textContent.includes("« temps partiel therapeutique »")`, "true")
	r.tabTo("what clears the marks", `e.matches(".surlignage button")`)
	r.press(kb.Enter)
	r.until(`document.querySelector(".surlignage") === null`)
	r.expect(marks+`.length`, "0")
	r.expect(`document.querySelector("main").textContent`, original)

	// From the search's page to a part, too; and not again.
	r.open("recherche.html?q=rps")
	r.until(pageAnswered)
	r.run(`document.querySelector('.reponses ul a[href*="#"]').click()`)
	r.until(landed)
	r.expect(`location.hash !== "" && `+marks+`.length > 0`, "true")
	r.run(`location.reload()`)
	r.until(`document.readyState === "complete" && ` + marks + `.length === 0`)
	r.expect(`document.querySelector(".surlignage")`, "null")
}

// Words are marked whole, and where they stand.
func TestSearchMarksWords(t *testing.T) {
	site, err := buildSite("marks", "", fstest.MapFS{
		"guide/page.md": {Data: []byte("# Essai\n\nLe plan précède le monoplan, un sous-plan suit le plan, et le *plan* aussi.\n\n```\n" +
			"plan\n```\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := newReaderAt(t, serveRoot(t, site), desktop, "index.html")
	r.openSearch()
	r.ask("plan")
	r.press(kb.ArrowDown + kb.Enter)
	r.until(landed)
	const around = `[...document.querySelectorAll("main .texte mark")].map((m) => (m.previousSibling?.data ?? "").slice(-3) + "[" + m.textContent + "]").join("|")`
	r.expect(around, "Le [plan]|un [sous-plan]|le [plan]|[plan]")
	r.expect(`document.querySelector("main .texte p:not(.surlignage)").textContent`,
		"Le plan précède le monoplan, un sous-plan suit le plan, et le plan aussi.")
}

// A word that one searched for is in no closed fold and behind no tab.
func TestSearchOpensWhatIsClosed(t *testing.T) {
	site, err := buildSite("closed", "", fstest.MapFS{
		"guide/page.md": {Data: []byte("# Essai\n\n::: onglets\n::: onglet Un\nRien.\n:::\n::: onglet Deux\nUn zèbre.\n:::\n:::\n\n" +
			"::: details Plus\nDes zèbres.\n:::\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := newReaderAt(t, serveRoot(t, site), desktop, "index.html")
	r.openSearch()
	r.ask("zèbre")
	r.press(kb.ArrowDown + kb.Enter)
	r.until(landed)
	r.expect(marks+`.map((m) => m.checkVisibility()).join()`, "true,true")
	r.expect(`document.querySelector("[role=tab][aria-selected=true]").textContent`, "Deux")
}

// What one searched for is offered again, on this device alone, until one asks
// for it to be forgotten.
func TestSearchRemembers(t *testing.T) {
	r := newReader(t, desktop, "index.html")
	recent := `[...document.querySelectorAll(".recherche-recentes button")].map((b) => b.textContent).join("|")`
	for _, query := range []string{"illettrisme", "droit de retrait", "illettrisme"} {
		r.openSearch()
		r.ask(query)
		r.press(kb.ArrowDown + kb.Enter)
		r.until(landed)
	}
	r.openSearch()
	r.expect(recent, "illettrisme|droit de retrait")
	r.expect(`Object.keys(localStorage).filter((k) => k !== "theme" && k !== "recherches" && !k.startsWith("filtre-")).join()`, "")
	r.run(`document.querySelectorAll(".recherche-recentes button")[1].click()`)
	r.until(answered)
	r.expect(dialogInput+`.value`, "droit de retrait")
	r.expect(`document.activeElement.getAttribute("role")`, "combobox")
	r.press(kb.Escape)
	r.openSearch()
	r.run(`[...document.querySelectorAll(".recherche-beside button")].find((b) => b.textContent === "Les oublier").click()`)
	r.until(recent + ` === ""`)
	r.expect(`localStorage.getItem("recherches")`, "null")
	r.expect(`document.activeElement.getAttribute("role")`, "combobox")
	r.press(kb.Escape)
	r.openSearch()
	r.expect(recent, "")
}
