package main

import (
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
)

const (
	// progressAfter is how long work takes before progress is shown: shorter
	// flashes would only disturb.
	progressAfter = 300 * time.Millisecond
	// progressEvery is the interval at which the display changes.
	progressEvery = 100 * time.Millisecond
)

// progress shows the progress of long work on a terminal, and removes it at the
// end. Work only reports where it is; the display is drawn in another
// goroutine, so that no work waits for a terminal.
type progress struct {
	screen screen
	stop   chan struct{}
	done   sync.WaitGroup

	mu    sync.Mutex // guards where the work is
	stage string
	at    int
	total int

	drawing sync.Mutex
	bar     *progressbar.ProgressBar
	shown   string // the stage of the displayed bar
}

// startProgress starts to show the work of a command. It does nothing in a
// pipe, in CI, with --quiet or on a terminal that cannot erase. The caller must
// end it before it writes anything else.
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

// step reports where the work is; total is 0 if it is unknown. It is safe for
// concurrent use.
func (p *progress) step(stage string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if stage == p.stage && done < p.at { // an older report of another goroutine
		return
	}
	p.stage, p.at, p.total = stage, done, total
}

// aside erases the display while something else is written.
func (p *progress) aside(write func()) {
	p.drawing.Lock()
	defer p.drawing.Unlock()
	p.wipe()
	write()
}

// end erases the display for good. It may be called again.
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

// draw shows where the work is. Errors are ignored: they must not stop the
// work.
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
		_ = p.bar.Set(min(at, total-1)) // at its end the bar would start a new line
	} else {
		_ = p.bar.Add(1) // turns the spinner
	}
}

// newBar makes a bar that fits the line, or a spinner if the total is unknown.
// The spinner only turns when it is drawn.
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
