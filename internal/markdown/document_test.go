package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"blocks stand on lines of their own", "## A\n\nb\n\n- c\n- d\n  - e\n\n> f\n\n***\n\ng", "A|b|c|d|e|f|g"},
		{"cells and terms too", "| a | b |\n| - | - |\n| c | d |\n\nT\n: d1\n: d2", "a|b|c|d|T|d1|d2"},
		{"markup inside a word parts nothing", "pré**fixe** et ~~mot~~s, `c`ode, H<sub>2</sub>O, [li](a.md)en",
			"préfixe et mots, code, H2O, lien"},
		{"lines and breaks part words", "un\ndeux  \ntrois\\\nquatre<br>cinq\n\n<div>six<br/>sept</div>",
			"un\ndeux\ntrois\nquatre\ncinq|six\nsept"},
		{"raw blocks are blocks",
			"<ul><li>a</li><li>b</li></ul>\n\n<table><tr><td>c</td><td>d</td></tr></table>\n\n<details><summary>e</summary>f</details>",
			"a|b|c|d|e|f"},
		{"entities are characters", "A &amp; B &lt; C\\* `<&>` &eacute;", "A & B < C* <&> é"},
		{"titles of blocks are text", "> [!NOTE] Titre\n> texte\n\n::: details Plus\nx\n:::\n\n::: onglets\n::: onglet Un\ny\n:::\n:::",
			"Titre|texte|Plus|x|Un|y"},
		{"a figure follows what it counts", "::: chiffres\n- **463** acteurs\n- **7** pôles\n:::", "acteurs|463|pôles|7"},
		{"links say what is written, names nothing", "[a](b.md) [[c|d]] [[e]] https://f.fr", "a d  https://f.fr"},
		{"notes come last, without their numbers", "a[^1] b\n\n[^1]: n\n\nc", "a b|c|n"},
		{"code is text", "a\n\n```go\nfunc f() {}\n// c\n```\n\nb", "a|func f() {}\n// c\n|b"},
		{"a task says what there is to do", "- [x] a\n- [ ] b", "a|b"},
	} {
		d, _ := Compile([]byte(c.source), Options{})
		var blocks []string
		for _, r := range d.Runs {
			if r.Block {
				blocks = append(blocks, "")
			}
			blocks[len(blocks)-1] += string(d.HTML[r.Start:r.End])
		}
		want := strings.ReplaceAll(c.want, "|", "\n")
		if got := d.Text(); got != want {
			t.Errorf("%s: got %q, want %q, blocks %q", c.name, got, want, blocks)
		}
		if n := strings.Count(c.want, "|") + 1; len(blocks) != n {
			t.Errorf("%s: %d blocks, want %d: %q", c.name, len(blocks), n, blocks)
		}
	}
}

func TestSections(t *testing.T) {
	const source = `avant

## A

a

### A1

a1

::: details T
d

#### N

n

##### NN

nn
:::

a1 encore

- ## L

  l

## B

<div>

### R

r

</div>

b[^1]

[^1]: note
`
	d, _ := Compile([]byte(source), Options{})
	for _, c := range []struct {
		id, own, last string // the section's own text, the end of its HTML
	}{
		{"", "avant|note", ""},
		{"a", "a", "</ul>"},
		{"a1", "a1|T|d|a1 encore", "</ul>"},
		{"n", "n", "<p>nn</p>"},
		{"nn", "nn", "<p>nn</p>"},
		{"l", "l", "<p>l</p>"},
		{"b", "b", "</p>"},
		{"r", "r", "<p>r</p>"},
	} {
		i := slices.IndexFunc(d.Headings, func(h Heading) bool { return h.ID == c.id })
		if got := strings.ReplaceAll(d.SectionText(i, nil), "\n", "|"); got != c.own {
			t.Errorf("section %q says %q, want %q", c.id, got, c.own)
		}
		if c.id == "" {
			continue
		}
		start, end, ok := d.Section(c.id)
		if html := strings.TrimSpace(string(d.HTML[start:end])); !ok || !strings.HasSuffix(html, c.last) {
			t.Errorf("section %q ends with %q, want %q", c.id, html, c.last)
		}
	}
	if _, _, ok := d.Section("absente"); ok {
		t.Error("a section that is not there is found")
	}
}

