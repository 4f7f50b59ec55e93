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

// Sizes of shards, before compression. Small shards make the head longer, large
// ones make each query load more.
const (
	shardSize      = 4 << 10
	dictionarySize = 4 << 10
	groupSize      = 64      // pages with one hash
	wholePage      = 8 << 10 // maximum text in the page's own shard, if it has several sections
	pagePart       = 6 << 10 // text of each further shard of a page
)

// hashLength is how many characters a shard's hash has.
const hashLength = 4

// script returns the file of a shard: a call of the engine with JSON data.
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
	return b.Bytes()[:b.Len()-1], nil // without the final line break
}

func hashOf(parts ...[]byte) string {
	h := sha256.New()
	for _, data := range parts {
		h.Write(data)
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))[:hashLength]
}

func base36(n int) string { return strconv.FormatInt(int64(n), 36) }

// digits are numbers written as printable ASCII characters, one byte each in
// any encoding of the script; gzip compresses them as well as the numbers
// themselves. Numbers up to 69 take one digit. The other digits start a longer
// number: each of the 14 from 70 on takes one more digit, each of the 7 from 84
// on two more, 91 four more, 92 six more.
type digits []byte

// digitCount is the number of digits: the printable ASCII characters that JSON
// does not escape.
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

// number appends a number, which must fit six digits.
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

// frontCoded appends a form as the length of the beginning that it shares with
// the form before, the length of the rest, and the rest; lengths are in UTF-16
// units.
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

// units16 returns the length of a text in UTF-16 units.
func units16(s string) int {
	n := 0
	for _, r := range s {
		if n++; r > 0xffff {
			n++
		}
	}
	return n
}
