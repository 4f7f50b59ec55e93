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
	URL            string // "" where readers do not find the page any more
	Type           string // the name of its type; "" in the list of that type
	Axis           string
	Number         string
	Date           Date      // the day by which readers know the page, if they do
	Fields         []CardRow // what the type's list shows beside
	Tokens         string    // its values in the list's filters, each as field=value
	Order          string    // its title as readers can sort the list by it; "" where they cannot
}

// EntryGroup is part of a list under a title of its own: groupes.html.
type EntryGroup struct {
	Title   string
	ID      string
	Folded  bool // shown on demand
	Entries []Entry
}

// entry is a page as lists show it, seen from an address.
func (r *Renderer) entry(p *site.Page, address string) Entry {
	return r.card(site.Card{Page: p}, address)
}

// card is a page as lists of a text show it, seen from an address. Where an
// issue of a newsletter says what it showed, that is it.
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

// listed is an entry on its type's own list, with all that readers can sort
// and filter by.
func (r *Renderer) listed(p *site.Page, address string) Entry {
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

// when is a day with its time, where it has one.
func when(t time.Time) Date {
	d := date(t)
	if t.Hour() > 0 || t.Minute() > 0 {
		d.ISO, d.Text = t.Format("2006-01-02T15:04"), french.DateTime(t)
	}
	return d
}
