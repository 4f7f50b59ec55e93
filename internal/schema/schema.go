// Package schema reads the descriptions of content types: one folder of
// layouts/ per type with a type.yaml in it, and the fields that all share in
// layouts/fields.yaml.
//
// What enters: a file system of layouts. What leaves: a [Set] of types that
// never changes afterwards. All later stages use it, and none knows a type by
// name. A description controls validation, `new`, list pages and their filters,
// search facets and weights, the identity card on a page and the authors'
// guide. The package decodes no content: package content does. It explains
// errors of the YAML parser in French ([YAMLProblem]) for all who read YAML.
package schema

import (
	"slices"
	"strings"

	"intraqvt/internal/french"
)

// Kind is the kind of a field's value; code branches on kinds, never on types.
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
	List      Kind = "list"      // several values, each described by Field.Item
	Table     Kind = "table"     // several records with Field.Columns
	Group     Kind = "group"     // one record with Field.Fields

	Recurrence Kind = "recurrence" // how an event recurs, as a rule of RFC 5545
	Frozen     Kind = "frozen"     // what an issue's lists and cards showed; only the program writes it
)

var kinds = []Kind{Text, LongText, Date, DateTime, Choice, Number, Bool, Reference, File, Path, URL, Email, Phone, List, Table, Group,
	Recurrence, Frozen}

// Drawing is how a table is drawn.
type Drawing string

// The drawings of a table; without one it is a plain table. In all of them the
// first column is the time.
const (
	Timeline Drawing = "timeline" // steps below each other: time, title, then the rest
	Calendar Drawing = "calendar" // one column per period, with its actions below
)

var drawings = []Drawing{Timeline, Calendar}

// Field describes one field of a type, one item of a list or one column of a
// table.
type Field struct {
	Name     string   `yaml:"name"`
	Kind     Kind     `yaml:"kind"`
	Role     Role     `yaml:"role"`     // "" for a field that is only shown
	Label    string   `yaml:"label"`    // French, as readers and authors see it
	Singular string   `yaml:"singular"` // the label if a list has one value
	Help     string   `yaml:"help"`     // French, one or two sentences for authors
	Required bool     `yaml:"required"`
	Also     []string `yaml:"also"` // other keys for this field

	Recommended bool `yaml:"recommended"` // a missing value is a warning

	Of      []string          `yaml:"of"`      // choice: the values allowed
	Names   map[string]string `yaml:"names"`   // choice: the text that readers see instead of a short value
	To      []string          `yaml:"to"`      // reference: the types allowed; none means all
	Item    *Field            `yaml:"item"`    // list: the description of each item
	Columns []Field           `yaml:"columns"` // table: the columns of a row
	Draw    Drawing           `yaml:"draw"`    // table: how it is drawn
	Fields  []Field           `yaml:"fields"`  // group: the parts

	Min  *float64 `yaml:"min"`  // number: the minimum
	Max  *float64 `yaml:"max"`  // number: the maximum; text: the maximum length in characters
	Unit string   `yaml:"unit"` // number: the unit, shown after the value

	Facet    bool `yaml:"facet"`    // lists and search can be filtered by it
	Taxonomy bool `yaml:"taxonomy"` // each value has a page that lists its pages
}

// Display returns a choice's value as readers see it: « A. Accompagnement et
// soutien » if A has a name, otherwise the value.
func (f *Field) Display(value string) string {
	if name := f.Names[value]; name != "" {
		return value + ". " + name
	}
	return value
}

// Element returns the description of a field's single values: the item of a
// list, or the field itself.
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

// Listing describes a type's list page.
type Listing struct {
	Sort     string   `yaml:"sort"`     // a field's name; "-" before it sorts in descending order
	Group    string   `yaml:"group"`    // the field whose values are the headings: years of a date, first letters of a title
	Filters  []string `yaml:"filters"`  // names of facet fields
	Show     []string `yaml:"show"`     // fields shown in each line of the list
	Remember string   `yaml:"remember"` // the filter whose value the reader's browser may keep
	Agenda   bool     `yaml:"agenda"`   // coming events are listed first; Sort names the field with their time
}

// Search holds a type's settings for the search.
type Search struct {
	Weight float64  `yaml:"weight"` // multiplies scores; 1 is neutral
	Names  []string `yaml:"names"`  // words by which readers ask for such pages, beside the label
}

