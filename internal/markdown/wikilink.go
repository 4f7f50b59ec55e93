package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// wikiLink is [[page]], [[page#section|texte]] or, with a "!" before it, an
// embed: ![[page]] is a card of the page, ![[page#section]] is the section.
type wikiLink struct {
	ast.BaseInline
	target, fragment, text string
	embed                  bool
}

var kindWikiLink = ast.NewNodeKind("WikiLink")

func (n *wikiLink) Kind() ast.NodeKind { return kindWikiLink }
func (n *wikiLink) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Target": n.target, "Fragment": n.fragment}, nil)
}

// label returns the text of the link as long as the page is unknown.
func (n *wikiLink) label() string {
	switch {
	case n.text != "":
		return n.text
	case n.target != "":
		return n.target
	default:
		return n.fragment
	}
}

type wikiParser struct{}

func (wikiParser) Trigger() []byte { return []byte{'[', '!'} }

func (wikiParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	rest := bytes.TrimPrefix(line, []byte("!"))
	if !bytes.HasPrefix(rest, []byte("[[")) {
		return nil
	}
	block.Advance(len(line) - len(rest) + len("[["))
	inside, ok := untilBrackets(block)
	// [[1]](adresse) is an ordinary link with text in brackets.
	if !ok || strings.ContainsAny(inside, "[]") || block.Peek() == '(' {
		return nil
	}
	// In a table, the bar before the text is written \|.
	target, label, _ := strings.Cut(strings.ReplaceAll(inside, `\|`, "|"), "|")
	target, fragment, _ := strings.Cut(target, "#")
	n := &wikiLink{embed: line[0] == '!', target: tidy(target), fragment: tidy(fragment), text: tidy(label)}
	if n.target == "" && n.fragment == "" {
		return nil
	}
	n.SetPos(segment.Start)
	return n
}

func tidy(s string) string { return strings.TrimSpace(resolve(s)) }

// maxWikiLink is the maximum length of a link in bytes. Without a limit, a text
// of brackets would be searched to its end from each of them.
const maxWikiLink = 500

// untilBrackets reads up to "]]" and skips it. The link may be wrapped over
// lines.
func untilBrackets(block text.Reader) (string, bool) {
	inside := ""
	for len(inside) < maxWikiLink {
		line, _ := block.PeekLine()
		if line == nil {
			break
		}
		near := line[:min(len(line), maxWikiLink)]
		if end := bytes.Index(near, []byte("]]")); end >= 0 {
			block.Advance(end + 2)
			return inside + string(near[:end]), true
		}
		if len(near) < len(line) || bytes.IndexByte(line, '[') >= 0 {
			break
		}
		inside += string(bytes.TrimSpace(line)) + " "
		block.AdvanceLine()
	}
	return "", false
}

// wiki reports a link by name; inside another link it is text.
func (k *walker) wiki(n *wikiLink) {
	at := k.position(n)
	if k.inLink {
		k.say(n.label(), at, goesOn)
		return
	}
	s := Slot{Kind: SlotWiki, Target: n.target, Fragment: n.fragment}
	if n.text == "" && n.target != "" {
		s.Kind = SlotName
		k.slot(s, at)
		k.typo.Skip()
		return
	}
	k.openSlot(s, at)
	k.say(n.label(), at, ends)
	k.closeLink(at)
}

// embed leaves a slot for ![[page]] or ![[page#section]] alone in a paragraph;
// inside a sentence it is an ordinary link.
func (k *walker) embed(n *wikiLink) {
	k.slot(Slot{Kind: SlotEmbed, Target: n.target, Fragment: n.fragment, Alt: n.text}, k.position(n))
}
