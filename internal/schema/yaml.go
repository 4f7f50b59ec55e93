package schema

import (
	"errors"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"

	"intraqvt/internal/problem"
)

// YAMLProblem explains in French an error of the YAML parser, as a problem of
// the given rule. The YAML starts after linesBefore lines of the file.
func YAMLProblem(rule *problem.Rule, name string, source []byte, linesBefore int, err error) problem.Problem {
	f := fault{lines: strings.Split(string(source), "\n"), line: 1, column: 1, err: err, complaint: err.Error()}
	var positioned yaml.Error
	if errors.As(err, &positioned) {
		f.complaint = positioned.GetMessage()
		if at := positioned.GetToken(); at != nil && at.Position != nil {
			f.line, f.column = at.Position.Line, at.Position.Column
		}
	}
	message, hint := f.explain()
	return rule.At(name, linesBefore+f.line, f.column).Say("YAML illisible : "+message, hint)
}

// fault is an error of the parser with the text that it is about. Its position
// moves to what the author must mend if the parser stopped elsewhere.
type fault struct {
	lines        []string
	line, column int // from 1
	err          error
	complaint    string // the parser's message, without its position
}

// text returns a line, "" if there is none.
func (f *fault) text(line int) string {
	if line < 1 || line > len(f.lines) {
		return ""
	}
	return f.lines[line-1]
}

// rest returns the fault's line from its column on, and before the part before
// it.
func (f *fault) rest() string   { _, rest := f.split(); return rest }
func (f *fault) before() string { before, _ := f.split(); return before }

func (f *fault) split() (before, rest string) {
	runes := []rune(f.text(f.line))
	at := min(max(f.column-1, 0), len(runes))
	return string(runes[:at]), string(runes[at:])
}

// explain returns the most frequent cause of the error.
func (f *fault) explain() (message, hint string) {
	switch {
	case errors.As(f.err, new(*yaml.TypeError)), errors.As(f.err, new(*yaml.UnexpectedNodeTypeError)),
		errors.As(f.err, new(*yaml.OverflowError)):
		return "la valeur n’a pas la forme attendue", "comparez avec l’exemple du guide : texte, liste ou groupe de champs"
	case tabbed.MatchString(f.text(f.line)):
		return "une tabulation sert de marge", "mettez des espaces : YAML n’accepte pas les tabulations"
	}
	for _, e := range explanations {
		if strings.Contains(f.complaint, e.complaint) {
			if e.look != nil {
				return e.look(f)
			}
			return e.message, e.hint
		}
	}
	return "une faute que le programme ne sait pas nommer",
		"vérifiez les marges, les guillemets et les crochets de cette ligne (message d’origine : " + f.complaint + ")"
}

const quoteHint = "mettez le texte entre guillemets droits : \"…\""

// explanations are listed by the parser's messages, because the library has one
// error type for all of its syntax errors. TestBrokenYAMLIsExplained of package
// content fails if a new version words the common ones differently.
var explanations = []struct {
	complaint     string // part of the library's message
	message, hint string
	look          func(*fault) (message, hint string) // for messages that depend on the text
}{
	{complaint: "mapping value is not allowed", look: (*fault).colon},
	{complaint: "already defined", message: "le même champ est écrit deux fois", hint: "gardez une seule des deux lignes"},
	{complaint: "end character of double-quoted", look: (*fault).unclosedQuote},
	{complaint: "end character of single-quoted", message: "une apostrophe ouvre un texte qui n’est pas fermé", hint: quoteHint},
	{complaint: "escape", message: "entre guillemets droits, « \\ » a un sens particulier", hint: "doublez-le : \\\\"},
	{complaint: "']' must be specified", look: func(f *fault) (string, string) { return f.unclosed("[") }},
	{complaint: "'}' must be specified", look: func(f *fault) (string, string) { return f.unclosed("{") }},
	{complaint: "end token ']'", look: func(f *fault) (string, string) { return f.unclosed("[") }},
	{complaint: "end token '}'", look: func(f *fault) (string, string) { return f.unclosed("{") }},
	{complaint: "could not find flow map content", look: func(f *fault) (string, string) { return f.unclosed("{") }},
	{complaint: "could not find map value", look: func(f *fault) (string, string) { return f.unclosed("{") }},
	{complaint: "found ','", message: "une virgule de trop dans la liste", hint: "retirez-la"},
	{complaint: "non-map value", look: (*fault).noField},
	{complaint: "unexpected key name", look: (*fault).noField},
	{complaint: "invalid key", message: "ceci ne peut pas être le nom d’un champ",
		hint: "un nom de champ est un mot, suivi de deux-points et d’une espace"},
	{complaint: "invalid header option", look: (*fault).special},
	{complaint: "reserved character", look: (*fault).special},
	{complaint: "directive", look: (*fault).special},
	{complaint: "unexpected scalar value", look: (*fault).special},
	{complaint: "anchor", look: (*fault).special},
	{complaint: "alias", look: (*fault).special},
	{complaint: "tag", look: (*fault).special},
	{complaint: "block sequence entries are not allowed", message: "un tiret de liste sur la ligne du champ",
		hint: "écrivez [a, b], ou chaque élément sur sa ligne"},
	{complaint: "value is not allowed in this context", look: (*fault).unexpectedValue},
}

