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

// CardRow is a field with its values: a line of the identity card, a cell of a
// table, what a list shows beside an entry.
type CardRow struct {
	Label  string
	Values []CardValue
}

// CardValue is one value of a field, perhaps with an address.
type CardValue struct {
	Text     string
	URL      template.URL
	Note     string // type and size of a file
	Download bool
}

// Table is a field that is a table: tableau.html, frise.html, calendrier.html.
type Table struct {
	Title   string
	Draw    schema.Drawing
	Now     int // the row of the current year; -1 where there is none
	Columns []string
	Rows    [][]CardRow // a row has one CardRow a column
}

// isOwn tells whether a value is one that a page's type adds or that classifies
// it, and that nothing else on the page shows.
func (r *Renderer) isOwn(p *site.Page, v content.Value) bool {
	f := v.Field
	added := slices.Contains(p.Type.Own, f.Name) && f.Role != schema.Colour && (f.Role != schema.NumberOfPage || !p.Type.Colours())
	classifies := f.Facet && !f.Taxonomy
	return (added || classifies) && f.Role != schema.Summary && f.Kind != schema.Frozen && !r.isContact(p, v)
}

// identityCard is a page's own values but for its tables, which stand apart,
// below the text.
func (r *Renderer) identityCard(p *site.Page, address string) []CardRow {
	var card []CardRow
	for _, v := range p.Values {
		switch {
		case v.Field.Kind == schema.Table, !r.isOwn(p, v):
		case v.Field.Kind == schema.Group:
			for _, part := range v.Items {
				if part.IsSet() {
					card = append(card, r.cardRow(p, part, address))
				}
			}
		default:
			card = append(card, r.cardRow(p, v, address))
		}
	}
	return card
}

func (r *Renderer) tables(p *site.Page, address string) []Table {
	var tables []Table
	for _, v := range p.Values {
		if v.Field.Kind == schema.Table && r.isOwn(p, v) {
			tables = append(tables, r.table(p, v, address))
		}
	}
	return tables
}

func (r *Renderer) cardRow(p *site.Page, v content.Value, address string) CardRow {
	row := CardRow{Label: v.Field.Label}
	for _, item := range v.Elements() {
		if item.Written != "" {
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
	c := CardValue{Text: p.Display(v)}
	switch v.Field.Kind {
	case schema.Reference:
		if q := p.Ref(v); q != nil {
			c.URL = href(between(address, q.Path()))
		}
	case schema.File:
		name := site.FileOf(p.Page, v)
		if f, ok := r.media.files[name]; ok {
			c = CardValue{Text: path.Base(name), URL: href(between(address, name)), Note: fileNote(f), Download: true}
		}
	case schema.URL:
		c.URL = outside(v.Text)
		if u, err := url.Parse(v.Text); err == nil {
			c.Text = strings.TrimSuffix(u.Host+u.Path, "/")
		}
	case schema.Email:
		c.URL = mailbox(v.Text)
	case schema.Phone:
		c.URL = phone(v.Text)
	}
	return c
}

// Contact is someone to turn to about a page.
type Contact struct {
	Title, URL, Summary string
	Lines               []CardValue // addresses and numbers
}

// contacts are the people and services that a page names: those of its own
// fields, then who keeps the page. The directory knows how to reach them.
func (r *Renderer) contacts(p *site.Page, address string) []Contact {
	var seen []*site.Page
	var list []Contact
	add := func(v content.Value) {
		for _, item := range v.Elements() {
			q := p.Ref(item)
			if q == nil || q == p || slices.Contains(seen, q) {
				continue
			}
			seen = append(seen, q)
			list = append(list, Contact{Title: q.Title, URL: relative(address, q.Path()), Summary: q.Summary, Lines: r.reach(q, address)})
		}
	}
	keepers := make([]content.Value, 0, 1)
	for _, v := range p.Values {
		if !r.isContact(p, v) {
			continue
		}
		if slices.Contains(p.Type.Own, v.Field.Name) {
			add(v)
		} else {
			keepers = append(keepers, v)
		}
	}
	for _, v := range keepers {
		add(v)
	}
	return list
}

// isContact tells whether a value names people that one can write to or call.
func (r *Renderer) isContact(p *site.Page, v content.Value) bool {
	f := v.Field.Element()
	if f.Kind != schema.Reference || len(f.To) == 0 {
		return false
	}
	for _, item := range v.Elements() {
		if q := p.Ref(item); q != nil {
			return len(r.reach(q, q.Path())) > 0
		}
	}
	return false
}

// reach are the ways to reach someone.
func (r *Renderer) reach(p *site.Page, address string) []CardValue {
	var ways []CardValue
	for _, v := range p.Values {
		if v.Field.Kind == schema.Email || v.Field.Kind == schema.Phone {
			ways = append(ways, r.cardValue(p, v, address))
		}
	}
	return ways
}

// table shows a table without the columns in which no row says anything. An
// address is no column of its own: it makes a link of what stands first.
func (r *Renderer) table(p *site.Page, v content.Value, address string) Table {
	t := Table{Title: v.Field.Label, Draw: v.Field.Draw, Rows: make([][]CardRow, len(v.Rows))}
	year := r.site.At.Format("2006")
	t.Now = -1
	for i, row := range v.Rows {
		if row[0].Time.Year() == r.site.At.Year() || strings.Contains(row[0].Text, year) {
			t.Now = i // the last one: « janvier – juin 2026 » is over when « septembre 2026 » is there too
		}
	}
	for i := range v.Field.Columns {
		if !slices.ContainsFunc(v.Rows, func(row []content.Value) bool { return row[i].IsSet() }) {
			continue
		}
		if i > 0 && v.Field.Columns[i].Kind == schema.URL {
			for j, row := range v.Rows {
				if row[i].IsSet() && len(t.Rows[j]) > 0 && len(t.Rows[j][0].Values) == 1 {
					t.Rows[j][0].Values[0].URL = outside(row[i].Text)
				}
			}
			continue
		}
		t.Columns = append(t.Columns, v.Field.Columns[i].Label)
		for j, row := range v.Rows {
			t.Rows[j] = append(t.Rows[j], r.cardRow(p, row[i], address))
		}
	}
	return t
}
