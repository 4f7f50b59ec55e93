package mail

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func TestHTMLOfConstructs(t *testing.T) {
	for name, c := range map[string]struct{ text, has, hasNot string }{
		"a page alone has a button":       {"![[agir]]", `aria-label="Lire la page : Agir"`, ""},
		"a page that is gone has no link": {"![[parti]]", `bold">9. Agir</p>`, "href=\"\""},
		"pages in a list have none": {"::: liste\ntype: outil\n:::",
			"Webinaire « Le document unique, sans peine et sans recopier »</a>", "Lire la page"},
		"marks of a page": {"![[agir]]", "Outil · Paris</p>", ""},
		"folded parts are open": {"::: details Comment *faire*\nAinsi.\n:::",
			"Comment faire</p>\n<p style=\"margin:0 0 16px\">Ainsi.", "<details"},
		"folded parts of raw HTML too": {"<details>\n<summary>Comment</summary>\n\nAinsi.\n\n</details>",
			"Comment</p>\n<p style=\"margin:0 0 16px\">Ainsi.", "<details"},
		"a callout that warns":        {"> [!ATTENTION] Délai\n> x", alarm.light, panel.light + ";border-left"},
		"a callout that does not":     {"> [!NOTE]\n> x", "border-left:4px solid " + accent.light, alarm.light},
		"the number before its label": {"::: chiffres\n- **12** fiches\n:::", "12</td><td", "<dd"},
		"a task":                      {"- [x] **fait**", "<strong style=\"font-weight:bold\">☑ fait</strong>", "<input"},
		"a task's list in an item":    {"- a\n  - [ ] b", ">☐ b</li>", "☐ a"},
		"a footnote":                  {"a[^1]\n\n[^1]: b", ">1</sup>", "↩"},
		"a narrow table":              {"|A|B|\n|-|-:|\n|1|2|", `align="right">2</td>`, "&nbsp;:</strong>"},
		"a wide table, row below row": {"|Anticonstitutionnellement|**Intergouvernementalisation**|\n|-|-|\n|un|deux|",
			"Anticonstitutionnellement&nbsp;:</strong> un</div>", "<th"},
		"a table of raw HTML": {"<table><caption>Prix</caption><tr><th>A</th></tr><tr><td " +
			"colspan=2>un</td></tr></table>", ` colspan="2">un</td>`, "<caption"},
		"code keeps its spaces":     {"```go\na\n\tb  <\n```", "a<br>&nbsp;&nbsp;&nbsp;&nbsp;b  &lt;", "<pre"},
		"a drawing":                 {"![Trois niveaux](a.svg)", "Trois niveaux", "<img"},
		"a small image stays small": {"a ![b](petit.png)", `width="64" alt="b"`, "display:block"},
		"an image alone in a link":  {"[![b](petit.png)](a.md)", "display:block", "vertical-align"},
		"an image in a box fits":    {"> [!NOTE]\n> ![b](large.png)", `width="490" alt="b"`, `width="536"`},
		"text stays text": {"5 &lt; 6 &amp; &lt;script&gt; « \"",
			"5 &lt; 6 &amp; &lt;script&gt; «\u00a0&#34;</p>", "<script"},
		"an address that breaks out": {`[a](<https://p.example/"\><b\>>)`, `https://p.example/%22%3E%3Cb%3E"`, `"><b>`},
		"an address that runs": {"[a](javascript:x) [b](java%73cript&colon;x) <a href=\"javascript:y\">c</a>",
			`<p style="margin:0 0 16px">a`, "cript"},
		"the page's first level is the mail's second": {"# Titre", ">Titre</h2>", ">Titre</h1>"},
	} {
		got := document(t, &Issue{Name: "x", Title: "T", Body: textOf(c.text), Online: "https://o.example/"})
		if !strings.Contains(got, c.has) || c.hasNot != "" && strings.Contains(got, c.hasNot) {
			_, body, _ := strings.Cut(got, "<body")
			t.Errorf("%s: want %q and not %q in\n%s", name, c.has, c.hasNot, body)
		}
	}
}

func TestHTMLFrame(t *testing.T) {
	i := sample(t, "2026-11")
	i.Title = `« Écrire » & <lire>`
	got := document(t, i)
	root := parsed(t, got)
	say := func(a atom.Atom) string {
		t.Helper()
		return line(search(root, func(n *html.Node) bool { return n.DataAtom == a }))
	}
	if title, h1 := say(atom.Title), say(atom.H1); title != i.Subject || h1 != i.Title {
		t.Errorf("title %q, heading %q", title, h1)
	}
	_, body, _ := strings.Cut(got, "<body")
	if first := strings.Index(body, i.Preheader); first < 0 || !strings.Contains(body[:first], "display:none") ||
		strings.Index(body, "voir en ligne") < first {
		t.Errorf("the preheader is not the first text, hidden: %.600s", body)
	}
	for _, want := range []string{
		`<html lang="fr"`, `<meta name="color-scheme" content="light dark">`, "5\u00a0novembre 2026",
		`href="https://qvct.example.org/newsletters/2026-11.html"`, "Le voir en ligne", "Lire ce numéro en ligne",
		`href="mailto:lettre@qvct.example.org?subject=D%C3%A9sinscription"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s", want)
		}
	}
	bare := document(t, &Issue{Title: "T", Date: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), Summary: "En bref."})
	if strings.Contains(bare, `href=""`) || strings.Contains(bare, "mailto:") || !strings.Contains(bare, "1er\u00a0janvier 2027") ||
		!strings.Contains(bare, "En bref.&nbsp;") {
		t.Errorf("an issue with little:\n%s", bare)
	}
}
