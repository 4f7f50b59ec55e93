package media

import "sync"

// budget bounds the pixels that are decoded at the same time, and with them
// the memory of a build: while a picture is processed, it takes about 13 bytes
// a pixel, and 19 where it has to be turned.
type budget struct {
	mu    sync.Mutex
	freed *sync.Cond
	total int
	free  int
}

func newBudget(total int) *budget {
	b := &budget{total: total, free: total}
	b.freed = sync.NewCond(&b.mu)
	return b
}

// take waits until n is free and returns how to give it back. More than the
// whole budget counts as the whole of it.
func (b *budget) take(n int) (release func()) {
	n = min(n, b.total)
	b.mu.Lock()
	for b.free < n {
		b.freed.Wait()
	}
	b.free -= n
	b.mu.Unlock()
	return func() {
		b.mu.Lock()
		b.free += n
		b.mu.Unlock()
		b.freed.Broadcast()
	}
}
