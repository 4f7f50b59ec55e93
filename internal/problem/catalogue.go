package problem

import (
	"slices"
	"strings"
)

// Rule explains to authors what stands behind a code. Its texts are French,
// for people who are no developers; what stands between `backquotes` is to be
// typed as it is.
type Rule struct {
	Code    string // as in [Problem.Code]
	Group   string // the subject, a heading of the catalogue
	Title   string // what is wrong, in a few words, without a final full stop
	Meaning string // what it means and why it matters
	Remedy  string // how to mend it
	Example string // lines of a file, wrong and mended; may be empty
}

// Catalogue gives every rule, by subject as an author meets them: links, names,
// fields, text, images, then what concerns the portal as a whole.
func Catalogue() []Rule { return slices.Clone(catalogue) }

// Explain finds the rule of a code. Case and spaces around do not count.
func Explain(code string) (Rule, bool) {
	i, ok := ruleOf[strings.ToLower(strings.TrimSpace(code))]
	if !ok {
		return Rule{}, false
	}
	return catalogue[i], true
}

// Codes are the codes of all rules, in the catalogue's order.
func Codes() []string {
	codes := make([]string, len(catalogue))
	for i, r := range catalogue {
		codes[i] = r.Code
	}
	return codes
}

var (
	catalogue = slices.Concat(
		of("Liens et renvois", linkRules), of("Noms et adresses", nameRules), of("Champs", fieldRules), of("Texte", textRules),
		of("Images et fichiers", fileRules), of("Newsletter", letterRules), of("Configuration et modèles", configurationRules),
		of("Recherche", searchRules), of("Publication", publicationRules))
	ruleOf = func() map[string]int {
		index := map[string]int{}
		for i, r := range catalogue {
			index[r.Code] = i
		}
		return index
	}()
)

// of puts rules under a subject.
func of(group string, rules []Rule) []Rule {
	for i := range rules {
		rules[i].Group = group
	}
	return rules
}
