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

// readPast reads the history of the files of content/, of which the last one
// read may still hold.
func (w *Workspace) readPast(ctx context.Context, dir string) (*history.Log, error) {
	log, err := history.Read(ctx, dir, w.past.Load())
	if err == nil {
		w.past.Store(log)
	}
	return log, err
}

// Today is the day on which it is asked for, where it is asked.
func Today() time.Time { return dayOf(time.Now()) }

// dayOf is the day that a calendar shows at a moment, as dates of content are
// kept.
func dayOf(t time.Time) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// revisions are the days on which a page was changed, the last first, with the
// names under which the configuration lets their authors appear.
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
