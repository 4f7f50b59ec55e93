package build

import (
	"context"
	"time"

	"intraqvt/internal/history"
)

// log is what the history of the files tells a site.
type log struct{ *history.Log }

// revised is the day of a file's last change, zero where no history tells.
func (l log) revised(file string) time.Time {
	last, ok := l.Last(file)
	if !ok {
		return time.Time{}
	}
	year, month, day := last.Time.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// readHistory starts reading the history of the content while other stages
// run; the function returned waits for it. A bare folder has none: its files
// come from elsewhere, and so would their dates.
func readHistory(ctx context.Context, dir string, configured bool) func() (log, error) {
	if !configured {
		return func() (log, error) { return log{&history.Log{}}, nil }
	}
	type result struct {
		log *history.Log
		err error
	}
	done := make(chan result, 1)
	go func() {
		l, err := history.Read(ctx, dir)
		done <- result{l, err}
	}()
	return func() (log, error) {
		r := <-done
		return log{r.log}, r.err
	}
}
