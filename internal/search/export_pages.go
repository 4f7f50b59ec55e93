package search

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"intraqvt/internal/french"
	"intraqvt/internal/parallel"
)

// pageShard is a page as the interface shows it, in this order: address,
// title, type, axis, day, summary, tags, sections.
type pageShard [8]any

// sectionShard is a section: anchor, heading, and its text or the number of the
// shard of this page that holds it.
type sectionShard [3]any

// pageFacts is what other shards than its own say of a page.
type pageFacts struct {
	typeName, typeLabel string
	day                 int // days since 1970; 0 for none
	choices             map[string][]Choice
}

// pages writes the pages' own shards, the table and the facets.
func (x *export) pages() error {
	facts := make([]pageFacts, len(x.view.pages))
	groups := (len(facts) + groupSize - 1) / groupSize
	hashes := make([]string, groups)
	err := parallel.Workers(groups, func() func(i int) error {
		return func(i int) (err error) {
			from := i * groupSize
			hashes[i], err = x.pageGroup(from, facts[from:min(from+groupSize, len(facts))])
			return err
		}
	})
	if err != nil {
		return err
	}
	for _, hash := range hashes {
		x.head.Groups += hash
	}
	if err := x.table(facts); err != nil {
		return err
	}
	return x.facets(facts)
}

// pageGroup writes the shards of a group of pages with one hash.
func (x *export) pageGroup(from int, facts []pageFacts) (hash string, err error) {
	shards := make([][][]byte, len(facts))
	var all [][]byte
	for i := range facts {
		url := x.view.pages[from+i].url
		p, known := x.Lookup(url)
		if !known || len(p.Documents) == 0 {
			return "", fmt.Errorf("%w : %s", errUnknownPage, url)
		}
		for _, data := range shardsOf(p) {
			text, err := encodeJSON(data)
			if err != nil {
				return "", err
			}
			shards[i] = append(shards[i], text)
			all = append(all, text)
		}
		facts[i] = pageFacts{typeName: p.Documents[0].Type, typeLabel: p.TypeLabel, choices: p.Choices}
		if !p.Date.IsZero() {
			facts[i].day = int(p.Date.Unix() / int64(24*time.Hour/time.Second))
		}
	}
	hash = hashOf(all...)
	for i, parts := range shards {
		for part, data := range parts {
			if err := x.write(pageShardName(from+i, part), hash, data); err != nil {
				return "", err
			}
		}
	}
	return hash, nil
}

func pageShardName(place, part int) string {
	name := "p/" + base36(place)
	if part > 0 {
		name += "-" + base36(part)
	}
	return name
}

// shardsOf returns the own shard of a page and those with the rest of its text,
// each a list of the texts of consecutive sections.
func shardsOf(p Page) []any {
	size := 0
	for _, d := range p.Documents {
		size += len(d.Body)
	}
	most := pagePart
	if size <= wholePage {
		most = wholePage
	}
	sections := make([]sectionShard, len(p.Documents))
	var texts [][]string
	size = 0
	for i, d := range p.Documents {
		if size > 0 && size+len(d.Body) > most {
			texts = append(texts, nil)
			size = 0
		}
		size += len(d.Body)
		if last := len(texts); last > 0 {
			sections[i] = sectionShard{d.Anchor, d.Heading, last}
			texts[last-1] = append(texts[last-1], d.Body)
		} else {
			sections[i] = sectionShard{d.Anchor, d.Heading, d.Body}
		}
	}
	date := ""
	if !p.Date.IsZero() {
		date = p.Date.Format(time.DateOnly)
	}
	first := p.Documents[0]
	shards := []any{pageShard{p.URL, first.Title, first.Type, p.Axis, date, p.Summary, tagsOf(p), sections}}
	for _, part := range texts {
		shards = append(shards, part)
	}
	return shards
}

func tagsOf(p Page) []string {
	tags := []string{}
	for _, d := range p.Documents {
		for _, tag := range d.Tags {
			if !slices.Contains(tags, tag) {
				tags = append(tags, tag)
			}
		}
	}
	return tags
}

// typeShard is a type: its name, its label, and the stems of each word or words
// by which readers ask for its pages, with a space between.
type typeShard struct {
	name, label string
	names       []string
}

func (t typeShard) MarshalJSON() ([]byte, error) { return encodeJSON([3]any{t.name, t.label, t.names}) }

// table writes, for each page, the number of its sections, its weights and its
// type, in the order of the head's, from 1; 0 for none.
func (x *export) table(facts []pageFacts) (err error) {
	var sections, weights, types digits
	for place, p := range x.view.pages {
		sections.number(int(p.sections))
		same := func(w []float32) bool { return slices.Equal(w, p.weights) }
		i := slices.IndexFunc(x.head.Weights, same)
		if i < 0 {
			i = len(x.head.Weights)
			x.head.Weights = append(x.head.Weights, p.weights)
		}
		weights.number(i)
		types.number(x.typeNumber(facts[place]))
	}
	x.head.Table, err = x.shard("pages", [3]string{string(sections), string(weights), string(types)})
	return err
}

// typeNumber numbers the type of a page, from 1; 0 for none.
func (x *export) typeNumber(f pageFacts) int {
	if f.typeName == "" {
		return 0
	}
	i := slices.IndexFunc(x.head.Types, func(t typeShard) bool { return t.name == f.typeName && t.label == f.typeLabel })
	if i < 0 {
		i = len(x.head.Types)
		x.head.Types = append(x.head.Types, typeShard{f.typeName, f.typeLabel, x.types.exported(f.typeName)})
	}
	return i + 1
}

// facetShard is a facet: name, label and options.
type facetShard [3]any

// optionShard is a value of a facet: key, label, and the places of the pages
// that have it, each as the difference from the one before, less 1.
type optionShard [3]string

// facets writes the facets, and the days of pages that have one: for each its
// place as in an option, then the difference of its day from the one before,
// doubled, plus 1 if negative.
func (x *export) facets(facts []pageFacts) (err error) {
	var shards []facetShard
	for _, facet := range x.Facets {
		var options []*choicePlaces
		known := map[string]*choicePlaces{}
		for place, f := range facts {
			values := f.choices[facet.Name]
			if facet.Name == typeFacet && f.typeName != "" {
				values = []Choice{{Key: f.typeName, Label: f.typeLabel}}
			}
			for _, o := range values {
				at := known[o.Key]
				if at == nil {
					at = &choicePlaces{Choice: o}
					known[o.Key] = at
					options = append(options, at)
				}
				at.add(place)
			}
		}
		slices.SortFunc(options, func(a, b *choicePlaces) int {
			return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(french.Fold(a.Label), french.Fold(b.Label)), cmp.Compare(a.Key, b.Key))
		})
		list := make([]optionShard, len(options))
		for i, o := range options {
			list[i] = optionShard{o.Key, o.Label, string(o.places)}
		}
		shards = append(shards, facetShard{facet.Name, facet.Label, list})
	}
	var days digits
	next, last := 0, 0
	for place, f := range facts {
		if f.day == 0 {
			continue
		}
		days.number(place - next)
		if next = place + 1; f.day < last {
			days.number((last-f.day)*2 + 1)
		} else {
			days.number((f.day - last) * 2)
		}
		last = f.day
	}
	x.head.Facets, err = x.shard("facettes", []any{shards, string(days)})
	return err
}

// choicePlaces collects the pages of an option.
type choicePlaces struct {
	Choice
	places digits
	next   int
}

func (o *choicePlaces) add(place int) {
	if place < o.next {
		return // a page may name a choice twice
	}
	o.places.number(place - o.next)
	o.next = place + 1
}
