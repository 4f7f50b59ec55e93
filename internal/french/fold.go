package french

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes texts comparable, as people type them: letters and digits become
// those of [Letters], which are lower case without accents (œ is oe);
// typographic apostrophes become plain; soft hyphens are removed. Other
// characters and spaces stay.
func Fold(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || 'A' <= s[i] && s[i] <= 'Z' {
			return string(AppendFold(make([]byte, 0, len(s)), s))
		}
	}
	return s
}

// AppendFold appends the result of [Fold] to dst.
func AppendFold(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		letters, inWord := Letters(r)
		switch {
		case r == '’' || r == 'ʼ':
			dst = append(dst, '\'')
		case inWord:
			dst = append(dst, letters...)
		default:
			dst = utf8.AppendRune(dst, r)
		}
		i += size
	}
	return dst
}

// Letters returns the letters and digits that a character stands for, folded by
// Unicode's compatibility decomposition (NFKD), so that composed, decomposed
// and typographic forms (é, e + ´, ﬁ, ²) are the same. For accents, soft
// hyphens and joiners, which are ignored within a word, letters is empty and
// inWord true.
func Letters(r rune) (letters string, inWord bool) {
	if r < latinEnd {
		return latin[r].letters, latin[r].inWord
	}
	return decompose(r)
}

// latin holds the characters below latinEnd, almost all that French needs, so
// that they are decomposed only once.
const latinEnd = 0x180

var latin = func() (table [latinEnd]struct {
	letters string
	inWord  bool
}) {
	for r := range rune(latinEnd) {
		table[r].letters, table[r].inWord = decompose(r)
	}
	return table
}()

// unlike holds letters that Unicode does not decompose but that are typed as
// others on a French keyboard.
var unlike = map[rune]string{
	'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'ħ': "h", 'þ': "th", 'ı': "i", 'ŋ': "n",
}

func decompose(r rune) (letters string, inWord bool) {
	if 0x2010 <= r && r <= 0x2027 { // dashes, quotes and bullets, the most common ones beyond Latin
		return "", false
	}
	if unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r) {
		return "", true
	}
	if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
		return "", false
	}
	var b strings.Builder
	for _, d := range norm.NFKD.String(string(r)) {
		d = unicode.ToLower(d)
		switch {
		case unlike[d] != "":
			b.WriteString(unlike[d])
		case unicode.IsLetter(d), unicode.IsDigit(d):
			b.WriteRune(d)
		}
	}
	return b.String(), b.Len() > 0
}
