package markdown

import (
	"strings"

	"intraqvt/internal/address"
	"intraqvt/internal/french"
)

// phones tells prose with a link to call each telephone number in it; it is
// false where there is none. A number is called from nothing that leads
// somewhere already.
func (k *walker) phones(s string, at int, end ending) bool {
	if !strings.ContainsAny(s, "0123456789") {
		return false
	}
	found := french.Phones(s, k.earlier())
	if len(found) == 0 {
		return false
	}
	from := 0
	for _, number := range found {
		k.sayPlainly(s[from:number.Start], at+from, goesOn)
		written := s[number.Start:number.End]
		k.openLink(address.Phone(written).String(), "", at+number.Start)
		k.sayPlainly(unbroken.Replace(written), at+number.Start, goesOn)
		k.closeLink(at + number.End)
		from = number.End
	}
	k.sayPlainly(s[from:], at+from, end)
	return true
}

// unbroken keeps the digits of a number on one line.
var unbroken = strings.NewReplacer(" ", "\u00a0", "\u202f", "\u00a0")

// remember keeps the last pieces of prose of a block, by which numbers are
// known that mean something else elsewhere.
func (k *walker) remember(s string) {
	copy(k.lately[:], k.lately[1:])
	k.lately[len(k.lately)-1] = s
}

// earlier is the prose that stands before the next piece, in the same block.
func (k *walker) earlier() string { return strings.Join(k.lately[:], "") }
