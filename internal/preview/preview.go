// Package preview shows a portal to its authors while they write.
//
// What enters: a source folder and an address to listen on. What leaves: over
// HTTP, for each address of the site, the bytes that a build would publish there,
// rendered on request. Pages get a shadow tree and a script before </body>: a bar,
// the errors of the content above the last state without errors, and the code that
// shows changes without disturbing readers. Below [eventsPath] are the preview's
// own pages: all problems, the changes since a revision, and the mail of an issue.
//
// The preview uses the pipeline of a build: after a change the source is linked
// again as a whole ([portal.Workspace]), so that nothing has to guess the effects
// of the change. It writes only to the caches, and serves only files of the site.
//
// It answers requests of its own pages and typed addresses, not those that another
// site has the browser send (access.go). On a loopback address it answers only to
// loopback names; if other machines are allowed, also to IP addresses and to names
// that lead nowhere else. Slow results (changes, all problems, the files of the
// search) are computed once for all clients, one at a time, and cancelled when
// nobody waits for them any more or a newer state has come; cancelling stops git
// and the index, too.
package preview

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/cli/browser"
	"golang.org/x/net/netutil"

	"intraqvt/internal/portal"
	"intraqvt/internal/problem"
	"intraqvt/internal/review"
)

// Options configure a preview.
type Options struct {
	Build portal.Options // Source, BaseURL, At and Drafts count
	Addr  string         // host:port to listen on; port 0 means any
	Poll  bool           // check the files regularly instead of waiting for notifications
	Open  bool           // show the portal in the user's browser
	Quiet bool           // do not report loads without errors
	Out   io.Writer      // receives the address and a line for each load, in French
}

// mostConnections is the maximum number of simultaneous connections; further
// ones wait.
const mostConnections = 2 * mostEvents

// ErrAddr says that Options.Addr is not host:port.
var ErrAddr = errors.New("adresse illisible")

// preview is a running preview.
type preview struct {
	Options
	workspace *portal.Workspace
	host      string // of the listening address, as given
	open      bool   // also accepts connections from other machines
	current   atomic.Pointer[state]
	listening atomic.Int32 // number of pages that wait for events
	answering sync.RWMutex // read-locked by each request until it is answered
}

// state is the result of one load. It is immutable.
type state struct {
	version  string            // unique, also between runs
	view     *portal.View      // of the last load without errors; if there is none yet, of this one, possibly nil
	sound    bool              // this load had no errors
	earlier  bool              // view comes from an earlier load
	problems []problem.Problem // of this load
	changes  *review.Changes   // for the folder as it was during this load
	replaced chan struct{}     // closed when a newer state replaces this one
}

// Serve shows the portal until ctx ends, then returns nil. An error is one of
// the machine, or [ErrAddr]; errors of the content are shown in the browser.
func Serve(ctx context.Context, o Options) error {
	p := &preview{Options: o, workspace: portal.Open(o.Build)}
	listener, err := p.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	// Start watching before the first load, so that no change is missed.
	changes := watch(o.Build.Source, o.Poll, func(line string) { fmt.Fprintln(o.Out, line) })
	defer changes.close()
	if err := p.load(ctx, nil); ctx.Err() != nil {
		fmt.Fprintln(o.Out, stopped)
		return nil
	} else if err != nil {
		return err
	}
	address := "http://" + net.JoinHostPort(p.host, portOf(listener)) + "/"
	fmt.Fprintf(o.Out, "aperçu sur %s (Ctrl+C pour arrêter)\n", address)

	serving, stop := context.WithCancelCause(ctx)
	server := &http.Server{
		Handler:           p,
		BaseContext:       func(net.Listener) context.Context { return serving },
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		MaxHeaderBytes:    16 << 10, // including the address
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       time.Minute,
	}
	defer server.Close()
	go func() { stop(server.Serve(netutil.LimitListener(listener, mostConnections))) }()
	if o.Open {
		browser.Stdout, browser.Stderr = io.Discard, io.Discard
		go func() { // some requests wait until the browser closes
			if err := browser.OpenURL(address); err != nil {
				fmt.Fprintf(o.Out, "aucun navigateur ne s’est ouvert : ouvrez %s\n", address)
			}
		}()
	}
	for {
		changed, err := changes.next(serving)
		if serving.Err() != nil {
			break
		}
		if err != nil {
			fmt.Fprintln(o.Out, err)
		}
		p.load(ctx, changed) // only the first load can fail, or one whose ctx has ended
		if missed := p.workspace.MissedChanges(); len(missed) > 0 {
			p.load(ctx, missed)
		}
		runtime.GC() // collect now, while the author reads, not during the next load
	}
	if ctx.Err() == nil {
		return context.Cause(serving)
	}
	server.Close()
	p.rest()
	fmt.Fprintln(o.Out, stopped)
	return nil
}

