package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// tell reports what became of the query's words: none is dropped or replaced
// without a note in the result.
func (s *searchRun) tell(result *Result) error {
	result.OnlyExcludes = len(s.words) == 0 && len(s.asked.excluded) > 0 && s.allowed == nil
	for _, w := range s.words {
		if word := s.Text[w.start:w.end]; len(word) > maxForm && len(w.forms[0]) > maxForm-utf8.UTFMax {
			result.Shortened = append(result.Shortened, word)
		}
	}
	if s.asked.stops {
		for _, w := range s.words {
			result.Common = append(result.Common, s.Text[w.start:w.end])
		}
		return nil
	}
	for _, w := range s.words {
		word := s.Text[w.start:w.end]
		switch kin := s.v.lexicon.kin(w); {
		case len(w.alternatives) == 0:
			absent := Absent{Word: word}
			if w.near != "" {
				near, err := s.spellingIn(w.near)
				if err != nil {
					return err
				}
				absent.Near, absent.Instead = near, s.Text[:w.start]+near+s.Text[w.end:]
			}
			result.Absent = append(result.Absent, absent)
		case w.begun:
			result.Begun = word
		case kin != "":
			found, err := s.spellingIn(kin)
			if err != nil {
				return err
			}
			result.Kin = append(result.Kin, Kin{word, found})
		}
	}
	return nil
}

// kin returns the most frequent form of the same stem for a word that is not
// indexed as it is spelt. It is "" if the word is indexed, in singular or
// plural, or was found in another way.
func (lex *lexicon) kin(w expandedWord) string {
	if len(w.alternatives) == 0 || w.alternatives[0].weight < 1 || len(w.compounds) > 0 {
		return ""
	}
	best := ""
	var most uint32
	for _, c := range w.alternatives[0].terms[0] {
		form := lex.forms[c.id]
		if c.factor == 1 || number(unhyphened(form)) == number(w.forms[0]) {
			return ""
		}
		if n := lex.counts[c.id]; best == "" || cmp.Or(cmp.Compare(most, n), strings.Compare(form, best)) < 0 {
			best, most = form, n
		}
	}
	return best
}

// number returns a form without its plural ending.
func number(form string) string { return strings.TrimRight(form, "sx") }

// suggest returns the query with each misspelt word replaced by its best
// correction, spelt as in the hits; "" if nothing was corrected.
func (s *searchRun) suggest(hits []Hit) string {
	text, at := "", 0
	for _, w := range s.words {
		i := slices.IndexFunc(w.alternatives, func(a alternative) bool { return a.guess != "" })
		if i < 0 || len(hits) == 0 {
			continue
		}
		var urls []string
		for _, h := range hits {
			urls = append(urls, h.URL)
		}
		text += s.Text[at:w.start] + s.spelling(w.alternatives[i].guess, urls)
		at = w.end
	}
	if at == 0 {
		return ""
	}
	return text + s.Text[at:]
}

// spellingPages is the number of pages that are read to find how a form is
// spelt.
const spellingPages = 3

// spellingIn returns the most frequent spelling of a form in the first pages
// that hold it.
func (s *searchRun) spellingIn(form string) (string, error) {
	var places []uint32
	err := s.v.inAnyField(form, func(doc uint32) { places = append(places, s.v.places[doc]) })
	slices.Sort(places)
	places = slices.Compact(places)
	var urls []string
	for _, place := range places[:min(len(places), spellingPages)] {
		urls = append(urls, s.v.pages[place].url)
	}
	return s.spelling(form, urls), err
}

// spelling returns the most frequent spelling of a form in pages, with accents.
func (s *searchRun) spelling(form string, urls []string) string {
	if s.Lookup == nil {
		return form
	}
	var read scanner
	spellings, best := map[string]int{}, form
	for _, url := range urls {
		p, _ := s.Lookup(url)
		for _, d := range p.Documents {
			for _, text := range []string{d.Title, d.Heading, d.Body} {
				for _, t := range read.read(text) {
					if t.kind == variant || string(read.form(t)) != form {
						continue
					}
					spelt := strings.ToLower(text[t.start:t.end])
					if spellings[spelt]++; spellings[spelt] > spellings[best] {
						best = spelt
					}
				}
			}
		}
	}
	return best
}