func TestNamesInSections(t *testing.T) {
	d, _ := Compile([]byte("## Le [[cse]]\n\nVoir [[a]] et [[b|B]].\n\n[[c]] suit, puis [[d]].\n\n- [[e]]\n- [[f]]\n"), Options{})
	name := func(i int) string { return strings.ToUpper(d.Slots[i].Target) }
	if got, want := d.SectionText(0, name), "Voir A et B.\nC suit, puis D.\nE\nF"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := d.SectionText(0, nil), "Voir  et B.\n suit, puis ."; got != want {
		t.Errorf("without names got %q, want %q", got, want)
	}
}

// A slot at the end of a section must not pass into the next.
func TestSlotsOfSections(t *testing.T) {
	for _, block := range []string{"![x](x.svg)", "![[x]]", "[[x]]", "::: liste\ntype: x\n:::"} {
		d, _ := Compile([]byte("## A\n"+block+"\n## B\ntexte\n\n- ## C\n  "+strings.ReplaceAll(block, "\n", "\n  ")+"\n\n## D\n"),
			Options{})
		for id, want := range map[string]int{"a": 1, "b": 1, "c": 1, "d": 0} {
			start, end, _ := d.Section(id)
			if from, to := d.SlotsIn(start, end); to-from != want {
				t.Errorf("%s: section %q holds %d slots, want %d", block, id, to-from, want)
			}
		}
	}
}

// Places are those at which an author finds the word again.
func TestPlaces(t *testing.T) {
	for name, source := range map[string]string{
		"paragraph":         "\n\nx **MOT** y\n",
		"second paragraph":  "a\n\nMOT\n",
		"first word":        "MOT",
		"heading":           "a\n\n### MOT\n",
		"setext heading":    "MOT\n===\n",
		"list":              "- a\n- b\n  - **MOT**\n",
		"quotation":         "> a\n>\n> > `MOT`\n",
		"callout":           "> [!NOTE] **MOT**\n> x\n",
		"callout's text":    "> [!NOTE] x\n> MOT\n",
		"container":         "::: details x *MOT*\n:::\n",
		"tab":               "::: onglets\n::: onglet A\n- MOT\n:::\n:::\n",
		"table":             "| a | b |\n| - | - |\n| c | MOT |\n",
		"definition":        "T\n:   MOT\n",
		"footnote":          "a[^1]\n\n[^1]:  MOT\n",
		"code":              "- a\n\n  ```\n  MOT\n  ```\n",
		"coloured code":     "> ```go\n> a := 1\n> \"MOT\"\n> ```\n",
		"indented code":     "a\n\n    MOT\n",
		"raw block":         "<div>\n<p>é\n<b>MOT</b>\n</div>\n",
		"raw block in list": "- a\n\n  <div>\n  <b>MOT</b>\n  </div>\n",
		"raw line":          "é <b>MOT</b>\n",
		"key figure":        "::: chiffres\n- **MOT** a\n:::\n",
		"after a tab":       "-\tMOT\n",
		"autolink":          "voir <https://MOT.fr>\n",
	} {
		d, _ := Compile([]byte(source), Options{FirstLine: 10})
		at := strings.Index(source, "MOT")
		if name == "coloured code" {
			at-- // the string begins with its quotation mark
		}
		if name == "autolink" {
			at -= len("<https://")
		}
		want := fmt.Sprintf("%d:%d", 10+strings.Count(source[:at], "\n"), at-strings.LastIndexByte(source[:at], '\n'))
		i := slices.IndexFunc(d.Runs, func(r Run) bool { return strings.Contains(string(d.HTML[r.Start:r.End]), "MOT") })
		line, column := d.Place(int(d.Runs[i].Source))
		if got := fmt.Sprintf("%d:%d", line, column); got != want {
			t.Errorf("%s: %s, want %s in %q", name, got, want, source)
		}
	}
}

