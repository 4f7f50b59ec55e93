package newsletter

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden file anew")

// Every construct of the portal's Markdown, as plain text.
func TestTextOfEveryConstruct(t *testing.T) {
	const golden = "testdata/constructs.txt"
	got := sample(t, "constructs").Text()
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("the text is not as in %s (-want +got):\n%s", golden, d)
	}
}

func TestTextIsWrapped(t *testing.T) {
	for _, name := range issues(t) {
		for l := range strings.SplitSeq(sample(t, name).Text(), "\n") {
			if utf8.RuneCountInString(l) > textWidth && !strings.Contains(l, "https://") {
				t.Errorf("%s: a line of %d characters: %s", name, utf8.RuneCountInString(l), l)
			}
			if strings.TrimRight(l, " ") != l && l != "-- " {
				t.Errorf("%s: spaces at the end of %q", name, l)
			}
		}
	}
}

// Whatever a reader of the page can read is in the mail, in both its forms.
func TestNothingIsLost(t *testing.T) {
	for _, name := range issues(t) {
		i := sample(t, name)
		page, err := i.tree()
		if err != nil {
			t.Fatal(err)
		}
		for n := range page.Descendants() {
			if attr(n, "role") == "doc-backlink" {
				n.FirstChild.Data = ""
			}
		}
		want := words(spoken(page))
		for form, text := range map[string]string{"HTML": spoken(parsed(t, document(t, i))), "text": i.Text()} {
			have := words(text)
			for word, n := range want {
				if have[word] < n {
					t.Errorf("%s, %s: the page says %q %d times, the mail %d", name, form, word, n, have[word])
				}
			}
		}
	}
}

// spoken is the text of a tree, its elements apart.
func spoken(root *html.Node) string {
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && !slices.ContainsFunc(slices.Collect(n.Ancestors()), func(a *html.Node) bool { return hasClass(a, "bulle") || hasClass(a, "invisible") }) {
			b.WriteString(n.Data + " ")
		}
	}
	return b.String()
}

// words counts the words of a text, of letters alone: figures are raised and
// followed by numbers of links in one form and not in the other.
func words(s string) map[string]int {
	count := map[string]int{}
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return r != 'œ' && (r < 'a' || r > 'z') && (r < 'à' || r > 'ÿ') }) {
		count[w]++
	}
	return count
}

func TestTextOfLinks(t *testing.T) {
	for body, want := range map[string]string{
		`<p>Voir <a href="https://a.example/">ici</a>, <a href="https://b.example/">là</a> et <a href="https://a.example/">ici</a>.</p>`: "Voir ici [1], là [2] et ici [1].",
		`<p><a href="https://a.example/">https://a.example/</a></p>`:                                                                     "https://a.example/",
		`<p><a href="mailto:a@b.example">a@b.example</a>, <a href="tel:0199">0199</a></p>`:                                               "a@b.example, 0199",
		`<p>Le <span class="terme"><a href="https://g.example/">CSE</a><span class="bulle">Comité</span></span>.</p>`:                    "Le CSE.",
		`<p><a id="x">Sans adresse</a></p>`:  "Sans adresse",
		`<p><a href="#plus-bas">ici</a></p>`: "ici [1]",
	} {
		i := &Issue{Body: body, Online: "https://o.example/"}
		_, got, _ := strings.Cut(i.Text(), "o.example/\n\n")
		got, _, _ = strings.Cut(got, "\n")
		if got != want {
			t.Errorf("%s\nis  %q\nwant %q", body, got, want)
		}
	}
	if got := (&Issue{Body: `<a href="#x">y</a>`, Online: "https://o.example/"}).Text(); !strings.Contains(got, "[1] https://o.example/#x\n") {
		t.Errorf("a link within the page leads nowhere:\n%s", got)
	}
	if got := (&Issue{Body: `<p><a href="javascript%3Ax">y</a></p>`}).Text(); !strings.Contains(got, "\ny\n") || strings.Contains(got, "script") {
		t.Errorf("an address that runs is listed:\n%s", got)
	}
}

func TestTextOfLists(t *testing.T) {
	i := &Issue{Body: `<ul><li>a<ol start="9"><li>b</li><li>c<ul><li>d</li></ul></li></ol></li><li>e</li></ul><p>f</p>`}
	const want = "- a\n  9. b\n  10. c\n      - d\n- e\n\nf\n"
	if got := i.Text(); !strings.Contains(got, want) {
		t.Errorf("%s\nhas not\n%s", got, want)
	}
}

// Any HTML that a page may have gives a mail.
func FuzzBody(f *testing.F) {
	for _, s := range []string{
		"<table><tr><td>a<table><tr><th>b</table><pre>c\n\td</pre><h2>e</h2><hr><ul><li>f</table>",
		"<li>a<dd>b<dt>c<summary>d</summary><details><td>e", `<ul class="entrees">x</ul><dl class="chiffres"><div></div></dl>`,
		`<blockquote><ol start="-3"><li><input type=checkbox><p><img src="a.png" srcset=", 9w, x" width=0>`, "<b><p><a href=x><a href=y>z", "\x00<!-- --><![CDATA[",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		i := &Issue{Name: "x", Title: "T", Body: body, Online: "https://o.example/"}
		if _, _, err := i.HTML(false); err != nil {
			t.Fatal(err)
		}
		i.Text()
		i.Check()
	})
}
