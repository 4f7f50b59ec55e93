package markdown

import (
	"strconv"

	east "github.com/yuin/goldmark/extension/ast"
)

// footnoteLink reports the number of a note. In the text of a link it is no
// link, since links do not nest.
func (k *walker) footnoteLink(n *east.FootnoteLink) {
	e := Element{Kind: KindNoteCall, Level: n.Index, ID: footnoteRef(n.Index, n.RefIndex), Name: footnoteID(n.Index)}
	k.addAnchor(e.ID)
	if k.inLink {
		e.Name = ""
	}
	k.put(e)
}

func (w *pageWriter) noteCall(e Element) {
	i := strconv.Itoa(e.Level)
	w.write("<sup")
	w.name("id", e.ID)
	w.write(">")
	if e.Name == "" {
		w.write(i + "</sup>")
		return
	}
	w.write("<a")
	w.part(e.Name)
	w.write(` role="doc-noteref" aria-label="Note ` + i + `">` + i + `</a></sup>`)
}

// footnoteBacklink reports the link from a note back to its call. It is not
// part of the author's text, so raw HTML there ends before it.
func (k *walker) footnoteBacklink(n *east.FootnoteBacklink) {
	k.abandonRaw(k.floor.raw)
	k.put(Element{Kind: KindNoteReturn, Name: footnoteRef(n.Index, n.RefIndex), Level: n.RefIndex + 1})
}

func (w *pageWriter) noteReturn(e Element) {
	label := "Revenir au texte"
	if e.Level > 1 {
		label += " (" + strconv.Itoa(e.Level) + ")"
	}
	w.write(" <a")
	w.part(e.Name)
	w.write(` role="doc-backlink" aria-label="` + label + `">↩</a>`)
}

// part writes the address of a part of the page.
func (w *pageWriter) part(id string) {
	w.write(` href="#`)
	w.local(LocalLink, len(w.html)-1)
	w.write(id + `"`)
}

// footnotes reports all notes, at the end of the text; they belong to no
// section.
func (k *walker) footnotes(n *east.FootnoteList) {
	k.abandonRaw(0)
	k.endSections(0)
	k.startBlock()
	k.begin(Element{Kind: KindNotes})
	k.inside(n)
	k.end(Element{Kind: KindNotes})
}

func (w *pageWriter) notes() {
	w.write(`<section class="notes" role="doc-endnotes"`)
	w.name("aria-label", "Notes")
	w.write(">\n<ol>\n")
}

func (k *walker) footnote(n *east.Footnote) {
	e := Element{Kind: KindNote, ID: footnoteID(n.Index)}
	k.addAnchor(e.ID)
	k.startBlock()
	k.begin(e)
	k.inside(n)
	k.end(e)
}

func footnoteID(index int) string { return "note-" + strconv.Itoa(index) }

func footnoteRef(index, ref int) string {
	id := "renvoi-" + strconv.Itoa(index)
	if ref > 0 {
		id += "-" + strconv.Itoa(ref+1)
	}
	return id
}
