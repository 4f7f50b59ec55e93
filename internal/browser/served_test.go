package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// TestServedBelowAPath tries the portal where it is not at the root of its
// server: nothing may be asked for that is not there, or not below the path.
func TestServedBelowAPath(t *testing.T) {
	chromium(t)
	site := portal(t)
	const path = "/a/b/"
	refused := tally{}
	var mu sync.Mutex
	files := http.StripPrefix(path, http.FileServer(http.Dir(site.dir)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		files.ServeHTTP(answer, r)
		if answer.status >= 400 {
			mu.Lock()
			refused.add(fmt.Sprintf("%s answers %d", r.URL.Path, answer.status), strings.TrimPrefix(r.Referer(), "http://"+r.Host+path))
			mu.Unlock()
		}
	}))
	defer server.Close()

	c := crawlSite(t, site, server.URL+path, 2)
	if len(c.pages) < 3 {
		t.Errorf("only %d pages are two clicks away", len(c.pages))
	}
	dead := tally{}
	asked := map[string]bool{}
	for _, v := range c.visits() {
		if v.failed != nil {
			t.Errorf("%s cannot be opened: %v", v.address, v.failed)
		}
		for _, l := range v.survey.Links {
			if why := c.dead(l); why != "" {
				dead.add(fmt.Sprintf("<%s> %q %s", l.Kind, l.Raw, why), v.address)
			}
			address, _, inside := c.target(l)
			if !inside || asked[address] {
				continue
			}
			asked[address] = true
			response, err := http.Head(server.URL + path + address)
			if err != nil {
				t.Error(err)
				continue
			}
			response.Body.Close()
		}
	}
	dead.report(t)
	mu.Lock()
	defer mu.Unlock()
	refused.report(t)
	t.Logf("%d pages opened, %d addresses asked for", len(c.pages), len(asked))
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
