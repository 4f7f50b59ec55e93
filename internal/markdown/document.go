package markdown

import (
	"bytes"
	"html"
	"slices"
	"sort"
	"strings"

	"intraqvt/internal/french"
)

// Section returns the part of the document below a heading: where its HTML
// starts, the heading itself included, and where it ends. ok is false where no
// heading has that id.
//
// A section ends at the next heading of its level or above that stands in the
// same element, or with that element: one that starts in a tab, a quotation or
// a list ends there, and the headings inside cut none of the sections around.
// So the HTML of a section is always balanced. The notes at the foot of the
// page belong to no section.
func (d *Document) Section(id string) (start, end int, ok bool) {
	i := slices.IndexFunc(d.Headings, func(h Heading) bool { return h.ID == id })
	if i < 0 {
		return 0, 0, false
	}
	return d.Headings[i].Offset, d.Headings[i].end, true
}

// Heading finds a heading by id or, as authors write it, by its text.
func (d *Document) Heading(name string) (*Heading, bool) {
	for i := range d.Headings {
		if d.Headings[i].ID == name {
			return &d.Headings[i], true
		}
	}
	slug := french.Slug(name)
	for i := range d.Headings {
		if h := &d.Headings[i]; h.ID == slug || h.slug == slug {
			return h, true
		}
	}
	return nil, false
}

// HasAnchor tells whether a link to #id finds its place.
func (d *Document) HasAnchor(id string) bool {
	return slices.ContainsFunc(d.Headings, func(h Heading) bool { return h.ID == id }) || slices.Contains(d.Anchors, id)
}

// SlotsIn are the indexes in Slots, from and to, of the slots between two
// offsets of the HTML.
func (d *Document) SlotsIn(start, end int) (from, to int) {
	from = sort.Search(len(d.Slots), func(i int) bool { return d.Slots[i].Offset >= start })
	if end == len(d.HTML) {
		return from, len(d.Slots)
	}
	return from, sort.Search(len(d.Slots), func(i int) bool { return d.Slots[i].Offset >= end })
}

// LocalsIn are the local places between two offsets of the HTML.
func (d *Document) LocalsIn(start, end int) []Local {
	at := func(offset int) int {
		return sort.Search(len(d.Locals), func(i int) bool { return int(d.Locals[i].Start) >= offset })
	}
	return d.Locals[at(start):at(end)]
}

// Place is the line and column, from 1, of an offset of the source text.
func (d *Document) Place(at int) (line, column int) {
	i := sort.Search(len(d.newlines), func(i int) bool { return int(d.newlines[i]) >= at })
	if i == 0 {
		return d.firstLine, at + 1
	}
	return d.firstLine + i, at - int(d.newlines[i-1])
}

// Text is the document's plain text, headings included, a line a block.
func (d *Document) Text() string {
	var b strings.Builder
	for _, r := range d.Runs {
		d.appendRun(&b, r)
	}
	return b.String()
}

// SectionWords are those of a section and of the sections inside it, parted by single
// spaces; "" where there is no section of that id.
func (d *Document) SectionWords(id string) string {
	start, end, ok := d.Section(id)
	if !ok {
		return ""
	}
	var b strings.Builder
	d.appendRuns(&b, start, end, nil)
	return strings.Join(strings.Fields(b.String()), " ")
}

// SectionText is the plain text of section i without its heading and without
// the sections inside it, so that each word belongs to one section; i of -1
// means what belongs to none, such as the text before the first heading. name
// gives the text of a [SlotName], by its index in Slots; nil leaves them out.
func (d *Document) SectionText(i int, name func(slot int) string) string {
	at, end := 0, len(d.HTML)
	if i >= 0 {
		at, end = d.Headings[i].Offset, d.Headings[i].end
		at += bytes.IndexByte(d.HTML[at:end], '\n') // the heading fills a line
	}
	var b strings.Builder
	for _, inner := range d.Headings[i+1:] {
		if inner.Offset >= end {
			break
		}
		if inner.Offset >= at {
			d.appendRuns(&b, at, inner.Offset, name)
			at = inner.end
		}
	}
	d.appendRuns(&b, at, end, name)
	return b.String()
}

// appendRuns adds the text between two offsets of the HTML, with the names of
// the pages that it links to.
func (d *Document) appendRuns(b *strings.Builder, start, end int, name func(slot int) string) {
	slot := sort.Search(len(d.Slots), func(i int) bool { return d.Slots[i].Offset >= start })
	named := -1 // where the last name stands
	appendNames := func(until int) {
		for ; slot < len(d.Slots) && d.Slots[slot].Offset < until; slot++ {
			s := &d.Slots[slot]
			if s.Kind != SlotName || name == nil {
				continue
			}
			if s.Offset > 0 && d.HTML[s.Offset-1] == '>' && b.Len() > 0 {
				b.WriteByte('\n') // begins an element, such as an item of a list
			}
			b.WriteString(name(slot))
			named = s.Offset
		}
	}
	from := sort.Search(len(d.Runs), func(i int) bool { return int(d.Runs[i].Start) >= start })
	for _, r := range d.Runs[from:] {
		if int(r.Start) >= end {
			break
		}
		appendNames(int(r.Start) + 1)
		if int(r.Start) == named {
			r.Block = false // the name has begun it
		}
		d.appendRun(b, r)
	}
	appendNames(end)
}

func (d *Document) appendRun(b *strings.Builder, r Run) {
	if r.Block && b.Len() > 0 {
		b.WriteByte('\n')
	}
	s := string(d.HTML[r.Start:r.End])
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	b.WriteString(s)
}
