package markdown

import (
	"slices"
	"strconv"
)

// pageWriter writes a text as HTML with slots, for a page of the portal, and
// records where runs and sections are.
type pageWriter struct {
	html     []byte
	runs     []Run
	locals   []Local
	sections []span // by the number of their heading
	lastSlot int    // offset of the last slot; -1 before the first
	body     bool   // the open table has begun its body
}

// span is the position of a section.
type span struct{ start, end, run int }

func (w *pageWriter) reset() {
	*w = pageWriter{html: w.html[:0], runs: w.runs[:0], locals: w.locals[:0], sections: w.sections[:0], lastSlot: -1}
}

// openings are the beginnings of elements that are more than a tag.
var openings = [kindCount]string{
	KindDetails: "<details>\n",
	KindTabs:    `<div class="onglets" data-module="onglets">` + "\n",
	KindColumns: `<div class="colonnes">` + "\n",
	KindColumn:  "<div>\n",
	KindGroup:   "<div>\n",
	KindFigures: `<dl class="chiffres">` + "\n",
	KindExample: `<div class="exemple">` + "\n",
}

func (w *pageWriter) Begin(e Element) {
	switch e.Kind {
	case KindSection:
		w.separate()
		w.sections = append(w.sections, span{start: len(w.html), run: len(w.runs)})
	case KindHeading:
		w.heading(e)
	case KindList:
		w.list(e)
	case KindCallout:
		w.write(`<div class="encadre encadre-` + e.Name + `" role="note">` + "\n")
	case KindTab:
		w.tab(e)
	case KindTitle:
		w.title(e)
	case KindTable:
		w.table(e)
	case KindRow:
		w.row(e)
	case KindCell:
		w.cell(e)
	case KindListing:
		w.listing(e)
	case KindToken:
		w.write(`<span class="` + e.Name + `">`)
	case KindNotes:
		w.notes()
	case KindNote:
		w.write("<li")
		w.name("id", e.ID)
		w.write(">")
	case KindLink:
		w.link(e)
	case KindRaw:
		w.raw(e)
	default:
		if opening := openings[e.Kind]; opening != "" {
			w.write(opening)
		} else {
			w.tag("<", e)
		}
	}
	if e.Loose {
		w.write("\n")
	}
}

func (w *pageWriter) End(e Element) {
	switch e.Kind {
	case KindSection:
		w.separate()
		w.sections[e.Start].end = len(w.html)
		return
	case KindHeading:
		w.write("</h")
		w.level(e)
		w.write(">")
	case KindTable:
		w.endTable()
	case KindRow:
		w.endRow(e)
	case KindListing:
		w.write("</code></pre>")
	case KindNotes:
		w.write("</ol>\n</section>")
	case KindExample:
		w.write("</div>\n</div>")
	case KindRaw:
		if !slices.Contains(rawVoid, e.Name) {
			w.tag("</", e)
		}
	default:
		w.tag("</", e)
	}
	if ownLine[e.Kind] {
		w.write("\n")
	}
}

// ownLine are the elements after which a line ends.
var ownLine = func() (own [kindCount]bool) {
	for kind := KindSection; kind < KindStrong; kind++ {
		own[kind] = kind != KindCell && kind != KindLabel && kind != KindNumber
	}
	return own
}()

// tag writes a tag without attributes.
func (w *pageWriter) tag(opens string, e Element) {
	w.write(opens)
	w.write(e.Tag())
	w.write(">")
}

func (w *pageWriter) Put(e Element) {
	switch e.Kind {
	case KindNoteCall:
		w.noteCall(e)
	case KindNoteReturn:
		w.noteReturn(e)
	case KindTaskBox:
		w.taskBox(e)
	case KindSource:
		w.source(e)
	case KindSpace:
		w.write(e.Name)
	case KindRule:
		w.write("<hr>\n")
	case KindLineBreak:
		w.write("<br>")
	}
}

func (w *pageWriter) Text(t Text) {
	start := int32(len(w.html))
	w.html = appendText(w.html, t.Words)
	w.runs = append(w.runs, Run{
		Start: start, End: int32(len(w.html)), Source: int32(t.Source), Block: t.Block, Prose: t.Prose, Heading: t.Heading,
	})
}

// Slot leaves a slot. One in place of a block is on a line of its own.
func (w *pageWriter) Slot(_ int, s *Slot) {
	s.Offset, w.lastSlot = len(w.html), len(w.html)
	if s.Figure || s.Kind == SlotEmbed || s.Kind == SlotQuery {
		w.write("\n")
	}
}

// separate adds a line break where a slot that ends a section would have the
// same offset as the text after the section.
func (w *pageWriter) separate() {
	if w.lastSlot == len(w.html) {
		w.write("\n")
	}
}

func (w *pageWriter) list(e Element) {
	w.write("<" + e.Tag())
	if e.Ordered && e.Start != 1 {
		w.attr("start", strconv.Itoa(e.Start))
	}
	if e.Tasks {
		w.attr("class", "taches")
	}
	w.write(">\n")
}

func (w *pageWriter) write(s string) { w.html = append(w.html, s...) }

// attr writes ` name="value"`, escaped.
func (w *pageWriter) attr(name, value string) {
	w.html = append(w.html, ' ')
	w.html = append(w.html, name...)
	w.html = append(w.html, '=', '"')
	w.html = appendAttribute(w.html, value)
	w.html = append(w.html, '"')
}

// local records that the HTML from start on is only valid on this page.
func (w *pageWriter) local(kind LocalKind, start int) {
	w.locals = append(w.locals, Local{int32(start), int32(len(w.html)), kind})
}

// name writes an attribute that identifies an element of the page.
func (w *pageWriter) name(attribute, value string) {
	start := len(w.html)
	w.attr(attribute, value)
	w.local(LocalName, start)
}

// raw writes the allowed part of an author's start tag.
func (w *pageWriter) raw(e Element) {
	w.write("<" + e.Name)
	for _, a := range e.Attrs {
		if a.Key == "id" {
			w.name(a.Key, a.Val)
		} else {
			w.attr(a.Key, a.Val)
		}
	}
	w.write(">")
}

// appendText escapes text and appends it.
func appendText[T string | []byte](dst []byte, s T) []byte {
	from := 0
	for i := range len(s) {
		if escaped[s[i]] {
			dst = append(dst, s[from:i]...)
			dst = append(dst, textEntity(s[i])...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}

// escaped are the bytes that are written as entities in text.
var escaped = [256]bool{'&': true, '<': true, '>': true, 0: true}

func textEntity(c byte) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case 0:
		return "\ufffd"
	}
	return ""
}

// appendAttribute escapes the value of a quoted attribute, on one line.
func appendAttribute(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		entity := textEntity(s[i])
		switch s[i] {
		case '"':
			entity = "&#34;"
		case '\n':
			entity = "&#10;"
		}
		if entity != "" {
			dst = append(dst, s[from:i]...)
			dst = append(dst, entity...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}
