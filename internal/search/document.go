package search

import (
	index "github.com/blevesearch/bleve_index_api"

	"intraqvt/internal/french"
)

// The fields of the index. Nothing is stored in them but postings:
// frequencies and lengths.
const (
	titleField   = "titre"
	headingField = "intertitre"
	bodyField    = "texte"
	tagsField    = "etiquettes"
	facetField   = "facette" // whole values, such as "type:veille"
)

// textFields are the fields that words are looked for in. The order is that of
// every array over them.
var textFields = [...]string{titleField, headingField, bodyField, tagsField}

const (
	inTitle = iota
	inHeading
	inBody
	inTags
	fieldCount
)

// indexed is what bleve is given of a document: forms counted already, in the
// goroutine that added the page, so that bleve's own queue has nothing left to
// analyse and no token is ever an object.
type indexed struct {
	id     string
	fields []index.Field
}

var _ index.Document = (*indexed)(nil)

func (d *indexed) ID() string                                 { return d.id }
func (d *indexed) Size() int                                  { return 0 }
func (d *indexed) HasComposite() bool                         { return false }
func (d *indexed) VisitComposite(index.CompositeFieldVisitor) {}
func (d *indexed) NumPlainTextBytes() uint64                  { return 0 }
func (d *indexed) StoredFieldsBytes() uint64                  { return 0 }
func (d *indexed) Indexed() bool                              { return true }

func (d *indexed) VisitFields(visit index.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}

func (d *indexed) AddIDField() {
	d.fields = append(d.fields, &counted{
		name: "_id", value: []byte(d.id), length: 1,
		frequencies: index.TokenFrequencies{d.id: frequency(1)},
		options:     index.IndexField | index.StoreField,
	})
}

// counted is one field of a document with its forms counted.
type counted struct {
	name        string
	value       []byte // of _id alone
	length      int    // in words, variants and compounds not counted
	frequencies index.TokenFrequencies
	options     index.FieldIndexingOptions
}

var _ index.Field = (*counted)(nil)

func (f *counted) Name() string                                     { return f.name }
func (f *counted) Value() []byte                                    { return f.value }
func (f *counted) ArrayPositions() []uint64                         { return nil }
func (f *counted) EncodedFieldType() byte                           { return 't' }
func (f *counted) Analyze()                                         {}
func (f *counted) Options() index.FieldIndexingOptions              { return f.options }
func (f *counted) AnalyzedLength() int                              { return f.length }
func (f *counted) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.frequencies }
func (f *counted) NumPlainTextBytes() uint64                        { return 0 }

// frequencies are shared by all fields: bleve only reads them, so that one
// object per number does, instead of one per form of each document.
var frequencies = func() (t [256]*index.TokenFreq) {
	for n := range t {
		t[n] = newFrequency(n)
	}
	return t
}()

func newFrequency(n int) *index.TokenFreq {
	f := new(index.TokenFreq)
	f.SetFrequency(n)
	return f
}

func frequency(n int) *index.TokenFreq {
	if n < len(frequencies) {
		return frequencies[n]
	}
	return newFrequency(n)
}

// counter counts the forms of texts. It keeps every form that it met once, so
// that a form is one string however many documents hold it.
type counter struct {
	scanner
	ids    map[string]uint32
	forms  []string
	stop   []bool   // by id, whether a stop word may be spelt so
	counts []uint32 // of the text being read, by id
	met    []uint32 // the ids with a count
}

func newCounter() *counter { return &counter{ids: map[string]uint32{}} }

// id numbers a form.
func (c *counter) id(form []byte) uint32 {
	id, known := c.ids[string(form)]
	if !known {
		id = uint32(len(c.forms))
		s := string(form)
		c.ids[s] = id
		c.forms = append(c.forms, s)
		c.stop = append(c.stop, french.StopWords[s] || s == summer)
		c.counts = append(c.counts, 0)
	}
	return id
}

// stopMark stands before the form of a stop word in the index, so that « sur »
// in a title is not taken for « sûr ».
const stopMark = "'"

// count makes the field of a text, or nil where it has no word. Stop words are
// left out of it unless keepStops: titles keep them, so that « À propos » and
// « Qui sommes-nous ? » are found by nothing else. They never add to the
// length.
func (c *counter) count(field string, keepStops bool, texts ...string) *counted {
	length := 0
	for _, text := range texts {
		for i, t := range c.read(text) {
			id := c.id(c.form(t))
			if c.stop[id] && c.isStop(i) {
				if !keepStops {
					continue
				}
				id = c.id(append([]byte(stopMark), c.form(t)...))
			} else if t.kind == word {
				length++
			}
			if c.counts[id] == 0 {
				c.met = append(c.met, id)
			}
			c.counts[id]++
		}
	}
	if len(c.met) == 0 {
		return nil
	}
	f := &counted{name: field, length: max(length, 1), frequencies: make(index.TokenFrequencies, len(c.met)), options: index.IndexField}
	for _, id := range c.met {
		f.frequencies[c.forms[id]] = frequency(int(c.counts[id]))
		c.counts[id] = 0
	}
	c.met = c.met[:0]
	return f
}
