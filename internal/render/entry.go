package render

import (
	"strings"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
)

// Entry is a page in a list.
type Entry struct {
	Title, URL, Summary, Type string
	Axis                      string
	Number                    string
	Date                      Date      // the day by which readers know the page, if they do
	Fields                    []CardRow // what the type's list shows beside
	Tokens                    string    // its values in the list's filters, each as field=value
	Order                     string    // its title, for sorting
	Cited                     int       // pages that refer to it
}

// EntryGroup is part of a list under a title of its own.
type EntryGroup struct {
	Title   string
	Name    string // of a choice's value that has one besides
	ID      string
	Key     string // the value that the pages share, such as an axis's letter
	Count   int    // where Entries are not all
	Folded  bool   // shown on demand
	Entries []Entry
	More    *Link // the list that has all of them
}

// entry is a page as lists show it, seen from an address.
func (r *Renderer) entry(p *site.Page, address string) Entry {
	e := Entry{Title: p.Title, URL: relative(address, p.Path()), Summary: p.Summary, Type: p.Type.Label.One, Number: p.Number()}
	if p.Type.Glossary == nil {
		e.Axis = p.Axis() // a word belongs to all who use it
	}
	if dated(p.Type) {
		e.Date = when(p.When())
	}
	return e
}

// dated tells whether readers know the pages of a type by their day: those of
// types that are listed by date, and all that came without a type.
func dated(t *schema.Type) bool {
	field, ok := t.Field(strings.TrimPrefix(t.List.Sort, "-"))
	return t.Default || ok && (field.Kind == schema.Date || field.Kind == schema.DateTime)
}

// listed is an entry on its type's own list, with all that readers can sort
// and filter by.
func (r *Renderer) listed(p *site.Page, address string) Entry {
	e := r.entry(p, address)
	for _, name := range p.Type.List.Show {
		if v, ok := p.Value(name); ok && v.Time.IsZero() {
			e.Fields = append(e.Fields, r.cardRow(p, v, address))
		}
	}
	var tokens []string
	for _, name := range p.Type.List.Filters {
		v, _ := p.Value(name)
		for _, item := range v.Elements() {
			if key := p.Choice(item).Key; key != "" {
				tokens = append(tokens, name+"="+key)
			}
		}
	}
	e.Tokens, e.Order = strings.Join(tokens, " "), p.TitleKey
	for _, g := range p.Backlinks {
		e.Cited += len(g.Pages)
	}
	return e
}

func (r *Renderer) entries(pages []*site.Page, address string) []Entry {
	out := make([]Entry, 0, len(pages))
	for _, p := range pages {
		out = append(out, r.entry(p, address))
	}
	return out
}

func (r *Renderer) allListed(pages []*site.Page, address string) []Entry {
	out := make([]Entry, 0, len(pages))
	for _, p := range pages {
		out = append(out, r.listed(p, address))
	}
	return out
}

// when is a day with its time, where it has one.
func when(t time.Time) Date {
	d := date(t)
	if t.Hour() > 0 || t.Minute() > 0 {
		d.ISO, d.Text = t.Format("2006-01-02T15:04"), content.FormatDateTime(t)
	}
	return d
}
