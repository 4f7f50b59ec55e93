package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// idState says whether an id is taken. From idTaken on it is the number to try
// first for the next heading with the same slug.
type idState int

const (
	idFree     idState = iota
	idReserved         // the author has chosen it for a later heading
	idTaken
)

// findTitle finds the heading that repeats the page's title. If the text has
// other headings of level one, all headings go one level down, since the page's
// title is the only one.
func (k *walker) findTitle(root ast.Node) {
	first := true
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		switch {
		case !ok:
			first = first && saysNothing(n)
		case h.Level == 1 && first && k.o.Title != "" && french.Slug(plain(k.source, h)) == french.Slug(k.o.Title):
			k.repeated, first = h, false
		case h.Level == 1:
			k.shift = 1
			return
		default:
			first = false
		}
	}
}

// saysNothing tells whether the title may still follow a node: comments,
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

// reserveIDs reserves the ids of footnotes and those chosen by the author, so
// that other headings do not take them.
func (k *walker) reserveIDs(root ast.Node) {
	if notes, ok := root.LastChild().(*east.FootnoteList); ok {
		_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if link, isLink := n.(*east.FootnoteLink); isLink && entering {
				k.ids[footnoteRef(link.Index, link.RefIndex)] = idTaken
			}
			return ast.WalkContinue, nil
		})
		for n := notes.FirstChild(); n != nil; n = n.NextSibling() {
			k.ids[footnoteID(n.(*east.Footnote).Index)] = idTaken
		}
	}
	if !bytes.Contains(k.source, []byte("{")) {
		return
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering && !inExample(h) {
			if id := chosenID(h); id != "" && k.ids[id] == idFree {
				k.ids[id] = idReserved
			}
		}
		return ast.WalkContinue, nil
	})
}

// chosenID returns the id written by the author: ## Titre {#id}.
func chosenID(h *ast.Heading) string {
	v, _ := h.AttributeString("id")
	id, _ := v.([]byte)
	return french.Slug(string(id))
}

// heading reports a heading and the section that begins with it.
func (k *walker) heading(n *ast.Heading) {
	switch {
	case n == k.repeated:
		return
	case k.examples > 0:
		k.exampleHeading(n)
		return
	}
	k.startBlock()
	h := Heading{Level: k.level(n), Text: french.Typography(plain(k.source, n))}
	h.Line, _ = k.d.Place(k.position(n))
	h.slug = french.Slug(h.Text)
	if h.ID = chosenID(n); h.ID == "" {
		h.ID = k.uniqueID(h.slug)
	} else if k.ids[h.ID] >= idTaken {
		k.warn(n, problem.DuplicateID, "identifiant « "+h.ID+" » déjà pris sur cette page", "donnez à chaque titre un identifiant à lui")
		h.ID = k.uniqueID(h.ID)
	}
	k.ids[h.ID] = idTaken
	k.beginLate(KindHeading)
	k.opening, k.stands = h, k.floor
	k.prose++
	k.inHeading = true
	k.phrase(n)
	if !k.endLate(h.element()) {
		k.warn(n, problem.EmptyHeading, "titre sans texte", "écrivez le titre après les « # », ou ôtez la ligne")
	}
	k.inHeading = false
	k.prose--
}

// level returns the level of a heading's element.
func (k *walker) level(n *ast.Heading) int { return min(max(n.Level+k.shift, 2), 6) }

func (h *Heading) element() Element { return Element{Kind: KindHeading, Level: h.Level, ID: h.ID} }

func (w *pageWriter) heading(e Element) {
	w.write("<h")
	w.level(e)
	if e.ID != "" {
		w.name("id", e.ID)
	}
	w.write(">")
}

// level writes the digit of a heading's tag.
func (w *pageWriter) level(e Element) {
	w.write(strconv.Itoa(e.Level))
	w.local(LocalLevel, len(w.html)-1)
}

// beginSection ends the sections of the same level and below in the same
// element.
func (k *walker) beginSection(h Heading) {
	from := len(k.sections)
	for from > k.floor.sections && k.headings[k.sections[from-1]].Level >= h.Level {
		from--
	}
	k.popSections(from)
	k.sections = append(k.sections, len(k.headings))
	k.headings = append(k.headings, h)
	k.w.Begin(k.section(len(k.headings) - 1))
}

// endSections ends all sections except the first n, as the element around them
// ends.
func (k *walker) endSections(n int) {
	if len(k.sections) > n {
		k.flush()
		k.popSections(n)
	}
}

func (k *walker) popSections(n int) {
	for i := len(k.sections) - 1; i >= n; i-- {
		k.w.End(k.section(k.sections[i]))
		k.sections = k.sections[:i]
	}
}

func (k *walker) section(heading int) Element {
	return Element{Kind: KindSection, Level: k.headings[heading].Level, ID: k.headings[heading].ID, Start: heading}
}

// uniqueID returns an unused id: the second « Exemple » of a page gets
// exemple-2.
func (k *walker) uniqueID(slug string) string {
	if slug == "" {
		slug = "section"
	}
	if k.ids[slug] == idFree {
		return slug
	}
	for n := max(k.ids[slug], idTaken); ; n++ {
		if id := slug + "-" + strconv.Itoa(int(n)); k.ids[id] == idFree {
			if k.ids[slug] >= idTaken {
				k.ids[slug] = n + 1
			}
			return id
		}
	}
}

// plain returns the text of a node without markup.
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

// addAnchor records an id, other than a heading's, for links.
func (k *walker) addAnchor(id string) {
	k.ids[id] = idTaken
	k.anchors = append(k.anchors, id)
}
