package french

import "encoding/json"

// Tables returns the tables of this package as JSON, for the search in the
// browser, which analyses texts and queries in the same way. Sets of words are
// one text, separated by spaces.
func Tables() []byte {
	derived := make([][]any, len(derivations))
	for i, d := range derivations {
		derived[i] = []any{d.ending, d.longer, d.becomes}
		if d.goOn {
			derived[i] = append(derived[i], true)
		}
	}
	spelt := map[string]string{}
	for r, letters := range unlike {
		spelt[string(r)] = letters
	}
	data, err := json.Marshal(map[string]any{
		"unlike":        spelt,     // letter: the letters that replace it
		"stopWords":     StopWords, // see [IsStopWord]
		"accentedStops": accentedStops,
		"formsOfAvoir":  FormsOfAvoir,
		"amidAvoir":     AmidAvoir,
		"elided":        Elided,
		"enclitic":      Enclitic,
		"openCompounds": OpenCompounds,
		"measures":      Measures,
		"endings":       endings, // suffix: pairs of an ending and what it becomes, see [Genders]
		// ending, length that the word must exceed, replacement, true if other endings are tried after it: see [Stem]
		"derivations": derived,
		"inAil":       inAil,
		"spellings":   spellings, // pairs of letters and their sound, see [Sound]
		"keyboard":    keyboard,
	})
	if err != nil {
		panic(err) // the tables are constant: a mistake in this package
	}
	return data
}
