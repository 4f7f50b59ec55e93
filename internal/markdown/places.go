package markdown

import "github.com/yuin/goldmark/text"

// places maps offsets of joined lines to offsets of the source, which also has
// the margins of lists and quotations.
type places struct {
	lines  *text.Segments
	i      int // the line of the last offset
	before int // length of the text before it
}

// at returns the offset in the source for an offset of the joined lines.
// Offsets must increase from call to call.
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
