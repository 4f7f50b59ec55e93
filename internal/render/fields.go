package render

import (
	"fmt"
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
// table, or a field in a list's entry.
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
	Now     int // row of the current year; -1 if there is none
	Columns []string
	Rows    [][]CardRow // one CardRow per column in each row
}

// isOwn reports whether a value belongs on the identity card: it is a field of the
// page's type or classifies the page, and nothing else on the page shows it.
func (r *Renderer) isOwn(p *site.Page, v content.Value) bool {
	f := v.Field
	added := slices.Contains(p.Type.Own, f.Name) && f.Role != schema.Colour && (f.Role != schema.NumberOfPage || !p.Type.Colours())
	classifies := f.Facet && !f.Taxonomy
	return (added || classifies) && f.Role != schema.Summary && f.Kind != schema.Frozen && !r.isContact(p, v)
}

// unshown are the roles of fields that are no business of readers: what a mail
// is called, by which words the search finds the page.
var unshown = []schema.Role{schema.Subject, schema.Preheader, schema.Asked}

// identityCard returns a page's own values except for its tables, which stand
// below the text.
func (r *Renderer) identityCard(p *site.Page, address string) []CardRow {
	var card []CardRow
	for _, v := range p.Values {
		switch {
		case v.Field.Kind == schema.Table, !r.isOwn(p, v), slices.Contains(unshown, v.Field.Role):
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
	if all, ok := r.allPages(p, v, address); ok {
		row.Values = []CardValue{all}
		return row
	}
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

// shortened is from how many pages on a list that names all of a type is
// shortened.
const shortened = 6

// allPages shows a list of references that names all pages of a type as one link
// to their list. It returns false for any other value.
func (r *Renderer) allPages(p *site.Page, v content.Value, address string) (all CardValue, ok bool) {
	f := v.Field.Element()
	if f.Kind != schema.Reference || len(f.To) != 1 {
		return all, false
	}
	t, known := r.site.Types.Named(f.To[0])
	if !known {
		return all, false
	}
	section, pages := r.sectionOf(t), r.site.Of(t)
	named := map[*site.Page]bool{}
	for _, item := range v.Elements() {
		named[p.Ref(item)] = true
	}
	if section == nil || len(pages) < shortened || slices.ContainsFunc(pages, func(q *site.Page) bool { return !named[q] }) {
		return all, false
	}
	text := fmt.Sprintf(r.theme.words["all_pages"], len(pages), strings.ToLower(t.Label.Many))
	return CardValue{Text: text, URL: href(between(address, section.Address()))}, true
}

// cardValue returns a single value according to its kind.
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
		c.URL = externalLink(v.Text)
		if u, err := url.Parse(v.Text); err == nil {
			c.Text = strings.TrimSuffix(u.Host+u.Path, "/")
		}
	case schema.Email:
		c.URL = mailLink(v.Text)
	case schema.Phone:
		c.URL = phoneLink(v.Text)
	}
	return c
}

// Contact is a person or service to contact about a page.
type Contact struct {
	Title, URL, Summary string
	Lines               []Reach // addresses and telephone numbers
}

// contacts returns the people and services that a page names: those of its own
// fields, then the page's owner, with their details from the directory.
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

// isContact reports whether a value names people whom one can write to or call.
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

// Reach is a way to reach a person or service.
type Reach struct {
	Word string // key of the word for it in layouts/i18n
	CardValue
}

// reach returns the ways to reach the person or service that a page is about.
func (r *Renderer) reach(p *site.Page, address string) []Reach {
	var ways []Reach
	for _, v := range p.Values {
		switch v.Field.Kind {
		case schema.Phone:
			ways = append(ways, Reach{"reach_call", r.cardValue(p, v, address)})
		case schema.Email:
			ways = append(ways, Reach{"reach_write", r.cardValue(p, v, address)})
		}
	}
	return ways
}

// table returns a table without its empty columns. An address is not a column:
// it becomes a link on the first cell.
func (r *Renderer) table(p *site.Page, v content.Value, address string) Table {
	t := Table{Title: v.Field.Label, Draw: v.Field.Draw, Rows: make([][]CardRow, len(v.Rows))}
	year := r.site.At.Format("2006")
	t.Now = -1
	for i, row := range v.Rows {
		if row[0].Time.Year() == r.site.At.Year() || strings.Contains(row[0].Text, year) {
			t.Now = i // the last match: « janvier – juin 2026 » is over if « septembre 2026 » follows
		}
	}
	for i := range v.Field.Columns {
		if !slices.ContainsFunc(v.Rows, func(row []content.Value) bool { return row[i].IsSet() }) {
			continue
		}
		if i > 0 && v.Field.Columns[i].Kind == schema.URL {
			for j, row := range v.Rows {
				if row[i].IsSet() && len(t.Rows[j]) > 0 && len(t.Rows[j][0].Values) == 1 {
					t.Rows[j][0].Values[0].URL = externalLink(row[i].Text)
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
