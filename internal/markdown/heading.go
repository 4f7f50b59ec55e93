package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// idState says whether an id is still to be had. From idTaken on it is the
// number to try first for the next of that name.
type idState int

const (
	idFree     idState = iota
	idReserved         // the author gives it to a heading further down
	idTaken
)

// findTitle finds the heading that repeats the page's title, and makes room
// for that title, the only heading of level one: where the text has others of
// that level, all go one down.
func (c *compiler) findTitle(root ast.Node) {
	first := true
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		switch {
		case !ok:
			first = first && saysNothing(n)
		case h.Level == 1 && first && c.o.Title != "" && french.Slug(plain(c.source, h)) == french.Slug(c.o.Title):
			c.title, first = h, false
		case h.Level == 1:
			c.shift = 1
			return
		default:
			first = false
		}
	}
}

// saysNothing tells whether a title may still come after a node: comments, the
// definitions of links and rules are not text.
func saysNothing(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.LinkReferenceDefinition, *ast.ThematicBreak, *east.FootnoteList:
		return true
	case *ast.HTMLBlock:
		return n.HTMLBlockType == ast.HTMLBlockType2
	}
	return false
}

// reserveIDs keeps the ids of footnotes, and those that the author has chosen,
// from headings that would take them by their text.
func (c *compiler) reserveIDs(root ast.Node) {
	if notes, ok := root.LastChild().(*east.FootnoteList); ok {
		_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if link, isLink := n.(*east.FootnoteLink); isLink && entering {
				c.ids[footnoteRef(link.Index, link.RefIndex)] = idTaken
			}
			return ast.WalkContinue, nil
		})
		for n := notes.FirstChild(); n != nil; n = n.NextSibling() {
			c.ids[footnoteID(n.(*east.Footnote).Index)] = idTaken
		}
	}
	if !bytes.Contains(c.source, []byte("{")) {
		return
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering && !inExample(h) {
			if id := chosenID(h); id != "" && c.ids[id] == idFree {
				c.ids[id] = idReserved
			}
		}
		return ast.WalkContinue, nil
	})
}

// chosenID is the id that the author has written: ## Titre {#id}.
func chosenID(h *ast.Heading) string {
	v, _ := h.AttributeString("id")
	id, _ := v.([]byte)
	return french.Slug(string(id))
}

func (c *compiler) heading(n *ast.Heading) {
	switch {
	case n == c.title:
		return
	case c.examples > 0:
		c.exampleHeading(n)
		return
	}
	c.startBlock()
	c.separate()
	h := Heading{Level: min(max(n.Level+c.shift, 2), 6), Text: Typography(plain(c.source, n)), Offset: len(c.html), Run: len(c.runs), end: len(c.html)}
	h.Line, _ = c.d.Place(c.position(n))
	h.slug = french.Slug(h.Text)
	if h.ID = chosenID(n); h.ID == "" {
		h.ID = c.uniqueID(h.slug)
	} else if c.ids[h.ID] >= idTaken {
		c.warn(n, problem.DuplicateID, "identifiant « "+h.ID+" » déjà pris sur cette page", "donnez à chaque titre un identifiant à lui")
		h.ID = c.uniqueID(h.ID)
	}
	c.ids[h.ID] = idTaken
	tag := "h" + strconv.Itoa(h.Level)
	c.write("<" + tag + ` id="` + h.ID + `">`)
	start, slots := len(c.html), len(c.slots)
	c.prose++
	c.inHeading = true
	c.phrase(n)
	c.inHeading = false
	c.prose--
	if len(c.html) == start && len(c.slots) == slots {
		c.warn(n, problem.EmptyHeading, "titre sans texte", "écrivez le titre après les « # », ou ôtez la ligne")
		c.html = c.html[:h.Offset]
		return
	}
	c.write("</" + tag + ">\n")
	c.beginSection(h)
}

// beginSection ends the sections of that level and below that stand in the
// same element.
func (c *compiler) beginSection(h Heading) {
	from := len(c.sections)
	for from > c.floor.sections && c.headings[c.sections[from-1]].Level >= h.Level {
		from--
	}
	for _, i := range c.sections[from:] {
		c.headings[i].end = h.Offset
	}
	c.sections = append(c.sections[:from], len(c.headings))
	c.headings = append(c.headings, h)
}

// endSections ends all sections but the first n: the element around ends.
func (c *compiler) endSections(n int) {
	if len(c.sections) <= n {
		return
	}
	c.separate()
	for _, i := range c.sections[n:] {
		c.headings[i].end = len(c.html)
	}
	c.sections = c.sections[:n]
}

// uniqueID gives the second « Exemple » of a page the id exemple-2.
func (c *compiler) uniqueID(slug string) string {
	if slug == "" {
		slug = "section"
	}
	if c.ids[slug] == idFree {
		return slug
	}
	for n := max(c.ids[slug], idTaken); ; n++ {
		if id := slug + "-" + strconv.Itoa(int(n)); c.ids[id] == idFree {
			if c.ids[slug] >= idTaken {
				c.ids[slug] = n + 1
			}
			return id
		}
	}
}

// plain is the text of a node without markup.
func plain(source []byte, n ast.Node) string {
	return string(bytes.TrimSpace(appendPlain(nil, source, n)))
}

func appendPlain(dst, source []byte, n ast.Node) []byte {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		switch child := child.(type) {
		case *ast.Text:
			s := string(child.Segment.Value(source))
			if !child.IsRaw() {
				s = resolve(s)
			}
			dst = append(dst, s...)
			if child.SoftLineBreak() || child.HardLineBreak() {
				dst = append(dst, ' ')
			}
		case *ast.AutoLink:
			dst = append(dst, child.Label(source)...)
		case *wikiLink:
			dst = append(dst, child.label()...)
		default:
			dst = appendPlain(dst, source, child)
		}
	}
	return dst
}

// addAnchor notes an id, other than a heading's, that a link can aim at.
func (c *compiler) addAnchor(id string) {
	c.ids[id] = idTaken
	c.anchors = append(c.anchors, id)
}
