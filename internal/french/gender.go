package french

import "strings"

// Feminine is the gender of une page, as descriptions of types write it.
const Feminine = "f"

// feminines are the forms that are more than the masculine with an e.
var feminines = map[string]string{"il": "elle", "le": "la", "nouveau": "nouvelle"}

// Agree gives the form of a participle, an adjective or a pronoun that goes with a
// noun of a gender. word is the masculine: publié is publiée of une fiche.
func Agree(word, gender string) string {
	if gender != Feminine {
		return word
	}
	if form, known := feminines[word]; known {
		return form
	}
	return word + "e"
}

// New names something new: nouvelle fiche, nouveau kit, nouvel outil.
func New(noun, gender string) string {
	noun = strings.ToLower(noun)
	if gender != Feminine && strings.IndexAny(Fold(noun), "aeiou") == 0 {
		return "nouvel " + noun
	}
	return Agree("nouveau", gender) + " " + noun
}
