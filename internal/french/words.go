package french

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words is a set of words, folded where nothing else is said.
type Words map[string]bool

func wordSet(words string) Words {
	w := Words{}
	for word := range strings.FieldsSeq(words) {
		w[word] = true
	}
	return w
}

// MarshalText returns the words in order, separated by spaces.
func (w Words) MarshalText() ([]byte, error) {
	return []byte(strings.Join(slices.Sorted(maps.Keys(w)), " ")), nil
}

// StopWords are folded words that say nothing about a text's subject: articles,
// pronouns, prepositions, conjunctions, être and avoir. Verbs and adverbs that
// also occur in titles (faire, sans, contre, plus) are not included. Single
// letters are only those that remain of a sentence or a « n° », since « axe C »
// is searched for. Accents decide whether a word is a stop word: see
// [IsStopWord].
var StopWords = wordSet(`
	a afin ai aie aient ainsi ait alors apres as au aucun aucune aura aurait auront aussi autre autres aux avaient avait avant avec
	avez avoir avons ayant
	car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment
	dans de depuis des desquelles desquels doit doivent donc dont du duquel
	elle elles en entre es est et etaient etait etant etc etre eu eut eux
	fait faut font furent fut
	ici il ils ont on ou
	j je jusque
	l la laquelle le lequel les lesquelles lesquels leur leurs lors lorsque lui
	m ma mais me meme memes mes moi mon
	n ne ni nos notre nous
	par parce pas pendant peut peuvent pour pourquoi puis puisque
	quand que quel quelle quelles quels qui quoi
	s sa se sera serait seront ses si soi soient soit son sont sous suis sur
	t ta te tes toi ton tous tout toute toutes tres tu
	un une
	va vers via voici voila vont vos votre vous
	y`)

// accentedStops are the stop words that are written with accents. Any other
// accented word is not a stop word, whatever its folded form: maïs, dû, sûr,
// fût, dés.
var accentedStops = wordSet("à après dès étaient était étant être là même mêmes où très voilà")

// IsStopWord tells whether a word, folded to form and written as text, is a
// stop word. A word without accents is one if its form is: people type « meme »
// for même.
func IsStopWord(form []byte, text string) bool {
	if !StopWords[string(form)] {
		return false
	}
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			if accentedStops[text] {
				return true
			}
			written := strings.ToLower(norm.NFC.String(text))
			return accentedStops[written] ||
				!strings.ContainsFunc(written, func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) })
		}
	}
	return true
}

// FormsOfAvoir are the forms of the verb avoir; of forms of two words, the
// first.
var FormsOfAvoir = wordSet(`ai as a avons avez ont avais avait avions aviez avaient aurai auras aura aurons aurez auront aurais
	aurait aurions auriez auraient aie aies ait ayons ayez aient ayant avoir eut eurent`)

// AmidAvoir are the words that may stand between a form of avoir and a
// participle: « il a déjà été ».
var AmidAvoir = wordSet("aussi bien certes deja donc encore ensuite jamais pas plus point souvent toujours")

// Elided are the words that lose their vowel before another one. They are
// dropped, while « aujourd'hui » and « prud'hommes » are one word.
var Elided = wordSet(`c d j l m n s t qu jusqu lorsqu puisqu quoiqu quelqu presqu`)

// Enclitic are the pronouns that a hyphen joins to a verb: « est-ce », « a-t-il
// », « prends-le » are not compounds.
var Enclitic = wordSet(`ce ci elle elles en il ils je la le les leur lui moi nous on t toi tu vous y`)

// OpenCompounds are the compounds with a stop word that are also written as two
// words; both spellings count as one word.
var OpenCompounds = wordSet(`bien-etre mal-etre mieux-etre savoir-etre`)

// Measures are the units that some people write together with a number.
var Measures = wordSet(`a an ans cl cm db dba dm e eur euro euros g h heure heures hz j jour jours k ke kg km ko
	kw kwh l m m2 m3 mg min minutes ml mm mn mo mois s semaines t v w wh x`)
