package french

import "encoding/json"

// Tables are what this package knows in lists, as JSON, for the search in the
// browser, which reads texts and questions as this package does. Sets of words
// are one text with spaces between.
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
		"unlike":        spelt,     // letter: those it is written with
		"stopWords":     StopWords, // see [IsStopWord]
		"accentedStops": accentedStops,
		"formsOfAvoir":  FormsOfAvoir,
		"amidAvoir":     AmidAvoir,
		"elided":        Elided,
		"enclitic":      Enclitic,
		"openCompounds": OpenCompounds,
		"measures":      Measures,
		"endings":       endings, // suffix: pairs of an ending and what it becomes, see [Genders]
		"derivations":   derived, // ending, length that a word exceeds, what it becomes, true where others are tried after it: see [Stem]
		"inAil":         inAil,
		"spellings":     spellings, // pairs of letters and their sound, see [Sound]
		"keyboard":      keyboard,
	})
	if err != nil {
		panic(err) // the tables never change: a mistake in this package
	}
	return data
}
