package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"intraqvt/internal/french"
)

// Figures are written together and apart: 12000 and 12 000, 35h and 35 h,
// ED6250 and ED 6250. What stands apart is a compound too, spelt together, so
// that each way of writing finds the other.

const (
	maxFigure = 15 // digits of the longest figure that is joined: a social security number
	maxCode   = 5  // letters before a number that are a code with it: ED 6250
)

// joinFigures adds the compounds of figures to the tokens.
func (s *scanner) joinFigures() {
	if !slices.ContainsFunc(s.tokens, func(t token) bool { return isDigit(s.buf[t.from]) }) {
		return
	}
	f := figures{scanner: s, words: s.words[:0]}
	for i, t := range s.tokens {
		if t.kind == word {
			f.words = append(f.words, i)
		}
	}
	s.words = f.words
	for at := 0; at < len(f.words); {
		switch {
		case !isDigit(s.buf[s.tokens[f.words[at]].from]):
			at++
		case f.isFigure(at):
			end := f.run(at)
			f.join(at, end)
			at = end
		default:
			f.unitTime(at)
			at++
		}
	}
	if len(f.found) == 0 {
		return
	}
	slices.SortStableFunc(f.found, func(a, b figure) int { return a.before - b.before })
	tokens := s.spare[:0]
	for i, t := range s.tokens {
		for ; len(f.found) > 0 && f.found[0].before == i; f.found = f.found[1:] {
			tokens = append(tokens, f.found[0].token)
		}
		tokens = append(tokens, t)
	}
	s.tokens, s.spare = tokens, s.tokens
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// figures finds the figures among the words of a text.
type figures struct {
	*scanner
	words []int // the tokens that are words; they are counted from 0 here
	found []figure
}

// figure is a compound, and the token that it stands before.
type figure struct {
	token
	before int
}

func (f *figures) token(at int) token { return f.tokens[f.words[at]] }

func (f *figures) form(at int) []byte {
	if at >= len(f.words) {
		return nil
	}
	return f.scanner.form(f.token(at))
}

// isFigure tells whether a word is digits alone, in the text too: not the
// number of an article, which has its letter before it.
func (f *figures) isFigure(at int) bool {
	t := f.token(at)
	return isNumber(f.form(at)) && t.end-t.start == t.to-t.from
}

// between is what stands between a word and the next one.
func (f *figures) between(at int) string {
	if at+1 >= len(f.words) {
		return ""
	}
	before, after := f.token(at), f.token(at+1)
	if before.end > after.start {
		return ""
	}
	return f.text[before.end:after.start]
}

// isGap tells whether words stand apart by one space.
func isGap(between string) bool {
	switch between {
	case " ", "\u00a0", "\u202f", "\u2009":
		return true
	}
	return false
}

// run is where the numbers end that one kind of sign separates from at on:
// spaces, or a dot, a hyphen or a slash each.
func (f *figures) run(at int) int {
	end := at + 1
	first := f.between(at)
	if !isGap(first) && first != "." && first != "-" && first != "/" {
		return end
	}
	for end < len(f.words) && f.isFigure(end) && (f.between(end-1) == first || isGap(first) && isGap(f.between(end-1))) {
		end++
	}
	return end
}

// join adds the figures that numbers make, with what stands before and after.
func (f *figures) join(from, to int) {
	spaced := to-from < 2 || isGap(f.between(from))
	amount := to - 1 // where the number starts that a unit after it counts
	for i := from; i < to; {
		end := f.thousands(i, to)
		if end-i < 2 || !spaced && (i > from || end < to) {
			i++
			continue
		}
		f.add(i, end)
		if end == to {
			amount = i
		}
		i = end
	}
	for i := from; i < to; {
		end := f.pairs(i, to)
		switch {
		case end-i < 4 || !spaced && (i > from || end < to):
		case end-i > 5: // several telephone numbers
			for k := i; k+5 <= end; k++ {
				if f.form(k)[0] == '0' {
					f.add(k, k+5)
					k += 4
				}
			}
		default:
			f.add(i, end)
		}
		i = max(end, i+1)
	}
	if spaced && to-from > 1 {
		f.add(from, to)
	}
	f.international(from, to)
	f.unit(amount, to)
	if code := from - 1; code >= 0 && isGap(f.between(code)) && f.isCode(code) {
		f.add(code, from+1)
		f.add(code, to)
	}
}

// thousands is where a number written in groups of three ends: 12 000.
func (f *figures) thousands(i, to int) int {
	if n := len(f.form(i)); n > 3 {
		return i
	}
	for i++; i < to && len(f.form(i)) == 3; i++ {
	}
	return i
}

// pairs is where numbers of two digits end.
func (f *figures) pairs(i, to int) int {
	for ; i < to && len(f.form(i)) == 2; i++ {
	}
	return i
}

// international adds a French telephone number as it is dialled at home.
func (f *figures) international(from, to int) {
	all := f.joined(from, to)
	number, is := strings.CutPrefix(all, "33")
	start := f.token(from).start
	if !is || !strings.HasSuffix(f.text[:start], "+") {
		number, is = strings.CutPrefix(all, "0033")
	}
	if is && len(number) == 9 {
		f.addForm(from, to, "0"+number)
	}
	// +33 (0)6 12 34 56 78
	if zero := from - 1; zero >= 0 && len(all) == 9 && string(f.form(zero)) == "0" && strings.TrimRight(f.between(zero), " ") == ")" {
		f.addForm(zero, to, "0"+all)
	}
}

// unit adds a number with the unit after it, and with the number after that:
// 35 h, 8 h 30, 8 h30, 3 × 8.
func (f *figures) unit(from, to int) {
	if to >= len(f.words) {
		return
	}
	if strings.Trim(f.between(to-1), " \u00a0\u202f") == "×" && f.isFigure(to) {
		f.addForm(from, to+1, f.joined(from, to)+"x"+string(f.form(to)))
		return
	}
	if !isGap(f.between(to - 1)) {
		return
	}
	form := string(f.form(to))
	if french.Measures[form] {
		f.add(from, to+1)
		if f.isMinutes(to) {
			f.add(from, to+2)
		}
		return
	}
	if i := strings.IndexAny(form, "0123456789"); i > 0 && french.Measures[form[:i]] && isNumber([]byte(form[i:])) {
		f.add(from, to+1)
	}
}

// unitTime adds a number and its unit, written together, with the number after
// it: 8h 30.
func (f *figures) unitTime(at int) {
	form := string(f.form(at))
	unit := strings.TrimLeft(form, "0123456789")
	if unit != form && french.Measures[unit] && f.isMinutes(at) {
		f.add(at, at+2)
	}
}

// isMinutes tells whether what stands after a unit goes on with its number.
func (f *figures) isMinutes(at int) bool {
	next := f.form(at + 1)
	return len(next) > 0 && len(next) < 3 && f.isFigure(at+1) && isGap(f.between(at))
}

// isCode tells whether a word is capitals that name a number after them.
func (f *figures) isCode(at int) bool {
	t := f.token(at)
	text := f.text[t.start:t.end]
	return utf8.RuneCountInString(text) <= maxCode && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsUpper(r) })
}

// add adds words spelt together as a compound, unless they are too long.
func (f *figures) add(from, to int) { f.addForm(from, to, f.joined(from, to)) }

func (f *figures) addForm(from, to int, form string) {
	digits := 0
	for i := range len(form) {
		if isDigit(form[i]) {
			digits++
		}
	}
	if digits == 0 || digits > maxFigure {
		return
	}
	first := f.token(from)
	start, end := uint32(len(f.buf)), f.token(to-1).end
	for i := len(f.found) - 1; i >= 0 && f.found[i].start >= first.start; i-- {
		if same := f.found[i]; same.start == first.start && string(f.scanner.form(same.token)) == form {
			return
		}
	}
	f.buf = append(f.buf, form...)
	f.found = append(f.found, figure{token{start, uint32(len(f.buf)), first.start, end, first.pos, compound}, f.words[from]})
}

// joined is words spelt together, "" where that is too long.
func (f *figures) joined(from, to int) string {
	var b strings.Builder
	for at := from; at < to && b.Len() <= maxForm; at++ {
		b.Write(f.form(at))
	}
	if b.Len() > maxForm {
		return ""
	}
	return b.String()
}
