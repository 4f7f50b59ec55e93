package content

import (
	"strconv"
	"strings"
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

var monthNames = [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}

// FormatDate writes a day in French: 1er mars 2026.
func FormatDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return day + "\u00a0" + monthNames[t.Month()-1] + " " + strconv.Itoa(t.Year())
}

// FormatDateTime writes a day and a time in French: 4 mars 2026 à 9 h 30.
func FormatDateTime(t time.Time) string {
	s := FormatDate(t)
	if s == "" || t.Hour() == 0 && t.Minute() == 0 {
		return s
	}
	s += " à " + strconv.Itoa(t.Hour()) + "\u00a0h"
	if t.Minute() > 0 {
		s += "\u00a0" + pad(t.Minute())
	}
	return s
}

// FormatNumber writes a number in French: 12 000, 3,5.
func FormatNumber(n float64) string {
	s := strconv.FormatFloat(n, 'f', -1, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	sign := ""
	if rest, negative := strings.CutPrefix(whole, "-"); negative {
		sign, whole = "−", rest
	}
	var b strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString("\u202f")
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString("," + fraction)
	}
	return sign + b.String()
}

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
