package markdown

import (
	"slices"
	"strconv"
)

// pageWriter writes a text as a page of the portal shows it: HTML with holes,
// and where text and sections stand in it.
type pageWriter struct {
	html     []byte
	runs     []Run
	locals   []Local
	sections []span // by the number of their headings
	lastSlot int    // where the last slot stands; -1 before the first
	body     bool   // the rows of the table that is open have begun
}

// span is where a section stands.
type span struct{ start, end, run int }

func (w *pageWriter) reset() {
	*w = pageWriter{html: w.html[:0], runs: w.runs[:0], locals: w.locals[:0], sections: w.sections[:0], lastSlot: -1}
}

// tags are what stands around elements that are tags and no more.
var tags = [kindCount]struct{ begin, end string }{
	KindParagraph:   {"<p>", "</p>\n"},
	KindItem:        {"<li>", "</li>\n"},
	KindDefinitions: {"<dl>", "</dl>\n"},
	KindTerm:        {"<dt>", "</dt>\n"},
	KindDefinition:  {"<dd>", "</dd>\n"},
	KindQuotation:   {"<blockquote>", "</blockquote>\n"},
	KindDetails:     {"<details>\n", "</details>\n"},
	KindTabs:        {`<div class="onglets" data-module="onglets">` + "\n", "</div>\n"},
	KindColumns:     {`<div class="colonnes">` + "\n", "</div>\n"},
	KindColumn:      {"<div>\n", "</div>\n"},
	KindGroup:       {"<div>\n", "</div>\n"},
	KindFigures:     {`<dl class="chiffres">` + "\n", "</dl>\n"},
	KindFigure:      {"<div>", "</div>\n"},
	KindLabel:       {"<dt>", "</dt>"},
	KindNumber:      {"<dd>", "</dd>"},
	KindNotes:       {end: "</ol>\n</section>\n"},
	KindExample:     {`<div class="exemple">` + "\n", "</div>\n</div>\n"},
	KindRule:        {begin: "<hr>\n"},
	KindStrong:      {"<strong>", "</strong>"},
	KindEmphasis:    {"<em>", "</em>"},
	KindDeleted:     {"<del>", "</del>"},
	KindCode:        {"<code>", "</code>"},
	KindLineBreak:   {begin: "<br>"},
}

func (w *pageWriter) Begin(e Element) {
	switch e.Kind {
	case KindSection:
		w.separate()
		w.sections = append(w.sections, span{start: len(w.html), run: len(w.runs)})
	case KindHeading:
		w.write("<h")
		w.level(e)
		if e.ID != "" {
			w.name("id", e.ID)
		}
		w.write(">")
	case KindList:
		w.list(e)
	case KindCallout:
		w.write(`<div class="encadre encadre-` + e.Name + `" role="note">` + "\n")
	case KindTab:
		w.write(`<section class="onglet"`)
		w.name("id", e.ID)
		w.name("aria-labelledby", e.Name)
		w.write(">\n")
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
		w.write(`<section class="notes" role="doc-endnotes"`)
		w.name("aria-label", "Notes")
		w.write(">\n<ol>\n")
	case KindNote:
		w.write("<li")
		w.name("id", e.ID)
		w.write(">")
	case KindLink:
		w.link(e)
	case KindRaw:
		w.raw(e)
	default:
		w.write(tags[e.Kind].begin)
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
	case KindHeading:
		w.write("</h")
		w.level(e)
		w.write(">\n")
	case KindList:
		w.write("</" + listTag(e) + ">\n")
	case KindCallout:
		w.write("</div>\n")
	case KindTab:
		w.write("</section>\n")
	case KindTitle:
		w.endTitle(e)
	case KindTable:
		w.endTable()
	case KindRow:
		w.endRow(e)
	case KindCell:
		w.write("</" + cellTag(e) + ">")
	case KindListing:
		w.write("</code></pre>\n")
	case KindToken:
		w.write("</span>")
	case KindNote:
		w.write("</li>\n")
	case KindLink:
		w.write("</a>")
	case KindRaw:
		if !slices.Contains(rawVoid, e.Name) {
			w.write("</" + e.Name + ">")
		}
	default:
		w.write(tags[e.Kind].end)
	}
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
	default:
		w.write(tags[e.Kind].begin)
	}
}

func (w *pageWriter) Text(t Text) {
	start := int32(len(w.html))
	w.html = appendText(w.html, t.Words)
	w.runs = append(w.runs, Run{Start: start, End: int32(len(w.html)), Source: int32(t.Source), Block: t.Block, Prose: t.Prose, Heading: t.Heading})
}

// Slot leaves a hole. What fills the place of a block stands on lines of its
// own.
func (w *pageWriter) Slot(_ int, s *Slot) {
	s.Offset, w.lastSlot = len(w.html), len(w.html)
	if s.Figure || s.Kind == SlotEmbed || s.Kind == SlotQuery {
		w.write("\n")
	}
}

// separate keeps a slot that ends a section from standing at the same offset
// as what comes after the section.
func (w *pageWriter) separate() {
	if w.lastSlot == len(w.html) {
		w.write("\n")
	}
}

func (w *pageWriter) list(e Element) {
	w.write("<" + listTag(e))
	if e.Ordered && e.Start != 1 {
		w.attr("start", strconv.Itoa(e.Start))
	}
	if e.Tasks {
		w.attr("class", "taches")
	}
	w.write(">\n")
}

func listTag(e Element) string {
	if e.Ordered {
		return "ol"
	}
	return "ul"
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

// local notes that what stands from start on holds for the page alone.
func (w *pageWriter) local(kind LocalKind, start int) {
	w.locals = append(w.locals, Local{int32(start), int32(len(w.html)), kind})
}

// name writes an attribute that names an element among those of the page.
func (w *pageWriter) name(attribute, value string) {
	start := len(w.html)
	w.attr(attribute, value)
	w.local(LocalName, start)
}

// level writes the digit of a heading's tag.
func (w *pageWriter) level(e Element) {
	w.write(strconv.Itoa(e.Level))
	w.local(LocalLevel, len(w.html)-1)
}

// title is written as the summary of details or as a paragraph.
func (w *pageWriter) title(e Element) {
	if e.Name == "" {
		w.write("<summary>")
		return
	}
	w.write(`<p class="` + e.Name + `"`)
	if e.ID != "" {
		w.name("id", e.ID)
	}
	w.write(">")
}

func (w *pageWriter) endTitle(e Element) {
	if e.Name == "" {
		w.write("</summary>\n")
		return
	}
	w.write("</p>\n")
}

// raw writes a start tag that an author wrote, as far as it is allowed.
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

// appendText escapes the text of an element.
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

// escaped are the bytes for which an entity stands in text.
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

// appendAttribute escapes the value of a quoted attribute, so that it fills
// one line.
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
