package search

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	index "github.com/blevesearch/bleve_index_api"
)

// batchBytes is the amount of text in one batch for bleve: large batches make
// few segments, small ones use little memory.
const batchBytes = 4 << 20

// Update replaces the content of the index: [Index.Begin] starts it,
// [Update.Add] adds every page, [Update.Commit] or [Update.Abort] ends it.
type Update struct {
	ix       *Index
	counters chan *counter

	mu      sync.Mutex // guards what follows
	next    map[string]*page
	batch   *index.Batch
	size    int // bytes of text in batch
	changed int
	failed  error // the error of a batch, which ends the update
	done    bool

	flushing sync.Mutex // one batch at a time is written
	flushed  bool       // the store holds parts of this update
}

// Stats counts what an update did.
type Stats struct {
	Pages     int // in the index now
	Documents int // in the index now
	Changed   int // pages added or changed
	Removed   int // pages removed
}

// errEnded is returned by calls of an update that has ended.
var errEnded = errors.New("mise à jour de l'index déjà terminée")

// Begin starts an update; it waits for the end of the one in progress. Searches
// see the old state until the update is committed.
func (ix *Index) Begin() *Update {
	ix.updating.Lock()
	return &Update{
		ix: ix, next: make(map[string]*page, len(ix.pages)), batch: index.NewBatch(),
		counters: make(chan *counter, runtime.GOMAXPROCS(0)),
	}
}

// Add adds a page to the update. It may be called from many goroutines, and
// does the analysis in the caller's. An unchanged page only costs a comparison.
// The error is a failed write, or a page added twice.
func (u *Update) Add(p Page) error {
	d := digestOf(p)
	u.mu.Lock()
	if u.done || u.failed != nil {
		defer u.mu.Unlock()
		return errors.Join(u.failed, ended(u.done))
	}
	if u.next[p.URL] != nil {
		u.mu.Unlock()
		return fmt.Errorf("page donnée deux fois à l'index : %s", p.URL)
	}
	old := u.ix.pages[p.URL]
	if old != nil && old.digest == d {
		u.next[p.URL] = old
		u.mu.Unlock()
		return nil
	}
	entry := &page{url: p.URL, digest: d, sections: uint32(len(p.Documents))}
	if old != nil {
		entry.number = old.number
	} else {
		entry.number = u.ix.nextNumber
		u.ix.nextNumber++
	}
	u.next[p.URL] = entry
	u.changed++
	u.mu.Unlock()

	docs, size := u.prepare(p, entry)

	u.mu.Lock()
	for _, doc := range docs {
		u.batch.Update(doc)
	}
	if old != nil {
		for n := entry.sections; n < old.sections; n++ {
			u.batch.Delete(documentID(old.number, n))
		}
	}
	u.size += size
	full := u.batch
	if u.size >= u.ix.batchBytes {
		u.batch, u.size = index.NewBatch(), 0
	} else {
		full = nil
	}
	u.mu.Unlock()
	if full == nil {
		return nil
	}
	return u.flush(full)
}

func ended(done bool) error {
	if done {
		return errEnded
	}
	return nil
}

// prepare counts the forms of a page's documents and fills its entry in the
// table.
func (u *Update) prepare(p Page, entry *page) (docs []*indexedDocument, size int) {
	var c *counter
	select {
	case c = <-u.counters:
	default:
		c = newCounter()
	}
	same := true
	for n, doc := range p.Documents {
		title, tags := doc.Title, doc.Tags
		if n > 0 { // what all sections share belongs to the page and is counted once
			if title == p.Documents[0].Title {
				title = ""
			}
			if slices.Equal(tags, p.Documents[0].Tags) {
				tags = nil
			}
		}
		d := &indexedDocument{id: documentID(entry.number, uint32(n)), fields: make([]index.Field, 0, 4)}
		for f, field := range [fieldCount]*countedField{
			inTitle:   c.count(titleField, title),
			inHeading: c.count(headingField, doc.Heading),
			inBody:    c.count(bodyField, doc.Body),
			inTags:    c.countTags(tags, doc.Asked),
		} {
			if field != nil {
				d.fields = append(d.fields, field)
				entry.lengths[f] += uint32(field.length)
			}
		}
		if field := facetsOf(doc); field != nil {
			d.fields = append(d.fields, field)
		}
		docs = append(docs, d)
		size += len(doc.Body) + len(doc.Heading)
		w := float32(doc.Weight)
		if w == 0 {
			w = 1
		}
		entry.weights = append(entry.weights, w)
		same = same && w == entry.weights[0]
	}
	if same {
		entry.weights = append([]float32(nil), entry.weights[:min(1, len(entry.weights))]...)
	}
	select {
	case u.counters <- c:
	default:
	}
	return docs, size
}

