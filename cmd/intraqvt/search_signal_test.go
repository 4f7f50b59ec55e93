//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// longQuery returns many unknown words.
func longQuery(words int) string {
	var b strings.Builder
	for n := range words {
		fmt.Fprintf(&b, "mot%cinconnu%c%c ", 'a'+n%26, 'a'+n/26%26, 'a'+n/676%26)
	}
	return b.String()
}

// The beginning of a pasted book is answered, with a note.
func TestLongQueryIsAnswered(t *testing.T) {
	dir := writePortal(t, 3, "unique")
	words := append([]string{"search", "--source", dir, "texte"}, strings.Fields(longQuery(12_000))...)
	out, err := exec.Command("intraqvt", words...).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "seuls ses 32 premiers mots") || !strings.Contains(string(out), "3 pages") {
		t.Errorf("%v\n%.2000s", err, out)
	}
}

// A search stops at the first signal, while it waits for a question and while
// it answers many.
func TestSearchStopsOnItsFirstSignal(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the whole program")
	}
	dir := writePortal(t, 30, "unique")
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		for name, more := range map[string]string{"waits": "", "works": strings.Repeat(longQuery(12_000)+"\n", 500)} {
			t.Run(fmt.Sprint(name, " ", signal), func(t *testing.T) {
				cmd := exec.Command("intraqvt", "search", "--source", dir, "--batch")
				var complaint bytes.Buffer
				cmd.Stderr = &complaint
				in, err := cmd.StdinPipe()
				if err != nil {
					t.Fatal(err)
				}
				out, err := cmd.StdoutPipe()
				if err != nil {
					t.Fatal(err)
				}
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				go io.WriteString(in, "texte\n"+more) // stays open
				answers := bufio.NewReader(out)
				line, err := answers.ReadBytes('\n')
				var first answer
				if err != nil || json.Unmarshal(line, &first) != nil || first.Total != 30 {
					t.Fatalf("the first question is answered by %s (%v)", line, err)
				}
				if err := cmd.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
				ended := make(chan error)
				go func() {
					io.Copy(io.Discard, answers)
					ended <- cmd.Wait()
				}()
				select {
				case err := <-ended:
					var exit *exec.ExitError
					if !errors.As(err, &exit) || exit.ExitCode() != exitMachine || !strings.Contains(complaint.String(), "interrompu") {
						t.Errorf("ended with %v: %s", err, complaint.String())
					}
				case <-time.After(20 * time.Second):
					cmd.Process.Kill()
					t.Error("the search goes on")
				}
			})
		}
	}
}
