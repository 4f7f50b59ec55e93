package french

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Typography sets a plain text (a title, a summary) by the rules of
// [Typographer].
func Typography(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r < utf8.RuneSelf && marks[r] || r == '«' || r == '»' || r == '°' }) < 0 {
		return s
	}
	var t Typographer
	return string(t.Append(make([]byte, 0, len(s)+8), s, true))
}

// Capitalised returns a text with a capital first letter.
func Capitalised(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:]
}

// Typographer sets text that arrives in pieces. It remembers the text before,
// so that a quotation mark after emphasis still closes a quotation. The rules
// are those of the Imprimerie nationale's Lexique des règles typographiques: a
// no-break space before a colon and inside guillemets, a narrow one before ; !
// ? and between groups of digits, a curved apostrophe. No-break spaces typed by
// the author stay. The zero value is ready.
type Typographer struct {
	before rune // the last rune of this block; 0 at its start
	quotes int  // quotations opened by " in this block
}

// Begin starts a new block.
func (t *Typographer) Begin() { t.before, t.quotes = 0, 0 }

// Skip notes that something other than prose came here, such as code.
func (t *Typographer) Skip() { t.before = 'x' }

// marks are the bytes that may have to be changed; all others are copied. 0xc2
// begins « » and °.
var marks = func() (table [256]bool) {
	for _, c := range []byte("'\";:!?.%0123456789\xc2") {
		table[c] = true
	}
	return table
}()

// InWord tells whether the next text may continue a word.
func (t *Typographer) InWord() bool { return isWord(t.before) }

// Append appends s to dst, typeset. dst must be text of the same run; its last
// space may be replaced. last says that the line or the element ends here, so
// that a final "?" ends a sentence.
func (t *Typographer) Append(dst []byte, s string, last bool) []byte {
	i := 0
	if t.before == '«' {
		i = leadingSpace(s)
	}
	for i < len(s) {
		from := i
		for i < len(s) && !marks[s[i]] {
			i++
		}
		if i > from {
			dst = append(dst, s[from:i]...)
			t.before, _ = utf8.DecodeLastRuneInString(s[from:i])
			if i == len(s) {
				break
			}
		}
		dst, i = t.mark(dst, s, i, last)
	}
	return dst
}

// mark sets the mark at s[i] and returns where to continue.
func (t *Typographer) mark(dst []byte, s string, i int, last bool) ([]byte, int) {
	c, rest := s[i], s[i+1:]
	switch c {
	case '\'':
		return t.apostrophe(dst, rest), i + 1
	case '"':
		dst, n := t.quote(dst, rest, last)
		return dst, i + n
	case ';', '!', '?', ':':
		space := rune(nnbsp)
		if c == ':' {
			space = nbsp
		}
		switch {
		case (t.before == ' ' || t.before == '\n') && isMark(c, rest):
			dst = t.glue(dst, space)
		case t.endsWord() && endsClause(c, rest, last) && !(c == ';' && endsEntity(dst)):
			dst = utf8.AppendRune(dst, space)
		}
	case '.':
		if len(rest) >= 2 && rest[:2] == ".." && (len(rest) == 2 || rest[2] != '.') && t.before != '.' {
			t.before = '…'
			return append(dst, "…"...), i + 3
		}
	case '%':
		if n := len(dst); t.before == ' ' && n >= 2 && isDigit(dst[n-2]) {
			dst = t.glue(dst, nbsp)
		}
	case 0xc2:
		return t.latin(dst, s, i)
	default:
		return t.number(dst, s, i)
	}
	t.before = rune(c)
	return append(dst, c), i + 1
}

// apostrophe sets '. After a letter it is an apostrophe; before a word it may
// open an inner quotation.
func (t *Typographer) apostrophe(dst []byte, rest string) []byte {
	mark := '\''
	if isWord(t.before) {
		mark = '’'
	} else if end := strings.IndexByte(rest, '\''); end > 0 && startsWord(rest) && !startsWord(rest[end+1:]) {
		mark = '‘'
	}
	t.before = mark
	return utf8.AppendRune(dst, mark)
}

// quote sets " as « or » and returns the number of bytes read; one that closes
// nothing stays, since it means inches or code.
func (t *Typographer) quote(dst []byte, rest string, last bool) ([]byte, int) {
	opens := t.opens()
	space := rest != "" && (rest[0] == ' ' || rest[0] == '\n')
	n := 1
	switch {
	case opens && (startsWord(rest) || rest == "" && !last):
	case t.quotes > 0:
		t.quotes--
		dst = append(t.glue(dst, nbsp), "»"...)
		t.before = '»'
		return dst, 1
	case opens && space && strings.IndexByte(rest, '"') > 0: // " mot "
		n = 2
	case opens && !space && rest != "":
	default:
		t.before = '"'
		return append(dst, '"'), 1
	}
	t.quotes++
	t.before = '«'
	return append(dst, "«\u00a0"...), n
}