// facetsOf makes the field that documents are filtered by.
func facetsOf(doc Document) *countedField {
	values := index.TokenFrequencies{}
	if doc.Type != "" {
		values[facetTerm(typeFacet, doc.Type)] = frequency(1)
	}
	for name, list := range doc.Facets {
		for _, v := range list {
			values[facetTerm(name, v)] = frequency(1)
		}
	}
	if len(values) == 0 {
		return nil
	}
	return &countedField{name: facetField, length: len(values), frequencies: values, options: index.IndexField}
}

// typeFacet is the facet of content types.
const typeFacet = "type"

func facetTerm(name, value string) string { return name + ":" + value }

// flush writes a batch that is not the last one of the update. The same batch
// marks the store as incomplete, so that Open discards the index if the process
// is killed.
func (u *Update) flush(b *index.Batch) error {
	u.flushing.Lock()
	defer u.flushing.Unlock()
	u.flushed = true
	b.SetInternal(incompleteKey, []byte{1})
	err := u.ix.store.Batch(b)
	if err != nil {
		u.mu.Lock()
		u.failed = err
		u.mu.Unlock()
	}
	return err
}

// Commit makes the added pages the whole content of the index and removes all
// others. All calls of Add must have returned. A process killed at any moment
// leaves the old index, the new one, or one that Open replaces; after an error
// the index is as after [Update.Abort].
func (u *Update) Commit() (Stats, error) {
	if err := errors.Join(u.failed, ended(u.done)); err != nil {
		u.Abort()
		return Stats{}, err
	}
	stats := Stats{Pages: len(u.next), Changed: u.changed}
	for url, p := range u.ix.pages {
		if u.next[url] == nil {
			stats.Removed++
			for n := range p.sections {
				u.batch.Delete(documentID(p.number, n))
			}
		}
	}
	for _, p := range u.next {
		stats.Documents += int(p.sections)
	}
	if stats.Changed+stats.Removed > 0 || u.ix.incomplete {
		u.batch.SetInternal(pagesKey, encodePages(u.next))
		u.batch.DeleteInternal(incompleteKey)
		if err := u.ix.store.Batch(u.batch); err != nil {
			u.Abort()
			return Stats{}, err
		}
		u.ix.pages, u.ix.incomplete = u.next, false
		if err := u.ix.refresh(); err != nil {
			u.end()
			return Stats{}, err
		}
	}
	u.end()
	return stats, nil
}

// Abort ends the update without effect: searches keep the old state as long as
// the index is open. If parts of the new state were written already, the index
// stays marked as incomplete until the next commit, which writes these pages
// again; a process that opens the index before that commit starts with an empty
// one. Abort after Commit does nothing.
func (u *Update) Abort() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.done {
		return
	}
	if u.flushed {
		u.ix.incomplete = true
		for url, p := range u.next {
			old := u.ix.pages[url]
			if old == p {
				continue
			}
			p.digest = digest{}
			if old != nil {
				p.sections = max(p.sections, old.sections)
			}
			u.ix.pages[url] = p
		}
	}
	u.done = true
	u.ix.updating.Unlock()
}

func (u *Update) end() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.done, u.batch, u.next = true, nil, nil
	u.ix.updating.Unlock()
}
