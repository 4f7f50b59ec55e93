package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/parallel"
	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
)

// newPages makes the pages of a site, in the order of their sources: with the
// claims of folders and configurations, and with what depends on the day.
func newPages(sources []*content.Page, o Options) []*Page {
	made := make([]Page, len(sources))
	all := make([]*Page, len(sources))
	folders := cascades(sources)
	today := time.Date(o.At.Year(), o.At.Month(), o.At.Day(), 0, 0, 0, 0, time.UTC)
	parallel.Do(len(sources), func(i int) {
		p := &made[i]
		all[i] = p
		p.Page = inherit(sources[i], folders, o)
		p.Seen = p.Visibility(o.At)
		level := p.Seen.Level
		if o.Drafts {
			level = p.Seen.Preview
		}
		// An unreadable header is an error in a portal, and if drafts are
		// shown, so nothing is published. The page still goes through all
		// checks, so that one run reports all of its problems.
		stops := p.Seen.Hiding == content.Unread && (o.Configured || o.Drafts)
		p.Shown, p.Unlisted = level != schema.Hidden || stops, level == schema.Unlisted
		if p.Type.List.Agenda {
			p.Coming = p.nextTime(today)
		}
		if !o.Unfrozen {
			p.frozen = p.FrozenOf()
		}
	})
	return all
}

// splitPages separates the pages that are shown, sorted by address, from those that
// are hidden, sorted by file.
func splitPages(all []*Page) (shown, hidden []*Page) {
	for _, p := range all {
		if p.Shown {
			shown = append(shown, p)
		} else {
			hidden = append(hidden, p)
		}
	}
	slices.SortStableFunc(shown, func(a, b *Page) int { return strings.Compare(a.Path(), b.Path()) })
	for i, p := range shown {
		p.number = i
	}
	return shown, hidden
}

// checkPages adds the problems of each page by itself. Errors of pages that
// readers do not see, mostly unfinished drafts, are warnings: they must not
// keep other pages from being published. A page that only waits for its day
// keeps its errors, because it will be published without anyone looking at it.
func checkPages(shown, hidden []*Page, list *complaints) {
	for _, p := range shown {
		list.Add(p.Problems...)
	}
	for _, p := range hidden {
		problems := slices.Clone(p.Problems)
		for i := range problems {
			if p.Seen.Hiding != content.Waiting {
				problems[i].Level = problem.Warning
			}
		}
		list.Add(problems...)
	}
	checkExcluded(hidden, list)
}

// maxNamedExcluded is how many of the pages that a rule excludes are named.
const maxNamedExcluded = 3

// checkExcluded reports, once per rule, which pages another program's rule
// excludes by their name: their authors may not know it.
func checkExcluded(hidden []*Page, list *complaints) {
	byRule := map[string][]*Page{}
	for _, p := range hidden {
		for _, c := range p.Claims {
			if c.Lasting && c.Level == schema.Hidden {
				byRule[c.Key] = append(byRule[c.Key], p)
			}
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(byRule)) {
		pages := byRule[rule]
		var names []string
		for _, p := range pages[:min(len(pages), maxNamedExcluded)] {
			names = append(names, p.Name)
		}
		shown := strings.Join(names, ", ")
		if more := len(pages) - maxNamedExcluded; more > 0 {
			shown += fmt.Sprintf(" et %d de plus", more)
		}
		verb := "page n’est pas publiée"
		if len(pages) > 1 {
			verb = "pages ne sont pas publiées"
		}
		list.Add(problem.ExcludedPages.In(pages[0].File).
			Say(fmt.Sprintf("%d %s, à cause de « %s » : %s", len(pages), verb, rule, shown),
				"renommez-les si elles doivent paraître, ou changez la règle"))
	}
}
