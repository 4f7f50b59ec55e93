package compare

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"intraqvt/internal/french"
)

// TextOptions are the options of [WriteText].
type TextOptions struct {
	Width  int  // columns; 0 means 80
	Colour bool // ANSI: insertions underlined, deletions struck out; otherwise {+new+} and [-gone-]
}

// Limits of what is shown.
const (
	aroundText  = 8  // words beside a change
	mostWords   = 60 // of an inserted or deleted block
	mostAlerts  = 30
	mostSpots   = 6  // of one alert
	mostItems   = 15 // of a list of files and the like
	mostPassage = 40 // blocks of one page
)

// WriteText writes a report for people to read in a terminal, in French.
func WriteText(w io.Writer, r *Report, o TextOptions) error {
	t := &textWriter{out: bufio.NewWriter(w), width: o.Width, colour: o.Colour}
	if t.width == 0 {
		t.width = 80
	}
	t.line(0, 0, r.Summary())
	for _, s := range r.unreadable() {
		t.line(0, 0, s)
	}
	t.alerts(r.Alerts())
	chapters := r.chapters()
	if slices.ContainsFunc(r.Pages, func(p PageChange) bool { return len(p.Fields)+len(p.Blocks) > 0 }) {
		t.out.WriteByte('\n')
		t.line(0, 0, "Dans ce qui suit, "+t.insert("ceci est nouveau")+" et "+t.delete("ceci n’y est plus")+".")
	}
	for _, c := range chapters {
		t.heading(c.Title)
		for i := range c.Pages {
			if i > 0 && !(c.Pages[i].isBrief() && c.Pages[i-1].isBrief()) {
				t.out.WriteByte('\n')
			}
			t.page(&c.Pages[i])
		}
	}
	t.list("Retouches de fichiers, sans effet pour les lecteurs", "", r.unseen())
	if len(r.Types) > 0 {
		t.heading("Types de page")
		for i := range r.Types {
			t.line(2, 2, t.strong(r.Types[i].title()))
			for _, s := range r.Types[i].What {
				t.line(4, 6, "- "+clean(s))
			}
		}
	}
	t.list("Réglages du portail", "", r.Portal)
	t.list("Fichiers et images des pages", "ajouté : ", r.Files.Added)
	if len(r.Files.Added) == 0 && len(r.Files.Removed)+len(r.Files.Changed) > 0 {
		t.heading("Fichiers et images des pages")
	}
	t.items("plus utilisé : ", r.Files.Removed)
	t.items("remplacé : ", r.Files.Changed)
	t.list("Présentation du portail (gabarits, styles)", "", r.Look)
	t.list("Non comparé", "", r.Apart)
	return t.out.Flush()
}

// textWriter writes lines of limited width. The first error stays in the buffer.
type textWriter struct {
	out    *bufio.Writer
	width  int
	colour bool
}

func (t *textWriter) alerts(alerts []Alert) {
	if len(alerts) == 0 {
		return
	}
	t.heading("À regarder")
	for i, a := range alerts {
		if i == mostAlerts {
			t.line(2, 4, "… et "+french.Counted(len(alerts)-i, "autre", "autres")+" (--format json les donne tous)")
			break
		}
		if len(a.Spots) == 1 {
			t.line(2, 4, "! "+t.spot(a.Spots[0])+" : "+clean(a.Text))
		} else {
			t.line(2, 4, fmt.Sprintf("! %s, à %d endroits :", clean(a.Text), len(a.Spots)))
			for i, s := range a.Spots {
				if i == mostSpots && len(a.Spots) > mostSpots+1 {
					t.line(6, 8, "… et "+french.Counted(len(a.Spots)-i, "autre", "autres")+" (--format html les montre tous)")
					break
				}
				t.line(6, 8, "- "+t.spot(s))
			}
		}
		if a.Hint != "" {
			t.line(6, 8, "→ "+clean(a.Hint))
		}
	}
}

func (t *textWriter) spot(s Spot) string {
	if s.Place == "" {
		return t.strong(s.Title)
	}
	return t.strong(s.Title) + " (" + clean(s.Place) + ")"
}

func (t *textWriter) heading(s string) {
	t.out.WriteByte('\n')
	t.line(0, 0, t.strong(s))
}

// list writes items below a heading, or nothing if there are none.
func (t *textWriter) list(heading, before string, items []string) {
	if len(items) > 0 {
		t.heading(heading)
		t.items(before, items)
	}
}

func (t *textWriter) items(before string, items []string) {
	for i, s := range items {
		if i == mostItems {
			t.line(2, 4, "… et "+french.Counted(len(items)-i, "autre", "autres")+" (--format html les montre tous)")
			break
		}
		t.line(2, 4, "- "+before+clean(s))
	}
}

func (t *textWriter) page(p *PageChange) {
	t.line(2, 2, t.strong(p.Title)+" ("+clean(p.Type)+")")
	t.line(4, 4, clean(p.place()))
	for _, s := range p.Notes {
		t.line(4, 6, "- "+clean(s))
	}
	for i := range p.Fields {
		t.field(&p.Fields[i])
	}
	t.blocks(p.Blocks)
}

