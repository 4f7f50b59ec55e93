package search

import (
	"slices"
	"strings"
)

// phrase holds the words of a quotation, stop words included.
type phrase []phraseWord

// phraseWord is one word of a phrase, with the forms that match it.
type phraseWord struct {
	forms []string
	stop  bool
}

func readPhrase(text string) phrase {
	var s scanner
	var p phrase
	for i, t := range s.read(text) {
		switch t.kind {
		case word:
			p = append(p, phraseWord{[]string{string(s.form(t))}, s.isStop(i)})
		case variant:
			last := &p[len(p)-1]
			last.forms = append(last.forms, string(s.form(t)))
		case compound: // its words follow
		}
	}
	return p
}

// says tells whether the phrase holds a word that is not a stop word.
func (p phrase) says() bool {
	return slices.ContainsFunc(p, func(w phraseWord) bool { return !w.stop })
}

// within returns the text between the quotes of a phrase.
func within(text string) string {
	runes := []rune(text)
	return strings.TrimSpace(string(runes[1 : len(runes)-1]))
}

// in tells whether a text holds the words one after the other, in order.
func (p phrase) in(s *scanner, text string) bool {
	at := make([]bool, len(p)+1) // at[k]: the first k words of the phrase end here
	at[0] = true
	tokens := s.read(text)
	for i := 0; i < len(tokens); {
		if tokens[i].kind == compound {
			i++
			continue
		}
		end := i + 1
		for end < len(tokens) && tokens[end].kind == variant {
			end++
		}
		for k := len(p); k > 0; k-- {
			at[k] = at[k-1] && p.matches(k-1, s, tokens[i:end])
		}
		if at[len(p)] {
			return true
		}
		i = end
	}
	return false
}

func (p phrase) matches(k int, s *scanner, tokens []token) bool {
	for _, t := range tokens {
		for _, form := range p[k].forms {
			if string(s.form(t)) == form {
				return true
			}
		}
	}
	return false
}

// inDocument tells whether one of a section's texts holds the phrase.
func (p phrase) inDocument(s *scanner, doc Document) bool {
	if p.in(s, doc.Title) || p.in(s, doc.Heading) || p.in(s, doc.Body) {
		return true
	}
	for _, tag := range doc.Tags {
		if p.in(s, tag) {
			return true
		}
	}
	return false
}

// holding returns the documents that may hold the phrase: those that hold, in
// any field, each of its words that is always indexed.
func (v *view) holding(p phrase) (map[uint32]bool, error) {
	var docs map[uint32]bool
	for _, w := range p {
		if w.stop {
			continue
		}
		with := map[uint32]bool{}
		for _, form := range w.forms {
			if err := v.inAnyField(form, func(doc uint32) {
				if docs == nil || docs[doc] {
					with[doc] = true
				}
			}); err != nil {
				return nil, err
			}
		}
		docs = with
	}
	return docs, nil
}

func (v *view) inAnyField(form string, visit func(doc uint32)) error {
	for _, field := range textFields {
		if err := v.postings(form, field, func(doc uint32, _, _ float32) { visit(doc) }); err != nil {
			return err
		}
	}
	return nil
}
