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

// rawElements are allowed; <a> is too, if it has an address or an id.
var rawElements = []string{"abbr", "b", "bdi", "br", "caption", "cite", "code", "data", "dd", "del", "details", "dfn", "div", "dl",
	"dt", "em", "figcaption", "figure", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span",
	"strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr"}

// policy is what authors' raw HTML may contain: text-level elements, lists,
// tables and disclosure; no script, style, form, frame, image or handler.
// [walker.rawStart] gives it one start tag at a time.
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
	p.AllowAttrs("href").OnElements("a") // any: walker.openLink judges it
	p.AllowAttrs("name").Matching(id).OnElements("a")
	return p
})

// textElements are those whose content HTML reads as text and not as
// elements; where they are dropped, it is dropped with them.
var textElements = []string{"iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp"}

// looks are elements that say nothing: they go without a word, what is in them
// stays.
var looks = []string{"big", "center", "col", "colgroup", "font", "nobr", "tt"}

// htmlBlock tells raw HTML that fills a block. Blocks may stay open over the
// Markdown that follows, but no paragraph and nothing that belongs into one.
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

// rawInline tells one tag inside a paragraph. What HTML does not know is text:
// « Saisissez <nom> ».
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

// tagName finds the name in <nom …> or </nom>.
var tagName = regexp.MustCompile(`^</?([a-zA-Z][a-zA-Z0-9-]*)`)

// raw tells raw HTML: tags that are allowed, and text.
func (k *walker) raw(lines *text.Segments) {
	raw := lines.Value(k.source)
	source := places{lines: lines}
	z := html.NewTokenizer(bytes.NewReader(raw))
	dropped := "" // the element that the token before would have opened
	for offset := 0; ; {
		kind := z.Next()
		token := bytes.Clone(z.Raw())
		if kind == html.ErrorToken {
			// What is left is a tag that never ends.
			if rest := string(bytes.TrimSpace(raw[offset:])); rest != "" && dropped == "" {
				k.say(rest, source.at(offset), true)
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

// allowed gives what the policy leaves of a start tag. Most tags are a name
// alone, of which the policy need not be asked.
func allowed(tag []byte) (html.Token, bool) {
	if name := string(tag[1 : len(tag)-1]); slices.Contains(rawElements, name) {
		return html.Token{Type: html.StartTagToken, Data: name}, true
	}
	z := html.NewTokenizer(bytes.NewReader(policy().SanitizeBytes(tag)))
	kind := z.Next()
	return z.Token(), kind == html.StartTagToken || kind == html.SelfClosingTagToken
}

// dropped complains of a tag that is left out.
func (k *walker) dropped(name string, tag []byte, at int) {
	if slices.Contains(looks, name) {
		return
	}
	hint := "les scripts, styles, cadres et formulaires ne passent pas : utilisez les blocs du portail"
	if name == "img" {
		hint = "écrivez l’image ainsi : ![ce qu’elle montre](fichier)"
	}
	k.warnAt(at, problem.RemovedHTML, "HTML retiré : "+excerpt(string(tag)), hint)
}

// rawText tells text between tags; the lines between blocks are none.
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
	k.say(s, at, false)
}

// excerpt is the start of a text for a message, on one line.
func excerpt(s string) string {
	s = strings.Join(strings.Fields(s[:min(len(s), 400)]), " ")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
