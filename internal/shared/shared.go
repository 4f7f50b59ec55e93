// Package shared runs a computation once for all callers that ask for its
// result at the same time.
//
// What enters: a slow function, and callers that want its result, each with its
// own context. What leaves: the result or the error, for each caller. A
// computation is cancelled once no caller waits for it.
package shared

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// Semaphore lets one computation run at a time.
type Semaphore chan struct{} // full while a computation runs

// NewSemaphore returns a free semaphore.
func NewSemaphore() Semaphore { return make(Semaphore, 1) }

// Value is the result of a slow computation that several callers may ask for at
// once. It is computed once for all who wait. When the last caller leaves
// early, it cancels the computation and waits for its end; the next call starts
// again. A result is kept, an error is not.
type Value[T any] struct {
	compute   func(context.Context) (T, error)
	semaphore Semaphore

	mu      sync.Mutex
	done    bool
	value   T
	running *running[T]
}

// New returns a value computed by compute, which runs when semaphore is free.
func New[T any](semaphore Semaphore, compute func(context.Context) (T, error)) *Value[T] {
	return &Value[T]{semaphore: semaphore, compute: compute}
}

// running is a computation in progress.
type running[T any] struct {
	waiting int
	stop    func()
	ended   chan struct{} // closed when value and err are set
	value   T
	err     error
	panic   any // passed on to the callers, since nothing recovers it in the goroutine
}

// Get waits for the value. The error comes from ctx or from the computation.
func (s *Value[T]) Get(ctx context.Context) (T, error) {
	s.mu.Lock()
	if s.done {
		defer s.mu.Unlock()
		return s.value, nil
	}
	r := s.running
	if r == nil {
		r = s.start(context.WithoutCancel(ctx))
	}
	r.waiting++
	s.mu.Unlock()
	select {
	case <-r.ended:
		if r.panic != nil {
			panic(r.panic)
		}
		return r.value, r.err
	case <-ctx.Done():
	}
	s.mu.Lock()
	r.waiting--
	last := r.waiting == 0
	if last && s.running == r {
		s.running = nil
	}
	s.mu.Unlock()
	if last {
		r.stop()
		<-r.ended
	}
	var none T
	return none, ctx.Err()
}

// start starts the computation; s.mu must be held.
func (s *Value[T]) start(ctx context.Context) *running[T] {
	ctx, stop := context.WithCancel(ctx)
	r := &running[T]{stop: stop, ended: make(chan struct{})}
	s.running = r
	go func() {
		defer stop()
		select {
		case s.semaphore <- struct{}{}:
			s.run(ctx, r)
			<-s.semaphore
		case <-ctx.Done():
			r.err = ctx.Err()
		}
		s.mu.Lock()
		if s.running == r {
			s.running = nil
			if s.done = r.err == nil && r.panic == nil; s.done {
				s.value = r.value
			}
		}
		s.mu.Unlock()
		close(r.ended)
	}()
	return r
}

func (s *Value[T]) run(ctx context.Context, r *running[T]) {
	defer func() {
		if p := recover(); p != nil {
			r.panic = fmt.Sprintf("%v\n%s", p, debug.Stack())
		}
	}()
	r.value, r.err = s.compute(ctx)
}
