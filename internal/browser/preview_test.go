package browser

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"intraqvt/internal/portal"
	"intraqvt/internal/preview"
)

// author edits a portal while a page of it is open in a preview.
type author struct {
	*reader
	dir   string
	times []time.Duration // from each change until the page showed it
}

// newAuthor starts a preview of files, by name below the source folder, and
// opens an address of it.
func newAuthor(t *testing.T, files map[string]string, address string) *author {
	t.Helper()
	chromium(t)
	a := &author{dir: t.TempDir()}
	for name, text := range files {
		a.write(t, name, text)
	}
	ctx, stop := context.WithCancel(context.Background())
	out, in := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- preview.Serve(ctx, preview.Options{Build: portal.Options{Source: a.dir, Drafts: true}, Addr: "127.0.0.1:0", Out: in})
		in.Close()
	}()
	lines := bufio.NewScanner(out)
	base := ""
	for base == "" && lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "aperçu sur "); ok {
			base, _, _ = strings.Cut(rest, " ")
		}
	}
	go io.Copy(io.Discard, out)
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	a.reader = newReaderAt(t, base, desktop, address)
	return a
}

func (a *author) write(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(a.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// save writes a file and waits until the open page meets a condition.
func (a *author) save(name, text, condition string) {
	a.t.Helper()
	a.change(func() { a.write(a.t, name, text) }, condition)
}

func (a *author) change(do func(), condition string) {
	a.t.Helper()
	began := time.Now()
	do()
	a.until(condition)
	a.times = append(a.times, time.Since(began))
}

// goTo follows a link, which the page may be loading again against: then the
// page that comes follows it anew. No page follows it twice, since each time
// ends the one before.
func (a *author) goTo(address, condition string) {
	a.t.Helper()
	to := strconv.Quote("/" + address)
	a.until("(location.pathname === " + to + " || void (globalThis.followed ||= (location.assign(" + to + "), true))) && " + condition)
}

// served waits until an address that is not open says something.
func (a *author) served(address, text string) {
	a.t.Helper()
	for {
		request, err := http.NewRequestWithContext(a.ctx, http.MethodGet, a.base+address, nil)
		if err != nil {
			a.t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			a.t.Fatalf("%s never says %q: %v", address, text, err)
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err == nil && strings.Contains(string(body), text) {
			return
		}
	}
}

// prompt complains where changes take longer to be seen than an author waits
// without wondering.
func (a *author) prompt() {
	a.t.Helper()
	slices.Sort(a.times)
	if median := a.times[len(a.times)/2]; median > time.Second {
		a.t.Errorf("changes are seen after %v (median of %d), a second is allowed", median, len(a.times))
	}
	a.t.Logf("%d changes seen, median %v, longest %v", len(a.times), a.times[len(a.times)/2], a.times[len(a.times)-1])
}

// What conditions say of the open page.
func says(text string) string {
	return "document.body?.innerText.includes(" + strconv.Quote(text) + ")"
}

// overlay is what the preview adds to it.
const overlay = `document.querySelector("#apercu")?.shadowRoot.textContent`

func overlaySays(text string) string { return overlay + "?.includes(" + strconv.Quote(text) + ")" }

var longText = strings.Repeat("Une ligne de texte.\n\n", 200)

func previewed(title, body string) string {
	return "---\ntitre: " + title + "\nresume: Une page.\nvoir_aussi: [rps]\n---\n\n" + body + "\n"
}

func authorsPortal(t *testing.T) map[string]string {
	t.Helper()
	pageType, err := os.ReadFile("../../layouts/page/type.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"content/site.yaml": "titre: Essai\nbase_url: https://qvct.example.org/\ncontact: qvct@example.org\n",
		"content/a.md":      previewed("Alpha", longText+"Fin du premier état."),
		"content/b.md":      previewed("Bêta", "Le mot tilleul."),
		"content/glossaire/rps.md": "---\ntitre: Risques psychosociaux\nsigle: RPS\nresume: Ce qui pèse.\n---\n\n## Définition\n\n" +
			"Un mot.\n",
		"content/newsletters/2026-01.md": "---\ntitre: La lettre\nresume: De janvier.\nnumero: 1\ndate: 2026-01-05\n" +
			"objet: La lettre de janvier\npreheader: En bref\n---\n\n## Édito\n\nBonjour à toutes et à tous.\n\n" +
			"| Observatoire | Missions |\n| --- | --- |\n| Observatoire | " + strings.Repeat("Il suit les plans de tous. ", 8) +
			"|\n\n## " + longWord + "\n\n- " + longWord + "\n\n| Mot | Nombre |\n| --- | --- |\n| " + longWord + " | 12 |\n",
		"layouts/page/type.yaml": string(pageType),
	}
}

// An author who keeps a page open sees each change of it, and is not disturbed
// by those of others.
func TestPreviewShowsEveryChange(t *testing.T) {
	files := authorsPortal(t)
	a := newAuthor(t, files, "a.html")
	a.run("scrollTo(0, 700)")
	a.save("content/a.md", previewed("Alpha", longText+"Fin du second état."), says("Fin du second état."))
	a.until("scrollY === 700") // where the author was reading
	a.run("window.kept = true")
	a.write(t, "content/b.md", previewed("Bêta", "Le mot acacia."))
	a.served("b.html", "acacia")
	a.save("static/css/99-essai.css", "h1 { letter-spacing: 7px }",
		`document.body && getComputedStyle(document.querySelector("h1")).letterSpacing === "7px"`)
	a.expect("window.kept", "true") // neither the other page nor the styles loaded this one again
	a.save("static/css/99-essai.css", "h1 { letter-spacing: 9px }",
		`document.body && getComputedStyle(document.querySelector("h1")).letterSpacing === "9px"`)
	a.expect("window.kept", "true")

	a.save("content/a.md", "---\ntitre: Alpha\nrelu_le: hier\n---\n\nMalade.\n",
		overlaySays("content/a.md:3:")+" && "+overlaySays("dernier état"))
	a.expect(says("Fin du second état."), "true")
	a.expect(says("Malade."), "false")
	a.save("content/a.md", previewed("Alpha", "Guérie, les RPS reculent."), says("Guérie"))
	a.expect(overlaySays("dernier état"), "false")
	a.save("content/glossaire/rps.md",
		"---\ntitre: Risques psychosociaux\nsigle: RPS\nresume: Ce qui use.\n---\n\n## Définition\n\nUn mot.\n",
		`document.querySelector("main")?.innerHTML.includes("Ce qui use.")`)
	a.save("layouts/components/pied.html", "<footer>Pied maison</footer>", says("Pied maison"))
	a.change(func() { os.Remove(filepath.Join(a.dir, "layouts/components/pied.html")) }, "document.body && !"+says("Pied maison"))
	a.save("layouts/page/type.yaml", strings.Replace(files["layouts/page/type.yaml"], "one: ", "one: Belle ", 1), says("Belle"))

	a.change(func() {
		picture, err := os.ReadFile("../../static/icons/portail.svg")
		if err != nil {
			t.Fatal(err)
		}
		a.write(t, "content/dessin.svg", string(picture))
		a.write(t, "content/a.md", previewed("Alpha", "![Un dessin](dessin.svg)"))
	}, `document.querySelector("main img")?.complete && document.querySelector("main img").naturalWidth > 0`)
	a.save("content/a.md", "---\ntitre: Alpha\nstatut: brouillon\n---\n\nPas prête.\n", overlaySays("Brouillon"))
	a.save("content/a.md", "---\ntitre: Alpha\ndate: 2099-05-01\n---\n\nPour plus tard.\n", overlaySays("Paraîtra le 1er"))

	a.change(func() {
		if err := os.Rename(filepath.Join(a.dir, "content/a.md"), filepath.Join(a.dir, "content/z.md")); err != nil {
			t.Fatal(err)
		}
	}, says("introuvable"))
	a.goTo("z.html", says("Pour plus tard."))
	a.write(t, "content/n.md", previewed("Nouvelle venue", "Neuve."))
	a.served("n.html", "Neuve.")
	a.goTo("index-a-z.html", says("Nouvelle venue"))
	a.change(func() { os.Remove(filepath.Join(a.dir, "content/n.md")) }, "document.body && !"+says("Nouvelle venue"))
	a.prompt()
}

// The search of a preview finds what was just written.
func TestPreviewSearchesFreshText(t *testing.T) {
	a := newAuthor(t, authorsPortal(t), "b.html")
	a.open("recherche.html?q=tilleul")
	a.until(says("Bêta"))
	a.save("content/b.md", previewed("Bêta", "Le mot séquoia."), "document.body && !"+says("Bêta"))
	a.open("recherche.html?q=sequoia")
	a.until(says("Bêta"))
}

// Two hundred saves in two seconds end in the state of the last.
func TestPreviewOfHastySaves(t *testing.T) {
	a := newAuthor(t, authorsPortal(t), "a.html")
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for i := range 200 {
		a.write(t, "content/a.md", previewed("Alpha", fmt.Sprintf("État numéro %d.", i)))
		<-tick.C
	}
	a.until(says("État numéro 199."))
}

// The preview's own pages can be used by all who use the portal.
func TestPreviewsOwnPages(t *testing.T) {
	files := authorsPortal(t)
	files["content/b.md"] = previewed("Bêta", "Un [lien](nulle-part.html), et le [texte](texte.html).")
	a := newAuthor(t, files, ".apercu/problemes")
	a.until(says("content/b.md") + " && " + says("ligne 7"))
	axe, err := os.ReadFile(nodePackage(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	judge := func(address string) {
		t.Helper()
		a.open(address)
		a.run(string(axe))
		violations, err := judgeModes(a.ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range violations {
			t.Errorf("%s, %s: %s: %s\n\t%s  %s", address, v.mode, v.Rule, v.Why, v.Target, v.HTML)
		}
	}
	// They reflow as the portal's do; the bar of the preview over a page, too.
	reflows := func(address string, ways ...way) {
		t.Helper()
		faults, err := reflow(a.ctx, a.base+address, ways)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range faults {
			t.Errorf("%s, %s", address, fault)
		}
	}
	judge(".apercu/problemes")
	reflows(".apercu/problemes", onTelephone, onDesk, inLarge, longWords)
	judge("b.html")
	reflows("b.html", onTelephone, onDesk, inLarge, longWords)
	a.save("content/b.md", previewed("Bêta", "Mieux."), overlay+" && !"+overlaySays("lien cassé"))
	judge(".apercu/courriel/newsletters/2026-01")
	a.expect(`document.querySelector("iframe").contentDocument.body.innerText.includes("Bonjour à toutes")`, "true")
	a.expect(says("Bonjour à toutes et à tous."), "true") // the text
	reflows(".apercu/courriel/newsletters/2026-01", onTelephone, onDesk, inLarge, longWords)
	reflows(".apercu/courriel/newsletters/2026-01?forme=html", onTelephone, onDesk) // its tables depend on their words
	a.open(".apercu/courriel/newsletters/2026-01")
	a.run(`document.querySelector("#l320").click()`)
	a.expect(`document.querySelector("iframe").clientWidth`, "320")
	response, err := http.Get(a.base + ".apercu/courriel/b")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusNotFound {
		t.Errorf("a page that is no issue has a mail: %s", response.Status)
	}
}

// Who follows a link of another site to a preview says so once more; what that
// site asks for by itself is not answered.
func TestPreviewAndAnotherSite(t *testing.T) {
	a := newAuthor(t, authorsPortal(t), "b.html")
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><title>Ailleurs</title><a href="%[1]s.apercu/problemes">lien</a>
<script src="%[1]srecherche/index.js" onload="this.dataset.ran = 'oui'" onerror="this.dataset.ran = 'non'"></script>`, a.base)
	}))
	t.Cleanup(other.Close)
	follow := func() {
		t.Helper()
		a.run("location.assign(" + strconv.Quote(other.URL) + ")")
		a.until(`document.title === "Ailleurs" && document.querySelector("script").dataset.ran === "non"`)
		a.run(`document.querySelector("a").click()`)
		a.until(`document.querySelector("h1")?.textContent.includes("autre site")`)
	}
	follow()
	a.run(`document.querySelector("a").click()`)
	a.until(`document.querySelector("h1")?.textContent === "Problèmes"`)

	axe, err := os.ReadFile(nodePackage(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	follow()
	a.run(string(axe))
	violations, err := judgeModes(a.ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range violations {
		t.Errorf("%s: %s: %s", v.mode, v.Rule, v.HTML)
	}
}
