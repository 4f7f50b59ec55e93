package compare

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"intraqvt/internal/portaltest"
)

// evil is content with markup that must be escaped.
const evil = `Un <script>alert(1)</script> "mot" & l’autre`

func evilReport() *Report {
	report, _ := Sites(context.Background(), Side{}, Side{})
	report.Unreadable = []string{}
	report.Pages = []PageChange{{
		Change: Changed, Type: "Fiche" + evil, Title: evil, File: "a" + evil, Address: "a.html" + evil, Notes: []string{evil},
		Warnings: []string{evil},
		Fields:   []FieldChange{{Label: evil, Before: evil, After: evil + "\x1b[31m"}, {Label: evil, Added: []string{evil}}},
		Blocks: []BlockChange{{Kind: Code, Change: Changed, Under: evil, Parts: []Part{{Equal, evil}, {Insert, evil + " \ue000"}},
			Notes: []string{evil}}},
	}}
	report.Portal = []string{evil}
	report.Look = []string{evil}
	report.Apart = []string{evil}
	return report
}

// Content never becomes an element or an attribute, and the fragment's elements
// are all closed.
func TestHTMLHoldsOnlyItsOwnElements(t *testing.T) {
	var b bytes.Buffer
	if err := WriteHTML(&b, evilReport()); err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{"section": true, "p": true, "h2": true, "h3": true, "ul": true, "li": true, "strong": true, "span": true,
		"br": true, "article": true, "dl": true, "dt": true, "dd": true, "ins": true, "del": true}
	depth := map[string]int{}
	for z := html.NewTokenizer(&b); ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		switch kind {
		case html.StartTagToken:
			if !allowed[token.Data] {
				t.Errorf("element <%s>", token.Data)
			}
			for _, a := range token.Attr {
				if a.Key != "class" || strings.ContainsAny(a.Val, `"<>`) {
					t.Errorf("attribute %s=%q of <%s>", a.Key, a.Val, token.Data)
				}
			}
			if token.Data != "br" {
				depth[token.Data]++
			}
		case html.EndTagToken:
			depth[token.Data]--
		}
	}
	for name, n := range depth {
		if n != 0 {
			t.Errorf("<%s> is open %d times at the end", name, n)
		}
	}
}

func TestTextMovesNoCursor(t *testing.T) {
	for _, colour := range []bool{false, true} {
		var b bytes.Buffer
		if err := WriteText(&b, evilReport(), TextOptions{Width: 60, Colour: colour}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "\x1b[31m") {
			t.Errorf("colour %v: what content says reaches the terminal: %q", colour, b.String())
		}
		if !colour && strings.ContainsRune(b.String(), '\x1b') {
			t.Error("colours where none are wanted")
		}
		for line := range strings.Lines(b.String()) {
			if strings.Count(line, "\x1b[0m") != strings.Count(line, "\x1b[")-strings.Count(line, "\x1b[0m") {
				t.Errorf("colour runs over the end of a line: %q", line)
			}
		}
	}
}

func TestColours(t *testing.T) {
	r := compared(t, portal(t, portaltest.Files{"content/pages/a.md": page("titre: A", "Un deux trois quatre.")}),
		portal(t, portaltest.Files{"content/pages/a.md": page("titre: A", "Un deux trois cinq.")}))
	var b bytes.Buffer
	if err := WriteText(&b, r, TextOptions{Colour: true}); err != nil {
		t.Fatal(err)
	}
	if want := "Un deux trois \x1b[9;31mquatre\x1b[0m\x1b[4;32mcinq\x1b[0m."; !strings.Contains(b.String(), want) {
		t.Errorf("got %q, want %q in it", b.String(), want)
	}
}

// All keys are present, and lists are lists.
func TestJSON(t *testing.T) {
	base := portaltest.Files{"content/pages/a.md": page("titre: A", "Un."), "content/pages/b.md": page("titre: B", "Deux.")}
	r := compared(t, portal(t, base),
		portal(t, portaltest.Files{"content/pages/a.md": page("titre: A\nresume: Neuf", "Un deux."),
			"content/pages/c.md": page("titre: C", "[Rien](rien.md)")}))
	var b bytes.Buffer
	if err := WriteJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), ": null") {
		t.Errorf("a list that is null in %s", b.String())
	}
	var got struct {
		Day   string
		Pages []struct {
			Change, Title, File, Address, State string
			Visible                             bool
			Fields                              []struct{ Name, Label, Before, After string }
			Blocks                              []struct {
				Kind, Change, Under string
				Parts               []Part
			}
		}
		Problems []struct {
			File, Code, Level, Title string
			Broken                   bool
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Day != "2026-03-01" || len(got.Pages) != 3 || got.Pages[0].Change != "added" || got.Pages[1].Change != "removed" ||
		got.Pages[2].Change != "changed" {
		t.Fatalf("got %+v", got)
	}
	a := got.Pages[2]
	if len(a.Fields) != 1 || a.Fields[0].Name != "resume" || a.Fields[0].After != "Neuf" || len(a.Blocks) != 1 ||
		a.Blocks[0].Kind != "paragraph" || !a.Visible {
		t.Errorf("got %+v", a)
	}
	if len(got.Problems) != 1 || got.Problems[0].Code != "lien-casse" || got.Problems[0].Level != "error" || !got.Problems[0].Broken ||
		got.Problems[0].Title != "C" {
		t.Errorf("got %+v", got.Problems)
	}
}
