package media

import "sync"

// budget limits the number of pixels that are decoded at the same time, and so
// the memory of a build: processing a picture takes about 13 bytes a pixel, 19
// if it has to be turned.
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

// take waits until n pixels are free and returns the function that releases
// them. An n above the total counts as the total.
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
