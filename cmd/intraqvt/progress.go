package main

import (
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
)

const (
	// progressAfter is how long work takes before anything is shown of it: what
	// flashes up and is gone only disturbs.
	progressAfter = 300 * time.Millisecond
	// progressEvery is how often what is shown changes.
	progressEvery = 100 * time.Millisecond
)

// progress shows on a terminal how far long work has come, and leaves no trace.
// Work only says where it is; what is shown is drawn beside it, so that no
// work waits for a terminal.
type progress struct {
	screen screen
	stop   chan struct{}
	done   sync.WaitGroup

	mu    sync.Mutex // of where work is
	stage string
	at    int
	total int

	drawing sync.Mutex
	bar     *progressbar.ProgressBar
	shown   string // the bar's stage
}

// startProgress begins to show the work of a command; nothing happens in a
// pipe, in CI, with --quiet or on a terminal that cannot wipe. The caller ends
// it before it writes anything else.
func startProgress(cmd *cobra.Command) *progress {
	p := &progress{screen: errOf(cmd), stop: make(chan struct{})}
	p.screen.live = p.screen.live && !isQuiet(cmd)
	p.run()
	return p
}

func (p *progress) run() {
	if !p.screen.live {
		return
	}
	p.done.Go(func() {
		next := time.NewTimer(progressAfter)
		defer next.Stop()
		for {
			select {
			case <-p.stop:
				return
			case <-next.C:
				p.draw()
				next.Reset(progressEvery)
			}
		}
	})
}

// step says where work is; total is 0 where nobody knows. It may be called
// from many goroutines.
func (p *progress) step(stage string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if stage == p.stage && done < p.at { // overtaken
		return
	}
	p.stage, p.at, p.total = stage, done, total
}

// aside wipes what is shown while something else is written.
func (p *progress) aside(write func()) {
	p.drawing.Lock()
	defer p.drawing.Unlock()
	p.wipe()
	write()
}

// end wipes what is shown, for good. It may be called again.
func (p *progress) end() {
	select {
	case <-p.stop:
		return
	default:
		close(p.stop)
	}
	p.done.Wait()
	p.wipe()
}

// draw shows where work is now. What goes wrong in it keeps nobody from
// working.
func (p *progress) draw() {
	p.mu.Lock()
	stage, at, total := p.stage, p.at, p.total
	p.mu.Unlock()
	p.drawing.Lock()
	defer p.drawing.Unlock()
	if stage == "" {
		return
	}
	if p.bar == nil || stage != p.shown {
		p.wipe()
		p.bar, p.shown = p.newBar(stage, total), stage
	}
	if total > 0 {
		_ = p.bar.Set(min(at, total-1)) // at its end the bar would go to a new line
	} else {
		_ = p.bar.Add(1) // turns the spinner
	}
}

// newBar is a bar that fits into the line, or a spinner where no end is known.
// The spinner turns when it is drawn, not by itself.
func (p *progress) newBar(stage string, total int) *progressbar.ProgressBar {
	options := []progressbar.Option{
		progressbar.OptionSetDescription(stage), progressbar.OptionSetWriter(p.screen), progressbar.OptionUseANSICodes(true),
	}
	if total == 0 {
		return progressbar.NewOptions(-1, append(options, progressbar.OptionSpinnerType(14),
			progressbar.OptionSetSpinnerChangeInterval(0), progressbar.OptionSetElapsedTime(false))...)
	}
	const beside = 48 // columns for the stage, counts and times
	return progressbar.NewOptions(total, append(options, progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true),
		progressbar.OptionSetWidth(min(30, max(5, p.screen.width-beside))))...)
}

func (p *progress) wipe() {
	if p.bar != nil {
		_ = p.bar.Clear()
		p.bar, p.shown = nil, ""
	}
}
