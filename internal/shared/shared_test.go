package shared

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func TestValueRunsOnceForAll(t *testing.T) {
	var runs atomic.Int32
	begun, end := make(chan struct{}), make(chan struct{})
	s := New(NewSemaphore(), func(context.Context) (int, error) {
		runs.Add(1)
		close(begun)
		<-end
		return 7, nil
	})
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if n, err := s.Get(t.Context()); n != 7 || err != nil {
				t.Errorf("%d, %v", n, err)
			}
		})
	}
	<-begun
	left, leave := context.WithCancel(t.Context())
	leave()
	if _, err := s.Get(left); !errors.Is(err, context.Canceled) { // one caller leaves, the others still wait
		t.Error(err)
	}
	close(end)
	all.Wait()
	if n, err := s.Get(t.Context()); n != 7 || err != nil || runs.Load() != 1 {
		t.Errorf("%d, %v after %d runs", n, err, runs.Load())
	}
}

func TestValueStopsWithTheLast(t *testing.T) {
	begun := make(chan struct{}, 1)
	var hangs atomic.Bool
	hangs.Store(true)
	ended := 0
	s := New(NewSemaphore(), func(ctx context.Context) (int, error) {
		if !hangs.Load() {
			return 7, nil
		}
		begun <- struct{}{}
		<-ctx.Done()
		ended++
		return 0, ctx.Err()
	})
	for i := range 3 {
		ctx, leave := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			_, err := s.Get(ctx)
			done <- err
		}()
		<-begun
		leave()
		if err := <-done; !errors.Is(err, context.Canceled) || ended != i+1 {
			t.Errorf("%v, %d of %d have ended", err, ended, i+1)
		}
	}
	hangs.Store(false)
	if n, err := s.Get(t.Context()); n != 7 || err != nil {
		t.Errorf("the next gets %d, %v", n, err)
	}
}

// A caller that waits for the semaphore can leave before the computation has started.
func TestValueWaitsForTheSemaphore(t *testing.T) {
	semaphore := make(chan struct{}, 1)
	semaphore <- struct{}{}
	s := New(semaphore, func(context.Context) (int, error) {
		t.Error("two run at once")
		return 0, nil
	})
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := s.Get(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestValueFailure(t *testing.T) {
	fails := errors.New("a failure")
	s := New[int](NewSemaphore(), nil)
	s.compute = func(context.Context) (int, error) { return 0, fails }
	if _, err := s.Get(t.Context()); !errors.Is(err, fails) {
		t.Error(err)
	}
	s.compute = func(context.Context) (int, error) { panic("a fault") }
	func() {
		defer func() {
			if p, _ := recover().(string); !strings.HasPrefix(p, "a fault") || !strings.Contains(p, "shared_test.go") {
				t.Errorf("the fault does not reach who asked: %q", p)
			}
		}()
		s.Get(t.Context())
	}()
	s.compute = func(context.Context) (int, error) { return 7, nil }
	if n, err := s.Get(t.Context()); n != 7 || err != nil {
		t.Errorf("a failure stays: %d, %v", n, err)
	}
}
