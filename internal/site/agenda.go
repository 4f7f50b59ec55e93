package site

import (
	"slices"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/schema"
)

// nextTime returns when an event comes next, from a day on: the time that its list
// is sorted by, unless it is over before that day; if it recurs, the first
// later time; zero if there is none.
func (p *Page) nextTime(day time.Time) time.Time {
	start, ok := p.Value(sortField(p.Type.List.Sort))
	if !ok {
		return time.Time{}
	}
	begin := content.WallTime(start.Time)
	end := begin
	for _, v := range p.Values {
		switch v.Field.Kind {
		case schema.Date, schema.DateTime:
			if at := content.WallTime(v.Time); slices.Contains(p.Type.Own, v.Field.Name) && at.After(end) {
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

// Agenda splits the pages of an agenda into coming ones, the next first, and
// past ones, the last first. Pages of other types count as past.
func Agenda(pages []*Page) (coming, past []*Page) {
	return splitAgenda(pages, func(p *Page) time.Time { return p.Coming })
}

// splitAgenda splits pages by the time at which each comes next, zero if it is past.
func splitAgenda(pages []*Page, next func(*Page) time.Time) (coming, past []*Page) {
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

// When returns the day that lists show for a page: for an event, its next time
// or, if it is past, the time that its list is sorted by; for other pages the
// date that they are sorted by or, without one, the date of publication.
func (p *Page) When() time.Time {
	if !p.Coming.IsZero() {
		return p.Coming
	}
	return p.when()
}

func (p *Page) when() time.Time {
	if v, ok := p.Value(sortField(p.Type.List.Sort)); ok && !v.Time.IsZero() {
		return content.WallTime(v.Time)
	}
	return p.Date
}
