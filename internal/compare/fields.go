package compare

import (
	"cmp"
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// FieldChange is the change of one field of a page.
type FieldChange struct {
	Name    string        `json:"name"`
	Label   string        `json:"label"`  // as readers see it
	Before  string        `json:"before"` // single values; "" if there was none
	After   string        `json:"after"`
	Parts   []Part        `json:"parts"`   // single texts that have words in common
	Added   []string      `json:"added"`   // items of a list
	Removed []string      `json:"removed"` // items of a list
	Rows    []BlockChange `json:"rows"`    // of a table
	Note    string        `json:"note"`    // French; mostly ""
}

// version is a page on one side.
type version struct {
	page  *content.Page
	place *site.Page // nil for a page that is not in the site
}

// compareFields returns the changes of a page's fields, in the order of the
// type.
func compareFields(before, after version) []FieldChange {
	changes := []FieldChange{}
	add := func(c FieldChange) {
		c.Parts, c.Added, c.Removed, c.Rows = cmpNil(c.Parts), cmpNil(c.Added), cmpNil(c.Removed), cmpNil(c.Rows)
		changes = append(changes, c)
	}
	if before.page.Type.Name != after.page.Type.Name {
		add(FieldChange{Label: "Type de page", Before: before.page.Type.Label.One, After: after.page.Type.Label.One})
	}
	if before.page.Title != after.page.Title {
		f := cmp.Or(after.page.Type.ByRole(schema.Title), &schema.Field{Label: "Titre"})
		add(textChange(f, f.Label, before.page.Title, after.page.Title))
	}
	seen := map[string]bool{} // the title is compared elsewhere, since it may come from the first heading or the file name
	each := func(values []content.Value) {
		for _, v := range values {
			if name := v.Field.Name; !seen[name] && v.Field.Role != schema.Title {
				seen[name] = true
				old, _ := before.page.Value(name)
				now, _ := after.page.Value(name)
				compareValues(before, after, old, now, "", add)
			}
		}
	}
	each(after.page.Values)
	each(before.page.Values)
	return changes
}

func cmpNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// compareValues adds the change of a value, according to the field's kind; a
// group is compared part by part.
func compareValues(before, after version, old, now content.Value, inside string, add func(FieldChange)) {
	f := cmp.Or(now.Field, old.Field)
	label := cmp.Or(f.Label, f.Name)
	if inside != "" {
		label = inside + " – " + label
	}
	switch {
	case f.Kind == schema.Group && sameKind(old, now):
		for i := range f.Fields {
			a, b := part(old, f.Fields[i].Name), part(now, f.Fields[i].Name)
			if a.Field != nil || b.Field != nil {
				compareValues(before, after, a, b, label, add)
			}
		}
	case f.Kind == schema.List && sameKind(old, now):
		if !slices.Equal(raw(old), raw(now)) {
			a, b := before.showAll(old), after.showAll(now)
			c := FieldChange{Name: f.Name, Label: label, Removed: without(a, b), Added: without(b, a)}
			switch {
			case slices.Equal(a, b):
				return // written differently, with the same meaning
			case len(c.Removed) == 0 && len(c.Added) == 0:
				c.Note = "dans un autre ordre"
			}
			add(c)
		}
	case f.Kind == schema.Table && sameKind(old, now):
		if rows := compareBlocks(before.rows(old), after.rows(now)); len(rows) > 0 {
			add(FieldChange{Name: f.Name, Label: label, Rows: rows})
		}
	default:
		if a, b := before.showOne(old), after.showOne(now); !slices.Equal(raw(old), raw(now)) && a != b {
			add(textChange(f, label, a, b))
		}
	}
}

// sameKind reports whether a field of both versions has the same kind.
func sameKind(old, now content.Value) bool {
	return old.Field == nil || now.Field == nil || old.Field.Kind == now.Field.Kind
}

// part returns the part of a group with a name.
func part(v content.Value, name string) content.Value {
	for _, item := range v.Items {
		if item.Field != nil && item.Field.Name == name {
			return item
		}
	}
	return content.Value{}
}

// raw returns the texts of a value as written.
func raw(v content.Value) []string {
	var out []string
	v.Each(func(v content.Value) { out = append(out, v.Written) })
	return out
}

// textChange compares two texts word by word if that is easier to read than both texts.
func textChange(f *schema.Field, label, before, after string) FieldChange {
	c := FieldChange{Name: f.Name, Label: label, Before: before, After: after}
	if prose := f.Kind == schema.Text || f.Kind == schema.LongText; prose && bagOf(before).alike(bagOf(after)) > minLikeness {
		c.Parts = Words(oneLine(before), oneLine(after))
	}
	return c
}

func (s version) showAll(v content.Value) []string {
	var out []string
	for _, item := range v.Items {
		if text := s.showOne(item); text != "" {
			out = append(out, text)
		}
	}
	return out
}

// showOne returns any value on one line.
func (s version) showOne(v content.Value) string {
	switch {
	case len(v.Rows) > 0:
		rows := s.rows(v)
		lines := make([]string, len(rows))
		for i := range rows {
			lines[i] = rows[i].text
		}
		return strings.Join(lines, " ; ")
	case len(v.Items) > 0:
		return strings.Join(s.showAll(v), ", ")
	case s.place == nil:
		return v.Display()
	}
	return s.place.Display(v)
}

// rows returns the rows of a table as blocks, without empty cells.
func (s version) rows(v content.Value) []block {
	rows := make([]block, len(v.Rows))
	for i, row := range v.Rows {
		var cells []string
		for _, cell := range row {
			if text := s.showOne(cell); text != "" {
				cells = append(cells, oneLine(text))
			}
		}
		rows[i] = block{kind: Row, text: strings.Join(cells, cellSeparator)}
	}
	return rows
}