func TestPlacesOfSlots(t *testing.T) {
	for _, source := range []string{
		"é a @[x](y.md) b\n",
		"a\n\n- b\n  - @[[x]] c\n",
		"@![[x]]\n",
		"a\nb @![x](y.svg)\n",
		"> [!NOTE] a @[[x|y]]\n> b\n",
		"| a |\n| - |\n| b @[[x\\|y]] |\n",
		"## A @[x](y)\n",
		"a\n\n@::: liste\ntype: x\n:::\n",
		"- a\n\n  @::: liste\n  type: x\n  :::\n",
		"::: details a @[[x]]\n:::\n",
		"a @<a href=\"x.md\">b</a>\n",
		"<div>\n<p>@<a href=\"x.md\">b</a></p>\n</div>\n",
		"a[^1]\n\n[^1]: b @[x][r]\n\n[r]: y.md\n",
	} {
		before, after, _ := strings.Cut(source, "@")
		d, _ := Compile([]byte(before+after), Options{FirstLine: 10})
		// as editors count
		want := fmt.Sprintf("%d:%d", 10+strings.Count(before, "\n"),
			utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])+1)
		if got := fmt.Sprintf("%d:%d", d.Slots[0].Line, d.Slots[0].Column); got != want {
			t.Errorf("%s, want %s in %q", got, want, source)
		}
	}
}

func TestTitle(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"# Mon titre\n\na", "<p>a</p>\n"},
		{"<!-- note -->\n\n***\n\n# *Mon* Titre !\n\na", "<hr>\n<p>a</p>\n"},
		{"Mon titre\n===\n# Un\n## Deux", "<h2 id=\"un\">Un</h2>\n<h3 id=\"deux\">Deux</h3>\n"},
		{"a\n\n# Mon titre", "<p>a</p>\n<h2 id=\"mon-titre\">Mon titre</h2>\n"},
		{"## Mon titre", "<h2 id=\"mon-titre\">Mon titre</h2>\n"},
		{"# Un\n# Mon titre", "<h2 id=\"un\">Un</h2>\n<h2 id=\"mon-titre\">Mon titre</h2>\n"},
	} {
		d, _ := Compile([]byte(c.source), Options{Title: "Mon titre"})
		if got := string(d.HTML); got != c.want {
			t.Errorf("%q gives %q, want %q", c.source, got, c.want)
		}
	}
}

func TestFirstHeading(t *testing.T) {
	for source, want := range map[string]string{
		"a\n\n# Le *titre* : `x` {#id} #\n":     "Le titre\u00a0: x {#id}",
		"# L'un {#id}\n# L'autre\n":             "L’un",
		"```sh\n# commentaire\n```\n\n# Vrai\n": "Vrai",
		"Sur deux\nlignes\n===\n":               "Sur deux lignes",
		"> # Cité\n\n::: details x\n# y\n:::\n": "",
		"## Deux\n":                             "",
	} {
		if got := FirstHeading([]byte(source)); got != want {
			t.Errorf("%q: %q, want %q", source, got, want)
		}
	}
}

func TestHeading(t *testing.T) {
	d, _ := Compile([]byte("## L'été {#saison}\n## Exemple\n## Exemple\n## Hiver\n## Note {#hiver}\n"), Options{})
	for name, want := range map[string]string{"saison": "saison", "L’été": "saison", "l'ete": "saison", "Exemple": "exemple",
		"exemple-2": "exemple-2", "Hiver": "hiver-2", "hiver": "hiver"} {
		if h, ok := d.Heading(name); !ok || h.ID != want {
			t.Errorf("%q is found as %v", name, h)
		}
	}
	if h, ok := d.Heading("automne"); ok {
		t.Errorf("found %v", h)
	}
}

func TestWords(t *testing.T) {
	for source, want := range map[string]int{
		"Un, deux : trois ! « quatre » — cinq…": 5,
		"pré**fixe** *et*\nl'autre":             3,
		"`code` mot":                            1,
		"```\ndu code\n```":                     0,
		"12 000 € et 50 %":                      4,
	} {
		if d, _ := Compile([]byte(source), Options{}); d.Words != want {
			t.Errorf("%q has %d words, want %d", source, d.Words, want)
		}
	}
}

func TestProse(t *testing.T) {
	d, _ := Compile([]byte("## Titre\n\na [b](c.md) `d` https://e.fr\n\n> [!NOTE] f\n> g\n\n::: details h\ni\n:::\n\n"+
		"<a href=\"j.md\">k</a> <code>l</code>\n"), Options{})
	var prose []string
	for _, r := range d.Runs {
		if s := strings.TrimSpace(string(d.HTML[r.Start:r.End])); r.Prose && s != "" {
			prose = append(prose, s)
		}
	}
	if want := []string{"a", "g", "i"}; !slices.Equal(prose, want) {
		t.Errorf("tooltips may stand in %q, want %q", prose, want)
	}
}
