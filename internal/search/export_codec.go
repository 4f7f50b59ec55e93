package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// How large shards are, before compression by whoever serves them: small ones
// cost more of the head, large ones more of each query.
const (
	shardSize      = 4 << 10
	dictionarySize = 4 << 10
	groupSize      = 64      // pages with one hash
	wholePage      = 8 << 10 // text that a page's own shard has at most, where it has several sections
	pagePart       = 6 << 10 // text of each further shard of a page
)

// hashLength is how many characters a shard's hash has.
const hashLength = 4

// script is a file that gives the engine a shard, whose data is JSON.
func script(name, hash string, data []byte) []byte {
	b := make([]byte, 0, len(data)+len(name)+32)
	b = fmt.Appendf(b, "recherche(%q,%q,", name, hash)
	b = append(b, data...)
	return append(b, ");\n"...)
}

func encodeJSON(data any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(data); err != nil {
		return nil, err
	}
	return b.Bytes()[:b.Len()-1], nil // without the line's end
}

func hashOf(parts ...[]byte) string {
	h := sha256.New()
	for _, data := range parts {
		h.Write(data)
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))[:hashLength]
}

func base36(n int) string { return strconv.FormatInt(int64(n), 36) }

// digits are numbers as printable characters, which are bytes of their own
// whatever a script's encoding, and which compress as well as the numbers do.
// A number up to 69 is one digit. A digit from 70 on opens a longer one: from
// 70, one of 14 with one digit after it; from 84, one of 7 with two; 91, with
// four; 92, with six.
type digits []byte

// digitCount is how many digits there are: the printable ASCII characters that
// a JSON text need not escape.
const digitCount = 93

func (d *digits) digit(n int) {
	c := byte(' ' + n)
	if c >= '"' {
		c++
	}
	if c >= '\\' {
		c++
	}
	*d = append(*d, c)
}

// number appends a number, at most that of six digits.
func (d *digits) number(n int) {
	for _, form := range [...]struct{ opens, leaders, digits int }{{0, 70, 0}, {70, 14, 1}, {84, 7, 2}, {91, 1, 4}, {92, 1, 6}} {
		unit := 1
		for range form.digits {
			unit *= digitCount
		}
		if n < form.leaders*unit || form.leaders == 1 && form.digits == 6 {
			d.digit(form.opens + n/unit%digitCount)
			for range form.digits {
				n %= unit
				unit /= digitCount
				d.digit(n / unit)
			}
			return
		}
		n -= form.leaders * unit
	}
}

// frontCoded appends a form as what it shares with the one before, how much
// follows, and that; lengths are in UTF-16 units.
func (d *digits) frontCoded(before, form string) {
	shared := 0
	for i, r := range form {
		size := utf8.RuneLen(r)
		if i+size > len(before) || before[i:i+size] != form[i:i+size] {
			break
		}
		shared = i + size
	}
	d.number(units16(form[:shared]))
	d.number(units16(form[shared:]))
	*d = append(*d, form[shared:]...)
}

// units16 is the length of a text in UTF-16 units.
func units16(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0xffff {
			n++
		}
	}
	return n
}
