package search

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"intraqvt/internal/french"
	"intraqvt/internal/wordlist"
)

// expandedWord is one word of a query with all its alternatives. A page's score for
// the word is that of its best alternative, so that many weak alternatives
// never add up to a strong one.
type expandedWord struct {
	queryWord
	alternatives []alternative
	begun        bool   // only longer words that start with it were found
	near         string // for a word found nowhere: an indexed form that resembles it
}

// alternative is one reading of a word: a term, or several terms that must all
// occur in one field of one section.
type alternative struct {
	terms  []term
	weight float64
	longer bool   // longer words, for the beginning of one
	capped bool   // its idf is at most that of the word itself
	guess  string // the corrected form, where this is a correction
}

// term is a set of forms that count as one, each with the weight of one
// occurrence.
type term []countedForm

type countedForm struct {
	id     uint32 // in the lexicon
	factor float32
}

// The weights of alternatives. Those of corrections are in typoWeights.
const (
	variantFactor    = 0.4 // one occurrence of another form with the word's stem
	spellingWeight   = 0.9 // tele travail for télétravail
	apartWeight      = 0.8 // burn, out for burnout
	synonymWeight    = 0.4
	completionWeight = 0.8 // a word that starts with an unknown beginning
	longerWeight     = 0.4 // a longer word that starts with a known word
)

// completionLimits says how many words a beginning may become, by its length in
// bytes, variants aside; the last value also holds for longer ones. Short
// beginnings say little, and most of the index may start with them.
var completionLimits = [...]int{0, 0, 4, 8, 20}

// expand finds the alternatives of a query's words. A word without any is
// corrected only if it is not a French word: a word that exists is never
// replaced.
func (v *view) expand(ctx context.Context, words []queryWord, syn *synonyms) ([]expandedWord, error) {
	units := make([]expandedWord, len(words))
	for i, w := range words {
		units[i].queryWord = w
		u := &units[i]
		if t := v.lexicon.term(w.forms...); t != nil {
			u.add(alternative{terms: []term{t}, weight: 1})
		}
		for _, c := range w.compounds {
			if t := v.lexicon.term(unhyphened(c)); t != nil {
				u.add(alternative{terms: []term{t}, weight: 1})
			}
		}
		for _, id := range v.lexicon.living(slices.Clone(v.lexicon.joined[w.forms[0]])) {
			u.addApart(v.lexicon, strings.Split(v.lexicon.forms[id], "-"))
		}
	}
	v.lexicon.bridge(units)
	syn.add(units, v.lexicon)
	for i := range units {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		u := &units[i]
		if u.partial {
			none := len(u.alternatives) == 0
			v.lexicon.complete(u)
			u.begun = none && len(u.alternatives) > 0
		}
		if len(u.alternatives) > 0 {
			continue
		}
		if u.exists() {
			u.near = v.lexicon.resembling(u.forms[0])
			continue
		}
		if v.lexicon.splitApart(u); len(u.alternatives) == 0 {
			v.lexicon.correct(u)
		}
	}
	return units, nil
}

// exists tells whether the word is a French word or holds digits; both are
// never corrected.
func (u *expandedWord) exists() bool {
	return slices.ContainsFunc(u.forms, func(form string) bool { return hasDigit(form) || wordlist.French().Has(form) })
}

func hasDigit(form string) bool { return strings.ContainsAny(form, "0123456789") }

func (u *expandedWord) add(a alternative) { u.alternatives = append(u.alternatives, a) }

// term returns the set of forms that are spelt like the keys or share their
// stems; nil if there are none.
func (lex *lexicon) term(keys ...string) term {
	var exact, variants []uint32
	for _, key := range keys {
		exact = append(exact, lex.spelt(key)...)
		variants = append(variants, lex.variants(key)...)
	}
	return newTerm(exact, variants)
}

// newTerm makes a term. Exact forms count in full; the others count as
// variants.
func newTerm(exact, variants []uint32) term {
	var t term
	has := map[uint32]bool{}
	add := func(ids []uint32, factor float32) {
		for _, id := range ids {
			if !has[id] {
				has[id] = true
				t = append(t, countedForm{id, factor})
			}
		}
	}
	add(exact, 1)
	add(variants, variantFactor)
	return t
}

// addApart adds the words of a compound as an alternative, if at least two of
// them are not stop words.
func (u *expandedWord) addApart(lex *lexicon, parts []string) {
	var terms []term
	for _, p := range parts {
		if french.StopWords[p] {
			continue
		}
		t := lex.term(p)
		if t == nil {
			return
		}
		terms = append(terms, t)
	}
	if len(terms) > 1 {
		u.add(alternative{terms: terms, weight: apartWeight})
	}
}

// bridge adds, for two neighbouring words, the form that writes them as one
// word.
func (lex *lexicon) bridge(units []expandedWord) {
	for i := range units[:max(len(units)-1, 0)] {
		a, b := &units[i], &units[i+1]
		key := a.forms[0] + b.forms[0]
		if b.pos != a.pos+1 || !hasDigit(key) && (len(a.forms[0]) < 3 || len(b.forms[0]) < 3) {
			continue
		}
		if len(lex.spelt(key)) == 0 {
			continue
		}
		t := lex.term(key)
		a.add(alternative{terms: []term{t}, weight: spellingWeight})
		b.add(alternative{terms: []term{t}, weight: spellingWeight})
	}
}

// splitApart reads an unknown word as two known ones: burnout as burn out.
func (lex *lexicon) splitApart(u *expandedWord) {
	key := u.forms[0]
	for i := 3; i <= len(key)-3; i++ {
		if len(lex.spelt(key[:i])) > 0 && len(lex.spelt(key[i:])) > 0 {
			u.addApart(lex, []string{key[:i], key[i:]})
		}
	}
}

// complete adds the most frequent words that start with the word being typed.
func (lex *lexicon) complete(u *expandedWord) {
	prefix := u.forms[0]
	if n := len(u.compounds); n > 0 {
		prefix = u.compounds[n-1]
	}
	limit := completionLimits[min(len(prefix), len(completionLimits)-1)]
	if limit == 0 {
		return
	}
	weight := completionWeight
	if len(u.alternatives) > 0 {
		weight = longerWeight
	}
	own := french.Stem(unhyphened(prefix))
	starting := map[string][]uint32{} // by stem
	count := map[string]uint32{}
	from, to := lex.completions(prefix)
	for id := from; id < to; id++ {
		s := french.Stem(unhyphened(lex.forms[id]))
		starting[s] = append(starting[s], uint32(id))
		count[s] += lex.counts[id]
	}
	delete(starting, own)
	stems := slices.SortedFunc(maps.Keys(starting), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), strings.Compare(a, b))
	})
	added := 0
	for _, s := range stems {
		if t := newTerm(lex.living(starting[s]), lex.living(slices.Clone(lex.groups[lex.stems[s]]))); t != nil {
			u.add(alternative{terms: []term{t}, weight: weight, longer: true})
			if added++; added == limit {
				break
			}
		}
	}
}
