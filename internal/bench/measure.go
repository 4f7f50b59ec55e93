//go:build linux

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

// sample is the cost of one timed command. CPU is user and system time of the
// command and of all processes that it waited for; Peak is the maximum resident
// memory in bytes of the largest of them.
type sample struct {
	Wall time.Duration
	CPU  time.Duration
	Peak int64
}

// then returns the cost of s followed by t: times add up, memory does not.
func (s sample) then(t sample) sample {
	return sample{Wall: s.Wall + t.Wall, CPU: s.CPU + t.CPU, Peak: max(s.Peak, t.Peak)}
}

// command is a process to time.
type command struct {
	argv []string
	dir  string   // working directory
	env  []string // in addition to this process's environment
}

// measure runs cmd in a process group of its own, with its output in the file
// log. The error of a failed command quotes its last lines; when ctx ends, the
// whole group is killed.
func measure(ctx context.Context, cmd command, log string) (sample, error) {
	output, err := os.Create(log)
	if err != nil {
		return sample{}, err
	}
	defer output.Close()
	process := exec.CommandContext(ctx, cmd.argv[0], cmd.argv[1:]...)
	process.Dir = cmd.dir
	process.Env = append(os.Environ(), cmd.env...)
	process.Stdout, process.Stderr = output, output
	process.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	process.Cancel = func() error { return syscall.Kill(-process.Process.Pid, syscall.SIGKILL) }

	lowerOwnPeak()
	start := time.Now()
	err = process.Run()
	wall := time.Since(start)
	if ctx.Err() != nil {
		return sample{}, ctx.Err()
	}
	if err != nil {
		return sample{}, fmt.Errorf("%s: %w%s", filepath.Base(cmd.argv[0]), err, lastLines(log, 15))
	}
	return sample{
		Wall: wall,
		CPU:  process.ProcessState.UserTime() + process.ProcessState.SystemTime(),
		Peak: peakOf(process.ProcessState),
	}, nil
}

// lowerOwnPeak frees memory and resets this process's peak: a child starts with
// its parent's peak as its own, so a large peak here would hide a small one of
// the command. The remaining memory, about 9 MB, is the least peak that can be
// measured.
func lowerOwnPeak() {
	debug.FreeOSMemory()
	// If the kernel refuses, small peaks read a few megabytes too high.
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}

// peakOf returns the peak resident memory in bytes; the kernel counts
// kilobytes.
func peakOf(state *os.ProcessState) int64 {
	return state.SysUsage().(*syscall.Rusage).Maxrss * 1024
}

// lastLines quotes the end of a log; "" for an empty log.
func lastLines(log string, n int) string {
	text, err := os.ReadFile(log)
	if err != nil || len(bytes.TrimSpace(text)) == 0 {
		return ""
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	lines = lines[max(0, len(lines)-n):]
	return "\n    " + strings.Join(lines, "\n    ")
}