// colon distinguishes a text with a colon in it from a line below it that is
// indented too far and so read as the text's continuation.
func (f *fault) colon() (string, string) {
	rest := f.rest()
	if strings.HasPrefix(rest, "? ") {
		return f.special()
	}
	if strings.Contains(rest, ": ") || strings.HasSuffix(strings.TrimSpace(rest), ":") {
		return "deux-points à l’intérieur d’un texte", quoteHint
	}
	for line := f.line + 1; line <= len(f.lines); line++ {
		if text := f.text(line); strings.Contains(text, ":") {
			f.line, f.column = line, 1+len(text)-len(strings.TrimLeft(text, " "))
			return "cette ligne est trop à droite", "alignez-la sur les autres champs, à gauche"
		}
	}
	return "deux-points à l’intérieur d’un texte", quoteHint
}

func (f *fault) unclosedQuote() (string, string) {
	if strings.Contains(f.rest(), `\`) {
		return "des guillemets ne sont pas fermés, ou « \\ » y a un sens particulier", "doublez chaque « \\ », et fermez avec \""
	}
	return "des guillemets ne sont pas fermés", "ajoutez \" à la fin du texte"
}

// unclosed moves back to the line of the opening bracket.
func (f *fault) unclosed(open string) (string, string) {
	for line := f.line; line >= 1; line-- {
		text := f.text(line)
		if line == f.line {
			text = f.before()
			if strings.HasPrefix(f.rest(), open) {
				text += open
			}
		}
		if at := strings.LastIndex(text, open); at >= 0 {
			f.line, f.column = line, 1+len([]rune(text[:at]))
			break
		}
	}
	if open == "[" {
		return "une liste entre crochets n’est pas fermée", "ajoutez ] après le dernier élément"
	}
	return "une accolade n’est pas fermée", "ajoutez }"
}

var (
	unspaced = regexp.MustCompile(`^ *([\pL\pN_-]+):[^ ]`)
	tabbed   = regexp.MustCompile(`^ *\t`)
	dashed   = regexp.MustCompile(`^ *-( |$)`)
)

// noField explains a line that should be « nom: valeur ».
func (f *fault) noField() (string, string) {
	text := f.text(f.line)
	if m := unspaced.FindStringSubmatch(text); m != nil {
		return "il manque une espace ordinaire après « " + m[1] + ": »", "écrivez « " + m[1] + ": valeur »"
	}
	if dashed.MatchString(text) {
		return "un tiret de liste n’est pas aligné avec les autres", "donnez la même marge à tous les tirets de la liste"
	}
	return "cette ligne n’est pas de la forme « nom: valeur »",
		"écrivez un champ par ligne ; « --- » seul ferme l’en-tête, avant le texte de la page"
}

// special explains a text that begins with a special character.
func (f *fault) special() (string, string) {
	_, value, found := strings.Cut(f.text(f.line), ": ")
	if value = strings.TrimSpace(value); !found || value == "" {
		return "une faute de ponctuation", quoteHint
	}
	sign := string([]rune(value)[:1])
	return "un texte ne peut pas commencer par « " + sign + " »", quoteHint
}

// unexpectedValue explains text after the end of a value, or an indentation
// that fits no line above.
func (f *fault) unexpectedValue() (string, string) {
	before := strings.TrimRight(f.before(), " ")
	switch {
	case strings.HasSuffix(before, "'"):
		return "une apostrophe ferme le texte trop tôt", "mettez le texte entre guillemets droits, \"…\", plutôt qu’entre apostrophes"
	case strings.HasSuffix(before, `"`):
		return "du texte suit les guillemets fermants",
			"à l’intérieur d’un texte, employez « » ; ou fermez les guillemets de la ligne d’avant"
	case strings.HasSuffix(before, "]"), strings.HasSuffix(before, "}"):
		return "du texte suit la fin de la liste", "retirez-le, ou mettez toute la valeur entre guillemets droits : \"…\""
	}
	return "cette ligne n’est pas alignée avec les autres", "donnez la même marge aux champs qui vont ensemble"
}
