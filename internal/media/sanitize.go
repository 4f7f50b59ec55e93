package media

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// sanitizer removes from a drawing what could run a program or load something
// when the drawing is opened. Names are compared without case and prefix, so
// that it also holds for a drawing inside an HTML page.
type sanitizer struct {
	removed []string // in French, each once, in document order
}

// unsafeElements run, load or embed something; their content is removed, too.
var unsafeElements = map[string]bool{
	"script": true, "foreignobject": true, "handler": true, "listener": true,
	"iframe": true, "frame": true, "frameset": true, "object": true, "embed": true, "applet": true,
	"audio": true, "video": true, "canvas": true,
	"link": true, "meta": true, "base": true, "form": true,
}

// references are the attributes that name another resource.
var references = map[string]bool{
	"href": true, "src": true, "srcset": true, "srcdoc": true, "data": true, "action": true, "formaction": true,
	"background": true, "poster": true, "ping": true, "manifest": true, "codebase": true, "lowsrc": true,
}

// maxNotes is the maximum number of removals that are listed one by one.
const maxNotes = 8

func (s *sanitizer) note(what string) {
	if len(s.removed) == maxNotes {
		what = "…"
	}
	if len(s.removed) <= maxNotes && !slices.Contains(s.removed, what) {
		s.removed = append(s.removed, what)
	}
}

// plainDoctype matches the only document type that stays: any other could
// declare attributes and texts that are not visible here.
var plainDoctype = regexp.MustCompile(`^DOCTYPE\s+svg(\s+PUBLIC\s+"[^"<>]*"\s+"[^"<>]*")?\s*$`)

// clean returns the tokens that may stay. The tokens must be balanced.
func (s *sanitizer) clean(tokens []xml.Token) []xml.Token {
	var out []xml.Token
	for i := 0; i < len(tokens); i++ {
		switch t := tokens[i].(type) {
		case xml.Directive:
			if !plainDoctype.Match(t) {
				s.note("déclaration DOCTYPE")
				continue
			}
		case xml.ProcInst:
			// A stylesheet could be a program (XSLT).
			if strings.Contains(strings.ToLower(t.Target), "stylesheet") {
				s.note("feuille de style externe")
				continue
			}
		case xml.StartElement:
			if s.unsafe(t) {
				i = endOf(tokens, i)
				continue
			}
			t.Attr = s.cleanAttrs(t)
			out = append(out, t)
			if strings.EqualFold(t.Name.Local, "style") {
				end := endOf(tokens, i)
				out = append(out, s.cleanStyle(tokens[i+1:end])...)
				i = end - 1
			}
			continue
		}
		out = append(out, tokens[i])
	}
	return out
}

// endOf returns the index of the end of the element that starts at i.
func endOf(tokens []xml.Token, i int) int {
	depth := 0
	for ; ; i++ {
		switch tokens[i].(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			if depth--; depth == 0 {
				return i
			}
		}
	}
}

func (s *sanitizer) unsafe(e xml.StartElement) bool {
	if unsafeElements[strings.ToLower(e.Name.Local)] {
		s.note("élément <" + e.Name.Local + ">")
		return true
	}
	// An animation can add a handler or a link.
	for _, a := range e.Attr {
		if !strings.EqualFold(a.Name.Local, "attributeName") {
			continue
		}
		target := strings.ToLower(strings.TrimSpace(a.Value))
		target = target[strings.LastIndexByte(target, ':')+1:]
		if isHandler(target) || references[target] {
			s.note("animation de " + target)
			return true
		}
	}
	return false
}

func isHandler(local string) bool { return strings.HasPrefix(local, "on") }

func (s *sanitizer) cleanAttrs(e xml.StartElement) []xml.Attr {
	var out []xml.Attr
	for _, a := range e.Attr {
		local := strings.ToLower(a.Name.Local)
		switch {
		case a.Name.Space == "xmlns", a.Name.Space == "" && local == "xmlns":
		case isHandler(local):
			s.note("attribut " + local)
			continue
		case references[local] && !allowedReference(e.Name.Local, a.Value), a.Name.Space == "xml" && local == "base":
			s.note("référence externe « " + shorten(a.Value) + " »")
			continue
		case runsScript(a.Value):
			s.note("adresse « " + shorten(a.Value) + " »")
			continue
		case a.Name.Space == "" && !isPlainText(local):
			if css := cleanCSS(a.Value); css != a.Value {
				s.note("référence externe dans " + local)
				a.Value = css
			}
		}
		out = append(out, a)
	}
	return out
}

