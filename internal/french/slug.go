package french

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Slug makes an address or an id of a text: lower case, accents folded (é → e,
// œ → oe), everything except letters and digits replaced by one hyphen. Unlike
// in [Fold], letters without a decomposition (ø, Greek ones) stay, since
// existing addresses must not change. « Prévenir la pénibilité » gives
// prevenir-la-penibilite.
func Slug(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	pending := false
	put := func(r rune) {
		if pending && b.Len() > 0 {
			b.WriteByte('-')
		}
		pending = false
		b.WriteRune(r)
	}
	if !isASCII(s) {
		s = norm.NFKD.String(s)
	}
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			put(r)
		case 'A' <= r && r <= 'Z':
			put(r + 'a' - 'A')
		case r < utf8.RuneSelf:
			pending = true
		case unicode.Is(unicode.Mn, r):
		case r == 'œ' || r == 'Œ':
			put('o')
			b.WriteByte('e')
		case r == 'æ' || r == 'Æ':
			put('a')
			b.WriteByte('e')
		case r == '\u00ad':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			put(unicode.ToLower(r))
		default:
			pending = true
		}
	}
	return b.String()
}

// Key names a text among the values of a filter, in addresses too: by its slug,
// with the signs that tell it from another. C++ is not C#, nor « < 50 » « > 50 »,
// nor « A- » « A+ ».
func Key(s string) string {
	var b strings.Builder
	at := 0
	for _, sign := range telling.FindAllStringIndex(s, -1) {
		b.WriteString(Slug(s[at:sign[0]]))
		b.WriteString(strings.ReplaceAll(strings.TrimSpace(s[sign[0]:sign[1]]), "−", "-"))
		at = sign[1]
	}
	b.WriteString(Slug(s[at:]))
	return b.String()
}

// telling are signs that stand for words; a hyphen does so before and after all else.
var telling = regexp.MustCompile(`^\s*[-−]|[+#<>=]+|[-−]\s*$`)

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
