package markdown

import (
	"strconv"

	"golang.org/x/net/html"

	"intraqvt/internal/address"
)

// Writer is told what a text is, in the order of reading: which elements begin
// and end, what stands in them, and where only the whole site knows what to
// say. One walk over a text ([Compile], [Document.Tell]) tells it all; what comes
// of it (a page, a mail, what is compared) is the writer's.
//
// Elements nest, and each that begins ends. A link to a place in the portal is
// a slot, its text, and a slot of kind [SlotLinkEnd].
type Writer interface {
	// Begin and End enclose an element.
	Begin(Element)
	End(Element)
	// Put tells an element in which nothing stands.
	Put(Element)
	// Text tells a run of text. Its words are gone when the writer returns.
	Text(Text)
	// Slot tells a place that the site fills, by its number in the text: every
	// walk over the same text numbers them alike.
	Slot(i int, s *Slot)
}

// Text is a run of plain text: no element and no slot stands in it. Two runs
// with nothing between differ in what is said of them.
type Text struct {
	Words   []byte // set typographically, not escaped
	Source  int    // where it starts in the source text
	Block   bool   // begins a new block, such as a paragraph or a cell
	Prose   bool   // neither code nor in a link or a heading
	Heading bool   // stands in a heading
}

// Element is a part of a text that is more than its words. Fields that its kind
// does not name are zero.
type Element struct {
	Kind    Kind
	Level   int
	ID      string // by which links reach it; "" where they do not
	Name    string
	Title   string // of a link, shown beside it
	To      address.URL
	Start   int
	Ordered bool
	Loose   bool // holds blocks, not a line of text alone
	Tasks   bool
	Head    bool
	Done    bool
	Quiet   bool
	Align   Align
	Attrs   []html.Attribute
	Image   *Image
	Cards   []Card
}

// Tag is the name of the HTML element that an element is, by which what authors
// write as HTML is told like what they write in Markdown; "" for a section.
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

// Align is how the text of a cell is aligned.
type Align uint8

// The alignments that differ from the text's own.
const (
	AlignStart Align = iota
	AlignCentre
	AlignEnd
)

// Kind is what an element is. Fields of [Element] that mean something are said
// beside each.
type Kind uint8

// The blocks.
const (
	KindSection     Kind = iota + 1 // a heading and what is below it; Start: its number among Document.Headings
	KindHeading                     // Level: 2 to 6; ID
	KindParagraph                   // Quiet: it says what is said aside, such as a source
	KindList                        // Ordered, from Start; Tasks: it holds tasks
	KindItem                        // of a list; Loose; Tasks: it is a task, Done or not
	KindDefinitions                 // terms with their definitions; Loose
	KindTerm                        //
	KindDefinition                  // Loose
	KindQuotation                   // Loose
	KindCallout                     // Name: note, a-retenir, attention, exemple or outil
	KindDetails                     // a part that readers unfold
	KindTabs                        // parts of which one is seen at a time
	KindTab                         // ID; its title's ID is Name
	KindTitle                       // of a block, in it before all else; Name: encadre, details or onglet; ID
	KindColumns                     //
	KindColumn                      //
	KindGroup                       // a block of a name that is not known
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
	KindExample                     // shows its source beside what it gives
	KindSource                      // put in an example, before what it gives: Name is its source
	KindRule                        // put
)

// What stands in lines of text.
const (
	KindStrong     Kind = iota + KindRule + 1
	KindEmphasis        //
	KindDeleted         //
	KindCode            //
	KindToken           // a piece of a listing; Name: the class of its colour
	KindLink            // to an address outside the portal: To, Title
	KindNoteCall        // put: Level is the note's number, ID its own, Name the note's; "" in a link
	KindNoteReturn      // put at a note's end: Name is the ID of its call, Level the number of that call
	KindTaskBox         // put; Done
	KindLineBreak       // put
)

// What authors write as HTML.
const (
	KindRaw   Kind = iota + KindLineBreak + 1 // Name: an element that authors may write; Attrs
	KindSpace                                 // put: the white space Name between raw blocks
)

// What fills slots. The walk tells none of it; it is for writers that are told
// a text whose places are filled.
const (
	KindImage   Kind = iota + KindSpace + 1 // put: Image
	KindCards                               // put: Cards
	KindExcerpt                             // a section of another page
	kindCount
)

// Image is an image that a text shows.
type Image struct {
	Source        address.URL
	Width, Height int    // pixels; 0 where unknown
	Sizes         []Size // what it comes in, the narrowest first; none where it comes in one
	Alt, Caption  string
	Figure        bool // stands on lines of its own
}

// Size is an image in a width.
type Size struct {
	Source address.URL
	Width  int
}

// Card leads to a page of the portal.
type Card struct {
	Title, Number string
	To            address.URL // zero where readers do not find the page any more
	Marks         []string    // its type, date and so on
	Summary       string
}

// none is the kind of no element.
const none Kind = 0
