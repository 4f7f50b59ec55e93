// Package shared has a computation run once for all who ask for its result at
// the same time.
//
// What enters: a function that takes a while, and those who want its result,
// each with a context of their own. What leaves: the result, or the error, for
// each of them. It never goes on computing what nobody waits for.
package shared

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// Turn is what computations share of which only one may run at a time.
type Turn chan struct{} // holds something while one runs

// NewTurn makes a turn that nothing has.
func NewTurn() Turn { return make(Turn, 1) }

// Value is the result of a computation that takes a while and that several may
// ask for at once. It is computed once for all who wait, and only as long as
// somebody does: the last to go calls it off and waits for its end, and it
// begins anew for the next. The result is kept, but for an error.
type Value[T any] struct {
	compute func(context.Context) (T, error)
	turn    Turn

	mu      sync.Mutex
	done    bool
	value   T
	running *running[T]
}

// New makes the value that compute gives. It waits for turn before it computes.
func New[T any](turn Turn, compute func(context.Context) (T, error)) *Value[T] {
	return &Value[T]{turn: turn, compute: compute}
}

// running is a computation under way.
type running[T any] struct {
	waiting int
	stop    func()
	ended   chan struct{} // closed when value and err are there
	value   T
	err     error
	panic   any // for those who wait: here nobody would catch it
}

// Get waits for the value. The error is that of ctx or of the computation.
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

// start begins the computation; the lock is held.
func (s *Value[T]) start(ctx context.Context) *running[T] {
	ctx, stop := context.WithCancel(ctx)
	r := &running[T]{stop: stop, ended: make(chan struct{})}
	s.running = r
	go func() {
		defer stop()
		select {
		case s.turn <- struct{}{}:
			s.run(ctx, r)
			<-s.turn
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
