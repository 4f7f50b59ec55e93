package search

import (
	"cmp"
	"slices"
	"strings"

	"intraqvt/internal/french"
	"intraqvt/internal/wordlist"
)

// typoWeights are the weights of corrections, by number of mistakes.
var typoWeights = [...]float64{1, 0.9, 0.5}

const (
	firstLetter     = 0.7 // factor where the first letter differs: it is rarely wrong
	farLetter       = 0.7 // factor where the wrong letter is not a neighbour on the keyboard
	soundWeight     = 0.9 // weight of forms that sound the same, whatever their spelling
	beginningWeight = 0.5 // weight of words that start with a corrected beginning
	guessesLimit    = 12
)

// guess is an indexed form that a misspelt word may mean.
type guess struct {
	id     uint32
	weight float64
}

// correct adds the indexed forms that a misspelt word may mean: those at one
// mistake (insertion, omission, substitution or swap of neighbours) and those
// that sound the same. If there are none, a word of eight letters or more also
// gets the forms at two mistakes; and a word being typed, with five letters or
// more, gets the words whose beginning is at one mistake.
func (lex *lexicon) correct(u *expandedWord) {
	key := u.forms[0]
	if len(key) < wordlist.Shortest {
		return
	}
	var distances french.Distances
	found := lex.sounding(key, lex.oneMistake(key))
	if len(found) == 0 && len(key) >= 8 {
		found = lex.within(2, func(form string) int { return distances.Between(key, form, 2) })
	}
	if len(found) == 0 && u.partial && len(key) >= 5 && !wordlist.French().Begins(key) {
		found = lex.within(1, func(form string) int { return distances.ToBeginning(key, form, 1) })
		for i := range found {
			found[i].weight = beginningWeight
		}
	}
	lex.sortGuesses(key, found)
	stems := map[string]bool{}
	for _, g := range found {
		form := lex.forms[g.id]
		if s := french.Stem(unhyphened(form)); !stems[s] && len(stems) < guessesLimit {
			stems[s] = true
			u.add(alternative{terms: []term{lex.term(unhyphened(form))}, weight: g.weight, guess: form})
		}
	}
}

// resembling returns the indexed form that is most like a French word which is
// not indexed: one mistake away, or "". Forms that only sound like it are
// another word.
func (lex *lexicon) resembling(key string) string {
	if len(key) < wordlist.Shortest || hasDigit(key) {
		return ""
	}
	found := lex.oneMistake(key)
	if len(found) == 0 {
		return ""
	}
	lex.sortGuesses(key, found)
	return lex.forms[found[0].id]
}

// oneMistake returns the forms one mistake away.
func (lex *lexicon) oneMistake(key string) []guess {
	var distances french.Distances
	found := lex.within(1, func(form string) int { return distances.Between(key, form, 1) })
	for i := range found {
		found[i].weight *= substitution(key, lex.forms[found[i].id])
	}
	return found
}

// sortGuesses puts the likeliest guesses first.
func (lex *lexicon) sortGuesses(key string, found []guess) {
	for i := range found {
		if lex.forms[found[i].id][0] != key[0] {
			found[i].weight *= firstLetter
		}
	}
	slices.SortFunc(found, func(a, b guess) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(lex.counts[b.id], lex.counts[a.id]), cmp.Compare(a.id, b.id))
	})
}

// within returns the forms whose distance is at most most.
func (lex *lexicon) within(most int, distance func(form string) int) []guess {
	var found []guess
	for id, form := range lex.forms {
		if d := distance(form); d <= most && isGuess(form) && lex.alive(form, lex.fields[id]) {
			found = append(found, guess{uint32(id), typoWeights[d]})
		}
	}
	return found
}

// isGuess tells whether a form can be a correction: not a stop word, no digits.
func isGuess(form string) bool { return !strings.HasPrefix(form, stopMark) && !hasDigit(form) }

// substitution returns the factor of a form one mistake away: less than 1 if a
// letter was replaced by one that is far from it on the keyboard.
func substitution(a, b string) float64 {
	if len(a) != len(b) {
		return 1
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if i == len(a) || a[i+1:] != b[i+1:] || french.NearKeys(a[i], b[i]) {
		return 1
	}
	return farLetter
}

// sounding adds the forms that sound like a word to the guesses. A form that is
// already among them gets the greater of the two weights.
func (lex *lexicon) sounding(key string, found []guess) []guess {
	want := french.Sound(key)
	if len(want) < 3 {
		return found
	}
	at := map[uint32]int{}
	for i, g := range found {
		at[g.id] = i
	}
	for id, sounds := range lex.sounds() {
		form := lex.forms[id]
		if n := len(form) - len(key); sounds != want || n > 3 || -n > 3 || !isGuess(form) {
			continue
		}
		if i, known := at[uint32(id)]; known {
			found[i].weight = max(found[i].weight, soundWeight)
		} else if lex.alive(form, lex.fields[id]) {
			found = append(found, guess{uint32(id), soundWeight})
		}
	}
	return found
}
