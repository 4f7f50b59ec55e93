package content

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"unicode"

	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

const notClosed = "l’en-tête n’est pas fermé"

// maxUnrecognisedLines is the maximum number of lines of an unrecognised header.
const maxUnrecognisedLines = 200

// withholdUnrecognised finds an unrecognised header at the beginning of a text.
// It would be published with the text and hide nothing, so the page is withheld
// and a problem reported. first is the number of the text's first line.
func (p *Page) withholdUnrecognised(m headerFinder, text []byte, first int) bool {
	m.isField = func(key string) bool { return p.Type.Position(key) >= 0 }
	line, message := m.find(text)
	if message == "" {
		return false
	}
	hint := "un en-tête est la première chose d’un fichier : une ligne « --- » (trois traits d’union), les champs, une ligne « --- »"
	if message == notClosed {
		hint = "ajoutez une ligne « --- » après le dernier champ"
	}
	p.Withheld = true
	p.complain(first+line, problem.UnrecognisedHeader, message, hint)
	return true
}

// headerFinder finds an unrecognised header in the first lines of a text.
type headerFinder struct {
	rules    *schema.VisibilityRules
	isField  func(key string) bool
	mustHide bool     // only a header that hides the page counts, as below a valid header
	lines    []string // without invisible characters
}

// find returns the line, from 0, at which an unrecognised header begins, and
// what is wrong with it; "" if there is none.
func (m *headerFinder) find(text []byte) (line int, message string) {
	for raw := range bytes.Lines(text) {
		if len(m.lines) == maxUnrecognisedLines {
			break
		}
		m.lines = append(m.lines, visible(string(raw)))
	}
	at, commented := m.skipComments(0)
	switch {
	case commented >= 0:
		return commented, "l’en-tête est dans un commentaire : il n’est pas lu"
	case at >= len(m.lines):
		return 0, ""
	}
	first := m.lines[at]
	switch {
	case strings.HasPrefix(first, "```"), strings.HasPrefix(first, "~~~"):
		if m.inCode(at) {
			return at, "l’en-tête est dans un bloc de code : il n’est pas lu"
		}
	case strings.HasPrefix(first, "{"):
		if m.isJSON(at, text) {
			return at, "l’en-tête est en JSON : il n’est pas lu"
		}
	case isFence(first):
		if m.isBlock(at+1, fenceOf(first)) {
			return at, m.fenceMessage(at)
		}
	default:
		if m.isBlock(at, noFence) {
			return at, "la ligne « --- » qui ouvre l’en-tête manque"
		}
	}
	// A title above its header.
	if strings.HasPrefix(first, "#") {
		at, _ = m.skipComments(at + 1)
		m.mustHide = true
		if at < len(m.lines) && isFence(m.lines[at]) && m.isBlock(at+1, fenceOf(m.lines[at])) {
			return at, "l’en-tête vient après le titre : il n’est pas lu"
		}
	}
	return 0, ""
}

// fenceMessage says what is wrong with the line that opens a header.
func (m *headerFinder) fenceMessage(at int) string {
	first := m.lines[at]
	if first != "---" && first != "+++" {
		return "« " + first + " » n’ouvre pas d’en-tête"
	}
	for _, line := range m.lines[at+1:] {
		if line == first {
			return "quelque chose devant la ligne « " + first +
				" » empêche de lire l’en-tête : un signe invisible, un texte ou un commentaire"
		}
	}
	return notClosed
}

// skipComments skips blank lines and HTML comments. header is the first line of
// a comment that contains a header which hides the page, -1 if there is none.
func (m *headerFinder) skipComments(at int) (next, header int) {
	for at < len(m.lines) {
		switch {
		case m.lines[at] == "":
			at++
		case strings.HasPrefix(m.lines[at], "<!--"):
			end := at
			for end < len(m.lines) && !strings.Contains(m.lines[end], "-->") {
				end++
			}
			within := &headerFinder{rules: m.rules, isField: m.isField, mustHide: true}
			for _, line := range m.lines[at:min(end+1, len(m.lines))] {
				line = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(line, "<!--"), "-->"))
				if line != "" && !isFence(line) {
					within.lines = append(within.lines, line)
				}
			}
			if within.isBlock(0, noFence) {
				return at, at
			}
			at = end + 1
		default:
			return at, -1
		}
	}
	return at, -1
}

// inCode reports whether a code block contains only a header that hides the page.
func (m *headerFinder) inCode(at int) bool {
	mark := m.lines[at][:3]
	within := &headerFinder{rules: m.rules, isField: m.isField, mustHide: true}
	for _, line := range m.lines[at+1:] {
		if strings.HasPrefix(line, mark) {
			break
		}
		if line != "" && !isFence(line) {
			within.lines = append(within.lines, line)
		}
	}
	n := within.count(0)
	return n.hides && n.lines == len(within.lines)
}

