package address

import (
	"html"
	"strings"
	"unicode"
)

// strip removes what browsers ignore in an address: control characters and
// spaces at both ends, tabs and line ends anywhere. At the ends it also removes
// other spaces and invisible characters, which come with copied text.
func strip(written string) string {
	text := strings.TrimFunc(written, func(r rune) bool {
		return r <= ' ' || unicode.IsSpace(r) || unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r)
	})
	if strings.ContainsAny(text, "\t\n\r") {
		text = unseen.Replace(text)
	}
	return text
}

var unseen = strings.NewReplacer("\t", "", "\n", "", "\r", "")

// isOutside tells whether a stripped address has a scheme or a server.
func isOutside(text string) bool {
	if len(text) > 1 && isSlash(text[0]) && isSlash(text[1]) {
		return true
	}
	for i := range len(text) {
		switch c := text[i]; {
		case c == ':':
			return i > 0
		case isLetterOrDigit(c) && (i > 0 || c > '9'), i > 0 && (c == '+' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return false
}

func isSlash(c byte) bool { return c == '/' || c == '\\' }

func isLetterOrDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// maxDecodings is the maximum number of times that an address may be encoded;
// deeper encoding is hostile.
const maxDecodings = 8

// decoded undoes percent-encoding and entities until nothing changes. settled
// is false if that takes too many decodings.
func decoded(text string) (plain string, settled bool) {
	for range maxDecodings {
		if !strings.ContainsAny(text, "%&") {
			return text, true
		}
		next := strip(percentDecoded(html.UnescapeString(text)))
		if next == text {
			return text, true
		}
		text = next
	}
	return text, false
}

// percentDecoded undoes percent-encoding once; invalid sequences stay.
func percentDecoded(text string) string {
	if strings.IndexByte(text, '%') < 0 {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if isEscape(text[i:]) {
			b.WriteByte(digit(text[i+1])<<4 | digit(text[i+2]))
			i += 2
		} else {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// isEscape tells whether a text begins with a percent-encoded byte.
func isEscape(text string) bool {
	return len(text) > 2 && text[0] == '%' && digit(text[1]) < 16 && digit(text[2]) < 16
}

// digit returns the value of a hexadecimal digit, 16 for other characters.
func digit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return 16
}

// kept are the characters, beside letters and digits, that stay unencoded in a
// part of an address. None has the apostrophe, so that it cannot end an
// attribute.
type kept string

const (
	keepValue   kept = "-._~@"                  // in a query parameter, a mailbox
	keepPath    kept = "-._~/:@"                // in the names of published files
	keepWritten kept = "-._~:/?#[]@!$&()*+,;=%" // in an address that somebody wrote: percent-encoding stays
)

// escape percent-encodes all other characters.
func escape(text string, keep kept) string {
	for i := range len(text) {
		if c := text[i]; !isLetterOrDigit(c) && (c == '%' || strings.IndexByte(string(keep), c) < 0) {
			return escapeFrom(text, i, keep)
		}
	}
	return text
}

// escapeFrom does so from position at on.
func escapeFrom(text string, at int, keep kept) string {
	const digits = "0123456789ABCDEF"
	b := append(make([]byte, 0, len(text)+16), text[:at]...)
	for ; at < len(text); at++ {
		c := text[at]
		if isLetterOrDigit(c) || strings.IndexByte(string(keep), c) >= 0 && (c != '%' || isEscape(text[at:])) {
			b = append(b, c)
		} else {
			b = append(b, '%', digits[c>>4], digits[c&15])
		}
	}
	return string(b)
}
