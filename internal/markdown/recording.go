package markdown

import "bytes"

// Below returns a writer that passes on the section of a heading, given by id,
// without the heading itself.
func Below(id string, w Writer) Writer { return &below{id: id, w: w} }

type below struct {
	id      string
	w       Writer
	depth   int // of sections, from the wanted one
	heading bool
}

func (b *below) passes() bool { return b.depth > 0 && !b.heading }

func (b *below) Begin(e Element) {
	switch {
	case e.Kind == KindSection && (b.depth > 0 || e.ID == b.id):
		b.depth++
	case e.Kind == KindHeading && b.depth == 1 && e.ID == b.id:
		b.heading = true
	case b.passes():
		b.w.Begin(e)
	}
}

func (b *below) End(e Element) {
	switch {
	case e.Kind == KindSection && b.depth > 0:
		b.depth--
	case e.Kind == KindHeading && b.heading:
		b.heading = false
	case b.passes():
		b.w.End(e)
	}
}

func (b *below) Put(e Element) {
	if b.passes() {
		b.w.Put(e)
	}
}

func (b *below) Text(t Text) {
	if b.passes() {
		b.w.Text(t)
	}
}

func (b *below) Slot(i int, s *Slot) {
	if b.passes() {
		b.w.Slot(i, s)
	}
}

// Recording records a text, so that it can be passed to several writers. It is
// a writer itself; the zero value is an empty text.
type Recording struct{ told []func(Writer) }

// Tell passes the recorded text to a writer.
func (r *Recording) Tell(w Writer) {
	for _, tell := range r.told {
		tell(w)
	}
}

func (r *Recording) add(tell func(Writer)) { r.told = append(r.told, tell) }

func (r *Recording) Begin(e Element) { r.add(func(w Writer) { w.Begin(e) }) }
func (r *Recording) End(e Element)   { r.add(func(w Writer) { w.End(e) }) }
func (r *Recording) Put(e Element)   { r.add(func(w Writer) { w.Put(e) }) }

func (r *Recording) Text(t Text) {
	t.Words = bytes.Clone(t.Words)
	r.add(func(w Writer) { w.Text(t) })
}

func (r *Recording) Slot(i int, s *Slot) {
	kept := *s
	r.add(func(w Writer) { w.Slot(i, &kept) })
}
