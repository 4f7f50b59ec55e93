// Package preview shows a portal to those who write it, while they do.
//
// What enters: a source folder and an address to listen on. What leaves: over
// HTTP, for each address of the site, the bytes that a build would publish
// there, rendered when asked for. Pages get a shadow tree and a script before
// </body>: a bar, what is wrong with the content over the last state that had
// no errors, and what shows a change without disturbing who reads. Below
// [eventsPath] stand pages of the preview's own: all problems, what changed
// since a revision, and the mail that an issue becomes.
//
// It is the pipeline of a build and not a second one: after a change the
// source is linked again as a whole ([portal.Workspace]), so that nothing has to
// guess what the change reaches. It writes nothing but the caches, and serves no
// file that is not part of the site.
//
// It answers its own pages and addresses that were typed, and nothing that
// another site has the browser ask for (access.go): on a loopback address under
// loopback names only; where other machines are let in, also under addresses in
// figures and names that lead here and nowhere else. What takes long (what
// changed, all problems, the files of the search) is made once for all who ask,
// one at a time, and called off when nobody waits for it any more or when a
// newer state has come; git and the index stop with it.
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

// Options say what to show, and where.
type Options struct {
	Build portal.Options // Source, BaseURL, At and Drafts count
	Addr  string         // host:port to listen on; port 0 means any
	Poll  bool           // look at the files instead of being told of changes
	Open  bool           // show the portal in the user's browser
	Quiet bool           // say nothing of loads, but where they have errors
	Out   io.Writer      // gets the address and a line for each load, in French
}

// mostConnections is how many there may be at once; more wait.
const mostConnections = 2 * mostEvents

// ErrAddr says that Options.Addr is not host:port.
var ErrAddr = errors.New("adresse illisible")

// preview is the portal as it stands, and who may see it.
type preview struct {
	Options
	workspace *portal.Workspace
	host      string // of the listening address, as people call it
	open      bool   // listens to other machines, on purpose
	current   atomic.Pointer[state]
	listening atomic.Int32 // pages that wait for events
	answering sync.RWMutex // read by each request until it is answered
}

// state is what one load gave. It never changes.
type state struct {
	version  string            // no other load has it, in other runs neither
	view     *portal.View      // of the last load without errors; before it, of this one, which may be nil
	sound    bool              // this load had no errors
	earlier  bool              // view is of an earlier load
	problems []problem.Problem // of this load
	changes  *review.Changes   // of the folder as it was then
	replaced chan struct{}     // closed when a newer state has taken its place
}

// Serve shows the portal until ctx ends, and then returns nil. An error is one
// of the machine, or [ErrAddr]; what is wrong with the content is shown.
func Serve(ctx context.Context, o Options) error {
	p := &preview{Options: o, workspace: portal.Open(o.Build)}
	listener, err := p.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	// Watching begins before the first load: no change falls between them.
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
		MaxHeaderBytes:    16 << 10, // the address among them
		WriteTimeout:      2 * time.Minute,
		IdleTimeout:       time.Minute,
	}
	defer server.Close()
	go func() { stop(server.Serve(netutil.LimitListener(listener, mostConnections))) }()
	if o.Open {
		browser.Stdout, browser.Stderr = io.Discard, io.Discard
		go func() { // some wait for the browser's end
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
		p.load(ctx, changed) // only the first one fails, or one whose ctx has ended
		if missed := p.workspace.Missed(); len(missed) > 0 {
			p.load(ctx, missed)
		}
		runtime.GC() // now, while the author reads, and not during the next load
	}
	if ctx.Err() == nil {
		return context.Cause(serving)
	}
	server.Close()
	p.rest()
	fmt.Fprintln(o.Out, stopped)
	return nil
}

// rest waits until nothing is at work for an answer any more. It does not wait
// for what cannot be interrupted.
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

// stopped is the last line.
const stopped = "aperçu arrêté"

// listen opens the address asked for, or the next free port of twenty.
func (p *preview) listen() (listener net.Listener, err error) {
	host, port, _ := net.SplitHostPort(p.Addr) // no port where it fails
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

// fewFiles is how many changes a load takes at their word; after more, such as
// those of a checkout, it looks at all files.
const fewFiles = 20

// load makes the state that the source is in now the current one, and says so
// with the names of what has changed. It fails where there is nothing to show,
// for a cause that is not in the content, and where ctx has ended.
func (p *preview) load(ctx context.Context, changed []string) error {
	began := time.Now()
	if n := len(changed); n > 0 && n <= fewFiles && !slices.Contains(changed, unknownFiles) {
		p.workspace.Touched(changed)
	}
	view, problems, err := p.workspace.Prepare(ctx)
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
	s := &state{version: strconv.FormatInt(began.UnixNano(), 36), view: view, problems: problems, changes: review.ChangesOf(p.workspace), replaced: make(chan struct{})}
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