func (t *textWriter) field(f *FieldChange) {
	label := clean(f.Label) + " : "
	switch {
	case len(f.Parts) > 0:
		t.line(4, 6, label+t.parts(f.Parts))
	case len(f.Rows) > 0:
		t.line(4, 6, clean(f.Label)+" :")
		for i := range f.Rows {
			t.line(6, 8, moved(&f.Rows[i])+t.parts(f.Rows[i].Parts))
		}
	case len(f.Added)+len(f.Removed) > 0:
		var items []string
		for _, s := range f.Removed {
			items = append(items, t.delete(clean(s)))
		}
		for _, s := range f.Added {
			items = append(items, t.insert(clean(s)))
		}
		t.line(4, 6, label+strings.Join(items, ", "))
	case f.Note != "":
		t.line(4, 6, label+clean(f.Note))
	case f.Before == "":
		t.line(4, 6, label+t.insert(clean(oneLine(f.After))))
	case f.After == "":
		t.line(4, 6, label+t.delete(clean(oneLine(f.Before))))
	default:
		t.line(4, 6, label+t.delete(clean(oneLine(f.Before)))+" "+t.insert(clean(oneLine(f.After))))
	}
}

// blocks writes changed blocks; each heading is written once above its blocks.
func (t *textWriter) blocks(blocks []BlockChange) {
	under := "\x00"
	for i := range blocks {
		b := &blocks[i]
		if i == mostPassage {
			t.line(4, 6, "… et "+french.Counted(len(blocks)-i, "autre passage", "autres passages")+" (--format html les montre tous)")
			return
		}
		if b.Under != under && b.Kind != Heading {
			under = b.Under
			if under == "" {
				t.line(4, 4, "Texte, au début :")
			} else {
				t.line(4, 4, "Texte, sous « "+clean(under)+" » :")
			}
		}
		indent := 6
		if b.Kind == Heading {
			indent, under = 4, "\x00"
		}
		t.line(indent, indent+2, t.block(b))
		for _, note := range b.Notes {
			t.line(indent+2, indent+4, "("+clean(note)+")")
		}
	}
}

func (t *textWriter) block(b *BlockChange) string {
	return kindWords[b.Kind] + moved(b) + t.parts(b.Parts)
}

// moved marks a block that moved.
func moved(b *BlockChange) string {
	if b.Change == Moved {
		return "déplacé : "
	}
	return ""
}

func (t *textWriter) parts(parts []Part) string {
	var s strings.Builder
	for _, p := range excerpt(parts, aroundText) {
		text := clean(oneLineKeepingEnds(p.Text))
		if len(parts) == 1 {
			text = cut(text, mostWords)
		}
		switch p.Op {
		case Insert:
			s.WriteString(t.insert(text))
		case Delete:
			s.WriteString(t.delete(text))
		default:
			s.WriteString(text)
		}
	}
	return s.String()
}

// ANSI codes of insertions, deletions and strong text, and of their end.
const (
	insertCode = "\x1b[4;32m"
	deleteCode = "\x1b[9;31m"
	strongCode = "\x1b[1m"
	endCode    = "\x1b[0m"
)

func (t *textWriter) insert(s string) string {
	if !t.colour {
		return "{+" + s + "+}"
	}
	return insertCode + s + endCode
}

func (t *textWriter) delete(s string) string {
	if !t.colour {
		return "[-" + s + "-]"
	}
	return deleteCode + s + endCode
}

func (t *textWriter) strong(s string) string {
	s = clean(s)
	if !t.colour {
		return s
	}
	return strongCode + s + endCode
}

// clean removes characters of an author's file that would move the terminal's
// cursor or change its colours.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// oneLineKeepingEnds is like oneLine, but keeps the spaces at both ends, which
// separate parts.
func oneLineKeepingEnds(s string) string {
	line := oneLine(s)
	if s == "" || line == "" {
		return s[:min(len(s), 1)]
	}
	if strings.ContainsRune(" \n\t", rune(s[0])) {
		line = " " + line
	}
	if strings.ContainsRune(" \n\t", rune(s[len(s)-1])) {
		line += " "
	}
	return line
}

// line writes a text, broken at spaces if it exceeds the width; margin indents
// the first line, next the others. A colour ends with its line and begins again
// in the next one.
func (t *textWriter) line(margin, next int, s string) {
	wrapping := french.Wrapping{Width: t.width, First: strings.Repeat(" ", margin), Next: strings.Repeat(" ", next), Cut: true}
	open := "" // the active colour
	for i, line := range wrapping.Lines(s) {
		if i > 0 {
			line = wrapping.Next + open + line[next:]
		}
		if at := strings.LastIndex(line, "\x1b["); at >= 0 {
			open = line[at : at+strings.IndexByte(line[at:], 'm')+1]
		}
		if open == endCode {
			open = ""
		}
		if open != "" {
			line += endCode
		}
		t.out.WriteString(strings.TrimRight(line, " "))
		t.out.WriteByte('\n')
	}
}
