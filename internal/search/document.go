package search

import (
	index "github.com/blevesearch/bleve_index_api"

	"intraqvt/internal/french"
)

// The fields of the index. bleve keeps only their postings (frequencies and
// lengths), no stored values.
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

// indexedDocument is a document as bleve gets it. Its forms are counted beforehand, in
// the goroutine that added the page, so that bleve's queue has nothing left to
// analyse and no token becomes an object.
type indexedDocument struct {
	id     string
	fields []index.Field
}

var _ index.Document = (*indexedDocument)(nil)

func (d *indexedDocument) ID() string                                 { return d.id }
func (d *indexedDocument) Size() int                                  { return 0 }
func (d *indexedDocument) HasComposite() bool                         { return false }
func (d *indexedDocument) VisitComposite(index.CompositeFieldVisitor) {}
func (d *indexedDocument) NumPlainTextBytes() uint64                  { return 0 }
func (d *indexedDocument) StoredFieldsBytes() uint64                  { return 0 }
func (d *indexedDocument) Indexed() bool                              { return true }

func (d *indexedDocument) VisitFields(visit index.FieldVisitor) {
	for _, f := range d.fields {
		visit(f)
	}
}

func (d *indexedDocument) AddIDField() {
	d.fields = append(d.fields, &countedField{
		name: "_id", value: []byte(d.id), length: 1,
		frequencies: index.TokenFrequencies{d.id: frequency(1)},
		options:     index.IndexField | index.StoreField,
	})
}

// countedField is one field of a document, with its forms counted.
type countedField struct {
	name        string
	value       []byte // of _id alone
	length      int    // in words, without variants and compounds
	frequencies index.TokenFrequencies
	options     index.FieldIndexingOptions
}

var _ index.Field = (*countedField)(nil)

func (f *countedField) Name() string                                     { return f.name }
func (f *countedField) Value() []byte                                    { return f.value }
func (f *countedField) ArrayPositions() []uint64                         { return nil }
func (f *countedField) EncodedFieldType() byte                           { return 't' }
func (f *countedField) Analyze()                                         {}
func (f *countedField) Options() index.FieldIndexingOptions              { return f.options }
func (f *countedField) AnalyzedLength() int                              { return f.length }
func (f *countedField) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.frequencies }
func (f *countedField) NumPlainTextBytes() uint64                        { return 0 }

// frequencies holds one object for each number of occurrences. All fields share
// them, since bleve only reads them: this saves one object for each form of
// each document.
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

// counter counts the forms of texts. It keeps each form once, as one string,
// however many documents hold it.
type counter struct {
	scanner
	ids    map[string]uint32
	forms  []string
	stop   []bool   // by id: whether the form may be a stop word
	counts []uint32 // by id: occurrences in the text being read
	met    []uint32 // the ids that occur in it
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

// stopMark precedes the form of a stop word in the index, so that « sur » in a
// title is not taken for « sûr ».
const stopMark = "'"

// count makes the field of some texts, or nil if they hold no word. The body
// loses its stop words; other fields keep them, so that titles such as « À
// propos » and « Qui sommes-nous ? » can be found. Stop words never add to the
// length.
func (c *counter) count(field string, texts ...string) *countedField {
	return c.field(field, c.add(field, texts))
}

// countTags makes the field of tags and of words that a page is asked for by,
// which do not count for its length.
func (c *counter) countTags(tags, asked []string) *countedField {
	length := c.add(tagsField, tags)
	c.add(tagsField, asked)
	return c.field(tagsField, length)
}

// add counts the forms of texts of a field, and returns their length in words.
func (c *counter) add(field string, texts []string) (length int) {
	for _, text := range texts {
		for i, t := range c.read(text) {
			id := c.id(c.form(t))
			if c.stop[id] && c.isStop(i) {
				if field == bodyField {
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
	return length
}

// field makes a field of the forms counted since the last one, or nil if there
// are none.
func (c *counter) field(name string, length int) *countedField {
	if len(c.met) == 0 {
		return nil
	}
	f := &countedField{name: name, length: max(length, 1), frequencies: make(index.TokenFrequencies, len(c.met)),
		options: index.IndexField}
	for _, id := range c.met {
		f.frequencies[c.forms[id]] = frequency(int(c.counts[id]))
		c.counts[id] = 0
	}
	c.met = c.met[:0]
	return f
}
