package site

import (
	"slices"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/schema"
)

// from is when a page of an agenda comes next, from a day on: the time that its
// list is sorted by, if the page is not over before that day, or the first later
// one where it recurs; zero where there is none.
func (p *Page) from(day time.Time) time.Time {
	start, ok := p.Value(sortField(p.Type.List.Sort))
	if !ok {
		return time.Time{}
	}
	begin := content.OnClock(start.Time)
	end := begin
	for _, v := range p.Values {
		switch v.Field.Kind {
		case schema.Date, schema.DateTime:
			if at := content.OnClock(v.Time); slices.Contains(p.Type.Own, v.Field.Name) && at.After(end) {
				end = at
			}
		}
	}
	if !end.Before(day) {
		return begin
	}
	for _, v := range p.Values {
		if v.Field.Kind == schema.Recurrence {
			return v.NextOccurrence(begin, day.Add(begin.Sub(end)))
		}
	}
	return time.Time{}
}

// Agenda divides pages of an agenda into those to come, the next first, and
// those that are past, the last first. Pages of other types are past.
func Agenda(pages []*Page) (coming, past []*Page) {
	return agenda(pages, func(p *Page) time.Time { return p.Coming })
}

// agenda does so by the time at which each page comes next, zero for past.
func agenda(pages []*Page, next func(*Page) time.Time) (coming, past []*Page) {
	times := map[*Page]time.Time{}
	for _, p := range pages {
		if !p.listed() {
			continue
		}
		if t := next(p); t.IsZero() {
			past = append(past, p)
		} else {
			coming = append(coming, p)
			times[p] = t
		}
	}
	slices.SortStableFunc(coming, func(a, b *Page) int { return times[a].Compare(times[b]) })
	slices.SortStableFunc(past, func(a, b *Page) int { return b.when().Compare(a.when()) })
	return coming, past
}

// When is the day by which lists know a page: the next time that an agenda's
// page comes or, where it is past, the time that its list is sorted by; for
// other pages the date that they are sorted by or, failing that, the date of
// publication.
func (p *Page) When() time.Time {
	if !p.Coming.IsZero() {
		return p.Coming
	}
	return p.when()
}

func (p *Page) when() time.Time {
	if v, ok := p.Value(sortField(p.Type.List.Sort)); ok && !v.Time.IsZero() {
		return content.OnClock(v.Time)
	}
	return p.Date
}
