package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// lower maps an ASCII letter or digit to its lower case, all else to 0.
var lower = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			t[c] = byte(c)
		case 'A' <= c && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		}
	}
	return t
}()

// folded holds what a rune counts as: the letters and digits it folds to, or
// that it is passed over within a word (accents, soft hyphens, joiners).
type folded struct {
	letters string
	ignored bool
}

// latin holds the runes below latinEnd, which are nearly all that French
// needs, so that they are folded without being decomposed each time.
const latinEnd = 0x180

var latin = func() (t [latinEnd]folded) {
	for r := range rune(latinEnd) {
		t[r] = decompose(r)
	}
	return t
}()

func fold(r rune) folded {
	switch {
	case r < latinEnd:
		return latin[r]
	case 0x2010 <= r && r <= 0x2027: // dashes, quotes and bullets, the commonest of what follows
		return folded{}
	}
	return decompose(r)
}

// unlike holds the letters that Unicode does not decompose, but that a French
// keyboard writes with others.
var unlike = map[rune]string{
	'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'ħ': "h", 'þ': "th", 'ı': "i", 'ŋ': "n",
}

// decompose folds by Unicode's compatibility decomposition (NFKD), so that
// composed, decomposed and typographic forms (é, e + ´, ﬁ, ²) are one.
func decompose(r rune) folded {
	if unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r) {
		return folded{ignored: true}
	}
	if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
		return folded{}
	}
	var letters []byte
	for _, d := range norm.NFKD.String(string(r)) {
		d = unicode.ToLower(d)
		switch {
		case unlike[d] != "":
			letters = append(letters, unlike[d]...)
		case unicode.IsLetter(d), unicode.IsDigit(d):
			letters = utf8.AppendRune(letters, d)
		}
	}
	return folded{letters: string(letters)}
}

// A connector is a sign that may hold one word together: bien-être, l'accord,
// salarié·e, R.P.S., salarié(e)s, directeur/trice.
type connector byte

const (
	none       connector = 0
	apostrophe connector = '\''
	hyphen     connector = '-'
	middot     connector = 'm' // the middle dot and the bullets typed for it
	fullStop   connector = '.'
	slash      connector = '/'
	opening    connector = '('
	closing    connector = ')'
)

// connectorAt tells which connector stands at text[i], and its length in bytes.
func connectorAt(text string, i int) (connector, int) {
	c := text[i]
	if c < utf8.RuneSelf {
		switch c {
		case '\'', '-', '.', '/', '(', ')':
			return connector(c), 1
		}
		return none, 1
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	switch r {
	case '’', '‘', 'ʼ', '′', '＇', '‛':
		return apostrophe, size
	case '‐', '‑', '－':
		return hyphen, size
	case '·', '\u0387', '•', '‧', '∙', '⋅', '・', '･':
		return middot, size
	}
	return none, size
}
