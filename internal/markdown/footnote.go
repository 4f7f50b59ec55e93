package markdown

import (
	"strconv"

	east "github.com/yuin/goldmark/extension/ast"
)

// footnoteLink writes the number of a note; in the text of a link it leads
// nowhere, since links do not nest.
func (c *compiler) footnoteLink(n *east.FootnoteLink) {
	i, id := strconv.Itoa(n.Index), footnoteRef(n.Index, n.RefIndex)
	c.addAnchor(id)
	c.write(`<sup id="` + id + `">`)
	if c.inLink {
		c.write(i + "</sup>")
		return
	}
	c.write(`<a href="#` + footnoteID(n.Index) + `" role="doc-noteref" aria-label="Note ` + i + `">` + i + `</a></sup>`)
}

// footnoteBacklink leads from a note back to where it is called. It is none of
// the author's text, so raw HTML in that ends here.
func (c *compiler) footnoteBacklink(n *east.FootnoteBacklink) {
	c.abandonRaw(c.floor.raw)
	label := "Revenir au texte"
	if n.RefIndex > 0 {
		label += " (" + strconv.Itoa(n.RefIndex+1) + ")"
	}
	c.write(` <a href="#` + footnoteRef(n.Index, n.RefIndex) + `" role="doc-backlink" aria-label="` + label + `">↩</a>`)
}

// footnotes writes all notes at the end; they belong to no section.
func (c *compiler) footnotes(n *east.FootnoteList) {
	c.abandonRaw(0)
	c.endSections(0)
	c.startBlock()
	c.write(`<section class="notes" role="doc-endnotes" aria-label="Notes">` + "\n<ol>\n")
	c.inside(n)
	c.write("</ol>\n</section>\n")
}

func (c *compiler) footnote(n *east.Footnote) {
	id := footnoteID(n.Index)
	c.addAnchor(id)
	c.startBlock()
	c.write(`<li id="` + id + `">`)
	c.inside(n)
	c.write("</li>\n")
}

func footnoteID(index int) string { return "note-" + strconv.Itoa(index) }

func footnoteRef(index, ref int) string {
	id := "renvoi-" + strconv.Itoa(index)
	if ref > 0 {
		id += "-" + strconv.Itoa(ref+1)
	}
	return id
}
