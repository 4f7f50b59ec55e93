package search

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// digest is a hash of all that is indexed of a page; it tells whether the page
// has changed.
type digest [16]byte

// page is what the index stores of a page beside its postings.
type page struct {
	url      string
	number   uint32 // part of its documents' ids
	digest   digest // zero if an aborted update left the page undefined
	sections uint32
	lengths  [fieldCount]uint32 // words of all sections
	weights  []float32          // by section; a single one if all are equal
}

func (p *page) weight(section uint32) float32 {
	if len(p.weights) == 1 {
		return p.weights[0]
	}
	return p.weights[section]
}

// documentID returns bleve's id of a section: the page's number and the
// section's, in base 36, since short ids make a small index.
func documentID(page, section uint32) string {
	b := strconv.AppendUint(make([]byte, 0, 12), uint64(page), 36)
	return string(strconv.AppendUint(append(b, '#'), uint64(section), 36))
}

func parseDocumentID(id string) (page, section uint32, ok bool) {
	a, b, ok := strings.Cut(id, "#")
	p, err1 := strconv.ParseUint(a, 36, 32)
	s, err2 := strconv.ParseUint(b, 36, 32)
	return uint32(p), uint32(s), ok && err1 == nil && err2 == nil
}

func digestOf(p Page) (d digest) {
	h := &digester{Hash: sha256.New()}
	h.number(uint64(len(p.Documents)))
	for _, doc := range p.Documents {
		h.strings(doc.Type, doc.Title, doc.Heading, doc.Body)
		h.number(math.Float64bits(doc.Weight))
		h.number(uint64(len(doc.Tags)))
		h.strings(doc.Tags...)
		h.number(uint64(len(doc.Asked)))
		h.strings(doc.Asked...)
		for _, name := range slices.Sorted(maps.Keys(doc.Facets)) {
			h.strings(name)
			h.number(uint64(len(doc.Facets[name])))
			h.strings(doc.Facets[name]...)
		}
	}
	h.flush()
	copy(d[:], h.Sum(nil))
	return d
}

// digester hashes values with their lengths, so that different lists never give
// the same bytes.
type digester struct {
	hash.Hash
	buf []byte
}

func (d *digester) number(n uint64) { d.buf = binary.AppendUvarint(d.buf, n) }

func (d *digester) strings(values ...string) {
	for _, s := range values {
		d.number(uint64(len(s)))
		d.buf = append(d.buf, s...)
	}
	if len(d.buf) > 1<<12 {
		d.flush()
	}
}

func (d *digester) flush() {
	d.Write(d.buf)
	d.buf = d.buf[:0]
}

var errPages = errors.New("table des pages illisible")

// encodePages encodes the page table, which is committed with the index.
func encodePages(pages map[string]*page) []byte {
	sorted := slices.SortedFunc(maps.Values(pages), func(a, b *page) int { return int(a.number) - int(b.number) })
	b := binary.AppendUvarint(nil, uint64(len(sorted)))
	for _, p := range sorted {
		b = binary.AppendUvarint(b, uint64(len(p.url)))
		b = append(b, p.url...)
		b = append(b, p.digest[:]...)
		b = binary.AppendUvarint(b, uint64(p.number))
		b = binary.AppendUvarint(b, uint64(p.sections))
		for _, n := range p.lengths {
			b = binary.AppendUvarint(b, uint64(n))
		}
		b = binary.AppendUvarint(b, uint64(len(p.weights)))
		for _, w := range p.weights {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(w))
		}
	}
	return b
}

func decodePages(b []byte) (pages map[string]*page, err error) {
	defer func() {
		if recover() != nil { // cut short
			pages, err = nil, errPages
		}
	}()
	number := func() uint64 {
		n, size := binary.Uvarint(b)
		if size <= 0 {
			panic(errPages)
		}
		b = b[size:]
		return n
	}
	take := func(n uint64) []byte {
		taken := b[:n]
		b = b[n:]
		return taken
	}
	count := number()
	pages = make(map[string]*page, min(count, uint64(len(b))))
	for range count {
		p := &page{url: string(take(number()))}
		copy(p.digest[:], take(uint64(len(p.digest))))
		p.number, p.sections = uint32(number()), uint32(number())
		for f := range p.lengths {
			p.lengths[f] = uint32(number())
		}
		weights := take(4 * number())
		for i := 0; i < len(weights); i += 4 {
			p.weights = append(p.weights, math.Float32frombits(binary.LittleEndian.Uint32(weights[i:])))
		}
		if n := len(p.weights); n != 1 && n != int(p.sections) {
			return nil, errPages
		}
		pages[p.url] = p
	}
	return pages, nil
}
