package search

import "strings"

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
// « axe C » is looked for.
var stopWords = set(`
	a afin ai aie aient ainsi ait alors apres as au aucun aucune aura aurait auront aussi autre autres aux avaient avait avant avec avez avoir avons ayant
	car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci comme comment
	dans de depuis des desquelles desquels doit doivent donc dont du duquel
	elle elles en entre es est et etaient etait etant etc ete etre eu eut eux
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

// elided are the words that lose their vowel before another: they are no
// words of their own, while « aujourd'hui » and « prud'hommes » are one word.
var elided = set(`c d j l m n s t qu jusqu lorsqu puisqu quoiqu quelqu presqu`)

// enclitic are the pronouns that a hyphen ties to a verb: « est-ce »,
// « a-t-il », « prends-le » are no compounds.
var enclitic = set(`ce ci elle elles en il ils je la le les leur lui moi nous on t toi tu vous y`)

// openCompounds are the compounds with a stop word that are also written as
// two words; they are one whichever way they are written.
var openCompounds = set(`bien-etre mal-etre mieux-etre savoir-etre`)
