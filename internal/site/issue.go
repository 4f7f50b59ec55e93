package site

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"intraqvt/internal/french"
	"intraqvt/internal/markdown"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// Issue is a page that is also sent by mail, with its place among the issues of
// its type. Its lists depend on its own day and on what was published then, not
// on drafts, later issues or the day of the build.
type Issue struct {
	Page   *Page
	After  time.Time // the day of the previous issue; for the first issue, one interval before it
	Before time.Time // the day on which the next issue is expected
}

// findIssues returns the issues of all types that make mails, by type and day,
// including drafts and issues that wait for their day.
func findIssues(all []*Page) (issues []Issue) {
	byType := map[*schema.Type][]*Page{}
	for _, p := range all {
		if p.IsIssue() {
			byType[p.Type] = append(byType[p.Type], p)
		}
	}
	for t, pages := range byType {
		slices.SortStableFunc(pages, func(a, b *Page) int { return a.Date.Compare(b.Date) })
		for i, p := range pages {
			issue := Issue{Page: p, After: p.Date.AddDate(0, -t.Issue.Every, 0), Before: p.Date.AddDate(0, t.Issue.Every, 0)}
			for _, before := range slices.Backward(pages[:i]) {
				if before.Date.Before(p.Date) && before.Visibility(p.Date).Public() {
					issue.After = before.Date
					break
				}
			}
			if next, ok := p.ByRole(schema.NextIssue); ok && next.Time.After(p.Date) {
				issue.Before = next.Time
			}
			issues = append(issues, issue)
		}
	}
	slices.SortFunc(issues, func(a, b Issue) int {
		return cmp.Or(strings.Compare(a.Page.Type.Name, b.Page.Type.Name), a.Page.Date.Compare(b.Page.Date),
			strings.Compare(a.Page.Name, b.Page.Name))
	})
	return issues
}

func byPage(issues []Issue) map[*Page]Issue {
	all := make(map[*Page]Issue, len(issues))
	for _, issue := range issues {
		all[issue.Page] = issue
	}
	return all
}

// mayList reports whether a page may be in the issue's lists: it existed on the
// issue's day and, if readers see the issue, they see the page too.
func (i Issue) mayList(p *Page) bool {
	return !p.Date.After(i.Page.Date) && (p.Seen.Public() || !i.Page.Seen.Public())
}

// next returns the first time of an event that is not over on the issue's day;
// zero for other pages.
func (i Issue) next(p *Page) time.Time {
	if !p.Type.List.Agenda {
		return time.Time{}
	}
	return p.nextTime(i.Page.Date)
}

// cards returns pages as the issue shows them: events with the time that was
// their next on its day.
func (i Issue) cards(pages ...*Page) []Card {
	cards := make([]Card, len(pages))
	for k, p := range pages {
		if cards[k].Page = p; p.Type.List.Agenda {
			if cards[k].day = i.next(p); cards[k].day.IsZero() {
				cards[k].day = p.when()
			}
		}
	}
	return cards
}

// pages returns those pages of a list that fall between this issue and its
// neighbours: new pages, the newest first, or coming events, the soonest first.
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
		default:
			if day := i.next(p); !day.IsZero() && day.Before(i.Before) {
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

// checkPastEvents reports events that an issue announces though they are over
// on its day.
func checkPastEvents(issues []Issue, list *complaints) {
	for _, issue := range issues {
		p := issue.Page
		for i, t := range p.Targets {
			slot := &p.Body.Slots[i]
			if p.frozen != nil || t.Page == nil || !t.Page.Type.List.Agenda || slot.Kind != markdown.SlotEmbed ||
				!t.Page.nextTime(p.Date).IsZero() {
				continue
			}
			list.complain(p, place{slot.Line, slot.Column}, problem.PastEvent,
				"« "+t.Page.Title+" » est passé au jour du numéro, le "+french.Date(p.Date),
				"annoncez une date à venir, ou racontez ce qui s’est dit par un lien dans le texte")
		}
	}
}
