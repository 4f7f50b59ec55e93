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
	list  []Answer
	stems [][]stems // by answer, those of each question
}

// stems are those of a text's words, each once, sorted.
type stems []string

// SetAnswers sets the answers of the following searches and exports.
func (ix *Index) SetAnswers(list []Answer) {
	a := &answers{list: list, stems: make([][]stems, len(list))}
	for i, answer := range list {
		a.stems[i] = stemsOf(answer.Questions)
	}
	ix.reading.Lock()
	ix.answers = a
	ix.reading.Unlock()
}

// stemsOf returns the stems of texts, without those that have no word.
func stemsOf(texts []string) []stems {
	var list []stems
	for _, text := range texts {
		var words stems
		for _, w := range queryWords(text) {
			words = append(words, french.Stem(w.forms[0]))
		}
		if slices.Sort(words); len(words) > 0 {
			list = append(list, slices.Compact(words))
		}
	}
	return list
}

// to returns the addresses of the answers to a query, a question that is asked as
// it stands before those that are within, and of these the one with most words
// first.
func (a *answers) to(asked meanings) []string {
	if a == nil || len(asked) == 0 {
		return nil
	}
	type match struct{ words, of int } // words: 0 where the question is asked as it stands
	var found []match
	for i, questions := range a.stems {
		for _, question := range questions {
			switch {
			case !asked.haveAll(question):
			case asked.areAllIn(question):
				found = append(found, match{0, i})
			case a.list[i].Within:
				found = append(found, match{len(question), i})
			}
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
func (m meanings) haveAll(question stems) bool {
	return !slices.ContainsFunc(question, func(stem string) bool {
		return !slices.ContainsFunc(m, func(word []string) bool { return slices.Contains(word, stem) })
	})
}

// areAllIn tells whether a question has a stem of each word.
func (m meanings) areAllIn(question stems) bool {
	return !slices.ContainsFunc(m, func(word []string) bool {
		return !slices.ContainsFunc(word, func(stem string) bool { return slices.Contains(question, stem) })
	})
}

// exportedStems are stems as shards have them: each text's with a space between.
func exportedStems(list []stems) []string {
	texts := make([]string, len(list))
	for i, words := range list {
		texts[i] = strings.Join(words, " ")
	}
	return texts
}

// answerShard is an answer: the place of its page, whether it is given within
// longer questions too, and the stems of each question with a space between.
type answerShard [3]any

// exportAnswers writes the answers into the head.
func (x *export) exportAnswers(a *answers) {
	x.head.Answers = []answerShard{}
	if a == nil {
		return
	}
	for i, answer := range a.list {
		place, known := x.placeOf[answer.URL]
		if !known || len(a.stems[i]) == 0 {
			continue
		}
		within := 0
		if answer.Within {
			within = 1
		}
		x.head.Answers = append(x.head.Answers, answerShard{place, within, exportedStems(a.stems[i])})
	}
}
