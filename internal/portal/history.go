package portal

import (
	"cmp"
	"context"
	"slices"
	"time"

	"intraqvt/internal/history"
	"intraqvt/internal/render"
	"intraqvt/internal/site"
)

// readLog reads the history of content/, starting from the last log read.
func (w *Workspace) readLog(ctx context.Context, dir string) (*history.Log, error) {
	log, err := history.Read(ctx, dir, w.log.Load())
	if err == nil {
		w.log.Store(log)
	}
	return log, err
}

// Today returns the current date of the local calendar as midnight UTC.
func Today() time.Time { return dayOf(time.Now()) }

// dayOf returns a moment's date as midnight UTC, like dates of content.
func dayOf(t time.Time) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// revisions returns the days on which a page was changed, the latest first,
// with the authors' names that the configuration allows.
func revisions(log *history.Log, config *site.Config, file string) []render.Revision {
	var list []render.Revision
	for _, r := range log.Of(file) {
		if r.Time.IsZero() {
			continue
		}
		day := dayOf(r.Time)
		i := slices.IndexFunc(list, func(o render.Revision) bool { return o.Day.Equal(day) })
		if i < 0 {
			i = len(list)
			list = append(list, render.Revision{Day: day})
		}
		if name := config.Authors[r.Author]; name != "" && !slices.Contains(list[i].Authors, name) {
			list[i].Authors = append(list[i].Authors, name)
		}
	}
	slices.SortStableFunc(list, func(a, b render.Revision) int { return cmp.Compare(b.Day.Unix(), a.Day.Unix()) })
	return list
}
