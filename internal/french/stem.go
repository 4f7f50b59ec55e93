package french

import "strings"

// Stem returns the stem of a folded form without hyphens: it is the same for
// singular and plural, masculine and feminine, and for the most regularly derived
// nouns and adjectives.
//
// It is the light French stemmer of Savoy (1999, "A stemming procedure and
// stopword list for general French corpora") with its conditions on length,
// adapted to forms without accents, so that « employé » and « employe » have the
// same stem: endings that differ only by è and é are not distinguished. There are
// two more differences: the plural -aux of the words in -ail gives -ail (travaux,
// travail); and the last letters are dropped in one order (-r, -e, -e, -i), so that
// licencier, licencié and licenciement have the same stem.
func Stem(form string) string {
	if len(form) < 4 || !isASCIIWord(form) {
		return form
	}
	kept, ending := Singular(form)
	s := form[:kept] + ending
	for _, r := range derivations {
		if len(s) > r.longer && strings.HasSuffix(s, r.ending) {
			s = s[:len(s)-len(r.ending)] + r.becomes
			if !r.goOn {
				break
			}
		}
	}
	return undouble(s)
}

// isASCIIWord tells whether a form consists of unaccented Latin letters: a
// number or a Greek word has no French endings.
func isASCIIWord(form string) bool {
	for i := range len(form) {
		if form[i] < 'a' || form[i] > 'z' {
			return false
		}
	}
	return true
}

// inAil are the words in -ail with a plural in -aux, without these endings.
var inAil = wordSet("trav b cor em soupir vant vitr")

// Singular removes the plural ending of a folded word of four letters or more.
// It returns the number of bytes to keep and the ending to add: risques gives
// risque, psychosociaux psychosocial, niveaux niveau.
func Singular(form string) (kept int, ending string) {
	n := len(form)
	switch {
	case n < 4:
	case n > 4 && form[n-3:] == "aux" && form[n-4] != 'e':
		if inAil[form[:n-3]] {
			return n - 3, "ail"
		}
		return n - 2, "l"
	case form[n-1] == 's', form[n-1] == 'x':
		return n - 1, ""
	}
	return n, ""
}

// derivations are tried in order on singulars longer than the given length.
var derivations = []struct {
	ending  string
	longer  int
	becomes string
	goOn    bool // try other endings after this one
}{
	{"issement", 9, "ir", false},
	{"issant", 8, "ir", false},
	{"ivement", 8, "if", false},
	{"ement", 6, "e", false},
	{"ficatrice", 11, "fier", false},
	{"ficateur", 10, "fier", false},
	{"catrice", 9, "quer", false},
	{"cateur", 8, "quer", false},
	{"atrice", 8, "er", false},
	{"ateur", 7, "er", false},
	{"trice", 6, "teur", true},
	{"ieme", 5, "", false},
	{"teuse", 7, "ter", false},
	{"teur", 6, "ter", false},
	{"euse", 5, "eu", false},
	{"ive", 6, "if", false},
	{"nnelle", 8, "n", false},
	{"nnel", 7, "n", false},
	{"ique", 8, "", true},
	{"esse", 8, "e", false},
	{"inage", 7, "in", false},
	{"isation", 9, "", false},
	{"isateur", 9, "", false},
	{"ation", 7, "", false},
	{"ition", 8, "", false},
}

// undouble drops the final vowels and replaces double letters by single ones,
// as in Savoy's normalisation.
func undouble(s string) string {
	if len(s) <= 3 {
		return s
	}
	if len(s) == 4 {
		return strings.TrimSuffix(s, "e")
	}
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] {
			b = append(b, s[i])
		}
	}
	for _, c := range "reei" {
		if last := len(b) - 1; last > 3 && b[last] == byte(c) {
			b = b[:last]
		}
	}
	return string(b)
}
