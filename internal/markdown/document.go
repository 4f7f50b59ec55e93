package markdown

import (
	"bytes"
	"html"
	"slices"
	"sort"
	"strings"

	"intraqvt/internal/french"
)

// Section returns the offsets of a section in the HTML, its heading included.
// ok is false if no heading has the id. A section ends at the next heading of
// its level or above in the same element, or with that element: a section that
// starts in a tab, a quotation or a list ends there, and headings in such an
// element do not end the sections around it. So the HTML of a section is always
// balanced. Footnotes belong to no section.
func (d *Document) Section(id string) (start, end int, ok bool) {
	i := slices.IndexFunc(d.Headings, func(h Heading) bool { return h.ID == id })
	if i < 0 {
		return 0, 0, false
	}
	return d.Headings[i].Offset, d.Headings[i].end, true
}

// Heading returns the heading with an id or, as authors write it, with a text.
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

// HasAnchor tells whether #id exists.
func (d *Document) HasAnchor(id string) bool {
	return slices.ContainsFunc(d.Headings, func(h Heading) bool { return h.ID == id }) || slices.Contains(d.Anchors, id)
}

// SlotsIn returns the range of indices in Slots between two offsets of the
// HTML.
func (d *Document) SlotsIn(start, end int) (from, to int) {
	from = sort.Search(len(d.Slots), func(i int) bool { return d.Slots[i].Offset >= start })
	if end == len(d.HTML) {
		return from, len(d.Slots)
	}
	return from, sort.Search(len(d.Slots), func(i int) bool { return d.Slots[i].Offset >= end })
}

// LocalsIn returns the local places between two offsets of the HTML.
func (d *Document) LocalsIn(start, end int) []Local {
	at := func(offset int) int {
		return sort.Search(len(d.Locals), func(i int) bool { return int(d.Locals[i].Start) >= offset })
	}
	return d.Locals[at(start):at(end)]
}

// Place returns the line and column, from 1, of an offset of the source.
func (d *Document) Place(at int) (line, column int) {
	i := sort.Search(len(d.newlines), func(i int) bool { return int(d.newlines[i]) >= at })
	if i == 0 {
		return d.firstLine, at + 1
	}
	return d.firstLine + i, at - int(d.newlines[i-1])
}

// Text returns the document's plain text, headings included, one line for each
// block.
func (d *Document) Text() string {
	var b strings.Builder
	for _, r := range d.Runs {
		d.appendRun(&b, r)
	}
	return b.String()
}

// SectionWords returns the words of a section and the sections inside it,
// separated by single spaces; "" if no section has the id.
func (d *Document) SectionWords(id string) string {
	start, end, ok := d.Section(id)
	if !ok {
		return ""
	}
	var b strings.Builder
	d.appendRuns(&b, start, end, nil)
	return strings.Join(strings.Fields(b.String()), " ")
}

// SectionText returns the plain text of section i without its heading and the
// sections inside it, so that each word belongs to one section. i = -1 means
// the text outside of sections, such as that before the first heading. name
// returns the text of a [SlotName] by its index in Slots; nil leaves these
// texts out.
func (d *Document) SectionText(i int, name func(slot int) string) string {
	at, end := 0, len(d.HTML)
	if i >= 0 {
		at, end = d.Headings[i].Offset, d.Headings[i].end
		at += bytes.IndexByte(d.HTML[at:end], '\n') // the heading is one line
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

// appendRuns appends the text between two offsets of the HTML, with the names
// of linked pages.
func (d *Document) appendRuns(b *strings.Builder, start, end int, name func(slot int) string) {
	slot := sort.Search(len(d.Slots), func(i int) bool { return d.Slots[i].Offset >= start })
	named := -1 // where the last name is
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
			r.Block = false // the name has begun the block
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