// rest waits until no answer is being computed. Work that cannot be interrupted
// is not waited for.
func (p *preview) rest() {
	done := make(chan struct{})
	go func() {
		p.answering.Lock()
		close(done)
		p.answering.Unlock()
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Second):
	}
}

// stopped is the last line of output.
const stopped = "aperçu arrêté"

// listen opens the requested address or, if its port is taken, one of the next
// twenty.
func (p *preview) listen() (listener net.Listener, err error) {
	host, port, _ := net.SplitHostPort(p.Addr) // the port is empty if this fails
	first, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("%w « %s »", ErrAddr, p.Addr)
	}
	for n := first; n < min(first+20, 1<<16); n++ {
		listener, err = net.Listen("tcp", net.JoinHostPort(host, strconv.FormatUint(n, 10)))
		if !errors.Is(err, syscall.EADDRINUSE) {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("écoute sur %s : %w", p.Addr, err)
	}
	if got := portOf(listener); first != 0 && got != port {
		fmt.Fprintf(p.Out, "le port %s est pris, l’aperçu prend le port %s\n", port, got)
	}
	ip := listener.Addr().(*net.TCPAddr).IP
	if p.host, p.open = host, !ip.IsLoopback(); ip.IsUnspecified() {
		p.host = "localhost"
	}
	return listener, nil
}

func portOf(l net.Listener) string { return strconv.Itoa(l.Addr().(*net.TCPAddr).Port) }

// fewFiles is the maximum number of changed files for which a load trusts the
// watcher; after more changes, such as a checkout, it checks all files.
const fewFiles = 20

// load replaces the current state by that of the source, and reports it with
// the names of the changed files. It fails if there is nothing to show, if the
// machine fails, or if ctx has ended.
func (p *preview) load(ctx context.Context, changed []string) error {
	began := time.Now()
	var r portal.Reading
	if n := len(changed); n > 0 && n <= fewFiles && !slices.Contains(changed, unknownFiles) {
		r.Changed = changed
	}
	view, problems, err := p.workspace.Prepare(ctx, r)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	old := p.current.Load()
	if err != nil {
		if old == nil {
			return err
		}
		problems = []problem.Problem{problem.Failure(err)}
	}
	s := &state{version: strconv.FormatInt(began.UnixNano(), 36), view: view, problems: problems, changes: review.ChangesOf(p.workspace),
		replaced: make(chan struct{})}
	errors := s.errorsFirst(nil)
	s.sound = err == nil && len(errors) == 0
	if !s.sound && old != nil && old.view != nil && (old.sound || old.earlier) {
		s.view, s.earlier = old.view, true
	}
	line := fmt.Sprintf("chargé en %d ms", time.Since(began).Milliseconds())
	if len(changed) > 0 {
		line = "re" + line + " : " + changed[0]
	}
	if n := len(changed); n > 1 {
		line += fmt.Sprintf(" (et %d de plus)", n-1)
	}
	if len(errors) > 0 {
		line += fmt.Sprintf(" ; erreurs : %d, d’abord %s", len(errors), cmp.Or(errors[0].Position(), errors[0].Message))
	}
	if !p.Quiet || len(errors) > 0 {
		fmt.Fprintln(p.Out, line)
	}
	if p.current.Store(s); old != nil {
		close(old.replaced)
	}
	return nil
}