// isPlainText tells whether an attribute is never read as a style, although it
// may hold words of one.
func isPlainText(local string) bool {
	switch local {
	case "id", "class", "title", "alt", "role", "lang", "name", "label", "d", "points", "transform":
		return true
	}
	return strings.HasPrefix(local, "aria-") || strings.HasPrefix(local, "data-")
}

func shorten(value string) string {
	const limit = 60
	if r := []rune(value); len(r) > limit {
		return string(r[:limit]) + "…"
	}
	return value
}

// squeeze removes what browsers ignore in an address.
func squeeze(value string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1
		}
		return r
	}, value))
}

var scheme = regexp.MustCompile(`^([a-z][a-z0-9+.-]*):`)

var scriptScheme = regexp.MustCompile(`(^|[;,'"(])(javascript|vbscript|livescript|data:text/html)`)

// runsScript tells whether an address, or one in a list, is a program.
func runsScript(value string) bool {
	v := squeeze(value)
	return strings.Contains(v, "script:") && scriptScheme.MatchString(v) || strings.HasPrefix(v, "data:text/html")
}

// rasterData matches embedded pictures that consist of pixels only.
var rasterData = regexp.MustCompile(`^data:image/(png|jpe?g|gif|webp|avif)[;,]`)

// allowedReference tells whether an element may have this reference: a part of
// the same drawing, embedded pixels or, for links, an address that is loaded
// only when a reader follows it.
func allowedReference(element, value string) bool {
	v := squeeze(value)
	if v == "" || v[0] == '#' {
		return true
	}
	switch strings.ToLower(element) {
	case "a":
		m := scheme.FindStringSubmatch(v)
		return m == nil || slices.Contains([]string{"http", "https", "mailto", "tel"}, m[1])
	case "image", "feimage", "img":
		return rasterData.MatchString(v)
	}
	return false
}

// cleanStyle cleans the content of a style element. CDATA and comments may cut
// its text into pieces, which a browser joins; elements do not belong there.
func (s *sanitizer) cleanStyle(content []xml.Token) []xml.Token {
	var text strings.Builder
	elements, depth := false, 0
	for _, token := range content {
		switch t := token.(type) {
		case xml.StartElement:
			elements = true
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth == 0 {
				text.Write(t)
			}
		}
	}
	css := text.String()
	safe := cleanCSS(css)
	if safe == css && !elements {
		return content
	}
	s.note("référence externe dans <style>")
	return []xml.Token{xml.CharData(safe)}
}

var (
	cssImport = regexp.MustCompile(`(?i)@import(\s*(url\([^)]*\)|"[^"]*"|'[^']*'))?[^;]*(;|$)`)
	cssURL    = regexp.MustCompile(`(?i)url\([^)]*(\)|$)`)
	// cssLoads matches the functions that load something without the word url.
	cssLoads  = regexp.MustCompile(`(?i)(image-set|image|src)\(`)
	cssInside = regexp.MustCompile(`^url\(['"]?(#|data:image/(png|jpe?g|gif|webp|avif)[;,]|data:(font/|application/(x-)?font))`)
	cssEscape = regexp.MustCompile(`\\([0-9a-fA-F]{1,6}\s?|.)`)
)

// cleanCSS removes from a style what it would load; it returns a harmless style
// unchanged.
func cleanCSS(css string) string {
	if strings.Contains(css, `\`) {
		// Escapes can hide the words looked for. Honest styles do not escape
		// them, so a style with hidden ones is dropped as a whole.
		if plain := unescapeCSS(css); withoutLoads(plain) != plain {
			return ""
		}
	}
	return withoutLoads(css)
}

func withoutLoads(css string) string {
	const rounds = 8 // deeper nesting is an attack
	for range rounds {
		next := cssImport.ReplaceAllString(css, "")
		next = cssURL.ReplaceAllStringFunc(next, func(url string) string {
			if cssInside.MatchString(squeeze(url)) {
				return url
			}
			return "none"
		})
		if cssLoads.MatchString(next) {
			return ""
		}
		// The remaining parts may have formed a new match.
		if next == css {
			return css
		}
		css = next
	}
	return ""
}

func unescapeCSS(css string) string {
	return cssEscape.ReplaceAllStringFunc(css, func(escape string) string {
		return string(unescapeRune(strings.TrimRight(escape[1:], " \t\r\n\f")))
	})
}

func unescapeRune(s string) rune {
	if code, err := strconv.ParseUint(s, 16, 32); err == nil {
		return rune(code)
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
