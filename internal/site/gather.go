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

// gather makes the pages of a site, in the order of their sources: each with
// what folders and configurations claim for it, and with what holds of it on
// the day.
func gather(sources []*content.Page, o Options) []*Page {
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
		// A header that cannot be read is an error in a portal, and where drafts are
		// shown, so nothing is published; the page takes part in everything else, so
		// that whatever is wrong with it is told in one run.
		stops := p.Seen.Hiding == content.Unread && (o.Configured || o.Drafts)
		p.Shown, p.Unlisted = level != schema.Hidden || stops, level == schema.Unlisted
		if p.Type.List.Agenda {
			p.Coming = p.from(today)
		}
		if !o.Unfrozen {
			p.frozen = p.FrozenOf()
		}
	})
	return all
}

// divide tells pages that are shown, by address, from those that are hidden, by
// file.
func divide(all []*Page) (shown, hidden []*Page) {
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

// checkPages tells what is wrong with each page by itself. Errors of pages that
// readers do not see, half-written drafts for the most part, are warnings: they
// must not keep the other pages from being published. Those of a page that only
// waits for its day stay what they are, since nobody will be there to mend them
// when it comes.
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

// shownExcluded is how many of the pages that a rule excludes are named.
const shownExcluded = 3

// checkExcluded tells which pages another program's rule keeps out by their
// name, once a rule: their authors may not know it.
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
		for _, p := range pages[:min(len(pages), shownExcluded)] {
			names = append(names, p.Name)
		}
		shown := strings.Join(names, ", ")
		if more := len(pages) - shownExcluded; more > 0 {
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
