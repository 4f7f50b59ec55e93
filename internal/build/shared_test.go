package build

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func TestSharedRunsOnceForAll(t *testing.T) {
	var runs atomic.Int32
	begun, end := make(chan struct{}), make(chan struct{})
	s := &shared[int]{turn: make(chan struct{}, 1), compute: func(context.Context) (int, error) {
		runs.Add(1)
		close(begun)
		<-end
		return 7, nil
	}}
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if n, err := s.get(t.Context()); n != 7 || err != nil {
				t.Errorf("%d, %v", n, err)
			}
		})
	}
	<-begun
	left, leave := context.WithCancel(t.Context())
	leave()
	if _, err := s.get(left); !errors.Is(err, context.Canceled) { // one goes, the others wait on
		t.Error(err)
	}
	close(end)
	all.Wait()
	if n, err := s.get(t.Context()); n != 7 || err != nil || runs.Load() != 1 {
		t.Errorf("%d, %v after %d runs", n, err, runs.Load())
	}
}

func TestSharedStopsWithTheLast(t *testing.T) {
	begun := make(chan struct{}, 1)
	var hangs atomic.Bool
	hangs.Store(true)
	ended := 0
	s := &shared[int]{turn: make(chan struct{}, 1), compute: func(ctx context.Context) (int, error) {
		if !hangs.Load() {
			return 7, nil
		}
		begun <- struct{}{}
		<-ctx.Done()
		ended++
		return 0, ctx.Err()
	}}
	for i := range 3 {
		ctx, leave := context.WithCancel(t.Context())
		done := make(chan error)
		go func() {
			_, err := s.get(ctx)
			done <- err
		}()
		<-begun
		leave()
		if err := <-done; !errors.Is(err, context.Canceled) || ended != i+1 {
			t.Errorf("%v, %d of %d have ended", err, ended, i+1)
		}
	}
	hangs.Store(false)
	if n, err := s.get(t.Context()); n != 7 || err != nil {
		t.Errorf("the next gets %d, %v", n, err)
	}
}

// Who waits for its turn goes without having begun.
func TestSharedWaitsForItsTurn(t *testing.T) {
	turn := make(chan struct{}, 1)
	turn <- struct{}{}
	s := &shared[int]{turn: turn, compute: func(context.Context) (int, error) {
		t.Error("two run at once")
		return 0, nil
	}}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := s.get(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestSharedFailure(t *testing.T) {
	fails := errors.New("a failure")
	s := &shared[int]{turn: make(chan struct{}, 1)}
	s.compute = func(context.Context) (int, error) { return 0, fails }
	if _, err := s.get(t.Context()); !errors.Is(err, fails) {
		t.Error(err)
	}
	s.compute = func(context.Context) (int, error) { panic("a fault") }
	func() {
		defer func() {
			if p, _ := recover().(string); !strings.HasPrefix(p, "a fault") || !strings.Contains(p, "shared_test.go") {
				t.Errorf("the fault does not reach who asked: %q", p)
			}
		}()
		s.get(t.Context())
	}()
	s.compute = func(context.Context) (int, error) { return 7, nil }
	if n, err := s.get(t.Context()); n != 7 || err != nil {
		t.Errorf("a failure stays: %d, %v", n, err)
	}
}

// A load, a check and a comparison end where nobody wants them any more; the
// next load leaves nothing out.
func TestWorkIsCalledOff(t *testing.T) {
	o := source(t, map[string]string{"content/site.yaml": "titre: Essai\n", "content/a.md": "# Alpha\n", "content/b.md": "# Bêta\n"})
	w := Open(o)
	view, _, err := w.Prepare(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	w.Touched([]string{"content/a.md"})
	write(t, o, "content/a.md", "# Alpha change\n")
	for name, work := range map[string]func() error{
		"a load":       func() error { _, err := w.Load(ended); return err },
		"a check":      func() error { _, err := view.Check(ended); return err },
		"the search":   func() error { _, err := view.Open(ended, "recherche/index.js"); return err },
		"a comparison": func() error { _, err := Compare(ended, o, "", ""); return err },
		"the changes":  func() error { _, err := w.Changes().Since(ended, ""); return err },
		"what is staged": func() error {
			_, _, err := CheckStaged(ended, o)
			return err
		},
	} {
		if err := work(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	l, err := w.Load(t.Context())
	if err != nil || len(l.Site.Pages) < 2 {
		t.Fatalf("%+v, %v", l, err)
	}
	if p, ok := l.Site.Find("a.html"); !ok || p.Title != "Alpha change" {
		t.Error("a change before a load that was called off is not seen")
	}
}
