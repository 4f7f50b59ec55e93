package content

import (
	"time"

	"intraqvt/internal/schema"
)

// Value is what a page says in one field. Which parts are set depends on
// Field.Kind: Text for all single values (as it is shown), with Number, Bool
// Time or Rule beside it; Items for a list; Rows for a table; Items, one a part and
// perhaps unset, for a group and for each row; Frozen for what an issue showed.
type Value struct {
	Field  *schema.Field
	Text   string
	Number float64
	Bool   bool
	Time   time.Time
	Rule   string // a recurrence as RFC 5545 writes it
	Items  []Value
	Rows   [][]Value
	Frozen *Frozen // what an issue showed
	Line   int
	Column int
}

// IsSet tells whether the author gave the value.
func (v Value) IsSet() bool {
	return v.Text != "" || len(v.Items) > 0 || len(v.Rows) > 0 || v.Frozen != nil
}

// Strings are the texts of the value, or of a list's items.
func (v Value) Strings() []string {
	if len(v.Items) == 0 {
		if v.Text == "" {
			return nil
		}
		return []string{v.Text}
	}
	out := make([]string, 0, len(v.Items))
	for _, item := range v.Items {
		if item.Text != "" {
			out = append(out, item.Text)
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
