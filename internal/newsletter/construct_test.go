package newsletter

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func TestHTMLOfConstructs(t *testing.T) {
	const entry = `<li class="entree"><a href="https://p.example/a.html"><span class="entree-numero">9</span> Agir</a><p class="entree-marques"><span>Outil</span><span><span class="invisible">Lieu : </span>Paris</span></p><p>Le résumé.</p></li>`
	for name, c := range map[string]struct{ body, has, hasNot string }{
		"a page alone has a button":                   {`<ul class="entrees">` + entry + `</ul>`, `aria-label="Lire la page : Agir"`, "Lieu"},
		"a page that is gone has no link":             {`<ul class="entrees"><li class="entree"><span class="entree-titre"><span class="entree-numero">9</span> Agir</span><p>Le résumé.</p></li></ul>`, `bold">9. Agir</p>`, "href=\"\""},
		"pages in a list have none":                   {`<ul class="entrees">` + entry + entry + `</ul>`, "9. Agir</a>", "Lire la page"},
		"marks of a page":                             {`<ul class="entrees">` + entry + `</ul>`, "Outil · Paris</p>", ""},
		"folded parts are open":                       {`<details><summary>Comment</summary><p>Ainsi.</p></details>`, "Comment</p>\n<p style=\"margin:0 0 16px\">Ainsi.", "<details"},
		"a callout that warns":                        {`<div class="encadre encadre-attention"><p class="encadre-titre">Délai</p><p>x</p></div>`, alarm.light, panel.light + ";border-left"},
		"a callout that does not":                     {`<div class="encadre encadre-note"><p class="encadre-titre">Note</p><p>x</p></div>`, "border-left:4px solid " + accent.light, alarm.light},
		"the number before its label":                 {`<dl class="chiffres"><div><dt>fiches</dt><dd>12</dd></div></dl>`, "12</td><td", "<dd"},
		"a task":                                      {`<ul><li><input type="checkbox" checked> <b>fait</b></li></ul>`, "<strong style=\"font-weight:bold\">☑ fait</strong>", "<input"},
		"a task's list in an item":                    {`<ul><li>a<ul><li><input type="checkbox"> b</li></ul></li></ul>`, ">☐ b</li>", "☐ a"},
		"a glossary term":                             {`<p>Le <span class="terme"><a href="https://p.example/cse.html">CSE</a><span class="bulle">Comité</span></span></p>`, "Le CSE</p>", "Comité"},
		"a footnote":                                  {`<p>a<sup id="r"><a href="#n" role="doc-noteref">1</a></sup></p><section class="notes"><ol><li>b <a href="#r" role="doc-backlink">↩</a></li></ol></section>`, ">1</sup>", "↩"},
		"a narrow table":                              {`<table><tr><th>A</th><th class="aligne-droite">B</th></tr><tr><td>1</td><td class="aligne-droite">2</td></tr></table>`, `align="right">2</td>`, "&nbsp;:</strong>"},
		"a wide table, row below row":                 {`<table><tr><th>Anticonstitutionnellement</th><th><b>Intergouvernementalisation</b></th></tr><tr><td>un</td><td>deux</td></tr></table>`, "Anticonstitutionnellement&nbsp;:</strong> un</div>", "<th"},
		"code keeps its spaces":                       {"<pre><code>a\n\tb  &lt;</code></pre>", "a<br>&nbsp;&nbsp;&nbsp;&nbsp;b  &lt;", "<pre"},
		"a drawing":                                   {`<figure><img src="https://p.example/a.svg" alt="Trois niveaux" width="420"></figure>`, "Trois niveaux", "<img"},
		"a small image stays small":                   {`<p>a <img src="https://p.example/a.png" alt="b" width="64" height="40"></p>`, `width="64" alt="b"`, "display:block"},
		"an image in a box fits":                      {`<div class="encadre"><p><img src="https://p.example/a.png" alt="b" width="900"></p></div>`, `width="490" alt="b"`, `width="536"`},
		"scripts and frames":                          {`<p>a<script>alert(1)</script><iframe src="https://p.example/"></iframe></p>`, ">a</p>", "p.example"},
		"text stays text":                             {`<p>5 &lt; 6 &amp; &lt;script&gt; « "</p>`, "5 &lt; 6 &amp; &lt;script&gt; « &#34;</p>", "<script"},
		"an address that breaks out":                  {`<p><a href='https://p.example/"><b>'>a</a></p>`, `https://p.example/%22%3E%3Cb%3E"`, `"><b>`},
		"an address that runs":                        {`<p><a href="javascript:x">a</a> <a href="java%73cript&colon;x">b</a> <a href="#c">c</a></p>`, `<p style="margin:0 0 16px">a b <a href="https://o.example/#c"`, "cript"},
		"the page's first level is the mail's second": {`<h1>Titre</h1>`, ">Titre</h2>", ">Titre</h1>"},
	} {
		got := document(t, &Issue{Name: "x", Title: "T", Body: c.body, Online: "https://o.example/"})
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
	if first := strings.Index(body, i.Preheader); first < 0 || !strings.Contains(body[:first], "display:none") || strings.Index(body, "voir en ligne") < first {
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
	if strings.Contains(bare, `href=""`) || strings.Contains(bare, "mailto:") || !strings.Contains(bare, "1er\u00a0janvier 2027") || !strings.Contains(bare, "En bref.&nbsp;") {
		t.Errorf("an issue with little:\n%s", bare)
	}
}
