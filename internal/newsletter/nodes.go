package newsletter

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// space is what HTML collapses. A no-break space is none of it.
const space = " \t\r\n\f"

// collapse turns each run of white space into one space.
func collapse(s string) string {
	var b strings.Builder
	in := false
	for _, r := range s {
		if strings.ContainsRune(space, r) {
			if !in {
				b.WriteByte(' ')
			}
			in = true
			continue
		}
		in = false
		b.WriteRune(r)
	}
	return b.String()
}

// content is the text in a node as it stands, without what only the page or
// screen readers use.
func content(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	if hasClass(n, "bulle") || hasClass(n, "invisible") {
		return ""
	}
	var b strings.Builder
	for c := range n.ChildNodes() {
		b.WriteString(content(c))
	}
	return b.String()
}

// line is the text in a node on one line.
func line(n *html.Node) string { return strings.Trim(collapse(content(n)), space) }

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func hasClass(n *html.Node, class string) bool {
	return n.Type == html.ElementNode && slices.Contains(strings.Fields(attr(n, "class")), class)
}

// search is the first node below one that is looked for, or nil.
func search(n *html.Node, is func(*html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if is(d) {
			return d
		}
	}
	return nil
}

// nearest is the element of a kind that a node is in, or nil.
func nearest(n *html.Node, a atom.Atom) *html.Node {
	for n = n.Parent; n != nil && n.DataAtom != a; n = n.Parent {
	}
	return n
}

// blocks are elements between which white space means nothing.
var blocks = []atom.Atom{
	atom.P, atom.Div, atom.Section, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd, atom.Table, atom.Figure, atom.Figcaption,
	atom.Blockquote, atom.Details, atom.Summary, atom.Pre, atom.Hr, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
	atom.Tr, atom.Td, atom.Th, atom.Thead, atom.Tbody, atom.Tfoot, atom.Caption,
}

// besideBlock tells whether a node is at an edge of a block.
func besideBlock(n *html.Node) bool {
	edge := func(sibling *html.Node) bool {
		if sibling == nil {
			return slices.Contains(blocks, n.Parent.DataAtom)
		}
		return slices.Contains(blocks, sibling.DataAtom)
	}
	return edge(n.PrevSibling) || edge(n.NextSibling)
}
