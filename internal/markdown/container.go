package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// container is a block that opens with « ::: nom titre » and closes with « :::
// ». Containers nest: a closing line ends the innermost one. The first child is
// the title.
type container struct {
	ast.BaseBlock
	name   string
	closed bool
	shows  bool           // an example that shows its own source
	shown  []text.Segment // lines of the source
}

// closing is a « ::: » line. It is a node because in goldmark a block cannot
// end a block around it: the container marked as closed ends at the next line.
type closing struct {
	ast.BaseBlock
	stray bool // closes no container
}

var (
	kindContainer = ast.NewNodeKind("Container")
	kindClosing   = ast.NewNodeKind("Closing")
)

func (n *container) Kind() ast.NodeKind { return kindContainer }
func (n *container) IsRaw() bool        { return n.name == "liste" }
func (n *container) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": n.name}, nil)
}

func (n *closing) Kind() ast.NodeKind            { return kindClosing }
func (n *closing) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// title returns the title of a container; it may be empty.
func (n *container) title() *titleLine { return n.FirstChild().(*titleLine) }

// parts returns the blocks in a container.
func (n *container) parts() []ast.Node {
	var parts []ast.Node
	for part := n.title().NextSibling(); part != nil; part = part.NextSibling() {
		if end, ok := part.(*closing); !ok || end.stray {
			parts = append(parts, part)
		}
	}
	return parts
}

// containers maps the names of containers to how they are reported.
var containers map[string]struct {
	tell   func(*walker, *container)
	titled bool
}

var containerNames = []string{"details", "onglets", "onglet", "colonnes", "chiffres", "liste", exampleName}

func init() { // not an initializer: it would refer to itself through container
	type look = struct {
		tell   func(*walker, *container)
		titled bool
	}
	containers = map[string]look{
		"details":   {tell: (*walker).details, titled: true},
		"onglets":   {tell: (*walker).tabs},
		"onglet":    {tell: (*walker).tab, titled: true},
		"colonnes":  {tell: (*walker).columns},
		"chiffres":  {tell: (*walker).keyFigures},
		"liste":     {tell: (*walker).query},
		exampleName: {tell: (*walker).example},
	}
}

type containerParser struct{}

func (containerParser) Trigger() []byte             { return []byte{':'} }
func (containerParser) CanInterruptParagraph() bool { return true }
func (containerParser) CanAcceptIndentedLine() bool { return false }

func (containerParser) Open(parent ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	if isClosing(line) {
		reader.AdvanceToEOL()
		return &closing{stray: !closeInnermost(parent)}, parser.NoChildren
	}
	name, title, ok := openingLine(line)
	if !ok {
		return nil, parser.NoChildren
	}
	start := segment.Start - segment.Padding + bytes.LastIndex(line, title)
	n := &container{name: name, shows: name == exampleName && !inExample(parent)}
	n.AppendChild(n, newTitleLine(text.NewSegment(start, start+len(title))))
	reader.AdvanceToEOL()
	if n.IsRaw() {
		return n, parser.NoChildren
	}
	return n, parser.HasChildren
}

func (containerParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	n, ok := node.(*container)
	switch {
	case !ok || n.closed:
		return parser.Close
	case n.shows:
		_, segment := reader.PeekLine()
		n.shown = append(n.shown, segment)
		return parser.Continue | parser.HasChildren
	case !n.IsRaw():
		return parser.Continue | parser.HasChildren
	}
	line, segment := reader.PeekLine()
	reader.AdvanceToEOL()
	if isClosing(line) {
		n.closed = true
		return parser.Close
	}
	n.Lines().Append(segment)
	return parser.Continue | parser.NoChildren
}

func (containerParser) Close(ast.Node, text.Reader, parser.Context) {}

// closeInnermost closes the innermost container around a closing line. A line
// in a quotation closes nothing outside of it.
func closeInnermost(around ast.Node) bool {
	for ; around != nil && around.Kind() != ast.KindBlockquote; around = around.Parent() {
		if n, ok := around.(*container); ok && !n.closed {
			n.closed = true
			if last := len(n.shown) - 1; last >= 0 {
				n.shown = n.shown[:last] // the closing line itself
			}
			return true
		}
	}
	return false
}

// openingLine parses « ::: nom titre »; title is a part of line.
func openingLine(line []byte) (name string, title []byte, ok bool) {
	rest := bytes.TrimSpace(line)
	marks := len(rest) - len(bytes.TrimLeft(rest, ":"))
	if marks < 3 {
		return "", nil, false
	}
	rest = bytes.TrimLeft(rest[marks:], " \t")
	end := bytes.IndexAny(rest, " \t")
	if end < 0 {
		end = len(rest)
	}
	if end == 0 || bytes.ContainsAny(rest[:end], ":`") {
		return "", nil, false
	}
	return french.Fold(string(rest[:end])), bytes.TrimSpace(rest[end:]), true
}

func isClosing(line []byte) bool {
	trimmed := bytes.TrimSpace(line)
	return len(trimmed) >= 3 && len(bytes.Trim(trimmed, ":")) == 0
}

// strayClosing complains about a closing line that closes nothing.
func (k *walker) strayClosing(n *closing) {
	if n.stray {
		k.warn(n, problem.StrayBlockEnd, "« ::: » ne ferme aucun bloc", "ôtez cette ligne, ou ouvrez le bloc plus haut : ::: details Titre")
	}
}

// container reports a block by its name. An unknown name is a problem, and the
// content is kept.
func (k *walker) container(n *container) {
	if !n.closed {
		k.warn(n, problem.UnclosedBlock, "bloc « "+n.name+" » jamais fermé", "ajoutez une ligne « ::: » à la fin du bloc")
	}
	look, known := containers[n.name]
	if !known {
		hint := problem.DidYouMean(n.name, containerNames)
		if hint == "" {
			hint = problem.Choices(containerNames)
		}
		k.warn(n, problem.UnknownBlock, "bloc inconnu « "+n.name+" »", hint)
	}
	k.startBlock()
	if !look.titled && n.title().HasChildren() {
		if known {
			k.warn(n, problem.UnexpectedBlockTitle, "le bloc « "+n.name+" » n’a pas de titre : il est mis au-dessus",
				"écrivez-le dans un titre « ### » avant le bloc")
		}
		k.blockTitle(Element{Kind: KindParagraph}, n.title(), "")
	}
	if known {
		k.startBlock()
		look.tell(k, n)
		return
	}
	k.begin(Element{Kind: KindGroup})
	k.inside(n)
	k.end(Element{Kind: KindGroup})
}

// details reports « ::: details Titre »: a part that readers unfold.
func (k *walker) details(n *container) {
	k.begin(Element{Kind: KindDetails})
	k.blockTitle(Element{Kind: KindTitle, Name: "details"}, n.title(), "En savoir plus")
	k.inside(n)
	k.end(Element{Kind: KindDetails})
}
