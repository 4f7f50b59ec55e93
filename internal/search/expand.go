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

// wanted is one word of a query with all that it may be found by. A page's
// score for it is that of the best alternative, so that many weak ones never
// add up to a strong one.
type wanted struct {
	askedWord
	alternatives []alternative
	begun        bool   // found only by what starts so
	near         string // of a word that is nowhere: a form that resembles it
}

// alternative is one reading of a word: a term, or several that must stand in
// one field of one section.
type alternative struct {
	terms  []term
	weight float64
	capped bool   // its rarity counts for no more than the word's own
	guess  string // the form, where it corrects the word
}

// term is a set of forms that count as one, each with what an occurrence of it
// counts for.
type term []countedForm

type countedForm struct {
	id     uint32 // in the lexicon
	factor float32
}

// The weights of what a word may be found by. Those of spelling mistakes are
// in typoWeights.
const (
	variantFactor    = 0.4 // of an occurrence of another form with the word's stem
	spellingWeight   = 0.9 // tele travail for télétravail
	apartWeight      = 0.8 // burn, out for burnout
	synonymWeight    = 0.4
	completionWeight = 0.8 // of what an unknown beginning may become
	longerWeight     = 0.4 // of what a known word may become
)

// completionLimits are how many words a beginning of so many bytes may become,
// variants aside; the last is for longer ones too. Short beginnings say little,
// and all that they may become would be most of the index.
var completionLimits = [...]int{0, 0, 4, 8, 20}

// expand finds the alternatives of a query's words. A word that has none is
// taken for a misspelling only where it is no word of French either: one that
// exists is never replaced by another.
func (v *view) expand(ctx context.Context, words []askedWord, syn *synonyms) ([]wanted, error) {
	units := make([]wanted, len(words))
	for i, w := range words {
		units[i].askedWord = w
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

// exists tells whether a word is one of French, or holds figures: those are
// never misspelt.
func (u *wanted) exists() bool {
	return slices.ContainsFunc(u.forms, func(form string) bool { return hasDigit(form) || wordlist.French().Has(form) })
}

func hasDigit(form string) bool { return strings.ContainsAny(form, "0123456789") }

func (u *wanted) add(a alternative) { u.alternatives = append(u.alternatives, a) }

// term is the set of forms spelt like words or sharing their stems, or nil.
func (lex *lexicon) term(keys ...string) term {
	var exact, variants []uint32
	for _, key := range keys {
		exact = append(exact, lex.spelt(key)...)
		variants = append(variants, lex.variants(key)...)
	}
	return newTerm(exact, variants)
}

// newTerm makes a term of forms that count in full, and of others that count
// as variants unless they are among the first.
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

// addApart adds a compound's words as an alternative, where at least two of
// them say something.
func (u *wanted) addApart(lex *lexicon, parts []string) {
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

// bridge joins neighbours that are written as one word elsewhere.
func (lex *lexicon) bridge(units []wanted) {
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

// splitApart reads an unknown word as two known ones: burnout, burn out.
func (lex *lexicon) splitApart(u *wanted) {
	key := u.forms[0]
	for i := 3; i <= len(key)-3; i++ {
		if len(lex.spelt(key[:i])) > 0 && len(lex.spelt(key[i:])) > 0 {
			u.addApart(lex, []string{key[:i], key[i:]})
		}
	}
}

// complete adds the words that one being typed may become, the commonest.
func (lex *lexicon) complete(u *wanted) {
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
			u.add(alternative{terms: []term{t}, weight: weight})
			if added++; added == limit {
				break
			}
		}
	}
}
