package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"intraqvt/internal/french"
)

// Figures are written together or apart: 12000 and 12 000, 35h and 35 h, ED6250
// and ED 6250. Those written apart are also indexed as a compound, written
// together, so that each spelling finds the other.

const (
	maxFigure = 15 // digits of the longest joined figure: a social security number
	maxCode   = 5  // letters of a code before a number: ED 6250
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

// figures finds the figures in the words of a text.
type figures struct {
	*scanner
	words []int // indices of the tokens that are words; methods number words by this list
	found []figure
}

// figure is a compound and the token that it precedes.
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

// isFigure tells whether a word consists of digits, in the text too: the number
// of an article does not, since a letter precedes it.
func (f *figures) isFigure(at int) bool {
	t := f.token(at)
	return isNumber(f.form(at)) && t.end-t.start == t.to-t.from
}

// between returns the text between a word and the next one.
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

// isGap tells whether a text is exactly one space.
func isGap(between string) bool {
	switch between {
	case " ", "\u00a0", "\u202f", "\u2009":
		return true
	}
	return false
}

// run returns the end of the numbers from word at on that have the same
// separator: spaces, or one dot, hyphen or slash each.
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

// join adds the figures of a run of numbers, with the words before and after
// it.
func (f *figures) join(from, to int) {
	spaced := to-from < 2 || isGap(f.between(from))
	amount := to - 1 // first word of the number that a unit may follow
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

// thousands returns the end of a number written in groups of three digits: 12
// 000.
func (f *figures) thousands(i, to int) int {
	if n := len(f.form(i)); n > 3 {
		return i
	}
	for i++; i < to && len(f.form(i)) == 3; i++ {
	}
	return i
}

// pairs returns the end of a run of two-digit numbers.
func (f *figures) pairs(i, to int) int {
	for ; i < to && len(f.form(i)) == 2; i++ {
	}
	return i
}

// international adds the national form of a French telephone number.
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

// unit adds a number with its unit, and with the number after the unit: 35 h, 8
// h 30, 8 h30, 3 × 8.
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

// unitTime adds a number written together with its unit, with the number after
// it: 8h 30.
func (f *figures) unitTime(at int) {
	form := string(f.form(at))
	unit := strings.TrimLeft(form, "0123456789")
	if unit != form && french.Measures[unit] && f.isMinutes(at) {
		f.add(at, at+2)
	}
}

// isMinutes tells whether the text after a unit continues its number.
func (f *figures) isMinutes(at int) bool {
	next := f.form(at + 1)
	return len(next) > 0 && len(next) < 3 && f.isFigure(at+1) && isGap(f.between(at))
}

// isCode tells whether a word is a code in capitals before a number (ED 6250).
func (f *figures) isCode(at int) bool {
	t := f.token(at)
	text := f.text[t.start:t.end]
	return utf8.RuneCountInString(text) <= maxCode && !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsUpper(r) })
}

// add adds words written together as a compound, unless they are too long.
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

// joined returns words written together, "" if that is too long.
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
