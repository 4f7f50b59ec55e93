// Package schema reads the descriptions of content types: one folder of
// layouts/ per type with a type.yaml in it, and the fields that all share in
// layouts/fields.yaml.
//
// What enters: a file system of layouts. What leaves: a [Set] of types that
// never changes afterwards; every later stage asks it, none of them knows a
// type by name. A description drives validation, `new`, list pages and their
// filters, search facets and weights, the identity card on a page and the
// authors' guide. The package decodes no content: package content does. What
// the YAML parser says of a broken file it says in French ([YAMLProblem]), for
// all who read YAML.
package schema

import (
	"slices"
	"strings"

	"intraqvt/internal/french"
)

// Kind says what a field holds; code branches on kinds, never on types.
type Kind string

// The kinds of a field.
const (
	Text      Kind = "text"      // one line
	LongText  Kind = "longtext"  // several lines of prose
	Date      Kind = "date"      // a day, AAAA-MM-JJ
	DateTime  Kind = "datetime"  // a day and a time, AAAA-MM-JJTHH:MM
	Choice    Kind = "choice"    // one of Field.Of
	Number    Kind = "number"    // a decimal number, between Min and Max where given
	Bool      Kind = "bool"      // true or false
	Reference Kind = "reference" // another page, by slug, title, alias or key
	File      Kind = "file"      // a file of content/, relative to the page
	Path      Kind = "path"      // an address below the portal's root, kept as it is written
	URL       Kind = "url"       // an absolute http(s) address
	Email     Kind = "email"     // a mail address
	Phone     Kind = "phone"     // a telephone number
	List      Kind = "list"      // several values, each as Field.Item says
	Table     Kind = "table"     // several records with Field.Columns
	Group     Kind = "group"     // one record with Field.Fields

	Recurrence Kind = "recurrence" // when something comes again, as a rule of RFC 5545
	Frozen     Kind = "frozen"     // what an issue's lists and cards showed, written by the program alone
)

var kinds = []Kind{Text, LongText, Date, DateTime, Choice, Number, Bool, Reference, File, Path, URL, Email, Phone, List, Table, Group,
	Recurrence, Frozen}

// Drawing says how a table is drawn.
type Drawing string

// The drawings of a table; none is a plain table. In all of them the first
// column is the time.
const (
	Timeline Drawing = "timeline" // steps one below the other: time, title, then the rest
	Calendar Drawing = "calendar" // a column a period, what is done in it below
)

var drawings = []Drawing{Timeline, Calendar}

// Field describes one field of a type, one item of a list or one column of a
// table.
type Field struct {
	Name     string   `yaml:"name"`
	Kind     Kind     `yaml:"kind"`
	Role     Role     `yaml:"role"`     // the part it plays; "" for one that is only shown
	Label    string   `yaml:"label"`    // French, as readers and authors see it
	Singular string   `yaml:"singular"` // the label where a list has one value
	Help     string   `yaml:"help"`     // French, one or two sentences for authors
	Required bool     `yaml:"required"`
	Also     []string `yaml:"also"` // other keys that mean this field

	Recommended bool `yaml:"recommended"` // its absence is a warning

	Of      []string          `yaml:"of"`      // choice: the values allowed
	Names   map[string]string `yaml:"names"`   // choice: what readers see instead of a short value
	To      []string          `yaml:"to"`      // reference: the types allowed; none means all
	Item    *Field            `yaml:"item"`    // list: what each value is
	Columns []Field           `yaml:"columns"` // table: the columns of a row
	Draw    Drawing           `yaml:"draw"`    // table: how it is shown
	Fields  []Field           `yaml:"fields"`  // group: the parts

	Min  *float64 `yaml:"min"`  // number: the smallest value
	Max  *float64 `yaml:"max"`  // number: the greatest value; text: the most characters
	Unit string   `yaml:"unit"` // number: what is counted, shown after the value

	Facet    bool `yaml:"facet"`    // lists and search can be filtered by it
	Taxonomy bool `yaml:"taxonomy"` // each value has a page that lists its pages
}

// Display is what readers see of a choice's value: « A. Accompagnement et
// soutien » where A has a name, else the value.
func (f *Field) Display(value string) string {
	if name := f.Names[value]; name != "" {
		return value + ". " + name
	}
	return value
}

// Element is what a field's single values are: the item of a list, else the
// field itself.
func (f *Field) Element() *Field {
	if f.Kind == List {
		return f.Item
	}
	return f
}

// Label is a type's name for readers.
type Label struct {
	One  string `yaml:"one"`
	Many string `yaml:"many"`
}

// Listing says how a type's list page is made.
type Listing struct {
	Sort     string   `yaml:"sort"`     // a field's name, with "-" before it from the greatest
	Group    string   `yaml:"group"`    // the field whose values make the headings: years of a date, first letters of a title
	Filters  []string `yaml:"filters"`  // names of facet fields
	Show     []string `yaml:"show"`     // names of fields that a line of the list shows
	Remember string   `yaml:"remember"` // the filter whose value readers may keep in their browser
	Agenda   bool     `yaml:"agenda"`   // what is to come stands first; Sort names the field that says when
}

