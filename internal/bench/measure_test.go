//go:build linux

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary is also the command that the tests measure.
const (
	workEnv   = "BENCH_TEST_WORK"
	workCPU   = 100 * time.Millisecond
	workBytes = 64 << 20
)

func TestMain(m *testing.M) {
	if os.Getenv(workEnv) != "" {
		work()
		return
	}
	os.Exit(m.Run())
}

// work holds workBytes and burns workCPU, by the kernel's own account.
func work() {
	block := bytes.Repeat([]byte{1}, workBytes)
	for {
		var used syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
			panic(err)
		}
		if time.Duration(used.Utime.Nano()+used.Stime.Nano()) > workCPU {
			runtime.KeepAlive(block)
			return
		}
	}
}

func measureHere(t *testing.T, cmd command) (sample, error) {
	t.Helper()
	return measure(t.Context(), cmd, filepath.Join(t.TempDir(), "log.txt"))
}

func TestMeasureCountsTheWholeProcessTree(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	env := []string{workEnv + "=1"}
	var alone int64 // peak of one such process
	for _, test := range []struct {
		name string
		argv []string
		cpu  time.Duration
	}{
		{"the command itself", []string{self}, workCPU},
		{"two grandchildren", []string{"/bin/sh", "-c", `"$0"; "$0"; true`, self}, 2 * workCPU},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := measureHere(t, command{argv: test.argv, env: env})
			if err != nil {
				t.Fatal(err)
			}
			if got.CPU < test.cpu {
				t.Errorf("CPU %v, although %v were used", got.CPU, test.cpu)
			}
			if alone == 0 {
				alone = got.Peak
			}
			// The largest process counts, not the sum of the grandchildren.
			if got.Peak < workBytes || got.Peak > alone*3/2 {
				t.Errorf("peak of %d bytes, where each process held %d and one alone took %d", got.Peak, workBytes, alone)
			}
			if got.Wall <= 0 || got.CPU > got.Wall*time.Duration(runtime.NumCPU()+1) {
				t.Errorf("wall %v for CPU %v", got.Wall, got.CPU)
			}
		})
	}
}

func TestMeasureDoesNotChargeOurOwnMemory(t *testing.T) {
	// Outside the Go heap, so that giving it back does not hang on the
	// collector.
	ballast, err := syscall.Mmap(-1, 0, 4*workBytes, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(ballast); at += os.Getpagesize() {
		ballast[at] = 1
	}
	if err := syscall.Munmap(ballast); err != nil {
		t.Fatal(err)
	}
	got, err := measureHere(t, command{argv: []string{"/bin/true"}})
	if err != nil {
		t.Fatal(err)
	}
	if got.Peak >= 4*workBytes {
		t.Errorf("peak of %d bytes for /bin/true, after %d of our own", got.Peak, 4*workBytes)
	}
}

func TestMeasureShowsWhyACommandFailed(t *testing.T) {
	_, err := measureHere(t, command{argv: []string{"/bin/sh", "-c", "seq 1 40; echo no space left >&2; exit 3"}})
	if err == nil {
		t.Fatal("the failure went unnoticed")
	}
	message := err.Error()
	for _, want := range []string{"sh: exit status 3", "\n    40\n", "\n    no space left"} {
		if !strings.Contains(message, want) {
			t.Errorf("no %q in %q", want, message)
		}
	}
	if strings.Contains(message, "\n    25\n") {
		t.Errorf("more than the last lines: %q", message)
	}
}

func TestMeasureStopsTheWholeGroup(t *testing.T) {
	dir := t.TempDir()
	pids := filepath.Join(dir, "pids")
	if err := syscall.Mkfifo(pids, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		// The grandchild holds the pipe open for as long as it lives.
		_, err := measure(ctx, command{argv: []string{"/bin/sh", "-c", `sleep 600 >"$0"; true`, pids}}, filepath.Join(dir, "log.txt"))
		ended <- err
	}()
	pipe, err := os.Open(pids)
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if err := pipe.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := pipe.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the grandchild outlived the interruption")
	}
}
