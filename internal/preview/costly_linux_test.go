package preview

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// slowGit makes git a program that tells of each start by a line of a pipe and
// then hangs, where it is asked to list a tree; the real one does the rest.
func slowGit(t *testing.T) (started func() int) {
	t.Helper()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	pipe := filepath.Join(dir, "started")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	script := "#!/bin/sh\ncase \" $* \" in *\" ls-tree \"*) echo $$ >" + pipe + "; exec sleep 60;; esac\nexec " + git + " \"$@\"\n"
	if err := os.WriteFile(filepath.Join(dir, "git"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	f, err := os.OpenFile(pipe, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	lines := bufio.NewReader(f)
	return func() int {
		t.Helper()
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		pid, err := strconv.Atoi(strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		return pid
	}
}

// gone waits until a process has ended.
func gone(t *testing.T, pid int) {
	t.Helper()
	for late := time.Now().Add(patience); syscall.Kill(pid, 0) == nil; time.Sleep(time.Millisecond) {
		if time.Now().After(late) {
			t.Fatalf("git (%d) still runs", pid)
		}
	}
}

// ask asks for an address until ctx ends, and tells when it has an answer.
func ask(ctx context.Context, t *testing.T, s *session, address string) <-chan string {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+address, nil)
	if err != nil {
		t.Fatal(err)
	}
	body := make(chan string, 1)
	go func() {
		defer close(body)
		answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
		if err != nil {
			return
		}
		defer answer.Body.Close()
		if data, err := io.ReadAll(answer.Body); err == nil {
			body <- string(data)
		}
	}()
	return body
}

// What takes long runs once for all who ask, ends when the last of them has
// gone, and gives way to that of a newer state.
func TestCostlyPage(t *testing.T) {
	started := slowGit(t)
	s := open(t, withIssue(t))
	committed(t, s)
	const address = "/.apercu/changements"
	first, leaveFirst := context.WithCancel(t.Context())
	second, leaveSecond := context.WithCancel(t.Context())
	defer leaveSecond()
	one := ask(first, t, s, address)
	pid := started()
	two := ask(second, t, s, address+"?depuis=HEAD")
	leaveFirst()
	<-one
	if syscall.Kill(pid, 0) != nil {
		t.Fatal("git has ended while somebody waits for it")
	}
	// Another state: its comparison runs in the place of the old one, for who
	// still waits.
	s.write("content/actualites/forum.md",
		strings.Replace(writePortal(t)["content/actualites/forum.md"], "titre: Forum", "titre: Grand forum", 1))
	gone(t, pid)
	pid = started()
	leaveSecond()
	<-two
	gone(t, pid)
	// Nothing is left that keeps the next from its turn.
	third, leaveThird := context.WithCancel(t.Context())
	three := ask(third, t, s, address)
	pid = started()
	leaveThird()
	<-three
	gone(t, pid)
}

// The end of the preview is the end of all that it does.
func TestStopsInTheMidstOfAComparison(t *testing.T) {
	started := slowGit(t)
	s := open(t, withIssue(t))
	committed(t, s)
	answer := ask(t.Context(), t, s, "/.apercu/changements")
	pid := started()
	s.stop()
	s.line(stopped)
	gone(t, pid)
	<-answer
}
