package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// stopWords are the words, folded, that say nothing of a text's subject:
// articles, pronouns, prepositions, conjunctions, être and avoir. Verbs and
// adverbs that also stand in titles (faire, sans, contre, plus) stay words.
// Single letters are only those that a sentence or a « n° » leaves behind:
// « axe C » is looked for. Whether a word is one of them, its accents say: see
// [isStopWord].
var stopWords = set(`
	a afin ai aie aient ainsi ait alors apres as au aucun aucune aura aurait auront aussi autre autres aux avaient avait avant avec avez avoir avons ayant
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
// accented word is none, whatever it folds to: maïs, dû, sûr, fût, dés.
var accentedStops = set("à après dès étaient était étant être là même mêmes où très voilà")

// isStopWord tells whether a word, folded to form and written as text, is one
// of the stop words. Without any accent it is: who types « meme » means même.
func isStopWord(form []byte, text string) bool {
	if !stopWords[string(form)] {
		return false
	}
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			if accentedStops[text] {
				return true
			}
			written := strings.ToLower(norm.NFC.String(text))
			return accentedStops[written] || !strings.ContainsFunc(written, func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) })
		}
	}
	return true
}

// The word « été » is the summer, but after a form of avoir it is a part of a
// verb, and says as little as avoir does: « il a été », « n’a jamais été ».
const summer = "ete"

var (
	havingForms = set(`ai as a avons avez ont avais avait avions aviez avaient aurai auras aura aurons aurez auront aurais aurait aurions
	auriez auraient aie aies ait ayons ayez aient ayant avoir eut eurent`)
	amidHaving = set("aussi bien certes deja donc encore ensuite jamais pas plus point souvent toujours")
)

// isStop tells whether a token is a stop word where it stands.
func (s *scanner) isStop(i int) bool {
	t := s.tokens[i]
	form := s.form(t)
	if string(form) != summer {
		return isStopWord(form, s.text[t.start:t.end])
	}
	if i = s.wordBefore(i); i >= 0 && amidHaving[string(s.form(s.tokens[i]))] {
		i = s.wordBefore(i)
	}
	return i >= 0 && havingForms[string(s.form(s.tokens[i]))]
}

// wordBefore is the last word before a token, or -1.
func (s *scanner) wordBefore(i int) int {
	for i--; i >= 0 && s.tokens[i].kind != word; i-- {
	}
	return i
}

// elided are the words that lose their vowel before another: they are no
// words of their own, while « aujourd'hui » and « prud'hommes » are one word.
var elided = set(`c d j l m n s t qu jusqu lorsqu puisqu quoiqu quelqu presqu`)

// enclitic are the pronouns that a hyphen ties to a verb: « est-ce »,
// « a-t-il », « prends-le » are no compounds.
var enclitic = set(`ce ci elle elles en il ils je la le les leur lui moi nous on t toi tu vous y`)

// openCompounds are the compounds with a stop word that are also written as
// two words; they are one whichever way they are written.
var openCompounds = set(`bien-etre mal-etre mieux-etre savoir-etre`)
