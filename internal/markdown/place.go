package markdown

import "github.com/yuin/goldmark/text"

// places finds where the text of some lines, taken as one, stands in the
// source: the margins of lists and quotations lie between.
type places struct {
	lines  *text.Segments
	i      int // the line of the last offset asked for
	before int // length of the text before it
}

// at is the place in the source of an offset of the text. Offsets are asked
// for in rising order.
func (p *places) at(offset int) int {
	last := 0
	for ; p.i < p.lines.Len(); p.i++ {
		s := p.lines.At(p.i)
		if offset < p.before+s.Len() {
			return s.Start + max(0, offset-p.before-s.Padding)
		}
		last = s.Stop
		p.before += s.Len()
	}
	return last
}
