package content

import (
	"strings"
	"testing"
	"testing/iotest"
)

// Line ends and the size of reads do not change the digest of a text; other
// files are hashed as they are.
func TestDigestOfLineEnds(t *testing.T) {
	long := strings.Repeat("une ligne\n", 9000)
	for _, same := range [][2]string{
		{"a\nb\n", "a\r\nb\r\n"}, {"a\nb", "a\r\nb"}, {"\n\n", "\r\n\n"}, {long, strings.ReplaceAll(long, "\n", "\r\n")},
	} {
		if DigestOf([]byte(same[0])) != DigestOf([]byte(same[1])) {
			t.Errorf("%.20q is not %.20q", same[0], same[1])
		}
		pieces, err := DigestFrom(iotest.OneByteReader(strings.NewReader(same[1])))
		if err != nil || pieces != DigestOf([]byte(same[0])) {
			t.Errorf("%.20q in pieces: %v", same[1], err)
		}
	}
	for _, other := range [][2]string{{"a\nb", "a\rb"}, {"a", "a\r"}, {"a\n", "a\r\r\n"}, {"\x00\n", "\x00\r\n"}, {"", "\r"}} {
		if DigestOf([]byte(other[0])) == DigestOf([]byte(other[1])) {
			t.Errorf("%q is %q", other[0], other[1])
		}
	}
}
