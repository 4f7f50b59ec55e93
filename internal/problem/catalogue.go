package problem

import (
	"slices"
	"strings"
)

// Rule is one thing that can be wrong, with what explains it to authors. Its
// texts are French, for people who are no developers; what stands between
// `backquotes` is to be typed as it is. Rules are made in this package only.
type Rule struct {
	code    string
	Level   Level  // of its problems, where [Problem.AtLevel] says nothing else
	Group   string // the subject, a heading of the catalogue
	Title   string // what is wrong, in a few words, without a final full stop
	Meaning string // what it means and why it matters
	Remedy  string // how to mend it
	Example string // lines of a file, wrong and mended; may be empty
}

// Code is the rule's stable short name, such as "lien-casse".
func (r *Rule) Code() string { return r.code }

// MarshalText is the code: that is how programs know a rule.
func (r *Rule) MarshalText() ([]byte, error) { return []byte(r.code), nil }

// At begins a problem at a place of a file; see [Problem] for what is unknown.
func (r *Rule) At(file string, line, column int) Problem {
	return Problem{File: file, Line: line, Column: column, Level: r.Level, Rule: r}
}

// In begins a problem with a file as a whole.
func (r *Rule) In(file string) Problem { return r.At(file, 0, 0) }

// Catalogue gives every rule, by subject as an author meets them: links, names,
// fields, text, images, then what concerns the portal as a whole.
func Catalogue() []*Rule { return slices.Clone(catalogue) }

// Explain finds the rule of a code. Case and spaces around do not count.
func Explain(code string) (r *Rule, ok bool) {
	code = strings.ToLower(strings.TrimSpace(code))
	i := slices.IndexFunc(catalogue, func(r *Rule) bool { return r.code == code })
	if i < 0 {
		return nil, false
	}
	return catalogue[i], true
}

// Codes are the codes of all rules, in the catalogue's order.
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

// rule puts a rule into the catalogue.
func (s subject) rule(code string, level Level, r Rule) *Rule {
	r.code, r.Level, r.Group = code, level, string(s)
	catalogue = append(catalogue, &r)
	return &r
}
