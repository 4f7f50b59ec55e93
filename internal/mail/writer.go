package mail

import (
	"intraqvt/internal/address"
	"intraqvt/internal/markdown"
)

// writer writes what the [reader] of a text tells it, in order. The two are
// [htmlWriter] and [textWriter].
type writer interface {
	text(s string) // white space collapsed to single spaces
	lineBreak()
	mark(m mark, on bool)
	link(to address.URL)
	endLink()
	image(p picture)
	begin(b block)
	end(b block)
	card(c card)
}

// mark is a look of running text.
type mark int

const (
	strong mark = iota
	emphasis
	code
	superscript
	subscript
	deleted
	highlight
	small
)

// kind is what a block is.
type kind int

const (
	heading    kind = iota // of a level, 2 to 6
	paragraph              // quiet where it is said aside: a source, an empty list
	list                   // ordered from start, or not
	item                   // of a list; task "☐" or "☑"
	term                   // of definitions
	definition             //
	box                    // set apart, with a title or none; alert where it warns
	quotation              //
	table                  // of rows of cells
	row                    //
	cell                   // head where it names a column or row
	figures                // key figures, each a figure
	figure                 // a key figure: title is the number, the content what it counts
	cards                  // of pages; featured where there is one alone
	caption                // of an image or a table
	listing                // lines of code, in title
	rule                   //
	notes                  // footnotes
)

// block is a part of the body that stands on lines of its own.
type block struct {
	kind     kind
	level    int    // of a heading; how many columns a cell spans
	columns  []int  // of a table: how many characters the longest word of each has
	title    string // of a box, a figure, a listing
	start    int    // of an ordered list
	ordered  bool
	quiet    bool
	alert    bool
	head     bool
	featured bool
	task     string
	align    string // of a cell: "center", "right" or ""
}

// picture is an image of the body.
type picture struct {
	src           string
	alt           string
	width, height int  // pixels; 0 where unknown
	figure        bool // outside of paragraphs
	inline        bool // in a sentence
}

// card leads to a page of the portal.
type card struct {
	markdown.Card
	featured bool // alone, not one of a list
	first    bool // of its list
}
