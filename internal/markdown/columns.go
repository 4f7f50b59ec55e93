package markdown

import (
	"github.com/yuin/goldmark/ast"

	"intraqvt/internal/problem"
)

// columns reports « ::: colonnes »: each heading of the highest level in it
// begins a column; columns stand side by side if there is room.
func (k *walker) columns(n *container) {
	parts := n.parts()
	top := 0
	for _, part := range parts {
		if h, ok := part.(*ast.Heading); ok && (top == 0 || h.Level < top) {
			top = h.Level
		}
	}
	if top == 0 {
		k.warn(n, problem.ColumnsWithoutHeading, "bloc « colonnes » sans titre", "chaque colonne commence par un titre, « ## » ou « ### »")
	}
	k.begin(Element{Kind: KindColumns})
	for len(parts) > 0 {
		end := 1
		for end < len(parts) && !begins(parts[end], top) {
			end++
		}
		k.startBlock()
		k.begin(Element{Kind: KindColumn})
		k.within(func() {
			for _, part := range parts[:end] {
				k.node(part)
			}
		})
		k.end(Element{Kind: KindColumn})
		parts = parts[end:]
	}
	k.end(Element{Kind: KindColumns})
}

// begins tells whether a block begins a column.
func begins(part ast.Node, level int) bool {
	h, ok := part.(*ast.Heading)
	return ok && h.Level == level
}
