package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// example reports « ::: exemple »: its source beside its result. The source is
// not a run, or the search would find the text twice. Headings in an example do
// not belong to the page's outline: see [walker.exampleHeading]. An example in
// another one shows only its result, since its source is already shown.
func (k *walker) example(n *container) {
	if !n.shows {
		k.inside(n)
		return
	}
	var source strings.Builder
	for _, line := range n.shown {
		source.Write(line.Value(k.source))
	}
	k.begin(Element{Kind: KindExample})
	k.put(Element{Kind: KindSource, Name: source.String()})
	k.examples++
	k.inside(n)
	k.examples--
	k.end(Element{Kind: KindExample})
}

func (w *pageWriter) source(e Element) {
	w.write(`<div class="exemple-source"><pre tabindex="0"><code>`)
	w.html = appendText(w.html, e.Name)
	w.write("</code></pre></div>\n" + `<div class="exemple-resultat">` + "\n")
}

// exampleHeading reports a heading without id, which a heading of the page
// might need, and outside of the table of contents.
func (k *walker) exampleHeading(n *ast.Heading) {
	e := Element{Kind: KindHeading, Level: k.level(n)}
	k.startBlock()
	k.begin(e)
	k.prose++
	k.phrase(n)
	k.prose--
	k.end(e)
}

// inExample tells whether a node is in an example.
func inExample(n ast.Node) bool {
	for ; n != nil; n = n.Parent() {
		if around, ok := n.(*container); ok && around.name == exampleName {
			return true
		}
	}
	return false
}

// exampleName is the name of the container of examples.
const exampleName = "exemple"
