package content

import (
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"intraqvt/internal/french"
	"intraqvt/internal/schema"
)

// Value is the value of one field of a page. Field.Kind decides which parts are
// set: Written and one of Text, Number, Bool and Time for single values; Items
// for a list; Rows for a table; Items, one per part and perhaps unset, for a
// group and for each row; Frozen for what an issue showed.
type Value struct {
	Field   *schema.Field
	Written string // what the author wrote, trimmed
	Text    string // of texts, choices, names and addresses: with typographic corrections, or as the description spells it
	Number  float64
	Bool    bool
	Time    time.Time // of a day, midnight UTC; of a moment, in the zone that was written, by default UTC
	Nth     int       // of a reference: its rank among its page's references, from 1
	Items   []Value
	Rows    [][]Value
	Frozen  *Frozen
	Line    int
	Column  int

	rule *rrule.ROption // of a recurrence (RFC 5545, section 3.3.10)
}

// IsSet reports whether the author gave the value.
func (v Value) IsSet() bool {
	return v.Written != "" || len(v.Items) > 0 || len(v.Rows) > 0 || v.Frozen != nil
}

// Plain returns a single value in French, without the name of a choice and the
// unit of a number; addresses, references and searches use it. It is "" for a
// value that is not set.
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

// Display returns a single value as readers see it. For a reference it is the
// author's text; site.Page.Display gives the title of the page.
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

// Strings returns the values of a list, or the single value, see [Value.Plain].
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

// Elements returns the items of a list, or the value itself.
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
