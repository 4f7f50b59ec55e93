package search

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"sync"

	index "github.com/blevesearch/bleve_index_api"
)

// view is one state of the index, as searches see it. It does not change after
// [Index.refresh] has made it, except that prepare fills the second part when
// it is first needed.
type view struct {
	reader    index.IndexReader
	documents int
	pages     []*page // by place, sorted by address
	users     int     // searches that use it, plus one while it is the current state

	prepared sync.Once
	broken   error
	places   []uint32            // by bleve's document number: the place of its page, or noPage
	sections []uint32            // by bleve's document number: the section's number in its page
	average  [fieldCount]float64 // average words of a page, by field
	lexicon  *lexicon
}

const noPage = ^uint32(0)

// refresh makes the store's current state the one that searches see.
func (ix *Index) refresh() error {
	reader, err := ix.store.Reader()
	if err != nil {
		return err
	}
	n, err := reader.DocCount()
	if err != nil {
		reader.Close()
		return err
	}
	pages := slices.SortedFunc(maps.Values(ix.pages), func(a, b *page) int { return cmp.Compare(a.url, b.url) })
	ix.reading.Lock()
	old := ix.view
	ix.view = &view{reader: reader, documents: int(n), pages: pages, users: 1}
	ix.reading.Unlock()
	return ix.releaseView(old)
}

// given is what searches know beside the index.
type given struct {
	synonyms *synonyms
	answers  *answers
	types    *typeNames
}

// acquireView returns the current state, which the caller must release, and
// what else searches know. The state is nil if the index is closed.
func (ix *Index) acquireView() (*view, given) {
	ix.reading.Lock()
	defer ix.reading.Unlock()
	if ix.view != nil {
		ix.view.users++
	}
	return ix.view, ix.given
}

// placeOf returns the place of the page at an address.
func (v *view) placeOf(url string) (place uint32, known bool) {
	i, known := slices.BinarySearchFunc(v.pages, url, func(p *page, url string) int { return strings.Compare(p.url, url) })
	return uint32(i), known
}

// releaseView gives a state back; the last user closes it.
func (ix *Index) releaseView(v *view) error {
	if v == nil {
		return nil
	}
	ix.reading.Lock()
	v.users--
	unused := v.users == 0
	ix.reading.Unlock()
	if unused {
		return v.reader.Close()
	}
	return nil
}

// prepare fills what searches need beside the postings. The first search of a
// view calls it, so that a build without searches does not pay for it.
func (v *view) prepare() error {
	v.prepared.Do(func() {
		if v.broken = v.readPlaces(); v.broken != nil {
			return
		}
		v.lexicon, v.broken = newLexicon(v.reader, v.holds)
	})
	return v.broken
}

func (v *view) readPlaces() error {
	byNumber := make(map[uint32]uint32, len(v.pages))
	for place, p := range v.pages {
		byNumber[p.number] = uint32(place)
		for f, n := range p.lengths {
			v.average[f] += float64(n) / float64(len(v.pages))
		}
	}
	ids, err := v.reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer ids.Close()
	for {
		id, err := ids.Next()
		if err != nil {
			return err
		}
		if id == nil {
			return nil
		}
		external, err := v.reader.ExternalID(id)
		if err != nil {
			return err
		}
		number, section, ok := parseDocumentID(external)
		place, known := byNumber[number]
		if !ok || !known {
			return fmt.Errorf("document inconnu dans l'index : %q", external)
		}
		for doc := id.Value(); uint64(len(v.places)) <= doc; {
			v.places = append(v.places, noPage)
			v.sections = append(v.sections, 0)
		}
		v.places[id.Value()], v.sections[id.Value()] = place, section
	}
}

// holds tells whether a document holds a form in one of the fields, a bit for
// each. A read error counts as yes: counting the form reports it later.
func (v *view) holds(form string, fields uint8) bool {
	for f, field := range textFields {
		if fields&(1<<f) == 0 {
			continue
		}
		reader, err := v.reader.TermFieldReader(context.Background(), []byte(form), field, false, false, false)
		if err != nil {
			return true
		}
		n := reader.Count()
		reader.Close()
		if n > 0 {
			return true
		}
	}
	return false
}

// postings calls visit for each document that holds a form in a field, with the
// number of occurrences and the field's length in words.
func (v *view) postings(form, field string, visit func(doc uint32, times, length float32)) error {
	reader, err := v.reader.TermFieldReader(context.Background(), []byte(form), field, true, true, false)
	if err != nil {
		return err
	}
	defer reader.Close()
	var posting index.TermFieldDoc
	for {
		next, err := reader.Next(&posting)
		if err != nil || next == nil {
			return err
		}
		// bleve gives 1/√length.
		visit(uint32(next.ID.Value()), float32(next.Freq), float32(math.Round(1/(next.Norm*next.Norm))))
	}
}
