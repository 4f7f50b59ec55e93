package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// example is « ::: exemple »: its own source beside what it gives. The source
// is no run: the text would be found twice. What stands in an example is no
// part of the page's plan: see [walker.exampleHeading]. An example in another
// shows what it gives alone, since its source is shown already.
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

// exampleHeading tells a heading that is shown and no more: without an id,
// which one of the page might need, and in no table of contents.
func (k *walker) exampleHeading(n *ast.Heading) {
	e := Element{Kind: KindHeading, Level: k.level(n)}
	k.startBlock()
	k.begin(e)
	k.prose++
	k.phrase(n)
	k.prose--
	k.end(e)
}

// inExample tells whether a node stands in an example.
func inExample(n ast.Node) bool {
	for ; n != nil; n = n.Parent() {
		if around, ok := n.(*container); ok && around.name == exampleName {
			return true
		}
	}
	return false
}

// exampleName opens an example.
const exampleName = "exemple"
