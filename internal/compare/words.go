package compare

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Op is what happened to a part of a text.
type Op string

// A part is unchanged, inserted or deleted.
const (
	Equal  Op = "equal"
	Insert Op = "insert"
	Delete Op = "delete"
)

// Part is a run of words with the same operation.
type Part struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
}

// Words compares two texts word by word. The equal and deleted parts make the
// old text, the equal and inserted parts the new text. Longer changes with only
// one or two equal words between them are joined, because a rewritten sentence
// would be hard to read in pieces.
func Words(before, after string) []Part {
	a, b := tokens(before), tokens(after)
	edits := differences(a, b)
	edits = joinEdits(a, edits)
	for i := range edits {
		from, to := 0, len(a)
		if i > 0 {
			from = edits[i-1].End + 1 // edits are never adjacent
		}
		if i+1 < len(edits) {
			to = edits[i+1].Start - 1
		}
		slide(a, b, &edits[i], from, to)
	}
	var parts []Part
	add := func(op Op, words []string) {
		if len(words) > 0 {
			parts = append(parts, Part{op, strings.Join(words, "")})
		}
	}
	at := 0
	for _, e := range edits {
		add(Equal, a[at:e.Start])
		add(Delete, a[e.Start:e.End])
		add(Insert, b[e.ReplStart:e.ReplEnd])
		at = e.End
	}
	add(Equal, a[at:])
	return parts
}

// differences returns the edits that turn a into b, in order. The algorithm is
// by Myers (1986), "An O(ND) Difference Algorithm and Its Variations",
// Algorithmica 1. The library stops after a hundred edits from both ends; the
// remaining middle part is then compared again, as long as that makes progress.
// So the cost grows with the length of the texts, not with its square, and very
// different texts may get more edits than necessary.
func differences(a, b []string) []lcs.Diff { return appendDifferences(nil, a, b, 0, 0) }

// appendDifferences appends the edits of two parts of texts, which begin at the
// given places of the texts.
func appendDifferences(out []lcs.Diff, a, b []string, atA, atB int) []lcs.Diff {
	for _, d := range lcs.DiffLines(a, b) {
		n, all := d.End-d.Start+d.ReplEnd-d.ReplStart, len(a)+len(b)
		if n < all && n > libraryLimit && d.Start < d.End && d.ReplStart < d.ReplEnd {
			out = appendDifferences(out, a[d.Start:d.End], b[d.ReplStart:d.ReplEnd], atA+d.Start, atB+d.ReplStart)
			continue
		}
		out = append(out, lcs.Diff{Start: atA + d.Start, End: atA + d.End, ReplStart: atB + d.ReplStart, ReplEnd: atB + d.ReplEnd})
	}
	return out
}

// libraryLimit is the number of edits up to which the library finds the minimum.
const libraryLimit = 100

// joinEdits joins neighbouring edits if the text between them is shorter than each
// of them, and no longer than two words.
func joinEdits(a []string, edits []lcs.Diff) []lcs.Diff {
	out := edits[:0:0]
	for _, e := range edits {
		if last := len(out) - 1; last >= 0 {
			before := &out[last]
			between := a[before.End:e.Start]
			words := countWords(between)
			if words == 0 && !endsSentence(between) || words <= 2 && len(between) < size(*before) && len(between) < size(e) {
				before.End, before.ReplEnd = e.End, e.ReplEnd
				continue
			}
		}
		out = append(out, e)
	}
	return out
}

