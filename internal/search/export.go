package search

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"

	"intraqvt/internal/parallel"
	"intraqvt/internal/wordlist"
)

// ShardFolder is the folder of the files of [Index.Export], below the portal's
// root.
const ShardFolder = "recherche/"

// Export configures [Index.Export].
type Export struct {
	// Lookup returns a page as it was indexed, with the fields for the
	// interface.
	Lookup func(url string) (Page, bool)
	// Facets are the facets of the interface, in its order. Their values are
	// those of [Page.Choices]; a value without pages is not shown.
	Facets []Facet
	// Write saves a file. It is called from several goroutines at once.
	Write func(name string, data []byte) error
}

// Facet is a choice that narrows results.
type Facet struct{ Name, Label string }

// Export writes the index as scripts for the search in the browser; the package
// comment specifies them under « Shards ». The same pages give the same bytes,
// in whatever order the index received them. Searches may run meanwhile. The
// error is that of Write, or a page that Lookup does not know.
func (ix *Index) Export(e Export) error {
	v, given := ix.acquireView()
	if v == nil {
		return errClosed
	}
	defer ix.releaseView(v)
	if err := v.prepare(); err != nil {
		return err
	}
	x := &export{Export: e, view: v, types: given.types, placeOf: make(map[string]int, len(v.pages)), head: head{
		Pages: len(v.pages), Average: v.average, Types: []typeShard{},
	}}
	for place, p := range v.pages {
		x.placeOf[p.url] = place
		x.start = append(x.start, uint32(x.head.Sections))
		x.head.Sections += int(p.sections)
	}
	x.exportSynonyms(given.synonyms)
	x.exportAnswers(given.answers)
	// Words are limited by computation and pages by writing: run both at once.
	ofPages := parallel.Begin(x.pages)
	ofWords := x.words()
	if ofWords == nil {
		ofWords = x.forms()
	}
	if err := cmp.Or(ofWords, ofPages(), x.list()); err != nil {
		return err
	}
	data, err := encodeJSON(x.head)
	if err != nil {
		return err
	}
	return x.write("index", "", data)
}

// head is the content of the first shard, which describes the others.
type head struct {
	Pages      int                 `json:"pages"`
	Sections   int                 `json:"sections"`
	Average    [fieldCount]float64 `json:"average"`
	Words      string              `json:"words"`      // the first stems of the posting shards, the first shard's aside
	WordHashes string              `json:"wordHashes"` // all hashes have [hashLength] characters
	Forms      string              `json:"forms"`      // the first forms of the dictionary shards, as above
	FormHashes string              `json:"formHashes"`
	List       string              `json:"list"` // the first words of the parts of the list of French words
	ListHashes string              `json:"listHashes"`
	Groups     string              `json:"groups"` // a hash for each [groupSize] pages
	Table      string              `json:"table"`
	Weights    [][]float32         `json:"weights"` // the values that the table's numbers stand for
	Facets     string              `json:"facets"`
	Types      []typeShard         `json:"types"`
	Synonyms   []synonymShard      `json:"synonyms"`
	Answers    []answerShard       `json:"answers"`
}

// export is a running export. Sections are numbered page by page, pages in the
// order of addresses.
type export struct {
	Export
	*view
	types   *typeNames
	head    head
	placeOf map[string]int
	start   []uint32 // by place, the number of the page's first section
	counted []uint32 // by form: the number of sections and fields that hold it; 0 if only removed pages did
}

// synonymShard is a synonym: the place of the term's page, -1 where it has none,
// the current form, "" where there is none, and the forms.
type synonymShard []any

// exportSynonyms writes the synonyms into the head.
func (x *export) exportSynonyms(syn *synonyms) {
	x.head.Synonyms = []synonymShard{}
	if syn == nil {
		return
	}
	for _, s := range syn.list {
		place, known := x.placeOf[s.URL]
		if !known {
			place = -1
		}
		shard := synonymShard{place, s.ReplacedBy}
		for _, form := range s.Forms {
			shard = append(shard, form)
		}
		x.head.Synonyms = append(x.head.Synonyms, shard)
	}
}

// words writes the posting shards.
func (x *export) words() error {
	// Order the forms by stem.
	stems := slices.Sorted(maps.Keys(x.lexicon.stems))
	x.counted = make([]uint32, len(x.lexicon.forms))
	encoded := make([]group, len(stems))
	err := parallel.Workers(len(stems), func() func(i int) error {
		p := postingReader{export: x}
		return func(i int) (err error) {
			encoded[i], err = p.group(x.lexicon.groups[x.lexicon.stems[stems[i]]])
			return err
		}
	})
	if err != nil {
		return err
	}
	type cut struct{ from, to int }
	var cuts []cut
	size, from := 0, 0
	for i := range encoded {
		n := encoded[i].size()
		if size > 0 && size+n > shardSize {
			cuts = append(cuts, cut{from, i})
			size, from = 0, i
		}
		size += n
	}
	cuts = append(cuts, cut{from, len(encoded)})
	hashes, firsts := make([]string, len(cuts)), make([]string, len(cuts))
	err = parallel.Workers(len(cuts), func() func(i int) error {
		return func(i int) (err error) {
			if c := cuts[i]; i > 0 {
				firsts[i] = separator(stems[c.from-1], stems[c.from])
			}
			hashes[i], err = x.shard("m/"+base36(i), joined(encoded[cuts[i].from:cuts[i].to]))
			return err
		}
	})
	x.head.Words, x.head.WordHashes = strings.Join(firsts[1:], " "), strings.Join(hashes, "")
	return err
}

// forms writes the dictionary shards.
func (x *export) forms() error {
	var shards []string
	var firsts []string
	b, before, last := digits{}, "", ""
	for id, form := range x.lexicon.forms {
		if x.counted[id] == 0 || strings.HasPrefix(form, stopMark) {
			continue
		}
		if len(b) > dictionarySize {
			shards = append(shards, string(b))
			firsts = append(firsts, separator(last, form))
			b, before = nil, ""
		}
		b.frontCoded(before, form)
		b.number(int(x.counted[id]))
		before, last = form, form
	}
	shards = append(shards, string(b))
	for i, shard := range shards {
		hash, err := x.shard("f/"+base36(i), shard)
		if err != nil {
			return err
		}
		x.head.FormHashes += hash
	}
	x.head.Forms = strings.Join(firsts, " ")
	return nil
}

// list writes the list of French words and its licence notice.
func (x *export) list() error {
	french := wordlist.French()
	firsts := make([]string, len(french.Parts))
	for i, part := range french.Parts {
		hash, err := x.shard("l/"+base36(i), part.Automaton)
		if err != nil {
			return err
		}
		firsts[i] = part.First
		x.head.ListHashes += hash
	}
	x.head.List = strings.Join(firsts, " ")
	return x.Write(ShardFolder+"l/NOTICE.txt", []byte(wordlist.Notice))
}

// shard writes a script and returns the hash of its data.
func (x *export) shard(name string, data any) (hash string, err error) {
	text, err := encodeJSON(data)
	if err != nil {
		return "", err
	}
	hash = hashOf(text)
	return hash, x.write(name, hash, text)
}

func (x *export) write(name, hash string, data []byte) error {
	return x.Write(ShardFolder+name+".js", script(name, hash, data))
}

// separator returns the shortest beginning of b that sorts after a.
func separator(a, b string) string {
	for i, r := range b {
		if i >= len(a) || !strings.HasPrefix(a[i:], string(r)) {
			return b[:i+len(string(r))]
		}
	}
	return b
}

var errUnknownPage = errors.New("page de l'index inconnue du portail")
