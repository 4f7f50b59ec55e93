package site

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// Issue is a page that is sent by mail too, in its place among the others of
// its type.
type Issue struct {
	Page   *Page
	After  time.Time // the day of the issue before; for the first, as if there had been one in time
	Before time.Time // the day of the next issue or, where none is planned, the day on which one may be expected
}

// expected is how far issues are apart where nothing says.
const expected = 2 // months

// findIssues puts the issues of each type that makes mails in the order of
// their days, those that wait for theirs and drafts included.
func (l *linker) findIssues() {
	l.issues = map[*Page]Issue{}
	byType := map[*schema.Type][]*Page{}
	for _, p := range l.all {
		if p.Type.Has(schema.OutputEmail) && !p.Index && !p.Date.IsZero() && p.Status != content.Archived {
			byType[p.Type] = append(byType[p.Type], p)
		}
	}
	for _, pages := range byType {
		slices.SortStableFunc(pages, func(a, b *Page) int { return a.Date.Compare(b.Date) })
		for i, p := range pages {
			issue := Issue{Page: p, After: p.Date.AddDate(0, -expected, 0), Before: p.Date.AddDate(0, expected, 0)}
			if i > 0 {
				issue.After = pages[i-1].Date
			}
			if i+1 < len(pages) {
				issue.Before = pages[i+1].Date
			}
			l.issues[p] = issue
			l.site.Issues = append(l.site.Issues, issue)
		}
	}
	slices.SortFunc(l.site.Issues, func(a, b Issue) int {
		return cmp.Or(strings.Compare(a.Page.Type.Name, b.Page.Type.Name), a.Page.Date.Compare(b.Page.Date), strings.Compare(a.Page.File, b.Page.File))
	})
}

// pages are those of a list that fall between this issue and its neighbours:
// the newest first of what is new, the soonest first of what comes.
func (i Issue) pages(pages []*Page, when markdown.When) []*Page {
	type dated struct {
		page *Page
		day  time.Time
	}
	var list []dated
	for _, p := range pages {
		switch {
		case p.Type == i.Page.Type:
		case when == markdown.SinceLast:
			for _, day := range []time.Time{p.Date, p.Review.Last} {
				if day.After(i.After) && !day.After(i.Page.Date) {
					list = append(list, dated{p, day})
					break
				}
			}
		case p.Type.List.Agenda:
			if day := p.from(i.Page.Date); !day.IsZero() && day.Before(i.Before) {
				list = append(list, dated{p, day})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b dated) int {
		if when == markdown.UntilNext {
			return a.day.Compare(b.day)
		}
		return b.day.Compare(a.day)
	})
	out := make([]*Page, len(list))
	for k, d := range list {
		out[k] = d.page
	}
	return out
}

// overEvents complains of events that an issue announces though they are over
// on its day.
func (l *linker) overEvents() {
	for _, issue := range l.site.Issues {
		p := issue.Page
		for i, t := range p.Targets {
			slot := &p.Body.Slots[i]
			if t.Page == nil || !t.Page.Type.List.Agenda || slot.Kind != markdown.SlotEmbed || !t.Page.from(p.Date).IsZero() {
				continue
			}
			l.complain(p, place{slot.Line, slot.Column}, problem.Warning, "evenement-passe", "« "+t.Page.Title+" » est passé au jour du numéro, le "+content.FormatDate(p.Date), "annoncez une date à venir, ou racontez ce qui s’est dit par un lien dans le texte")
		}
	}
}
