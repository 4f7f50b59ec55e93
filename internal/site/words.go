package site

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"intraqvt/internal/french"
)

// nextWord finds the next run of letters and digits in a text, skipping other
// characters and HTML entities. start is negative if there is none.
func nextWord(s string, from int) (start, end int) {
	for i := from; i < len(s); {
		switch class[s[i]] {
		case between:
			i++
		case ampersand:
			i += entity(s[i:])
		case letter:
			return i, wordEnd(s, i)
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return i, wordEnd(s, i)
			}
			i += size
		}
	}
	return -1, len(s)
}

// wordEnd returns the end of the word that contains index i.
func wordEnd(s string, i int) int {
	for i < len(s) {
		switch class[s[i]] {
		case letter:
			i++
		case wide:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) {
				return i
			}
			i += size
		default:
			return i
		}
	}
	return i
}

// class says what a byte may begin; a table keeps the scan of long texts fast.
var class = func() (table [256]byte) {
	for c := range table {
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9':
			table[c] = letter
		case c == '&':
			table[c] = ampersand
		case c >= utf8.RuneSelf:
			table[c] = wide
		}
	}
	return table
}()

const (
	between   = iota // neither letter nor digit
	letter           // an ASCII letter or digit
	ampersand        // may begin an entity
	wide             // the first byte of a multi-byte character
)

// entity returns the length of the HTML entity at the start of a text, 1 for a
// bare ampersand.
func entity(s string) int {
	end := strings.IndexByte(s[:min(len(s), 10)], ';')
	if end < 0 {
		return 1
	}
	return end + 1
}

// wordKey appends a word folded and without its plural ending, so that risques,
// psychosociaux and niveaux equal risque, psychosocial and niveau.
func wordKey(dst []byte, word string) []byte {
	start := len(dst)
	dst = french.AppendFold(dst, word)
	kept, ending := french.Singular(string(dst[start:]))
	return append(dst[:start+kept], ending...)
}
