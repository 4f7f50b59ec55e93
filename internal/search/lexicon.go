package search

import (
	"slices"
	"strings"
	"sync"

	index "github.com/blevesearch/bleve_index_api"

	"intraqvt/internal/french"
)

// lexicon holds every indexed form once, with what query words are compared
// with: its stem, which joins variants, and for compounds the spelling without
// hyphens. It is built from bleve's dictionaries, not from texts. Only the
// lexicon knows stems: the index holds forms only.
type lexicon struct {
	forms  []string // sorted
	counts []uint32 // in how many documents and fields each stands
	fields []uint8  // which fields each stands in, a bit for each
	stems  map[string]uint32
	groups [][]uint32          // by stem, the forms that share it
	joined map[string][]uint32 // compounds by their spelling without hyphens
	sounds func() []string     // of the forms; computed when first needed

	// alive tells whether any document still holds a form. bleve's dictionaries
	// keep the forms of replaced and removed documents for a while, and asking
	// this for all forms would take longer than building the lexicon.
	alive func(form string, fields uint8) bool
}

// newLexicon reads the dictionaries of the text fields.
func newLexicon(reader index.IndexReader, alive func(form string, fields uint8) bool) (*lexicon, error) {
	lex := &lexicon{alive: alive, stems: map[string]uint32{}, joined: map[string][]uint32{}}
	if err := lex.readForms(reader); err != nil {
		return nil, err
	}
	for id, form := range lex.forms {
		key := form
		if strings.Contains(form, "-") {
			key = unhyphened(form)
			lex.joined[key] = append(lex.joined[key], uint32(id))
		}
		s := french.Stem(key)
		group, known := lex.stems[s]
		if !known {
			group = uint32(len(lex.groups))
			lex.stems[s] = group
			lex.groups = append(lex.groups, nil)
		}
		lex.groups[group] = append(lex.groups[group], uint32(id))
	}
	lex.sounds = sync.OnceValue(func() []string {
		sounds := make([]string, len(lex.forms))
		for id, form := range lex.forms {
			sounds[id] = french.Sound(form)
		}
		return sounds
	})
	return lex, nil
}

// readForms merges the sorted dictionaries of the fields.
func (lex *lexicon) readForms(reader index.IndexReader) error {
	type cursor struct {
		dict  index.FieldDict
		field uint8
		term  string
		n     uint64
	}
	var cursors []*cursor
	advance := func(c *cursor) (bool, error) {
		entry, err := c.dict.Next()
		if err != nil || entry == nil {
			return false, err
		}
		c.term, c.n = entry.Term, entry.Count
		return true, nil
	}
	for f, field := range textFields {
		dict, err := reader.FieldDict(field)
		if err != nil {
			return err
		}
		defer dict.Close()
		c := &cursor{dict: dict, field: 1 << f}
		more, err := advance(c)
		if err != nil {
			return err
		}
		if more {
			cursors = append(cursors, c)
		}
	}
	for len(cursors) > 0 {
		least := slices.MinFunc(cursors, func(a, b *cursor) int { return strings.Compare(a.term, b.term) }).term
		count, fields := uint64(0), uint8(0)
		for i := 0; i < len(cursors); {
			c := cursors[i]
			if c.term == least {
				count += c.n
				fields |= c.field
				more, err := advance(c)
				if err != nil {
					return err
				}
				if !more {
					cursors = slices.Delete(cursors, i, i+1)
					continue
				}
			}
			i++
		}
		lex.forms = append(lex.forms, least)
		lex.counts = append(lex.counts, uint32(count))
		lex.fields = append(lex.fields, fields)
	}
	return nil
}

// spelt returns the forms that are spelt like a word, hyphens aside.
func (lex *lexicon) spelt(key string) []uint32 {
	var ids []uint32
	if id, ok := slices.BinarySearch(lex.forms, key); ok {
		ids = append(ids, uint32(id))
	}
	return lex.living(append(ids, lex.joined[key]...))
}

// variants returns the forms with the stem of a word, including those spelt
// like it.
func (lex *lexicon) variants(key string) []uint32 {
	if group, ok := lex.stems[french.Stem(key)]; ok {
		return lex.living(slices.Clone(lex.groups[group]))
	}
	return nil
}

// living removes the forms that no document holds any more.
func (lex *lexicon) living(ids []uint32) []uint32 {
	return slices.DeleteFunc(ids, func(id uint32) bool { return !lex.alive(lex.forms[id], lex.fields[id]) })
}

// completions returns the range of forms that start with prefix.
func (lex *lexicon) completions(prefix string) (from, to int) {
	from, _ = slices.BinarySearch(lex.forms, prefix)
	to = from
	for to < len(lex.forms) && strings.HasPrefix(lex.forms[to], prefix) {
		to++
	}
	return from, to
}

// unhyphened returns a compound written as one word.
func unhyphened(form string) string { return strings.ReplaceAll(form, "-", "") }