// Issue describes how issues of a newsletter follow each other.
type Issue struct {
	Every int `yaml:"every"` // usual number of months between issues; 2 by default
}

// Type is one content type. Fields are the common ones, with the type's
// changes, followed by its own, in the order in which they are shown.
type Type struct {
	Name        string         `yaml:"name"`
	Label       Label          `yaml:"label"`
	Gender      string         `yaml:"gender"` // of its name, m or f; feminine like « page » by default; see [Type.Agree]
	Folder      string         `yaml:"folder"` // below content/, and in addresses
	Description string         `yaml:"description"`
	Default     bool           `yaml:"default"` // the type of files that are in no type's folder
	Fields      []Field        `yaml:"fields"`
	Sections    []string       `yaml:"sections"`
	List        Listing        `yaml:"list"`
	Search      Search         `yaml:"search"`
	Glossary    bool           `yaml:"glossary"` // its pages are terms: the source of tooltips, synonyms and outdated words
	Person      bool           `yaml:"person"`   // its pages are about a person or a service, whose names are not kept elsewhere
	Issue       Issue          `yaml:"issue"`
	Outputs     []string       `yaml:"outputs"`
	Example     map[string]any `yaml:"example"`

	Own   []string `yaml:"-"` // names of the fields that only this type has
	index map[string]int
	roles map[Role]int
}

// Field returns the field for a key of the front matter: its name or one of its
// other keys, in upper or lower case.
func (t *Type) Field(key string) (*Field, bool) {
	i, ok := t.index[strings.ToLower(key)]
	if !ok {
		return nil, false
	}
	return &t.Fields[i], true
}

// Position returns the index of a field in Fields, -1 if the type has none of
// that name.
func (t *Type) Position(name string) int {
	if i, ok := t.index[strings.ToLower(name)]; ok {
		return i
	}
	return -1
}

// FrozenField returns the field that holds what issues of the type showed; nil
// if they cannot be frozen.
func (t *Type) FrozenField() *Field {
	i := slices.IndexFunc(t.Fields, func(f Field) bool { return f.Kind == Frozen })
	if i < 0 {
		return nil
	}
	return &t.Fields[i]
}

// Dated reports whether pages of the type are shown with their date: if the
// type is listed by date, and for pages without a type.
func (t *Type) Dated() bool {
	kind := t.kindOf(t.List.Sort)
	return t.Default || kind == Date || kind == DateTime
}

// Agree returns the form of a word that agrees with the type's name; see [french.Agree].
func (t *Type) Agree(word string) string { return french.Agree(word, t.Gender) }

// Colours reports whether pages of the type have a colour, which the pages that
// refer to them take on.
func (t *Type) Colours() bool { return t.ByRole(Colour) != nil }

// Keys returns the names of all fields, in order.
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
	OutputEmail = "email" // a mail with the page's content
)

var outputs = []string{OutputPage, OutputEmail}

// Has reports whether the type has an output.
func (t *Type) Has(output string) bool { return slices.Contains(t.Outputs, output) }

// Set holds all types of a portal, sorted by name, and the rules of visibility.
type Set struct {
	Types      []*Type
	Visibility *VisibilityRules
	Prompts    *Prompts

	byName   map[string]*Type
	byFolder map[string]*Type
	fallback *Type
}

// Named returns the type with a name.
func (s *Set) Named(name string) (*Type, bool) { t, ok := s.byName[name]; return t, ok }

// Default returns the type of files that are in no type's folder.
func (s *Set) Default() *Type { return s.fallback }

// Of returns the type of a page, by its place in the portal: the type of its
// first folder, or the default type.
func (s *Set) Of(file string) *Type {
	folder, _, inside := strings.Cut(file, "/")
	if inside {
		if t, ok := s.byFolder[folder]; ok {
			return t
		}
	}
	return s.fallback
}

// InFolder returns the type of a first-level folder of content/.
func (s *Set) InFolder(folder string) (*Type, bool) { t, ok := s.byFolder[folder]; return t, ok }

// Names returns the names of all types, sorted.
func (s *Set) Names() []string {
	names := make([]string, len(s.Types))
	for i, t := range s.Types {
		names[i] = t.Name
	}
	return names
}
