package render

import (
	"strings"
	"time"

	"intraqvt/internal/french"
	"intraqvt/internal/site"
)

// Entry is a page in a list: entree.html.
type Entry struct {
	Title, Summary string
	URL            string // "" if readers cannot reach the page any more
	Type           string // name of its type; "" in the list of that type
	Axis           string
	Number         string
	Date           Date      // the day that readers see, if any
	Fields         []CardRow // fields that the type's list shows
	Tokens         string    // its values in the list's filters, each as field=value
	Order          string    // sort key of its title; "" if readers cannot sort the list by title
}

// EntryGroup is part of a list under its own title: groupes.html.
type EntryGroup struct {
	Title   string
	ID      string
	Folded  bool // shown on demand
	Entries []Entry
}

// entry returns a page as lists show it at an address.
func (r *Renderer) entry(p *site.Page, address string) Entry {
	return r.card(site.Card{Page: p}, address)
}

// card returns a page as lists in a text show it at an address, or as an issue
// of a newsletter showed it.
func (r *Renderer) card(c site.Card, address string) Entry {
	shown := c.Shown()
	e := Entry{Title: shown.Title, Summary: shown.Summary, Type: shown.Type, Number: shown.Number, Axis: shown.Axis, Date: when(shown.Day)}
	if shown.Address != "" {
		e.URL = relative(address, shown.Address)
	}
	if t := r.site.TypeOf(shown); t != nil {
		e.Type = t.Label.One
	}
	return e
}

// listEntry returns an entry of its type's own list, with all keys by which
// readers can sort and filter.
func (r *Renderer) listEntry(p *site.Page, address string) Entry {
	e := r.entry(p, address)
	e.Type, e.Order = "", p.TitleKey
	for _, name := range p.Type.List.Show {
		if v, ok := p.Value(name); ok && v.Time.IsZero() {
			e.Fields = append(e.Fields, r.cardRow(p, v, address))
		}
	}
	var tokens []string
	for _, name := range p.Type.List.Filters {
		for _, c := range p.Choices(name) {
			if c.Key != "" {
				tokens = append(tokens, name+"="+c.Key)
			}
		}
	}
	e.Tokens = strings.Join(tokens, " ")
	return e
}

func (r *Renderer) entries(pages []*site.Page, address string) []Entry {
	out := make([]Entry, 0, len(pages))
	for _, p := range pages {
		out = append(out, r.entry(p, address))
	}
	return out
}

// when returns a day, with its time if it has one.
func when(t time.Time) Date {
	d := date(t)
	if t.Hour() > 0 || t.Minute() > 0 {
		d.ISO, d.Text = t.Format("2006-01-02T15:04"), french.DateTime(t)
	}
	return d
}
