package markdown

import (
	"strconv"

	"golang.org/x/net/html"

	"intraqvt/internal/address"
)

// Writer receives a text in reading order: the elements that begin and end,
// their content, and slots that only the whole site can fill. A walk over a
// text ([Compile], [Document.Tell]) calls it; each writer makes its own output
// of it (a page, a mail, blocks to compare). Elements nest, and each one that
// begins also ends. A link to a place in the portal is a slot, its text, and a
// slot of kind [SlotLinkEnd].
type Writer interface {
	// Begin and End enclose an element.
	Begin(Element)
	End(Element)
	// Put is an element without content.
	Put(Element)
	// Text is a run of text. Its Words are only valid until the call returns.
	Text(Text)
	// Slot is a place that the site fills, with its number in the text: each
	// walk over the same text gives the same numbers.
	Slot(i int, s *Slot)
}

// Text is a run of plain text: it holds no element and no slot. Consecutive
// runs differ in their properties.
type Text struct {
	Words   []byte // typeset, not escaped
	Source  int    // offset in the source text
	Block   bool   // begins a new block, such as a paragraph or a cell
	Prose   bool   // not code, not in a link or a heading
	Heading bool   // is in a heading
}

// Element is a part of a text. Fields that its kind does not mention are zero.
type Element struct {
	Kind    Kind
	Level   int
	ID      string // for links to the element; "" if it has none
	Name    string
	Title   string // of a link: its tooltip
	To      address.URL
	Start   int
	Ordered bool
	Loose   bool // holds blocks, not only a line of text
	Tasks   bool
	Head    bool
	Done    bool
	Quiet   bool
	Align   Align
	Attrs   []html.Attribute
	Image   *Image
	Cards   []Card
}

// Tag returns the name of the HTML element, so that Markdown and authors' HTML
// can be handled alike; "" for a section.
func (e Element) Tag() string {
	switch {
	case e.Kind == KindRaw:
		return e.Name
	case e.Kind == KindHeading:
		return "h" + strconv.Itoa(e.Level)
	case e.Kind == KindList && e.Ordered:
		return "ol"
	case e.Kind == KindCell && e.Head:
		return "th"
	case e.Kind == KindTitle && e.Name == "details":
		return "summary"
	}
	return tagNames[e.Kind]
}

var tagNames = [kindCount]string{
	KindParagraph: "p", KindList: "ul", KindItem: "li", KindDefinitions: "dl", KindTerm: "dt", KindDefinition: "dd",
	KindQuotation: "blockquote", KindCallout: "div", KindDetails: "details", KindTabs: "div", KindTab: "section", KindTitle: "p",
	KindColumns: "div", KindColumn: "div", KindGroup: "div", KindFigures: "dl", KindFigure: "div", KindLabel: "dt", KindNumber: "dd",
	KindTable: "table", KindRow: "tr", KindCell: "td", KindListing: "pre", KindNotes: "section", KindNote: "li",
	KindExample: "div", KindSource: "pre", KindRule: "hr",
	KindStrong: "strong", KindEmphasis: "em", KindDeleted: "del", KindCode: "code", KindToken: "span", KindLink: "a",
	KindImage: "img", KindCards: "ul", KindExcerpt: "section",
	KindNoteCall: "sup", KindNoteReturn: "a", KindTaskBox: "input", KindLineBreak: "br",
}

// Align is the alignment of a cell.
type Align uint8

// Alignments other than the default.
const (
	AlignStart Align = iota
	AlignCentre
	AlignEnd
)

// Kind is the kind of an element. The comments name the fields of [Element]
// that it uses.
type Kind uint8

// The blocks.
const (
	KindSection     Kind = iota + 1 // a heading and the content below it; Start: its index in Document.Headings
	KindHeading                     // Level: 2 to 6; ID
	KindParagraph                   // Quiet: an aside, such as a source
	KindList                        // Ordered, from Start; Tasks: it holds tasks
	KindItem                        // of a list; Loose; Tasks: it is a task, Done or not
	KindDefinitions                 // terms with their definitions; Loose
	KindTerm                        //
	KindDefinition                  // Loose
	KindQuotation                   // Loose
	KindCallout                     // Name: note, a-retenir, attention, exemple or outil
	KindDetails                     // a part that readers unfold
	KindTabs                        // parts of which one is visible at a time
	KindTab                         // ID; its title's ID is Name
	KindTitle                       // of a block, before its content; Name: encadre, details or onglet; ID
	KindColumns                     //
	KindColumn                      //
	KindGroup                       // a block with an unknown name
	KindFigures                     // key figures
	KindFigure                      // a label, then a number
	KindLabel                       // what a key figure counts
	KindNumber                      //
	KindTable                       // Level: its number in the text
	KindRow                         // Head: it names the columns
	KindCell                        // Head, Align
	KindListing                     // lines of code; Name: of the language
	KindNotes                       // all footnotes
	KindNote                        // ID
	KindExample                     // its source beside its result
	KindSource                      // put, in an example, before its result: Name is the source
	KindRule                        // put
)

// Inline elements.
const (
	KindStrong     Kind = iota + KindRule + 1
	KindEmphasis        //
	KindDeleted         //
	KindCode            //
	KindToken           // a piece of a listing; Name: the class of its colour
	KindLink            // to an address outside of the portal: To, Title
	KindNoteCall        // put: Level is the note's number, ID its own, Name the note's; "" in a link
	KindNoteReturn      // put at the end of a note: Name is the ID of its call, Level the number of that call
	KindTaskBox         // put; Done
	KindLineBreak       // put
)

// Authors' HTML.
const (
	KindRaw   Kind = iota + KindLineBreak + 1 // Name: the element; Attrs
	KindSpace                                 // put: the white space Name between raw blocks
)

// Content of slots. The walk does not report these; they are for writers of a
// text with filled slots.
const (
	KindImage   Kind = iota + KindSpace + 1 // put: Image
	KindCards                               // put: Cards
	KindExcerpt                             // a section of another page
	kindCount
)

// Image is an image of a text.
type Image struct {
	Source        address.URL
	Width, Height int    // pixels; 0 if unknown
	Sizes         []Size // the narrowest first; none if there is only one
	Alt, Caption  string
	Figure        bool // on lines of its own
}

// Size is a version of an image with its width.
type Size struct {
	Source address.URL
	Width  int
}

// Card links to a page of the portal.
type Card struct {
	Title, Number string
	To            address.URL // zero if the page is no longer published
	Marks         []string    // its type, date and so on
	Summary       string
}

// none is the zero Kind.
const none Kind = 0
