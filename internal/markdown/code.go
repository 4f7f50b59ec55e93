package markdown

import (
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/ast"

	"intraqvt/internal/french"
)

// Code stays plain where a listing is longer than maxColoured bytes or has a
// line longer than maxColouredLine: it is data, and colouring it would hold up
// the build, since lexers look ahead to the end of a line again and again.
const (
	maxColoured     = 32 << 10
	maxColouredLine = 2 << 10
)

// codeBlock writes a listing, coloured where its language is known. The
// colours are classes; see static/css.
func (c *compiler) codeBlock(n ast.Node, language []byte) {
	code := string(n.Lines().Value(c.source))
	c.startBlock()
	c.write(`<pre tabindex="0"><code`)
	if slug := french.Slug(string(language)); slug != "" {
		c.writeAttr("class", "language-"+slug)
	}
	c.write(">")
	if !c.colour(n, code, string(language)) {
		c.run(code, (&places{lines: n.Lines()}).at(0))
	}
	c.write("</code></pre>\n")
}

// colour writes code with its colours and notes its text, so that it is
// searched. It writes nothing where the language is unknown or its lexer
// fails.
func (c *compiler) colour(n ast.Node, code, language string) (ok bool) {
	if c.o.PlainCode || language == "" || len(code) > maxColoured || longestLine(code) > maxColouredLine {
		return false
	}
	lexer := lexerOf(language)
	if lexer == nil {
		return false
	}
	html, runs, block := len(c.html), len(c.runs), c.block
	defer func() {
		// Lexers panic on code that their rules do not foresee.
		if recover() != nil || !ok {
			ok = false
			c.html, c.runs, c.block = c.html[:html], c.runs[:runs], block
		}
	}()
	tokens, err := lexer.Tokenise(plainTokens, code)
	if err != nil {
		return false
	}
	source := places{lines: n.Lines()}
	at, from, class := 0, 0, ""
	flush := func() {
		if from == at {
			return
		}
		if class != "" {
			c.write(`<span class="` + class + `">`)
		}
		c.run(code[from:at], source.at(from))
		if class != "" {
			c.write("</span>")
		}
		from = at
	}
	for token := tokens(); token != chroma.EOF; token = tokens() {
		if !strings.HasPrefix(code[at:], token.Value) {
			return false
		}
		if next := classOf(token.Type); next != class && strings.TrimSpace(token.Value) != "" {
			flush()
			class = next
		}
		at += len(token.Value)
	}
	flush()
	return at == len(code)
}

// plainTokens are chroma's options for text whose lines end as they should.
var plainTokens = &chroma.TokeniseOptions{State: "root"}

// classOf is the class of a token, by the kinds that the style sheet tells
// apart; the rest of the code has none.
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

// lexerOf finds the lexer of a language by its name, an alias or the extension
// of its files; nil means that the code stays plain.
func lexerOf(language string) chroma.Lexer { return lexerIndex()[strings.ToLower(language)] }

// lexerIndex replaces chroma's own search, which matches an unknown name with
// the file patterns of all lexers: that takes longer than to compile a page.
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
	// An alias is a better name than an extension, and a name than an alias.
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

// codeSpan writes `code`, its lines joined.
func (c *compiler) codeSpan(n *ast.CodeSpan) {
	c.write("<code>")
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if t, ok := child.(*ast.Text); ok && t.Segment.Len() > 0 {
			c.run(strings.ReplaceAll(c.segment(t.Segment), "\n", " "), t.Segment.Start)
		}
	}
	c.write("</code>")
}
