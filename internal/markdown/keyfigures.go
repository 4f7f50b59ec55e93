package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"

	"intraqvt/internal/problem"
)

// keyFigures reports « ::: chiffres » around a list. The bold text of an item
// is the figure, the rest says what it counts. A list in another form stays a
// list.
func (k *walker) keyFigures(n *container) {
	parts := n.parts()
	if len(parts) != 1 || parts[0].Kind() != ast.KindList {
		k.warn(n, problem.InvalidKeyFigure, "le bloc « chiffres » attend une liste",
			"une ligne par chiffre : - **463** acteurs sensibilisés")
		k.inside(n)
		return
	}
	list := parts[0]
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if !isKeyFigure(item) {
			k.warn(item, problem.InvalidKeyFigure, "un chiffre clé commence par le chiffre en gras, suivi de ce qu’il compte",
				"- **463** acteurs sensibilisés")
			k.inside(n)
			return
		}
	}
	k.begin(Element{Kind: KindFigures})
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		k.keyFigure(item.FirstChild())
	}
	k.end(Element{Kind: KindFigures})
}

// isKeyFigure tells whether an item is one line of text that begins in bold.
func isKeyFigure(item ast.Node) bool {
	text := item.FirstChild()
	if text == nil || text.NextSibling() != nil || text.Kind() != ast.KindTextBlock && text.Kind() != ast.KindParagraph {
		return false
	}
	figure, ok := text.FirstChild().(*ast.Emphasis)
	return ok && figure.Level == 2 && figure.NextSibling() != nil
}

// keyFigure reports the label before the figure, in the order of a definition
// list; the style sheet shows the figure first.
func (k *walker) keyFigure(text ast.Node) {
	figure := text.FirstChild()
	text.RemoveChild(text, figure)
	if label, ok := text.FirstChild().(*ast.Text); ok {
		said := label.Segment.Value(k.source)
		label.Segment.Start = label.Segment.Stop - len(bytes.TrimLeft(said, " :,–—-"))
	}
	k.begin(Element{Kind: KindFigure})
	k.begin(Element{Kind: KindLabel})
	k.startBlock()
	k.phrase(text)
	k.end(Element{Kind: KindLabel})
	k.begin(Element{Kind: KindNumber})
	k.startBlock()
	k.phrase(figure)
	k.end(Element{Kind: KindNumber})
	k.end(Element{Kind: KindFigure})
}
