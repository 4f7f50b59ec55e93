package preview

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"intraqvt/internal/problem"
)

// eventsPath tells pages the version of the state, at once and whenever it
// changes. No page is there, nor below: hidden files are nobody's content.
const eventsPath = "/.apercu"

// ServeHTTP answers for the whole site.
func (p *preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin") // no other site reads drafts
	switch {
	case !p.allows(r.Host):
		http.Error(w, "Cet aperçu ne répond qu’à son adresse, à localhost et à 127.0.0.1. Pour l’ouvrir à d’autres machines : intraqvt serve --addr 0.0.0.0:8080", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "Cet aperçu se lit seulement.", http.StatusMethodNotAllowed)
	case r.URL.Path == eventsPath:
		p.events(w, r)
	case strings.HasPrefix(r.URL.Path, eventsPath+"/"):
		p.current.Load().serveTool(w, r, strings.TrimPrefix(r.URL.Path, eventsPath+"/"))
	default:
		p.current.Load().serve(w, r)
	}
}

// allows tells whether a request was meant for this address. The name of
// another machine that leads to a loopback address is a trick to read it.
func (p *preview) allows(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return p.open || strings.EqualFold(host, "localhost") || strings.EqualFold(host, p.host) || err == nil && ip.Unmap().IsLoopback()
}

// events tells the version of each state until the reader leaves.
func (p *preview) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
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
func (s *state) serve(w http.ResponseWriter, r *http.Request) {
	if s.view == nil {
		s.writePage(w, http.StatusServiceUnavailable, shown{body: blank})
		return
	}
	address, status := strings.TrimPrefix(r.URL.Path, "/"), http.StatusOK
	if address == "" || strings.HasSuffix(address, "/") {
		address += "index.html"
	}
	body, err := s.view.Open(address)
	if errors.Is(err, fs.ErrNotExist) {
		if s.view.Has(address + "/index.html") {
			http.Redirect(w, r, (&url.URL{Path: "/" + address + "/", RawQuery: r.URL.RawQuery}).String(), http.StatusFound)
			return
		}
		address, status = "404.html", http.StatusNotFound
		body, err = s.view.Open(address)
	}
	var page []byte
	if err == nil {
		defer body.Close()
		if path.Ext(address) != ".html" {
			w.Header().Set("Content-Type", contentType(address))
			http.ServeContent(w, r, "", time.Time{}, body) // knows about parts of large files
			return
		}
		page, err = io.ReadAll(body)
	}
	if err != nil {
		broken := &state{version: s.version, view: s.view, source: s.source, problems: append(slices.Clone(s.problems), problem.Problem{Message: err.Error()})}
		broken.writePage(w, http.StatusInternalServerError, shown{body: blank})
		return
	}
	s.writePage(w, status, shown{body: page, page: s.view.Page(address)})
}

// blank is the page behind problems where there is nothing else to show.
var blank = []byte("<!doctype html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Aperçu</title></head><body></body></html>\n")

// contentTypes are those that systems know differently, or not at all.
var contentTypes = map[string]string{
	".csv": "text/csv; charset=utf-8", ".ics": "text/calendar; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".txt": "text/plain; charset=utf-8", ".woff2": "font/woff2", ".xml": "application/xml",
}

func contentType(address string) string {
	ext := strings.ToLower(path.Ext(address))
	return cmp.Or(contentTypes[ext], mime.TypeByExtension(ext), "application/octet-stream")
}

// insertionPoint is where a page gets what the preview adds: before </body>.
func insertionPoint(page []byte) int {
	if at := bytes.LastIndex(page, []byte("</body>")); at >= 0 {
		return at
	}
	return len(page)
}
