package main

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// tape records what is written, and how often.
type tape struct {
	mu     sync.Mutex
	text   bytes.Buffer
	writes int
}

func (t *tape) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.writes++
	return t.text.Write(p)
}

func (t *tape) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

func newProgress(live bool) (*progress, *tape) {
	written := new(tape)
	p := &progress{screen: screen{Writer: written, width: 80, live: live}, stop: make(chan struct{})}
	p.run()
	return p, written
}

// left returns what a line of a terminal shows after all output.
func left(text string) string {
	_, after := "", text
	if i := strings.LastIndex(text, "\x1b[2K\r"); i >= 0 {
		after = text[i+len("\x1b[2K\r"):]
	}
	return after
}

func TestProgressOfLongWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, written := newProgress(true)
		p.step("lecture", 0, 0)
		time.Sleep(progressAfter - time.Millisecond)
		if got := written.String(); got != "" {
			t.Errorf("after a moment: %q, want nothing", got)
		}
		time.Sleep(progressEvery)
		if got := written.String(); !strings.Contains(got, "lecture") {
			t.Errorf("%q does not name the stage", got)
		}
		// The index does not report its progress; the spinner turns anyway.
		p.step("index", 0, 0)
		time.Sleep(2 * progressEvery)
		before := written.String()
		time.Sleep(5 * progressEvery)
		if got := written.String(); !strings.Contains(before, "index") || len(got) == len(before) {
			t.Errorf("the stage stands still: %q", got)
		}
		for i := range 1000 {
			p.step("rendu", i+1, 1000)
			time.Sleep(time.Millisecond)
		}
		if got := written.String(); !strings.Contains(got, "/1000") {
			t.Errorf("%q does not count", got)
		}
		p.aside(func() {
			if got := left(written.String()); got != "" {
				t.Errorf("beside a message stands %q", got)
			}
		})
		time.Sleep(2 * progressEvery)
		if got := left(written.String()); !strings.Contains(got, "rendu") {
			t.Errorf("after the message: %q", got)
		}
		p.end()
		got := written.String()
		if left(got) != "" || strings.Contains(got, "\n") {
			t.Errorf("the work left a trace: %q", got)
		}
		// Each drawing writes the line once, and may erase it first.
		if most := 3 * int(3*time.Second/progressEvery); written.writes > most {
			t.Errorf("%d writes, want at most %d", written.writes, most)
		}
		p.end() // deferred in addition to the call before the summary
		p.step("rendu", 1, 2)
		time.Sleep(time.Second)
		if written.String() != got {
			t.Error("something is shown after the end")
		}
	})
}

func TestProgressFitsTheLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, written := newProgress(true)
		for i := range 100 {
			p.step("configuration", 12_340+i, 12_440)
			time.Sleep(progressEvery)
		}
		p.end()
		for _, line := range strings.FieldsFunc(written.String(), func(r rune) bool { return r == '\r' }) {
			line = strings.NewReplacer("\x1b[0K", "", "\x1b[2K", "").Replace(line)
			if n := len([]rune(line)); n > 80 {
				t.Fatalf("%d columns: %q", n, line)
			}
		}
	})
}

func TestNoProgressWhereNothingCanBeWiped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, written := newProgress(false)
		p.step("rendu", 1, 2)
		time.Sleep(time.Minute)
		p.end()
		if got := written.String(); got != "" {
			t.Errorf("shown: %q", got)
		}
	})
}