// latin sets the rune at s[i], which may be a guillemet or a degree sign.
func (t *Typographer) latin(dst []byte, s string, i int) ([]byte, int) {
	r, size := utf8.DecodeRuneInString(s[i:])
	next := s[i+size:]
	before := t.before
	t.before = r
	switch {
	case r == '«':
		space := leadingSpace(next)
		dst = append(dst, "«"...)
		if space > 1 {
			dst = append(dst, next[:space]...)
		} else {
			dst = utf8.AppendRune(dst, nbsp)
		}
		return dst, i + size + space
	case r == '»':
		t.before = before
		dst = append(t.glue(dst, nbsp), "»"...)
		t.before = r
		return dst, i + size
	case r == '°' && (before == 'n' || before == 'N') && strings.HasPrefix(next, " ") && !isWord(runeBefore(dst)):
		t.before = nbsp
		return append(dst, "°\u00a0"...), i + size + 1
	}
	return append(dst, s[i:i+size]...), i + size
}

// number sets the digits at s[i] and the groups of three after them: 12 000.
// Four digits in a row are a year, not the start of a grouped number.
func (t *Typographer) number(dst []byte, s string, i int) ([]byte, int) {
	end := i
	for end < len(s) && isDigit(s[end]) {
		end++
	}
	dst = append(dst, s[i:end]...)
	if end-i <= 3 && !isWord(t.before) && !strings.ContainsRune(".,:/-", t.before) {
		for threeDigits(s[end:]) {
			dst = utf8.AppendRune(dst, nnbsp)
			dst = append(dst, s[end+1:end+4]...)
			end += 4
		}
	}
	t.before = rune(s[end-1])
	return dst, end
}

// glue puts a no-break space at the end of dst, in place of the space there. A
// no-break space of the author stays, and so does a space on the other side of
// a tag.
func (t *Typographer) glue(dst []byte, space rune) []byte {
	switch t.before {
	case 0, '«', nbsp, nnbsp:
		return dst
	case ' ', '\n':
		if len(dst) == 0 {
			return dst
		}
		dst = dst[:len(dst)-1]
	}
	return utf8.AppendRune(dst, space)
}

// opens tells whether a quotation mark here opens a quotation.
func (t *Typographer) opens() bool {
	switch t.before {
	case 0, ' ', '\n', nbsp, nnbsp, '«', '(', '[', '{', '-', '–', '—', '/', '’':
		return true
	}
	return false
}

// endsWord tells whether a sentence could end before a mark here.
func (t *Typographer) endsWord() bool {
	return isWord(t.before) || t.before == '»' || t.before == ')' || t.before == ']'
}

// endsClause tells whether a mark followed by rest is punctuation, not part of
// an address, a time, an expression or a smiley.
func endsClause(mark byte, rest string, last bool) bool {
	switch {
	case rest == "":
		return last
	case rest[0] == ' ' || rest[0] == '\n':
		return true
	case mark == '!' || mark == '?':
		return strings.IndexByte(`!?)]"`, rest[0]) >= 0 || strings.HasPrefix(rest, "»") || strings.HasPrefix(rest, "\u00a0")
	}
	return false
}

// isMark tells whether a mark after a space, followed by rest, is punctuation:
// « oui ! » and « ceci : cela », not « !x » nor « :-) ».
func isMark(mark byte, rest string) bool {
	if mark == '!' || mark == '?' {
		return !startsWord(rest)
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || unicode.IsSpace(r) || r == '«' || r == '"'
}

// endsEntity tells whether dst ends in the name of an entity that stands as
// text.
func endsEntity(dst []byte) bool {
	name := bytes.TrimRightFunc(dst, func(r rune) bool { return isWord(r) || r == '#' })
	return bytes.HasSuffix(name, []byte("&"))
}

// runeBefore returns the rune before the last one of dst.
func runeBefore(dst []byte) rune {
	_, size := utf8.DecodeLastRune(dst)
	r, _ := utf8.DecodeLastRune(dst[:len(dst)-size])
	return r
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func startsWord(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && isWord(r)
}

// leadingSpace returns the length of the space at the start of s; that of a
// breaking space is 1.
func leadingSpace(s string) int {
	for _, space := range []string{" ", "\u00a0", "\u202f"} {
		if strings.HasPrefix(s, space) {
			return len(space)
		}
	}
	return 0
}

// threeDigits tells whether s starts with a space and exactly three digits: the
// next group of a number.
func threeDigits(s string) bool {
	return len(s) >= 4 && s[0] == ' ' && isDigit(s[1]) && isDigit(s[2]) && isDigit(s[3]) && (len(s) == 4 || !isDigit(s[4]))
}
