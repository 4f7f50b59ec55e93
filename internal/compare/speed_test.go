package compare

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"intraqvt/internal/portaltest"
	"intraqvt/internal/problem"
)

// many returns a portal of n pages, some of them rewritten, with one warning
// per page.
func many(t testing.TB, n int, anew func(i int) bool) Side {
	t.Helper()
	files := portaltest.Layouts(t)
	text := strings.Repeat(long+"\n\n", 5)
	for i := range n {
		body := text
		if anew(i) {
			body = strings.Replace(text, "réunion courte", "réunion brève", 2)
		}
		files[fmt.Sprintf("content/pages/p%05d.md", i)] = page(fmt.Sprintf("titre: Page %d", i), body)
	}
	side := sideOf(t, files)
	for name := range files {
		side.Problems = append(side.Problems, problem.BrokenLink.At(name, 3, 0).Say("lien cassé", ""))
	}
	return side
}

// A preview waits for this: a large portal with few or no changes is compared
// quickly.
func TestManyPagesAreComparedQuickly(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 20,000 pages")
	}
	before := many(t, 10_000, func(int) bool { return false })
	after := many(t, 10_000, func(i int) bool { return i%1000 == 0 })
	best := time.Hour
	for range 5 {
		started := time.Now()
		if r := compared(t, before, before); !r.Empty() {
			t.Fatal(r.Summary())
		}
		best = min(best, time.Since(started))
	}
	t.Logf("10,000 pages that are equal: %v", best)
	if best > 100*time.Millisecond {
		t.Errorf("%v for 10,000 pages that are equal", best)
	}
	started := time.Now()
	if r := compared(t, before, after); len(r.Pages) != 10 {
		t.Errorf("%d pages changed, want 10", len(r.Pages))
	}
	t.Logf("10 changed among them: %v", time.Since(started))
}

func BenchmarkEqualSites(b *testing.B) {
	if testing.Short() {
		b.Skip("reads 10,000 pages")
	}
	s := many(b, 10_000, func(int) bool { return false })
	for b.Loop() {
		compared(b, s, s)
	}
}
