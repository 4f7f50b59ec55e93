package search

import "slices"

// group holds the forms of one stem and their postings, as digits.
//
// forms holds, for each form: the form, front-coded within the shard; the fields
// it occurs in, a bit for each; and for each of these the number of sections.
//
// postings holds, for each of these sections: its number as the difference from
// the one before, less 1, doubled, plus 1 if the form occurs more than once; and
// in that case the number of occurrences less 2.
//
// lengths holds length classes: for the first of these sections on each page, that
// of the field on the whole page; and for headings and bodies, that of each section
// on a page with several.
type group struct {
	heads             []formHead
	postings, lengths digits
}

type formHead struct {
	form    string
	fields  int
	numbers []int
}

// size estimates the bytes that the group takes in a shard.
func (g *group) size() int {
	n := len(g.postings) + len(g.lengths)
	for _, h := range g.heads {
		n += 6 + len(h.form)/2
	}
	return n
}

// joined returns the posting shard of some groups: their forms, postings and
// lengths.
func joined(groups []group) [3]string {
	var forms, postings, lengths digits
	before := ""
	for _, g := range groups {
		for _, h := range g.heads {
			forms.frontCoded(before, h.form)
			forms.number(h.fields)
			for _, n := range h.numbers {
				forms.number(n)
			}
			before = h.form
		}
		postings = append(postings, g.postings...)
		lengths = append(lengths, g.lengths...)
	}
	return [3]string{string(forms), string(postings), string(lengths)}
}

// postingReader reads postings for one goroutine.
type postingReader struct {
	*export
	list []sectionPosting
}

type sectionPosting struct {
	section, place uint32
	times, length  float32
}

// group reads the postings of forms with one stem. Forms that only removed
// pages had are left out.
func (p *postingReader) group(ids []uint32) (g group, err error) {
	for _, id := range ids {
		head := formHead{form: p.lexicon.forms[id]}
		for f, field := range textFields {
			if p.lexicon.fields[id]&(1<<f) == 0 {
				continue
			}
			p.list = p.list[:0]
			err := p.view.postings(head.form, field, func(doc uint32, times, length float32) {
				place := p.places[doc]
				p.list = append(p.list, sectionPosting{p.start[place] + p.sections[doc], place, times, length})
			})
			if err != nil {
				return g, err
			}
			if len(p.list) == 0 {
				continue
			}
			slices.SortFunc(p.list, func(a, b sectionPosting) int { return int(a.section) - int(b.section) })
			head.fields |= 1 << f
			head.numbers = append(head.numbers, len(p.list))
			p.encode(&g, f)
		}
		if head.fields != 0 {
			g.heads = append(g.heads, head)
		}
		for _, n := range head.numbers {
			p.counted[id] += uint32(n)
		}
	}
	return g, nil
}

// encode appends the postings of one field.
func (p *postingReader) encode(g *group, f int) {
	next, on := 0, noPage
	for _, s := range p.list {
		delta := (int(s.section) - next) * 2
		next = int(s.section) + 1
		if s.times > 1 {
			g.postings.number(delta + 1)
			g.postings.number(int(s.times) - 2)
		} else {
			g.postings.number(delta)
		}
		page := p.view.pages[s.place]
		if s.place != on {
			on = s.place
			g.lengths.number(lengthClass(page.lengths[f]))
		}
		if page.sections > 1 && (f == inHeading || f == inBody) {
			g.lengths.number(lengthClass(uint32(s.length)))
		}
	}
}
