package search

import "intraqvt/internal/french"

// The word « été » is the summer, but after a form of avoir it is a part of a
// verb, and says as little as avoir does: « il a été », « n’a jamais été ».
const summer = "ete"

// isStop tells whether token i is a stop word in its context.
func (s *scanner) isStop(i int) bool {
	t := s.tokens[i]
	form := s.form(t)
	if string(form) != summer {
		return french.IsStopWord(form, s.text[t.start:t.end])
	}
	if i = s.wordBefore(i); i >= 0 && french.AmidAvoir[string(s.form(s.tokens[i]))] {
		i = s.wordBefore(i)
	}
	return i >= 0 && french.FormsOfAvoir[string(s.form(s.tokens[i]))]
}

// wordBefore returns the index of the last word before a token, or -1.
func (s *scanner) wordBefore(i int) int {
	for i--; i >= 0 && s.tokens[i].kind != word; i-- {
	}
	return i
}
