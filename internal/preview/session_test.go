package preview

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"intraqvt/internal/portal"
)

// session is a preview of a folder, with one open page.
type session struct {
	t       *testing.T
	dir     string
	url     string // without a slash at the end
	lines   chan string
	loads   chan string // the versions that an open page is told
	stop    func()
	stopped chan error
}

var day = time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)

// open starts a preview of files, by name below the source folder.
func open(t *testing.T, files map[string]string) *session { return openWith(t, files, Options{}) }

// openWith starts one with more options.
func openWith(t *testing.T, files map[string]string, o Options) *session {
	t.Helper()
	s := &session{t: t, dir: t.TempDir(), lines: make(chan string, 1000), loads: make(chan string, 1000), stopped: make(chan error, 1)}
	for name, text := range files {
		s.write(name, text)
	}
	ctx, stop := context.WithCancelCause(t.Context())
	s.stop = func() { stop(errors.New("a signal")) }
	out, in := io.Pipe()
	go func() {
		o.Build, o.Addr, o.Out = portal.Options{Source: s.dir, At: day, Drafts: true}, "127.0.0.1:0", in
		s.stopped <- Serve(ctx, o)
		in.Close()
	}()
	go func() {
		defer close(s.lines)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			s.lines <- lines.Text()
		}
	}()
	line := s.line("aperçu sur ")
	s.url = strings.TrimSuffix(strings.Fields(line)[2], "/")
	s.listen(ctx)
	t.Cleanup(func() {
		s.stop()
		for range s.lines { // closed when Serve has returned
		}
	})
	return s
}

// listen follows the events as an open page does.
func (s *session) listen(ctx context.Context) {
	s.t.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+eventsPath, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	go func() {
		defer answer.Body.Close()
		for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
			if version, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				s.loads <- version
			}
		}
	}()
	<-s.loads
}

const patience = 20 * time.Second

// line waits for a line that begins so.
func (s *session) line(begins string) string {
	s.t.Helper()
	for late := time.After(patience); ; {
		select {
		case line, more := <-s.lines:
			if strings.HasPrefix(line, begins) {
				return line
			}
			if !more {
				s.t.Fatalf("ended without a line %q: %v", begins, <-s.stopped)
			}
		case <-late:
			s.t.Fatalf("no line %q", begins)
		}
	}
}

// until waits for loads until one of them makes ok true.
func (s *session) until(what string, ok func() bool) {
	s.t.Helper()
	for late := time.After(patience); ; {
		select {
		case <-s.loads:
			if ok() {
				return
			}
		case <-late:
			s.t.Fatalf("never came: %s", what)
		}
	}
}

// shows waits until an address answers with a status and a text.
func (s *session) shows(address string, status int, text string) {
	s.t.Helper()
	s.until(address+" shows "+text, func() bool {
		answer, body := s.get(address)
		return answer.StatusCode == status && strings.Contains(body, text)
	})
}

// get asks for an address and follows no redirect.
func (s *session) get(address string) (*http.Response, string) {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodGet, s.url+address, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.do(request)
}

func (s *session) do(request *http.Request) (*http.Response, string) {
	s.t.Helper()
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer, string(body)
}

func (s *session) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s *session) write(name, text string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(s.path(name)), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(s.path(name), []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) rename(from, to string) {
	s.t.Helper()
	if err := os.Rename(s.path(from), s.path(to)); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) remove(name string) {
	s.t.Helper()
	if err := os.RemoveAll(s.path(name)); err != nil {
		s.t.Fatal(err)
	}
}

func page(title, body string) string { return "---\ntitre: " + title + "\n---\n\n" + body + "\n" }
