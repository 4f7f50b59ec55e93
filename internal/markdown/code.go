package markdown

import (
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"

	"intraqvt/internal/french"
)

// Code is not coloured if a listing is longer than maxColoured bytes or has a
// line longer than maxColouredLine: it is data, and lexers would take long,
// since they look ahead to the end of a line again and again.
const (
	maxColoured     = 32 << 10
	maxColouredLine = 2 << 10
)

// codeBlock reports a listing, coloured if its language is known. Colours are
// classes; see static/css.
func (k *walker) codeBlock(n ast.Node, language []byte) {
	code := string(n.Lines().Value(k.source))
	k.startBlock()
	e := Element{Kind: KindListing, Name: french.Slug(string(language))}
	k.begin(e)
	source := places{lines: n.Lines()}
	from := 0
	for _, c := range k.coloured(code, string(language)) {
		e := Element{Kind: KindToken, Name: c.class}
		if c.class != "" {
			k.begin(e)
		}
		k.verbatimText(code[from:c.end], source.at(from))
		if c.class != "" {
			k.end(e)
		}
		from = c.end
	}
	k.end(e)
}

func (w *pageWriter) listing(e Element) {
	w.write(`<pre tabindex="0"><code`)
	if e.Name != "" {
		w.attr("class", "language-"+e.Name)
	}
	w.write(">")
}

// colour is the class of a piece of code, "" for none, and where the piece
// ends.
type colour struct {
	class string
	end   int
}

// coloured splits code into pieces of one colour; one piece if the language is
// unknown or its lexer fails.
func (k *walker) coloured(code, language string) (pieces []colour) {
	plain := []colour{{"", len(code)}}
	if k.o.PlainCode || language == "" || len(code) > maxColoured || longestLine(code) > maxColouredLine {
		return plain
	}
	lexer := lexerOf(language)
	if lexer == nil {
		return plain
	}
	defer func() {
		// Lexers panic on code that their rules do not handle.
		if recover() != nil {
			pieces = plain
		}
	}()
	tokens, err := lexer.Tokenise(plainTokens, code)
	if err != nil {
		return plain
	}
	at, class := 0, ""
	for token := tokens(); token != chroma.EOF; token = tokens() {
		if !strings.HasPrefix(code[at:], token.Value) {
			return plain
		}
		if next := classOf(token.Type); next != class && strings.TrimSpace(token.Value) != "" {
			if at > 0 {
				pieces = append(pieces, colour{class, at})
			}
			class = next
		}
		at += len(token.Value)
	}
	if at != len(code) {
		return plain
	}
	return append(pieces, colour{class, at})
}

// plainTokens are options for text whose line ends are normalized.
var plainTokens = &chroma.TokeniseOptions{State: "root"}

// classOf returns the class of a token, by the kinds that the style sheet
// distinguishes, or "".
func classOf(t chroma.TokenType) string {
	switch {
	case t.InCategory(chroma.Comment):
		return "c"
	case t.InCategory(chroma.Keyword):
		return "k"
	case t.InSubCategory(chroma.String):
		return "s"
	case t.InSubCategory(chroma.Number):
		return "m"
	}
	switch t {
	case chroma.NameFunction:
		return "nf"
	case chroma.NameClass:
		return "nc"
	case chroma.NameTag:
		return "nt"
	case chroma.NameAttribute:
		return "na"
	case chroma.NameBuiltin, chroma.NameBuiltinPseudo:
		return "nb"
	}
	return ""
}

func longestLine(code string) int {
	longest := 0
	for line := range strings.Lines(code) {
		longest = max(longest, len(line))
	}
	return longest
}

// lexerOf returns the lexer of a language, by name, alias or file extension;
// nil if it is unknown.
func lexerOf(language string) chroma.Lexer { return lexerIndex()[strings.ToLower(language)] }

// lexerIndex replaces chroma's own search, which matches an unknown name with
// the file patterns of all lexers; that takes longer than compiling a page.
var lexerIndex = sync.OnceValue(func() map[string]chroma.Lexer {
	index := map[string]chroma.Lexer{}
	add := func(name string, l chroma.Lexer) {
		name = strings.ToLower(name)
		if first, ok := index[name]; !ok || l.Config().Priority > first.Config().Priority {
			index[name] = l
		}
	}
	all := lexers.GlobalLexerRegistry.Lexers
	for _, l := range all {
		for _, pattern := range l.Config().Filenames {
			if extension, ok := strings.CutPrefix(pattern, "*."); ok && !strings.ContainsAny(extension, "[*?") {
				add(extension, l)
			}
		}
	}
	// A name comes before an alias, and an alias before an extension.
	for _, l := range all {
		for _, alias := range l.Config().Aliases {
			index[strings.ToLower(alias)] = l
		}
	}
	for _, l := range all {
		index[strings.ToLower(l.Config().Name)] = l
	}
	for name, l := range index {
		if l.Config().Name == "plaintext" {
			delete(index, name)
		}
	}
	return index
})

// codeSpan reports `code`, with its lines joined.
func (k *walker) codeSpan(n *ast.CodeSpan) {
	e := Element{Kind: KindCode}
	k.begin(e)
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if t, ok := child.(*ast.Text); ok && t.Segment.Len() > 0 {
			k.verbatimText(strings.ReplaceAll(k.segment(t.Segment), "\n", " "), t.Segment.Start)
		}
	}
	k.end(e)
}
