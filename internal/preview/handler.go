package preview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"intraqvt/internal/media"
	"intraqvt/internal/problem"
)

// eventsPath is the address where pages receive the version of the state, at
// once and after each change. It is hidden, so no page of the portal is there
// or below.
const eventsPath = "/.apercu"

// ServeHTTP answers all requests.
func (p *preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.answering.RLock()
	defer p.answering.RUnlock()
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin") // other sites cannot read drafts
	switch {
	case !p.allowsHost(r.Host):
		http.Error(w, p.hostRefused(), http.StatusForbidden)
	case fromElsewhere(r):
		refuse(w, r)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "Cet aperçu se lit seulement.", http.StatusMethodNotAllowed)
	case r.URL.Path == eventsPath:
		p.events(w, r)
	default:
		p.answer(w, r)
	}
}

// hostRefused returns a message with the names that this preview answers to.
func (p *preview) hostRefused() string {
	if p.open {
		return "Cet aperçu ne répond qu’à l’adresse de cette machine en chiffres et à son nom. Pour l’ouvrir sous un autre nom : " +
			"intraqvt serve --addr NOM:8080"
	}
	return "Cet aperçu ne répond qu’à son adresse, à localhost et à 127.0.0.1. Pour l’ouvrir à d’autres machines : intraqvt serve --addr " +
		"0.0.0.0:8080"
}

// answer answers with the newest state. If a newer one comes meanwhile, that
// one answers instead; if the client leaves, the work stops.
func (p *preview) answer(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		s := p.current.Load()
		ctx, stop := context.WithCancel(r.Context())
		go func() {
			select {
			case <-s.replaced:
				stop()
			case <-ctx.Done():
			}
		}()
		done := s.answer(ctx, w, r)
		stop()
		if done {
			return
		}
	}
}

// answer returns true if it has answered, false if ctx ended before.
func (s *state) answer(ctx context.Context, w http.ResponseWriter, r *http.Request) bool {
	if tool, ok := strings.CutPrefix(r.URL.Path, eventsPath+"/"); ok {
		return s.serveTool(ctx, w, r, tool)
	}
	return s.serve(ctx, w, r)
}

// mostEvents is the maximum number of pages that receive events; each keeps a
// connection.
const mostEvents = 200

// events sends the version of each state until the client leaves.
func (p *preview) events(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		w.Header().Set("Content-Type", "text/event-stream")
		return
	}
	defer p.listening.Add(-1)
	if p.listening.Add(1) > mostEvents {
		w.Header().Set("Retry-After", "10")
		http.Error(w, "Trop de pages suivent déjà cet aperçu : fermez-en, puis rechargez celle-ci.", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	control.SetReadDeadline(time.Time{}) // no deadline: nothing more is read from this connection
	for {
		s := p.current.Load()
		control.SetWriteDeadline(time.Now().Add(10 * time.Second))
		fmt.Fprintf(w, "data: %s\n\n", s.version)
		if control.Flush() != nil {
			return
		}
		select {
		case <-s.replaced:
		case <-r.Context().Done():
			return
		}
	}
}

// serve answers with the site's content for an address.
func (s *state) serve(ctx context.Context, w http.ResponseWriter, r *http.Request) bool {
	if s.view == nil {
		s.writePage(w, http.StatusServiceUnavailable, sentPage{body: blank})
		return true
	}
	address, status := strings.TrimPrefix(r.URL.Path, "/"), http.StatusOK
	if address == "" || strings.HasSuffix(address, "/") {
		address += "index.html"
	}
	body, err := s.view.Open(ctx, address)
	if errors.Is(err, fs.ErrNotExist) {
		if s.view.Has(address + "/index.html") {
			http.Redirect(w, r, (&url.URL{Path: "/" + address + "/", RawQuery: r.URL.RawQuery}).String(), http.StatusFound)
			return true
		}
		address, status = "404.html", http.StatusNotFound
		body, err = s.view.Open(ctx, address)
	}
	if err == nil {
		defer body.Close()
	}
	if ctx.Err() != nil {
		return false
	}
	var page []byte
	if err == nil {
		if path.Ext(address) != ".html" {
			for name, value := range media.Headers(address) {
				w.Header().Set(name, value)
			}
			http.ServeContent(w, r, "", time.Time{}, body) // it supports ranges of large files
			return true
		}
		page, err = io.ReadAll(body)
	}
	if err != nil {
		broken := &state{version: s.version, view: s.view, problems: append(slices.Clone(s.problems), problem.Failure(err))}
		broken.writePage(w, http.StatusInternalServerError, sentPage{body: blank})
		return true
	}
	s.writePage(w, status, sentPage{body: page, page: s.view.Page(address)})
	return true
}

// blank is the page behind the list of problems if there is nothing else to
// show.
var blank = []byte("<!doctype html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Aperçu</title></head><body></body></html>\n")

// insertionPoint returns the place of the preview's additions in a page: before
// </body>.
func insertionPoint(page []byte) int {
	if at := bytes.LastIndex(page, []byte("</body>")); at >= 0 {
		return at
	}
	return len(page)
}
