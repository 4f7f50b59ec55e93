package search

import (
	"slices"
	"strings"

	"intraqvt/internal/french"
)

// Answer is a page that comes before all others for those who ask one of some
// questions, whatever the ranking says. Questions are compared by the stems of
// their words: the form of a word, its case and accents, stop words and the
// order do not matter.
type Answer struct {
	Questions []string
	URL       string
	// Within gives the page to longer questions too: to all that hold the words
	// of one of Questions.
	Within bool
}

// maxChosen is how many answers a query gets at most.
const maxChosen = 3

// answers finds the answers to a query.
type answers struct {
	list []Answer
	keys []answerKey // in the order of list
}

// answerKey is one question of an answer.
type answerKey struct {
	stems []string
	of    int // in answers.list
}

// SetAnswers sets the answers of the following searches and exports.
func (ix *Index) SetAnswers(list []Answer) {
	a := &answers{list: list}
	for i, answer := range list {
		for _, question := range answer.Questions {
			if stems := stemsOf(question); len(stems) > 0 {
				a.keys = append(a.keys, answerKey{stems, i})
			}
		}
	}
	ix.reading.Lock()
	ix.answers = a
	ix.reading.Unlock()
}

// stemsOf are the stems of a question's words, each once, sorted.
func stemsOf(question string) []string {
	var stems []string
	for _, w := range queryWords(question) {
		stems = append(stems, french.Stem(w.forms[0]))
	}
	slices.Sort(stems)
	return slices.Compact(stems)
}

// to gives the addresses of the answers to a query's words, a question that is
// asked as it stands before those that are within, and of these the one with
// most words first.
func (a *answers) to(words []expandedWord) []string {
	if a == nil || len(words) == 0 {
		return nil
	}
	asked := meaningsOf(words)
	type match struct{ words, of int } // words: 0 where the question is asked as it stands
	var found []match
	for _, key := range a.keys {
		if !asked.haveAll(key.stems) {
			continue
		}
		more := slices.ContainsFunc(asked, func(stems []string) bool {
			return !slices.ContainsFunc(stems, func(stem string) bool { return slices.Contains(key.stems, stem) })
		})
		switch {
		case !more:
			found = append(found, match{0, key.of})
		case a.list[key.of].Within:
			found = append(found, match{len(key.stems), key.of})
		}
	}
	slices.SortStableFunc(found, func(x, y match) int {
		switch {
		case x.words == 0 || y.words == 0:
			return x.words - y.words
		default:
			return y.words - x.words
		}
	})
	var urls []string
	for _, m := range found {
		if url := a.list[m.of].URL; len(urls) < maxChosen && !slices.Contains(urls, url) {
			urls = append(urls, url)
		}
	}
	return urls
}

// meanings are the stems that each word of a query may mean: its own and those of
// its corrections.
type meanings [][]string

func meaningsOf(words []expandedWord) meanings {
	m := make(meanings, len(words))
	for i, w := range words {
		for _, form := range w.forms {
			m[i] = append(m[i], french.Stem(form))
		}
		for _, a := range w.alternatives {
			if a.guess != "" {
				m[i] = append(m[i], french.Stem(unhyphened(a.guess)))
			}
		}
	}
	return m
}

// haveAll tells whether each stem is meant by one of the words.
func (m meanings) haveAll(stems []string) bool {
	return !slices.ContainsFunc(stems, func(stem string) bool {
		return !slices.ContainsFunc(m, func(word []string) bool { return slices.Contains(word, stem) })
	})
}

// spaced are stems with a space between, as shards have them.
func spaced(stems []string) string { return strings.Join(stems, " ") }

// answerShard is an answer: the place of its page, whether it is given within
// longer questions too, and the stems of each question with a space between.
type answerShard [3]any

// exportAnswers writes the answers into the head.
func (x *export) exportAnswers(a *answers) {
	x.head.Answers = []answerShard{}
	if a == nil {
		return
	}
	of := -1
	for _, key := range a.keys {
		place, known := x.placeOf[a.list[key.of].URL]
		if !known {
			continue
		}
		stems := spaced(key.stems)
		if key.of == of {
			last := &x.head.Answers[len(x.head.Answers)-1]
			last[2] = append(last[2].([]string), stems)
			continue
		}
		of = key.of
		within := 0
		if a.list[of].Within {
			within = 1
		}
		x.head.Answers = append(x.head.Answers, answerShard{place, within, []string{stems}})
	}
}
