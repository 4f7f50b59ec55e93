package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// callouts maps the text in [!…], folded, to a class and a title.
var callouts = map[string]struct{ class, title string }{
	"note": {"note", "Note"}, "info": {"note", "Note"},
	"a retenir": {"a-retenir", "À retenir"}, "important": {"a-retenir", "À retenir"},
	"attention": {"attention", "Attention"}, "warning": {"attention", "Attention"}, "caution": {"attention", "Attention"},
	"exemple": {"exemple", "Exemple"}, "example": {"exemple", "Exemple"},
	"outil": {"outil", "Outil"}, "tip": {"outil", "Conseil"}, "conseil": {"outil", "Conseil"},
}

var calloutNames = []string{"NOTE", "À RETENIR", "ATTENTION", "EXEMPLE", "OUTIL"}

// titleLine is the first line of a callout or of a container, with its inline
// markup. The block around it writes it.
type titleLine struct {
	ast.BaseBlock
	callout string // the text in [!…]
}

var kindTitleLine = ast.NewNodeKind("TitleLine")

func (n *titleLine) Kind() ast.NodeKind { return kindTitleLine }
func (n *titleLine) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Callout": n.callout}, nil)
}

func newTitleLine(title text.Segment) *titleLine {
	n := &titleLine{}
	n.SetPos(title.Start)
	if title.Len() > 0 {
		n.Lines().Append(title)
	}
	return n
}

// calloutHead matches the first line of a callout: [!NOTE] and an optional
// title. The + or - with which some editors fold a callout is ignored.
var calloutHead = regexp.MustCompile(`^[ \t]*\[!([^][!]+)\][-+]?(?:[ \t]+(.*?))?[ \t]*\n?$`)

// calloutTransformer removes the first line of a quotation that is a callout,
// before inline markup is parsed, so that markup in the title ends there.
type calloutTransformer struct{}

func (calloutTransformer) Transform(n *ast.Paragraph, reader text.Reader, _ parser.Context) {
	quote, ok := n.Parent().(*ast.Blockquote)
	if !ok || n.PreviousSibling() != nil || n.Lines().Len() == 0 {
		return
	}
	first := n.Lines().At(0)
	line := reader.Source()[first.Start:first.Stop]
	if bytes.IndexByte(line, '[') < 0 {
		return
	}
	m := calloutHead.FindSubmatchIndex(line)
	if m == nil {
		return
	}
	title := text.NewSegment(first.Stop, first.Stop)
	if m[4] >= 0 {
		title = text.NewSegment(first.Start+m[4], first.Start+m[5])
	}
	head := newTitleLine(title)
	head.callout = string(bytes.TrimSpace(line[m[2]:m[3]]))
	head.SetPos(first.Start)
	quote.InsertBefore(quote, n, head)
	if n.Lines().Len() == 1 {
		quote.RemoveChild(quote, n)
		return
	}
	n.Lines().SetSliced(1, n.Lines().Len())
}

// blockquote reports a quotation, or a callout if its first line is
// [!ATTENTION] or the like.
func (k *walker) blockquote(n *ast.Blockquote) {
	head, ok := n.FirstChild().(*titleLine)
	if !ok {
		k.element(Element{Kind: KindQuotation}, n)
		return
	}
	look, known := callouts[french.Fold(head.callout)]
	if !known {
		hint := problem.DidYouMean(head.callout, calloutNames)
		if hint == "" {
			hint = problem.Choices(calloutNames)
		}
		k.warn(n, problem.UnknownCallout, "encadré inconnu « "+head.callout+" »", hint)
		look.class, look.title = "note", head.callout
	}
	k.startBlock()
	e := Element{Kind: KindCallout, Name: look.class}
	k.begin(e)
	k.blockTitle(Element{Kind: KindTitle, Name: "encadre"}, head, look.title)
	k.inside(n)
	k.end(e)
}

// blockTitle reports the title of a block, or otherwise if it has none.
func (k *walker) blockTitle(e Element, n *titleLine, otherwise string) {
	k.begin(e)
	k.titleText(n, otherwise)
	k.end(e)
}

// titleText reports the text of a title line, or otherwise if it is empty.
func (k *walker) titleText(n *titleLine, otherwise string) {
	said := k.said
	k.prose++
	k.phrase(n)
	if k.said == said {
		k.say(otherwise, k.position(n), ends)
	}
	k.prose--
}

// title writes a title as the summary of details or as a paragraph.
func (w *pageWriter) title(e Element) {
	if e.Name == "details" {
		w.tag("<", e)
		return
	}
	w.write("<p")
	w.attr("class", e.Name+"-titre")
	if e.ID != "" {
		w.name("id", e.ID)
	}
	w.write(">")
}
