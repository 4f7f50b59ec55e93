package render

import (
	"html/template"
	"net/url"
	"path"
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// fields makes the identity card of a page, from the fields that its type
// adds and those that classify it; tables stand apart, below the text.
func (r *Renderer) fields(p *site.Page, address string) (card []CardRow, tables []Table) {
	for _, v := range p.Values {
		f := v.Field
		own := slices.Contains(p.Type.Own, f.Name) && f.Name != p.Type.Colour && (f.Name != p.Type.Key || p.Type.Colour == "")
		classifies := f.Facet && !f.Taxonomy
		switch {
		case !own && !classifies, p.Type.Glossary != nil && f.Name == p.Type.Glossary.Definition:
		case f.Kind == schema.Table:
			tables = append(tables, r.table(p, v, address))
		case f.Kind == schema.Group:
			for _, part := range v.Items {
				if part.IsSet() {
					card = append(card, r.cardRow(p, part, address))
				}
			}
		default:
			card = append(card, r.cardRow(p, v, address))
		}
	}
	return card, tables
}

func (r *Renderer) cardRow(p *site.Page, v content.Value, address string) CardRow {
	row := CardRow{Label: v.Field.Label}
	for _, item := range v.Elements() {
		if item.Text != "" {
			row.Values = append(row.Values, r.cardValue(p, item, address))
		}
	}
	if len(row.Values) == 1 && v.Field.Singular != "" {
		row.Label = v.Field.Singular
	}
	return row
}

// cardValue shows a single value by its kind.
func (r *Renderer) cardValue(p *site.Page, v content.Value, address string) CardValue {
	c := CardValue{Text: v.Field.Display(v.Text)}
	switch v.Field.Kind {
	case schema.Reference:
		if q := p.Ref(v); q != nil {
			c.Text, c.URL = q.Title, template.URL(relative(address, q.Path()))
			if n := number(q); n != "" {
				c.Text = n + ". " + q.Title
			}
		}
	case schema.File:
		name := site.FileOf(p.Page, v)
		if f, ok := r.files[name]; ok {
			c = CardValue{Text: path.Base(name), URL: template.URL(relative(address, name)), Note: fileNote(f), Download: true}
		}
	case schema.URL:
		c.URL = template.URL(v.Text)
		if u, err := url.Parse(v.Text); err == nil {
			c.Text = strings.TrimSuffix(u.Host+u.Path, "/")
		}
	case schema.Email:
		c.URL = template.URL("mailto:" + v.Text)
	case schema.Phone:
		c.URL = template.URL("tel:" + strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r == '+' {
				return r
			}
			return -1
		}, v.Text))
	case schema.Number:
		if v.Field.Unit != "" {
			c.Text += "\u00a0" + v.Field.Unit
		}
	}
	return c
}

// table shows a table without the columns in which no row says anything.
func (r *Renderer) table(p *site.Page, v content.Value, address string) Table {
	t := Table{Title: v.Field.Label, Rows: make([][]CardRow, len(v.Rows))}
	for i := range v.Field.Columns {
		if !slices.ContainsFunc(v.Rows, func(row []content.Value) bool { return row[i].IsSet() }) {
			continue
		}
		t.Columns = append(t.Columns, v.Field.Columns[i].Label)
		for j, row := range v.Rows {
			t.Rows[j] = append(t.Rows[j], r.cardRow(p, row[i], address))
		}
	}
	return t
}
