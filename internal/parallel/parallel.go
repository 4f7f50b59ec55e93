// Package parallel has the loops that run on all cores.
//
// What enters: how often, and what to do each time. What leaves: the first
// error. No more run at once than there are cores, but for what waits for the
// file system; a loop ends when all it began has ended. It knows nothing of
// what is done.
package parallel

import (
	"context"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// batch is how many neighbours a core takes at once. Long pages often lie side
// by side: no core shall wait for the one that has them.
const batch = 8

// fewFiles is how many calls that wait for the file system run at once at least.
const fewFiles = 4

// Each calls do for 0 to n-1 on all cores and returns the first error; the
// calls that have not begun by then are left out.
func Each(n int, do func(i int) error) error {
	return Workers(n, func() func(int) error { return do })
}

// Do is [Each] for calls that do not fail.
func Do(n int, do func(i int)) {
	_ = Each(n, func(i int) error {
		do(i)
		return nil
	})
}

// Workers is [Each] for calls that need something of their own: worker is called
// once a core and gives the function for it.
func Workers(n int, worker func() func(i int) error) error {
	return loop(n, runtime.GOMAXPROCS(0), batch, func() func(from, to int) error {
		do := worker()
		return func(from, to int) error { return each(from, to, do) }
	})
}

// Files is [Each] for calls that mostly wait for the file system.
func Files(n int, do func(i int) error) error {
	return loop(n, max(fewFiles, runtime.GOMAXPROCS(0)), 1, func() func(from, to int) error {
		return func(from, to int) error { return each(from, to, do) }
	})
}

// Shares divides 0 to n-1 into more parts than there are cores, and calls do for
// each part.
func Shares(n int, do func(from, to int)) {
	cores := runtime.GOMAXPROCS(0)
	_ = loop(n, cores, max(1, n/(8*cores)), func() func(from, to int) error { // nothing fails
		return func(from, to int) error {
			do(from, to)
			return nil
		}
	})
}

func each(from, to int, do func(i int) error) error {
	for i := from; i < to; i++ {
		if err := do(i); err != nil {
			return err
		}
	}
	return nil
}

// loop gives parts of 0 to n-1, each of size numbers, to workers until there are
// no more or one of them fails.
func loop(n, workers, size int, worker func() func(from, to int) error) error {
	var next atomic.Int64
	group, ctx := errgroup.WithContext(context.Background())
	for range min(workers, (n+size-1)/size) {
		group.Go(func() error {
			do := worker()
			for ctx.Err() == nil {
				to := int(next.Add(int64(size)))
				if to-size >= n {
					break
				}
				if err := do(to-size, min(to, n)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return group.Wait()
}
