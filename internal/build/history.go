package build

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

// revisions are the days on which a page was changed, the last first, with the
// names under which the configuration lets their authors appear.
func revisions(log *history.Log, config *site.Config, file string) []render.Revision {
	var list []render.Revision
	for _, r := range log.Of(file) {
		if r.Time.IsZero() {
			continue
		}
		year, month, d := r.Time.Date()
		day := time.Date(year, month, d, 0, 0, 0, 0, time.UTC)
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