// isJSON reports whether a text begins with a JSON object that has a known key.
func (m *headerFinder) isJSON(at int, text []byte) bool {
	var fields map[string]any
	if json.NewDecoder(bytes.NewReader(bytes.TrimLeftFunc(text, func(r rune) bool { return r != '{' }))).Decode(&fields) == nil {
		for key, value := range fields {
			text, _ := json.Marshal(value)
			if m.isKnown(key) && (!m.mustHide || hides(m.rules.Key(key), strings.Trim(string(text), `"`))) {
				return true
			}
		}
		return false
	}
	n := m.count(at)
	return n.known > 0 && (!m.mustHide || n.hides)
}

// fence is the kind of line above the first field of a possible header.
type fence int

const (
	noFence    fence = iota
	signs            // a line with which a text may begin too, such as ***
	dashes           // a number or kind of dashes other than a header's
	exactFence       // the exact line that opens a header
)

func fenceOf(line string) fence {
	switch {
	case line == "---", line == "+++":
		return exactFence
	case strings.IndexFunc(line, func(r rune) bool { return !unicode.Is(unicode.Pd, r) && !strings.ContainsRune("−─━+; ", r) }) < 0:
		return dashes
	}
	return signs
}

// isBlock reports whether the lines from one on are a header.
func (m *headerFinder) isBlock(at int, above fence) bool {
	opening := at
	for above >= dashes && at < len(m.lines) && m.lines[at] == "" {
		at++
	}
	n := m.count(at)
	neat := n.fields > 0 && n.tight == n.fields
	switch {
	case m.mustHide || n.hides:
		return n.hides
	case above == exactFence && at == opening && neat:
		return true
	case n.known == 0:
		return false
	case above != noFence:
		return n.closed || neat || above >= dashes && at == opening
	case n.closed:
		return n.fields > 1 || neat
	default: // a text may begin with « Date : 12 mars »
		return neat && (n.blank || n.fields > 1)
	}
}

// headerCount counts features of the first lines of a text, to recognise a header.
type headerCount struct {
	lines  int  // lines that may belong to a header
	fields int  // lines with a key
	known  int  // fields whose key is known
	tight  int  // fields in YAML form: a colon right after a key in lower case
	hides  bool // a field hides the page
	closed bool // a line closes the header
	blank  bool // a blank line or the text's end follows the fields
}

func (m *headerFinder) count(at int) (n headerCount) {
	for _, line := range m.lines[min(at, len(m.lines)):] {
		f, isField := headerLine(line)
		switch {
		case isField:
			n.fields++
			if m.isKnown(f.key) {
				n.known++
			}
			if f.tight {
				n.tight++
			}
			n.hides = n.hides || hides(m.rules.Key(f.key), f.value)
		case isFence(line):
			n.closed = n.fields > 0
			return n
		case line == "" && n.fields > 0:
			n.blank = true
			return n
		case strings.HasPrefix(line, "- "), strings.HasPrefix(line, "#") && (n.fields > 0 || m.mustHide), line == "{", line == "}",
			line == "]", line == "],":
		default:
			return n
		}
		n.lines++
	}
	n.blank = n.fields > 0
	return n
}

// isKnown reports whether a key is usual in headers: a field, a key with a
// visibility rule, or a key of most programs.
func (m *headerFinder) isKnown(key string) bool {
	if m.isField(key) || m.rules.Key(key) != nil {
		return true
	}
	switch strings.ToLower(key) {
	case "layout", "type", "slug", "categories", "weight", "lang", "template", "image", "id":
		return true
	}
	return false
}

// field is a line of a header.
type field struct {
	key, value string
	indented   bool
	tight      bool
}

var fieldLine = regexp.MustCompile(`^[-*{,]?\s*["'«]?\s*([\pL_][\pL\pN_.-]*)\s*["'»]?(\s*)(?:[:：﹕∶꞉=→]|=>|:=)\s*(.*)$`)

// headerLine reads a line as a field, with any kind of colon.
func headerLine(line string) (f field, ok bool) {
	shown := visible(line)
	match := fieldLine.FindStringSubmatch(shown)
	if match == nil || strings.HasPrefix(match[3], "//") { // a web address
		return f, false
	}
	value, _, _ := strings.Cut(match[3], " #")
	value = strings.Trim(strings.TrimSpace(value), `"',;«»`+"\u00a0")
	initial := []rune(match[1])[0]
	return field{key: match[1], value: strings.TrimSpace(value), indented: line != "" && unicode.IsSpace([]rune(line)[0]),
		tight: match[2] == "" && !unicode.IsUpper(initial)}, true
}

// visible returns a line, trimmed and without invisible characters.
func visible(line string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), r == '\u034f', r == '\u115f', r == '\u3164', unicode.Is(unicode.Variation_Selector, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, line))
}

var fenceWords = regexp.MustCompile(`(?i)\s*(?:#.*|ya?ml|toml|json|json5|front ?matter)$`)

// isFence reports whether a line may have been meant to open or close a header:
// it has no letter or digit, but dashes or similar characters.
func isFence(line string) bool {
	line = strings.ReplaceAll(fenceWords.ReplaceAllString(line, ""), " ", "")
	return line != "" && strings.IndexFunc(line, func(r rune) bool {
		return !unicode.Is(unicode.Pd, r) && !strings.ContainsRune("−_=+*~.…;─━¯ˉ", r)
	}) < 0
}
