package search

import (
	"iter"
	"slices"

	"intraqvt/internal/french"
)

// Synonym is a set of forms with the same meaning, each of one or several
// words: "RPS", "risques psychosociaux". Each glossary entry makes one.
type Synonym struct {
	Forms      []string
	ReplacedBy string // the form to use today, also searched; may be empty
	URL        string // of the term's page; may be empty
}

// synonyms finds the forms of synonyms in a query's words.
type synonyms struct {
	list   []Synonym
	byStem map[string][]synonymForm // by the stem of a form's first word
}

type synonymForm struct {
	words    []queryWord
	others   [][]queryWord // the other forms of its set
	outdated Replacement   // the zero value if the form is current
	url      string        // of the term's page; "" for the form that replaces it
}

// SetSynonyms sets the synonyms of the following searches. Nothing is
// reindexed.
func (ix *Index) SetSynonyms(list []Synonym) {
	syn := &synonyms{list: list, byStem: map[string][]synonymForm{}}
	for _, s := range list {
		var forms []synonymForm
		for i, text := range append(s.Forms[:len(s.Forms):len(s.Forms)], s.ReplacedBy) {
			words := queryWords(text)
			if len(words) == 0 {
				continue
			}
			form := synonymForm{words: words, url: s.URL}
			if i == len(s.Forms) {
				form.url = ""
			}
			if s.ReplacedBy != "" && i < len(s.Forms) {
				form.outdated = Replacement{From: text, To: s.ReplacedBy}
			}
			forms = append(forms, form)
		}
		for i, form := range forms {
			for k, other := range forms {
				if k != i {
					form.others = append(form.others, other.words)
				}
			}
			first := french.Stem(form.words[0].forms[0])
			syn.byStem[first] = append(syn.byStem[first], form)
		}
	}
	ix.reading.Lock()
	ix.synonyms = syn
	ix.reading.Unlock()
}

// add gives the words of the query that form a synonym the other forms as
// alternatives. Each word of a form of several words gets them, so that a page
// that holds only another form counts as holding them all.
func (syn *synonyms) add(units []expandedWord, lex *lexicon) {
	for i, form := range syn.in(units) {
		for _, other := range form.others {
			terms := lex.allTerms(other)
			if terms == nil {
				continue
			}
			for k := range form.words {
				units[i+k].add(alternative{terms: terms, weight: synonymWeight, capped: true})
			}
		}
	}
}

// outdated returns the outdated terms of the query.
func (syn *synonyms) outdated(units []expandedWord) []Replacement {
	var list []Replacement
	for _, form := range syn.in(units) {
		known := func(r Replacement) bool { return r.To == form.outdated.To }
		if form.outdated.To != "" && !slices.ContainsFunc(list, known) {
			list = append(list, form.outdated)
		}
	}
	return list
}

// named returns the addresses of the terms of which the whole query is a form.
func (syn *synonyms) named(units []expandedWord) (urls []string) {
	for _, form := range syn.in(units) {
		if len(form.words) == len(units) && form.url != "" {
			urls = append(urls, form.url)
		}
	}
	return urls
}

// in yields the forms that occur in the query, with the index of their first
// word.
func (syn *synonyms) in(units []expandedWord) iter.Seq2[int, synonymForm] {
	return func(yield func(int, synonymForm) bool) {
		if syn == nil {
			return
		}
		for i := range units {
			for _, form := range syn.byStem[french.Stem(units[i].forms[0])] {
				if form.matches(units[i:]) && !yield(i, form) {
					return
				}
			}
		}
	}
}

func (f synonymForm) matches(units []expandedWord) bool {
	if len(units) < len(f.words) {
		return false
	}
	for k, w := range f.words {
		if french.Stem(units[k].forms[0]) != french.Stem(w.forms[0]) {
			return false
		}
	}
	return true
}

// allTerms returns a term for each word, or for a known compound instead of its
// words; nil if the lexicon lacks a word.
func (lex *lexicon) allTerms(words []queryWord) []term {
	var terms []term
	inside := "" // the compound that the last term is of
	for _, w := range words {
		t, compound := term(nil), ""
		for _, c := range w.compounds {
			if t = lex.term(unhyphened(c)); t != nil {
				compound = c
				break
			}
		}
		if compound != "" && compound == inside {
			continue
		}
		if inside = compound; t == nil {
			t = lex.term(w.forms...)
		}
		if t == nil {
			return nil
		}
		terms = append(terms, t)
	}
	return terms
}
