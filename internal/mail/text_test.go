package mail

import (
	"flag"
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"intraqvt/internal/markdown"
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

// Whatever a text says is in its mail, in both its forms.
func TestNothingIsLost(t *testing.T) {
	for _, name := range issues(t) {
		i := sample(t, name)
		var said words
		i.Body.Tell(&said)
		text := collapse(strings.NewReplacer("\n| ", " ", "\n> ", " ").Replace(i.Text()))
		html := collapse(line(parsed(t, document(t, i))))
		for _, word := range said {
			if !strings.Contains(html, word) {
				t.Errorf("%s: the HTML lacks %q", name, word)
			}
			if !strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
				t.Errorf("%s: the text lacks %q", name, word)
			}
		}
	}
}

// words are those of a text and of the cards in it, figures aside: they are
// raised in one form and not in the other.
type words []string

func (w *words) add(s string) {
	*w = append(*w, strings.FieldsFunc(s, func(r rune) bool { return r != '’' && !unicode.IsLetter(r) })...)
}

func (w *words) Begin(markdown.Element)   {}
func (w *words) End(markdown.Element)     {}
func (w *words) Slot(int, *markdown.Slot) {}
func (w *words) Text(t markdown.Text)     { w.add(string(t.Words)) }
func (w *words) Put(e markdown.Element) {
	for _, c := range e.Cards {
		w.add(c.Title + " " + c.Summary + " " + strings.Join(c.Marks, " "))
	}
}

func TestTextOfLinks(t *testing.T) {
	for source, want := range map[string]string{
		"Voir [ici](https://a.example/), [là](https://b.example/) et [ici](https://a.example/).": "Voir ici [1], là [2] et ici [1].",
		"<https://a.example/>":            "https://a.example/",
		"<a@b.example>, [0199](tel:0199)": "a@b.example, 0199",
		`<a id="x">Sans adresse</a>`:      "Sans adresse",
		"[ici](#plus-bas)":                "ici [1]",
		"[y](javascript%3Ax)":             "y",
	} {
		i := &Issue{Body: textOf(source), Online: "https://o.example/"}
		_, got, _ := strings.Cut(i.Text(), "o.example/\n\n")
		got, _, _ = strings.Cut(got, "\n")
		if got != want {
			t.Errorf("%s\nis  %q\nwant %q", source, got, want)
		}
	}
}

func TestTextOfLists(t *testing.T) {
	i := &Issue{Body: textOf("- a\n  1. b\n  2. c\n     - d\n- e\n\nf")}
	const want = "- a\n  1. b\n  2. c\n     - d\n- e\n\nf\n"
	if got := i.Text(); !strings.Contains(got, want) {
		t.Errorf("%s\nhas not\n%s", got, want)
	}
}

// Any text that an author may write gives a mail.
func FuzzBody(f *testing.F) {
	for _, s := range []string{
		"<table><tr><td>a<table><tr><th>b</table><pre>c\n\td</pre><hr><ul><li>f</table>",
		"<ul><li>a<dl><dd>b<dt>c<details><summary>d</summary><td>e", "<details>a <summary>b</summary></details>",
		"::: chiffres\n- **1** a\n:::", "> 3. [ ] ![a](petit.png)\n>    | a |\n>    | - |\n>    | <kbd>b |",
		"<b><p><a href=x>y[^1]\n\n[^1]: z", "::: exemple\n::: onglet <q>a\n## b\n:::\n:::",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		i := &Issue{Name: "x", Title: "T", Body: textOf(source), Online: "https://o.example/"}
		if _, err := i.HTML(); err != nil {
			t.Fatal(err)
		}
		i.Text()
		i.Check()
	})
}