// slide moves an edit that only inserts or only deletes to an equivalent place
// where a sentence begins or else a word: « {+Et demi. +}Deux. », not « {+. Et
// demi+}. Deux. ». Tokens before from and after to belong to other edits.
func slide(a, b []string, d *lcs.Diff, from, to int) {
	text, start, end := a, &d.Start, &d.End
	switch {
	case d.Start == d.End:
		text, start, end = b, &d.ReplStart, &d.ReplEnd
	case d.ReplStart < d.ReplEnd:
		return
	}
	const far = 50 // number of tokens to look at on either side
	left, right := 0, 0
	for left < min(d.Start-from, far) && text[*start-left-1] == text[*end-left-1] {
		left++
	}
	for right < min(to-d.End, far) && text[*start+right] == text[*end+right] {
		right++
	}
	best, score := 0, -1
	for shift := right; shift >= -left; shift-- {
		if s := beginning(text, *start+shift); s > score {
			best, score = shift, s
		}
	}
	d.Start, d.End, d.ReplStart, d.ReplEnd = d.Start+best, d.End+best, d.ReplStart+best, d.ReplEnd+best
}

// beginning rates a token as the start of an edit: 2 if a sentence begins, 1 if
// a word begins after a space.
func beginning(text []string, at int) int {
	switch {
	case at >= len(text) || !isWord(text[at]):
		return 0
	case at == 0 || at >= 2 && endsSentence(text[at-2:at-1]):
		return 2
	case strings.TrimSpace(text[at-1]) == "":
		return 1
	}
	return 0
}

// size returns the number of tokens on the longer side of an edit.
func size(d lcs.Diff) int { return max(d.End-d.Start, d.ReplEnd-d.ReplStart) }

func countWords(list []string) int {
	n := 0
	for _, t := range list {
		if isWord(t) {
			n++
		}
	}
	return n
}

func endsSentence(list []string) bool {
	for _, t := range list {
		if t == "." || t == "!" || t == "?" {
			return true
		}
	}
	return false
}

func isWord(token string) bool {
	r, _ := utf8.DecodeRuneInString(token)
	return inWord(r)
}

// tokens splits a text into words, spaces and signs; joined, they give the text
// again. A word keeps the apostrophe of its elision, its hyphens and the point
// of inclusive writing; a number its decimals and the narrow spaces between
// thousands.
func tokens(s string) []string {
	out := make([]string, 0, len(s)/4+1)
	for len(s) > 0 {
		n := tokenLength(s)
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

// tokenLength returns the length in bytes of the first token of a text.
func tokenLength(s string) int {
	first, n := utf8.DecodeRuneInString(s)
	switch {
	case unicode.IsSpace(first):
		for n < len(s) {
			r, size := utf8.DecodeRuneInString(s[n:])
			if !unicode.IsSpace(r) {
				break
			}
			n += size
		}
		return n
	case !inWord(first):
		return n
	}
	previous := first
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		next, _ := utf8.DecodeRuneInString(s[n+size:])
		switch {
		case inWord(r):
		case r == '’' || r == '\'':
			return n + size
		case (r == '-' || r == '·' || r == '‑') && inWord(next):
		case (r == ',' || r == '.' || r == '\u202f') && unicode.IsDigit(previous) && unicode.IsDigit(next):
		default:
			return n
		}
		previous = r
		n += size
	}
	return n
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// bag counts the words of a text.
type bag struct {
	words map[string]int
	total int
}

func bagOf(texts ...string) bag {
	b := bag{words: map[string]int{}}
	for _, s := range texts {
		for _, t := range tokens(s) {
			if isWord(t) {
				b.words[strings.ToLower(t)]++
				b.total++
			}
		}
	}
	return b
}

// alike returns the similarity of two texts from 0 to 1: twice the number of
// common words (with repetitions) divided by the number of words in both. This
// is the coefficient of Dice (1945), "Measures of the Amount of Ecologic
// Association Between Species", Ecology 26. It is 0 for texts without words.
func (b bag) alike(c bag) float64 {
	if len(c.words) < len(b.words) {
		b, c = c, b
	}
	common := 0
	for word, n := range b.words {
		common += min(n, c.words[word])
	}
	if common == 0 {
		return 0
	}
	return 2 * float64(common) / float64(b.total+c.total)
}
