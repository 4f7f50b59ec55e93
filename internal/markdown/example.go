package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
)

// example is « ::: exemple »: its own source beside what it gives. The source
// is no run: the text would be found twice. What stands in an example is no
// part of the page's plan: see [compiler.exampleHeading]. An example in another
// shows what it gives alone, since its source is shown already.
func (c *compiler) example(n *container) {
	if !n.shows {
		c.inside(n)
		return
	}
	c.write(`<div class="exemple">` + "\n" + `<div class="exemple-source"><pre tabindex="0"><code>`)
	for _, line := range n.shown {
		c.html = appendText(c.html, string(line.Value(c.source)))
	}
	c.write("</code></pre></div>\n" + `<div class="exemple-resultat">` + "\n")
	c.examples++
	c.inside(n)
	c.examples--
	c.write("</div>\n</div>\n")
}

// exampleHeading writes a heading that is shown and no more: without an id,
// which one of the page might need, and in no table of contents.
func (c *compiler) exampleHeading(n *ast.Heading) {
	tag := "h" + strconv.Itoa(min(max(n.Level+c.shift, 2), 6))
	c.startBlock()
	c.write("<" + tag + ">")
	c.prose++
	c.phrase(n)
	c.prose--
	c.write("</" + tag + ">\n")
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
