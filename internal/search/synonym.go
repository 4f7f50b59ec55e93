package search

// Synonym is a set of forms that mean the same, each of one or several words:
// "RPS", "risques psychosociaux". An entry of the glossary makes one.
type Synonym struct {
	Forms      []string
	ReplacedBy string // the form that is right today, searched as one of the others; may be empty
}

// synonyms finds the forms of synonyms in a query's words.
type synonyms struct {
	byStem map[string][]synonymForm // by the stem of a form's first word
}

type synonymForm struct {
	words  []askedWord
	others [][]askedWord // the other forms of its set
}

// SetSynonyms sets what searches from now on take for the same. Nothing is
// indexed again.
func (ix *Index) SetSynonyms(list []Synonym) {
	syn := &synonyms{byStem: map[string][]synonymForm{}}
	for _, s := range list {
		var forms [][]askedWord
		for _, form := range append(s.Forms[:len(s.Forms):len(s.Forms)], s.ReplacedBy) {
			if words := askedWords(form); len(words) > 0 {
				forms = append(forms, words)
			}
		}
		for i, words := range forms {
			first := stem(words[0].forms[0])
			others := append(append([][]askedWord{}, forms[:i]...), forms[i+1:]...)
			syn.byStem[first] = append(syn.byStem[first], synonymForm{words, others})
		}
	}
	ix.reading.Lock()
	ix.synonyms = syn
	ix.reading.Unlock()
}

// add gives words that make up a synonym the other forms as alternatives. A
// form of several words gives them to each of its words, so that a page that
// has the other form only is taken to have them all.
func (syn *synonyms) add(units []wanted, lex *lexicon) {
	if syn == nil {
		return
	}
	for i := range units {
		for _, form := range syn.byStem[stem(units[i].forms[0])] {
			if !form.matches(units[i:]) {
				continue
			}
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
}

func (f synonymForm) matches(units []wanted) bool {
	if len(units) < len(f.words) {
		return false
	}
	for k, w := range f.words {
		if stem(units[k].forms[0]) != stem(w.forms[0]) {
			return false
		}
	}
	return true
}

// allTerms is a term for each word, the compound's for those of a compound
// that is known; nil where a word is not in the lexicon.
func (lex *lexicon) allTerms(words []askedWord) []term {
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
