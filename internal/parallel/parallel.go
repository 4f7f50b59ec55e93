// Package parallel runs loops on all cores, and functions in the background.
//
// What enters: a number of calls, and the function to call. What leaves: the
// first error. At most one call per core runs at a time, except for calls that
// wait for the file system. A loop returns when all calls that it started have
// ended.
package parallel

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// batch is how many consecutive calls a core takes at once. It is small because
// long pages are often neighbours, and should not all fall to one core.
const batch = 8

// fewFiles is the minimum number of concurrent calls that wait for the file system.
const fewFiles = 4

// Each calls do for 0 to n-1 on all cores and returns the first error; after an
// error, no further calls start.
func Each(n int, do func(i int) error) error {
	return Workers(n, func() func(int) error { return do })
}

// Do is like [Each], for calls that do not fail.
func Do(n int, do func(i int)) {
	_ = Each(n, func(i int) error {
		do(i)
		return nil
	})
}

// Begin calls do in the background. The function that it returns waits for the
// result.
func Begin[T any](do func() T) (result func() T) {
	var running sync.WaitGroup
	var made T
	running.Go(func() { made = do() })
	return func() T {
		running.Wait()
		return made
	}
}

// Workers is like [Each], for calls that need state of their own: worker is
// called once per core and returns the function to call.
func Workers(n int, worker func() func(i int) error) error {
	return loop(n, runtime.GOMAXPROCS(0), batch, worker)
}

// Files is like [Each], for calls that mostly wait for the file system.
func Files(n int, do func(i int) error) error {
	return loop(n, max(fewFiles, runtime.GOMAXPROCS(0)), 1, func() func(int) error { return do })
}

// loop hands out the numbers from 0 to n-1, size at a time, to workers until
// none are left or a call fails.
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
