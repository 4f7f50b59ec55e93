package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"intraqvt/internal/problem"
)

// rawElements are the allowed elements; <a> is allowed, too, if it has an
// address or an id.
var rawElements = []string{"abbr", "b", "bdi", "br", "caption", "cite", "code", "data", "dd", "del", "details", "dfn", "div", "dl",
	"dt", "em", "figcaption", "figure", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small",
	"span",
	"strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr"}

// policy is the raw HTML that authors may use: text-level elements, lists,
// tables and disclosure; no script, style, form, frame, image or handler.
// [walker.rawStart] checks one start tag at a time.
var policy = sync.OnceValue(func() *bluemonday.Policy {
	id := regexp.MustCompile(`^[\p{L}\p{N}_.:-]+$`)
	p := bluemonday.NewPolicy()
	p.AllowElements(rawElements...)
	p.AllowNoAttrs().OnElements("span")
	p.AllowAttrs("id").Matching(id).Globally()
	p.AllowAttrs("lang").Matching(regexp.MustCompile(`^[a-zA-Z-]{2,12}$`)).Globally()
	p.AllowAttrs("title").Globally()
	p.AllowAttrs("colspan", "rowspan").Matching(bluemonday.Integer).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(row|col|rowgroup|colgroup)$`)).OnElements("th")
	p.AllowAttrs("open").Matching(regexp.MustCompile(`^(open)?$`)).OnElements("details")
	p.AllowAttrs("datetime").OnElements("time")
	p.AllowAttrs("href").OnElements("a") // any value: walker.openLink checks it
	p.AllowAttrs("name").Matching(id).OnElements("a")
	return p
})

// textElements are the elements whose content is text in HTML. If they are
// dropped, the content is dropped, too.
var textElements = []string{"iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp"}

// visualElements are purely visual elements: the tags are dropped without a
// problem, and the content stays.
var visualElements = []string{"big", "center", "col", "colgroup", "font", "nobr", "tt"}

// htmlBlock reports a block of raw HTML. Blocks may stay open around the
// Markdown that follows, except paragraphs and inline elements.
func (k *walker) htmlBlock(n *ast.HTMLBlock) {
	lines := text.NewSegments()
	lines.AppendAll(n.Lines().Sliced(0, n.Lines().Len()))
	if n.HasClosure() {
		lines.Append(n.ClosureLine)
	}
	k.startBlock()
	k.flush()
	said := k.said
	k.raw(lines)
	for i := k.floor.raw; i < len(k.rawOpen); i++ {
		if !mayStayOpen(k.rawOpen[i].name) {
			k.abandonRaw(i)
		}
	}
	k.startBlock()
	if k.said == said {
		k.blank = ""
	}
}

// rawInline reports one tag in a paragraph. A tag unknown to HTML is text: «
// Saisissez <nom> ».
func (k *walker) rawInline(n *ast.RawHTML) {
	raw := n.Segments.Value(k.source)
	m := tagName.FindSubmatch(raw)
	if m == nil || atom.Lookup(bytes.ToLower(m[1])) != 0 {
		k.raw(n.Segments)
		return
	}
	at := k.position(n)
	if raw[1] != '/' {
		k.warnAt(at, problem.UnknownTag, "balise inconnue, montrée comme texte : "+excerpt(string(raw)),
			"si c’est du texte, écrivez-le entre accents graves : `"+excerpt(string(raw))+"`")
	}
	k.verbatimText(string(raw), at)
}

// tagName matches the name in <nom …> or </nom>.
var tagName = regexp.MustCompile(`^</?([a-zA-Z][a-zA-Z0-9-]*)`)

// raw reports raw HTML: allowed tags, and text.
func (k *walker) raw(lines *text.Segments) {
	raw := lines.Value(k.source)
	source := places{lines: lines}
	z := html.NewTokenizer(bytes.NewReader(raw))
	dropped := "" // the element of the previous tag, if it was dropped
	for offset := 0; ; {
		kind := z.Next()
		token := bytes.Clone(z.Raw())
		if kind == html.ErrorToken {
			// The rest is a tag that never ends.
			if rest := string(bytes.TrimSpace(raw[offset:])); rest != "" && dropped == "" {
				k.say(rest, source.at(offset), ends)
			}
			return
		}
		at := source.at(offset)
		offset += len(token)
		before := dropped
		dropped = ""
		switch kind {
		case html.TextToken:
			if !slices.Contains(textElements, before) {
				k.rawText(html.UnescapeString(string(token)), at)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			if t, ok := allowed(token); ok {
				k.rawStart(t, kind == html.SelfClosingTagToken, token, at)
				continue
			}
			name, _ := z.TagName()
			dropped = string(name)
			k.dropped(dropped, token, at)
		case html.EndTagToken:
			name, _ := z.TagName()
			k.rawEnd(string(name))
		}
	}
}

// allowed returns what the policy allows of a start tag. Most tags have no
// attributes and need no policy.
func allowed(tag []byte) (html.Token, bool) {
	if name := string(tag[1 : len(tag)-1]); slices.Contains(rawElements, name) {
		return html.Token{Type: html.StartTagToken, Data: name}, true
	}
	z := html.NewTokenizer(bytes.NewReader(policy().SanitizeBytes(tag)))
	kind := z.Next()
	return z.Token(), kind == html.StartTagToken || kind == html.SelfClosingTagToken
}

// dropped complains about a tag that is left out.
func (k *walker) dropped(name string, tag []byte, at int) {
	if slices.Contains(visualElements, name) {
		return
	}
	hint := "les scripts, styles, cadres et formulaires ne passent pas : utilisez les blocs du portail"
	if name == "img" {
		hint = "écrivez l’image ainsi : ![ce qu’elle montre](fichier)"
	}
	k.warnAt(at, problem.RemovedHTML, "HTML retiré : "+excerpt(string(tag)), hint)
}

// rawText reports text between tags; white space between blocks is ignored.
func (k *walker) rawText(s string, at int) {
	switch blank := strings.TrimSpace(s) == ""; {
	case blank && (k.inTable() || k.block):
		if k.blank == "" {
			k.flush()
		}
		k.blank += s
		return
	case k.inTable():
		k.closeTable()
	}
	k.say(s, at, goesOn)
}

// excerpt returns the start of a text on one line, for a message.
func excerpt(s string) string {
	s = strings.Join(strings.Fields(s[:min(len(s), 400)]), " ")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
