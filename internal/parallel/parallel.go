// Package parallel has the loops that run on all cores, and a way to have one
// thing made while others are.
//
// What enters: how often, and what to do each time. What leaves: the first
// error. No more run at once than there are cores, but for what waits for the
// file system; a loop ends when all it began has ended. It knows nothing of
// what is done.
package parallel

import (
	"context"
	"runtime"
	"sync"
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

// Begin calls do, and does not wait for it. The function that it returns gives
// the result, as soon as there is one.
func Begin[T any](do func() T) (result func() T) {
	var running sync.WaitGroup
	var made T
	running.Go(func() { made = do() })
	return func() T {
		running.Wait()
		return made
	}
}

// Workers is [Each] for calls that need something of their own: worker is called
// once a core and gives the function for it.
func Workers(n int, worker func() func(i int) error) error {
	return loop(n, runtime.GOMAXPROCS(0), batch, worker)
}

// Files is [Each] for calls that mostly wait for the file system.
func Files(n int, do func(i int) error) error {
	return loop(n, max(fewFiles, runtime.GOMAXPROCS(0)), 1, func() func(int) error { return do })
}

// loop gives parts of 0 to n-1, each of size numbers, to workers until there are
// no more or one of them fails.
func loop(n, workers, size int, worker func() func(i int) error) error {
	var next atomic.Int64
	group, ctx := errgroup.WithContext(context.Background())
	for range min(workers, (n+size-1)/size) {
		group.Go(func() error {
			do := worker()
			for ctx.Err() == nil {
				to := int(next.Add(int64(size)))
				for i := to - size; i < min(to, n); i++ {
					if err := do(i); err != nil {
						return err
					}
				}
				if to >= n {
					break
				}
			}
			return nil
		})
	}
	return group.Wait()
}
