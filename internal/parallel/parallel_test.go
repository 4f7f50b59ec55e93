package parallel

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
)

func TestEveryNumberOnce(t *testing.T) {
	for _, n := range []int{0, 1, 7, 8, 9, 1000} {
		for name, run := range map[string]func(int, func(int) error) error{
			"Each": Each, "Files": Files,
			"Workers": func(n int, do func(int) error) error { return Workers(n, func() func(int) error { return do }) },
			"Do": func(n int, do func(int) error) error {
				Do(n, func(i int) { _ = do(i) })
				return nil
			},
		} {
			var mu sync.Mutex
			var got []int
			err := run(n, func(i int) error {
				mu.Lock()
				defer mu.Unlock()
				got = append(got, i)
				return nil
			})
			slices.Sort(got)
			if err != nil || len(got) != n || len(slices.Compact(got)) != n || n > 0 && got[n-1] != n-1 {
				t.Errorf("%s of %d: %v, %v", name, n, got, err)
			}
		}
	}
}

func TestWhatIsBegunRunsBesideWhatFollows(t *testing.T) {
	followed := make(chan struct{})
	result := Begin(func() int {
		<-followed
		return 7
	})
	close(followed)
	if first, again := result(), result(); first != 7 || again != 7 {
		t.Errorf("%d, then %d", first, again)
	}
}

func TestAnErrorEndsTheLoop(t *testing.T) {
	fails := errors.New("a failure")
	var calls atomic.Int64
	if err := Each(1_000_000, func(i int) error {
		calls.Add(1)
		if i == 20 {
			return fails
		}
		return nil
	}); !errors.Is(err, fails) {
		t.Error(err)
	}
	if calls.Load() == 1_000_000 {
		t.Error("the loop went on to its end")
	}
}
