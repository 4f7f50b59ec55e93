package mail

import (
	"intraqvt/internal/address"
	"intraqvt/internal/markdown"
)

// writer writes what the [reader] passes to it, in order. It is an [htmlWriter]
// or a [textWriter].
type writer interface {
	text(s string) // with collapsed white space
	lineBreak()
	mark(m mark, on bool)
	link(to address.URL)
	endLink()
	image(p picture)
	begin(b block)
	end(b block)
	card(c card)
}

// mark is a style of running text.
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

// kind is the kind of a block.
type kind int

const (
	heading    kind = iota // of a level, 2 to 6
	paragraph              // quiet for an aside: a source, an empty list
	list                   // ordered from start, or not
	item                   // of a list; task "☐" or "☑"
	term                   // of definitions
	definition             //
	box                    // a block with a background, with or without title; alert for a warning
	quotation              //
	table                  // of rows of cells
	row                    //
	cell                   // head if it names a column or row
	figures                // key figures, each a figure
	figure                 // a key figure: title is the number, the content what it counts
	cards                  // of pages; featured if there is only one
	caption                // of an image or a table
	listing                // lines of code, in title
	rule                   //
	notes                  // footnotes
)

// block is a part of the body on lines of its own.
type block struct {
	kind     kind
	level    int    // of a heading; for a cell, the number of columns it spans
	columns  []int  // of a table: length of the longest word in each column, in characters
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
	width, height int  // pixels; 0 if unknown
	figure        bool // outside of paragraphs
	inline        bool // in a sentence
}

// card links to a page of the portal.
type card struct {
	markdown.Card
	featured bool // a single card, not one of a list
	first    bool // of its list
}
