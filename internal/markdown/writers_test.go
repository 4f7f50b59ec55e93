package markdown_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"intraqvt/internal/address"
	"intraqvt/internal/compare"
	"intraqvt/internal/mail"
	"intraqvt/internal/markdown"
	"intraqvt/internal/portaltest"
)

// What the search finds of each case, what a comparison says of it and what
// both forms of a mail show of it stands in the case files, too.
func TestOtherWriters(t *testing.T) {
	for _, file := range markdown.CaseFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			cases := markdown.ReadCases(t, file)
			for i, c := range cases {
				source := markdown.Shown.Replace(c.Input)
				d, _ := markdown.Compile([]byte(source), markdown.Options{})
				got := markdown.Hidden.Replace(searched(d) + compared(t, source) + mailed(t, d, source))
				if *markdown.Update {
					cases[i].Others = got
				} else if got != c.Others {
					t.Errorf("%s\n--- input\n%s--- expected\n%s--- got\n%s", c.Name, c.Input, c.Others, got)
				}
			}
			if *markdown.Update {
				markdown.WriteCases(t, file, cases)
			}
		})
	}
}

// lines are those of a text under a name, indented.
func lines(name, text string) string {
	if text = strings.Trim(text, "\n"); text == "" {
		return ""
	}
	text = strings.ReplaceAll(name+"\n"+text, "\n", "\n  ") + "\n"
	return strings.ReplaceAll(strings.ReplaceAll(text, "\n  \n", "\n\n"), "\n  \n", "\n\n")
}

func searched(d *markdown.Document) string {
	name := func(slot int) string { return "[" + d.Slots[slot].Target + "]" }
	text := d.SectionText(-1, name)
	for i, h := range d.Headings {
		text += "\n# " + h.Text + "\n" + d.SectionText(i, name)
	}
	return lines("search", text)
}

func compared(t *testing.T, text string) string {
	side := func(text string) compare.Side {
		files := portaltest.Layouts(t).With(portaltest.Files{"content/pages/a.md": "---\ntitre: Page\n---\n" + text})
		return compare.Side{Site: portaltest.Load(t, files).Site, Read: files.Read}
	}
	report, err := compare.Sites(t.Context(), side(""), side(text))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, p := range report.Pages {
		for _, b := range p.Blocks {
			for _, part := range b.Parts {
				fmt.Fprintf(&out, "%s: %s\n", b.Kind, part.Text)
			}
		}
	}
	return lines("compare", out.String())
}

// mailed is what both forms of a mail show between head and foot.
func mailed(t *testing.T, d *markdown.Document, source string) string {
	var body markdown.Recording
	d.Tell([]byte(source), markdown.Options{}, &named{&body})
	text, page := mailOf(t, body)
	above, below := frames(t)
	_, text, _ = strings.Cut(text, "=\n")
	text, _, _ = strings.Cut(text, "\n-- \n")
	page, found := strings.CutPrefix(page, above)
	page, ends := strings.CutSuffix(page, below)
	if !found || !ends {
		t.Fatalf("the frame of a mail depends on its body:\n%s", page)
	}
	page = looks.ReplaceAllString(spacer.ReplaceAllString(page, "{space $1}"), "")
	return lines("mail text", text) + lines("mail HTML", page)
}

// frames are what an HTML mail has above and below its body.
func frames(t *testing.T) (above, below string) {
	var body markdown.Recording
	const mark = "MARK"
	body.Text(markdown.Text{Words: []byte(mark)})
	_, page := mailOf(t, body)
	above, below, _ = strings.Cut(page, mark)
	return above, below
}

func mailOf(t *testing.T, body markdown.Recording) (text, page string) {
	issue := &mail.Issue{Title: "T", Body: body}
	document, err := issue.HTML()
	if err != nil {
		t.Fatal(err)
	}
	return issue.Text(), string(document)
}

// looks are attributes that say how an element of a mail looks, spacer an
// element that is nothing but room; the tests of package mail hold both. The
// classes stay: they tell a warning from a note.
var (
	looks  = regexp.MustCompile(` (?:style|bgcolor|cellpadding|cellspacing|border|role)="[^"]*"| width="100%"`)
	spacer = regexp.MustCompile(`<div style="font-size:(\d+)px;line-height:\d+px">&nbsp;</div>`)
)

// named fills the places of a text with the names of what they want.
type named struct{ *markdown.Recording }

func (n *named) Slot(_ int, s *markdown.Slot) {
	base, err := address.Read("https://portail.example/")
	if err != nil {
		panic(err)
	}
	link := markdown.Element{Kind: markdown.KindLink, To: base.Below(s.Target).At(s.Fragment)}
	card := markdown.Card{Title: s.Target, To: link.To}
	switch s.Kind {
	case markdown.SlotLink, markdown.SlotWiki:
		n.Begin(link)
	case markdown.SlotLinkEnd:
		n.End(link)
	case markdown.SlotName:
		n.Begin(link)
		n.Text(markdown.Text{Words: []byte(s.Target)})
		n.End(link)
	case markdown.SlotImage:
		image := markdown.Image{Source: link.To, Alt: s.Alt, Caption: s.Title, Figure: s.Figure}
		n.Put(markdown.Element{Kind: markdown.KindImage, Image: &image})
	case markdown.SlotQuery:
		card.Title = "liste : " + s.Query.Type
		fallthrough
	case markdown.SlotEmbed:
		n.Put(markdown.Element{Kind: markdown.KindCards, Cards: []markdown.Card{card}})
	}
}
