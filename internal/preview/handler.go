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

// eventsPath tells pages the version of the state, at once and whenever it
// changes. No page is there, nor below: hidden files are nobody's content.
const eventsPath = "/.apercu"

// ServeHTTP answers for the whole site.
func (p *preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.answering.RLock()
	defer p.answering.RUnlock()
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin") // no other site reads drafts
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

// hostRefused says by what names this preview is reached.
func (p *preview) hostRefused() string {
	if p.open {
		return "Cet aperçu ne répond qu’à l’adresse de cette machine en chiffres et à son nom. Pour l’ouvrir sous un autre nom : intraqvt serve --addr NOM:8080"
	}
	return "Cet aperçu ne répond qu’à son adresse, à localhost et à 127.0.0.1. Pour l’ouvrir à d’autres machines : intraqvt serve --addr 0.0.0.0:8080"
}

// answer has the newest state answer. Where a newer one comes while it is at
// work, that one does; where the asker leaves, nobody works any longer.
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

// answer tells whether it has answered. It has not where ctx has ended before.
func (s *state) answer(ctx context.Context, w http.ResponseWriter, r *http.Request) bool {
	if tool, ok := strings.CutPrefix(r.URL.Path, eventsPath+"/"); ok {
		return s.serveTool(ctx, w, r, tool)
	}
	return s.serve(ctx, w, r)
}

// mostEvents is how many pages may wait for events at once; each keeps a
// connection.
const mostEvents = 200

// events tells the version of each state until the reader leaves.
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
	control.SetReadDeadline(time.Time{}) // nothing more is read, for as long as it takes
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

// serve answers with what the site has at an address.
func (s *state) serve(ctx context.Context, w http.ResponseWriter, r *http.Request) bool {
	if s.view == nil {
		s.writePage(w, http.StatusServiceUnavailable, shown{body: blank})
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
			http.ServeContent(w, r, "", time.Time{}, body) // knows about parts of large files
			return true
		}
		page, err = io.ReadAll(body)
	}
	if err != nil {
		broken := &state{version: s.version, view: s.view, problems: append(slices.Clone(s.problems), problem.Failure(err))}
		broken.writePage(w, http.StatusInternalServerError, shown{body: blank})
		return true
	}
	s.writePage(w, status, shown{body: page, page: s.view.Page(address)})
	return true
}

// blank is the page behind problems where there is nothing else to show.
var blank = []byte("<!doctype html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Aperçu</title></head><body></body></html>\n")

// insertionPoint is where a page gets what the preview adds: before </body>.
func insertionPoint(page []byte) int {
	if at := bytes.LastIndex(page, []byte("</body>")); at >= 0 {
		return at
	}
	return len(page)
}
