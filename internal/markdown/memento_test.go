package markdown

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// shownInMemento tells what each construct leaves in the authors' cheat sheet.
// An image is shown as its source: a portal has none in common with another.
var shownInMemento = map[string]string{
	"autolinks":      `<a href="https://www\.service-public\.fr">https://`,
	"callouts":       `(?s)encadre-note.*encadre-a-retenir.*encadre-attention.*encadre-exemple.*encadre-outil`,
	"code":           `(?s)<code>intraqvt check</code>.*<code class="language-sh">`,
	"columns":        `<div class="colonnes">`,
	"definitions":    `<dl>\s*<dt>`,
	"details":        `<details>\s*<summary>`,
	"embeds":         `(?s)\{embed [^#}]+\}.*\{embed [^#}]+#[^}]+\}`,
	"examples":       `<div class="exemple">`,
	"footnotes":      `role="doc-noteref"`,
	"headings":       `<h2>Démarche</h2>\s*<h3>`,
	"images":         `images/reseau\.svg "Qui parle`,
	"keyfigures":     `<dl class="chiffres">`,
	"links":          `(?s)\{link premiers-pas\.md\}.*<a href="https://www\.anact\.fr">`,
	"lists":          `(?s)<ul>.*<ul>.*<ol>`,
	"lists-of-pages": `\{list type=`,
	"phones":         `(?s)<a href="tel:0199001200">.*<a href="tel:112">`,
	"tables":         `<table>`,
	"tabs":           `<div class="onglets"`,
	"tasks":          `(?s)<ul class="taches">.*checked.*disabled aria-label`,
	"typography":     `L’équipe.*«{nb}12{nn}000 €{nn}\?{nb}»…`,
	"wikilinks":      `(?s)\{name [^}]+\}.*\{wiki [^}]+\}.*\{name [^}]+#[^}]+\}`,
}

// What is taken from authors who paste HTML is not offered to them.
var notInMemento = map[string]bool{"rawhtml": true, "xss": true}

// The cheat sheet of the authors' guide shows every construct of this package.
func TestMementoShowsEveryConstruct(t *testing.T) {
	source, err := os.ReadFile("../../layouts/guide/memento-markdown.md")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := bytes.Cut(source, []byte("\n---\n"))
	d, problems := Compile(body, Options{})
	if len(problems) > 0 {
		t.Errorf("problems:\n%s", listed(problems))
	}
	page := notation(d)
	for _, file := range CaseFiles(t) {
		construct := strings.TrimSuffix(filepath.Base(file), ".txt")
		if notInMemento[construct] {
			continue
		}
		marker, known := shownInMemento[construct]
		if !known {
			t.Errorf("%s: say by what it is known in the cheat sheet, and show it there", construct)
		} else if !regexp.MustCompile(marker).MatchString(page) {
			t.Errorf("%s: nothing like %s in the cheat sheet", construct, marker)
		}
	}
	for _, h := range d.Headings {
		if h.Text == "Démarche" || h.Text == "Avant" {
			t.Errorf("the heading « %s » of an example is in the table of contents", h.Text)
		}
	}
}

// What an example shows is found once: its source is no text of the page.
func TestExampleIsReadOnce(t *testing.T) {
	d, _ := Compile([]byte("## Un\n\n::: exemple\n## Deux\n\nUn **mot**.\n:::\n\nFin.\n"), Options{})
	if got := d.SectionText(0, nil); got != "Deux\nUn mot.\nFin." || len(d.Headings) != 1 {
		t.Errorf("text %q of %d headings", got, len(d.Headings))
	}
}
