package problem

import (
	"slices"
	"strings"
)

// Rule is one kind of problem, with its explanation for authors. Its texts are
// French, for people who are not developers; text between `backquotes` is to be
// typed as it is. Only this package makes rules.
type Rule struct {
	code    string
	Level   Level  // of its problems, unless [Problem.AtLevel] changes it
	Group   string // the subject: a heading of the catalogue
	Title   string // what is wrong, in a few words, without a final full stop
	Meaning string // what it means and why it matters
	Remedy  string // how to solve it
	Example string // lines of a file, wrong and corrected; may be empty
}

// Code returns the rule's stable short name, such as "lien-casse".
func (r *Rule) Code() string { return r.code }

// MarshalText returns the code, by which programs know a rule.
func (r *Rule) MarshalText() ([]byte, error) { return []byte(r.code), nil }

// At makes a problem at a position in a file; see [Problem] for unknown
// positions.
func (r *Rule) At(file string, line, column int) Problem {
	return Problem{File: file, Line: line, Column: column, Level: r.Level, Rule: r}
}

// In makes a problem of a whole file.
func (r *Rule) In(file string) Problem { return r.At(file, 0, 0) }

// Catalogue returns all rules by subject, in the order in which authors meet
// them: links, names, fields, text, images, then the portal as a whole.
func Catalogue() []*Rule { return slices.Clone(catalogue) }

// Explain returns the rule with a code. Case and surrounding spaces are
// ignored.
func Explain(code string) (r *Rule, ok bool) {
	code = strings.ToLower(strings.TrimSpace(code))
	i := slices.IndexFunc(catalogue, func(r *Rule) bool { return r.code == code })
	if i < 0 {
		return nil, false
	}
	return catalogue[i], true
}

// Codes returns the codes of all rules, in the catalogue's order.
func Codes() []string {
	codes := make([]string, len(catalogue))
	for i, r := range catalogue {
		codes[i] = r.code
	}
	return codes
}

// catalogue holds the rules in the order of their declarations, file by file.
var catalogue []*Rule

// subject is a heading of the catalogue.
type subject string

const (
	links         subject = "Liens et renvois"
	names         subject = "Noms et adresses"
	fields        subject = "Champs"
	texts         subject = "Texte"
	files         subject = "Images et fichiers"
	letters       subject = "Newsletter"
	configuration subject = "Configuration et modèles"
	searching     subject = "Recherche"
	publication   subject = "Publication"
)

// rule adds a rule to the catalogue.
func (s subject) rule(code string, level Level, r Rule) *Rule {
	r.code, r.Level, r.Group = code, level, string(s)
	catalogue = append(catalogue, &r)
	return &r
}