// Search says how a type counts in search.
type Search struct {
	Weight float64  `yaml:"weight"` // multiplies scores; 1 is neutral
	Names  []string `yaml:"names"`  // words by which readers ask for such pages, beside the label
}

// Issue says how pages of a type follow each other as issues of a newsletter.
type Issue struct {
	Every int `yaml:"every"` // months from one to the next, as a rule; 2 where nothing is said
}

// Type is one content type. Its Fields are the common ones, with the type's
// changes, followed by its own; they are in the order in which they are shown.
type Type struct {
	Name        string         `yaml:"name"`
	Label       Label          `yaml:"label"`
	Gender      string         `yaml:"gender"` // of its name: m or f, as page is; see [Type.Agree]
	Folder      string         `yaml:"folder"` // below content/, and in addresses
	Description string         `yaml:"description"`
	Default     bool           `yaml:"default"` // the type of files in no type's folder
	Fields      []Field        `yaml:"fields"`
	Sections    []string       `yaml:"sections"`
	List        Listing        `yaml:"list"`
	Search      Search         `yaml:"search"`
	Glossary    bool           `yaml:"glossary"` // its pages are terms: tooltips, synonyms and outdated words come from them
	Person      bool           `yaml:"person"`   // its pages are about a person or a service: what is kept elsewhere never names them
	Issue       Issue          `yaml:"issue"`
	Outputs     []string       `yaml:"outputs"`
	Example     map[string]any `yaml:"example"`

	Own   []string `yaml:"-"` // names of the fields that only this type has
	index map[string]int
	roles map[Role]int
}

// Field returns the field that a key of the front matter means, by name or by
// one of its other keys; case does not count.
func (t *Type) Field(key string) (*Field, bool) {
	i, ok := t.index[strings.ToLower(key)]
	if !ok {
		return nil, false
	}
	return &t.Fields[i], true
}

// Position is the place of a field in Fields, -1 where the type has none of
// that name.
func (t *Type) Position(name string) int {
	if i, ok := t.index[strings.ToLower(name)]; ok {
		return i
	}
	return -1
}

// FrozenField is the field that holds what issues of the type showed; nil where
// they cannot be frozen.
func (t *Type) FrozenField() *Field {
	i := slices.IndexFunc(t.Fields, func(f Field) bool { return f.Kind == Frozen })
	if i < 0 {
		return nil
	}
	return &t.Fields[i]
}

// Dated tells whether readers know the pages of the type by their day: those of
// types that are listed by date, and all that came without a type.
func (t *Type) Dated() bool {
	kind := t.kindOf(t.List.Sort)
	return t.Default || kind == Date || kind == DateTime
}

// Agree gives the form of a word that goes with the type's name; see [french.Agree].
func (t *Type) Agree(word string) string { return french.Agree(word, t.Gender) }

// Colours tells whether the pages of the type have a colour, which is also that
// of the pages that refer to them.
func (t *Type) Colours() bool { return t.ByRole(Colour) != nil }

// Keys are the names of all fields, in their order.
func (t *Type) Keys() []string {
	keys := make([]string, 0, len(t.Fields))
	for i := range t.Fields {
		keys = append(keys, t.Fields[i].Name)
	}
	return keys
}

// The outputs of a type's pages.
const (
	OutputPage  = "page"  // a page of the portal
	OutputEmail = "email" // a mail that says what the page says
)

var outputs = []string{OutputPage, OutputEmail}

// Has tells whether the type makes an output.
func (t *Type) Has(output string) bool { return slices.Contains(t.Outputs, output) }

// Set is all types of a portal, sorted by name, with what says who sees a page.
type Set struct {
	Types      []*Type
	Visibility *VisibilityRules
	Prompts    *Prompts

	byName   map[string]*Type
	byFolder map[string]*Type
	fallback *Type
}

// Named returns the type of a name.
func (s *Set) Named(name string) (*Type, bool) { t, ok := s.byName[name]; return t, ok }

// Default is the type of files that lie in no type's folder.
func (s *Set) Default() *Type { return s.fallback }

// Of returns the type of a page, by its place in the portal: the one that owns
// its first folder, else the default type.
func (s *Set) Of(file string) *Type {
	folder, _, inside := strings.Cut(file, "/")
	if inside {
		if t, ok := s.byFolder[folder]; ok {
			return t
		}
	}
	return s.fallback
}

// InFolder returns the type that owns a first folder of content/.
func (s *Set) InFolder(folder string) (*Type, bool) { t, ok := s.byFolder[folder]; return t, ok }

// Names are the names of all types, sorted.
func (s *Set) Names() []string {
	names := make([]string, len(s.Types))
	for i, t := range s.Types {
		names[i] = t.Name
	}
	return names
}
