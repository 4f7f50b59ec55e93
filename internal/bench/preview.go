//go:build linux

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// How a preview is measured.
const (
	timedEdits   = 50  // edits whose times count
	allEdits     = 500 // edits after which memory is measured again
	previewMark  = 300 // maximum of the median time from a save until its bytes are served, in ms
	previewAim   = 150
	memoryMark   = 1.10 // maximum of the memory after all edits, relative to that after the timed ones
	eventsPath   = ".apercu"
	previewReady = "aperçu sur "
)

// previewResult holds how long an author with an open page waits, and the
// memory after many edits.
type previewResult struct {
	Pages  int       `json:"pages"`
	Start  float64   `json:"start_ms"`     // until the first page can be requested
	Saves  []float64 `json:"saves_ms"`     // from each save until its bytes were served
	Memory [2]int64  `json:"memory_bytes"` // resident, after the timed edits and after all edits
}

// reportPreview measures editing the corpus with a preview.
func (c campaign) reportPreview(ctx context.Context, rep *report, out io.Writer) error {
	defer os.RemoveAll(c.folder)
	if err := c.prepare(ctx); err != nil {
		return err
	}
	fmt.Fprintf(c.progress, "bench: %d pages, editing beside a preview\n", len(c.corpus.pages))
	result, err := c.edit(ctx)
	if err != nil {
		return err
	}
	rep.Previews = append(rep.Previews, result)
	result.write(out)
	return nil
}

// edit starts a preview and appends to pages until all edits are done.
func (c campaign) edit(ctx context.Context) (result previewResult, err error) {
	result.Pages = len(c.corpus.pages)
	began := time.Now()
	cmd := exec.CommandContext(ctx, c.tools.intraqvt, "serve", "--source", filepath.Dir(c.content()), "--addr", "127.0.0.1:0")
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	said, err := cmd.StdoutPipe()
	if err != nil {
		return result, err
	}
	if err := cmd.Start(); err != nil {
		return result, err
	}
	defer func() {
		err = errors.Join(err, cmd.Process.Signal(syscall.SIGTERM), cmd.Wait())
	}()
	lines := bufio.NewScanner(said)
	base := ""
	for base == "" && lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), previewReady); ok {
			base, _, _ = strings.Cut(rest, " ")
		}
	}
	if base == "" {
		return result, errors.New("the preview has not told its address")
	}
	result.Start = milliseconds(time.Since(began))
	go func() {
		for lines.Scan() { // read the rest, so that the preview can write
		}
	}()
	events, err := http.Get(base + eventsPath)
	if err != nil {
		return result, err
	}
	defer events.Body.Close()
	states := bufio.NewScanner(events.Body)
	for i := range allEdits {
		spent, err := c.save(ctx, base, states, i)
		if err != nil {
			return result, err
		}
		if i < timedEdits {
			result.Saves = append(result.Saves, milliseconds(spent))
		}
		if i == timedEdits-1 {
			result.Memory[0], err = residentMemory(cmd.Process.Pid)
		} else if i == allEdits-1 {
			result.Memory[1], err = residentMemory(cmd.Process.Pid)
		}
		if err != nil {
			return result, err
		}
	}
	return result, nil
}

// save appends a paragraph to a page, the next one each time, and waits until
// it is served.
func (c campaign) save(ctx context.Context, base string, states *bufio.Scanner, i int) (time.Duration, error) {
	page := c.corpus.pages[i*37%len(c.corpus.pages)]
	file := filepath.Join(c.content(), page)
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	mark := fmt.Sprintf("jalon%dzz", i)
	text = append(text, "\n\nUn paragraphe, "+mark+".\n"...)
	began := time.Now()
	if err := os.WriteFile(file, text, 0o644); err != nil {
		return 0, err
	}
	address := base + strings.TrimSuffix(filepath.ToSlash(page), filepath.Ext(page)) + ".html"
	for states.Scan() {
		if !strings.HasPrefix(states.Text(), "data: ") {
			continue
		}
		answer, err := http.Get(address)
		if err != nil {
			return 0, err
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			return 0, err
		}
		if strings.Contains(string(body), mark) {
			return time.Since(began), nil
		}
		if answer.StatusCode != http.StatusOK {
			return 0, fmt.Errorf("%s answers %s", address, answer.Status)
		}
	}
	return 0, errors.Join(ctx.Err(), states.Err(), errors.New("the preview has ended"))
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// residentMemory returns the resident memory of a process, in bytes.
func residentMemory(pid int) (int64, error) {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kilobytes, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kilobytes << 10, err
		}
	}
	return 0, errors.New("the system does not tell how much memory a process holds")
}

// write prints the figures and compares them with their marks.
func (r previewResult) write(w io.Writer) {
	verdict := func(met bool, mark string) string {
		if met {
			return "passed: " + mark + " required"
		}
		return "MISSED: " + mark + " required"
	}
	median := summarise(r.Saves).Median
	time := verdict(median <= previewMark, fmt.Sprintf("%d ms", previewMark))
	if median <= previewAim {
		time += fmt.Sprintf(", and the aim of %d reached", previewAim)
	}
	growth := float64(r.Memory[1]) / float64(r.Memory[0])
	fmt.Fprintf(w, "\n%d pages, preview\n", r.Pages)
	fmt.Fprintf(w, "  first page after                       %.0f ms\n", r.Start)
	fmt.Fprintf(w, "  save to bytes, %d edits, median (p95)  %.0f (%.0f) ms   %s\n", len(r.Saves), median, quantile(r.Saves, timesTail),
		time)
	fmt.Fprintf(w, "  memory after %d and %d edits          %.0f and %.0f MB, ratio %.2f   %s\n", timedEdits, allEdits,
		float64(r.Memory[0])/1e6, float64(r.Memory[1])/1e6, growth, verdict(growth <= memoryMark, fmt.Sprintf("%.2f", memoryMark)))
}
