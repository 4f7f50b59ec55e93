package content

import (
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"intraqvt/internal/french"
	"intraqvt/internal/schema"
)

// Value is what a page says in one field. Which parts are set depends on
// Field.Kind: Written and one of Text, Number, Bool and Time for single values;
// Items for a list; Rows for a table; Items, one a part and perhaps unset, for a
// group and for each row; Frozen for what an issue showed.
type Value struct {
	Field   *schema.Field
	Written string // what the author wrote, without the spaces around it
	Text    string // of texts, choices, names and addresses: set typographically, or as the description spells it
	Number  float64
	Bool    bool
	Time    time.Time // of a day, its midnight in UTC; of a moment, in the zone that was written, UTC where none was
	Nth     int       // of a reference: which of its page's references it is, from 1 on
	Items   []Value
	Rows    [][]Value
	Frozen  *Frozen
	Line    int
	Column  int

	rule *rrule.ROption // of a recurrence (RFC 5545, section 3.3.10)
}

// IsSet tells whether the author gave the value.
func (v Value) IsSet() bool {
	return v.Written != "" || len(v.Items) > 0 || len(v.Rows) > 0 || v.Frozen != nil
}

// Plain is a single value in French without what readers see beside it, the name
// of a choice and the unit of a number: what addresses, references and searches
// name it by. It is "" for a value that is not set.
func (v Value) Plain() string {
	if v.Written == "" {
		return ""
	}
	switch v.Field.Kind {
	case schema.Date:
		return french.Date(v.Time)
	case schema.DateTime:
		return french.DateTime(v.Time)
	case schema.Number:
		return french.Number(v.Number)
	case schema.Bool:
		if v.Bool {
			return "oui"
		}
		return "non"
	case schema.Recurrence:
		return frenchRule(v.rule)
	}
	return v.Text
}

// Display is what readers see of a single value. Of a reference that is the
// author's word for the page; site.Page.Display knows what the page is called.
func (v Value) Display() string {
	text := v.Plain()
	switch {
	case text == "":
	case v.Field.Kind == schema.Choice:
		return v.Field.Display(text)
	case v.Field.Kind == schema.Phone:
		return strings.ReplaceAll(text, " ", "\u00a0")
	case v.Field.Unit != "" && v.Field.Kind == schema.Number:
		return text + "\u00a0" + v.Field.Unit
	}
	return text
}

// Strings are the values of a list, or the single value, see [Value.Plain].
func (v Value) Strings() []string {
	values := v.Items
	if len(values) == 0 {
		values = []Value{v}
	}
	out := make([]string, 0, len(values))
	for _, item := range values {
		if text := item.Plain(); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// Elements are the single values: a list's items, else the value itself.
func (v Value) Elements() []Value {
	if v.Field != nil && v.Field.Kind == schema.List {
		return v.Items
	}
	return []Value{v}
}

// Each calls visit for the value and for all values inside it.
func (v Value) Each(visit func(Value)) {
	visit(v)
	for _, item := range v.Items {
		item.Each(visit)
	}
	for _, row := range v.Rows {
		for _, cell := range row {
			cell.Each(visit)
		}
	}
}
