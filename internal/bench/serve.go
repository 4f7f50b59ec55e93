//go:build linux

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"os"
	"path"
	"strconv"
	"strings"
	"sync"
	"time"
)

// siteServer serves a folder like a web server: compressed with gzip if that is
// smaller, and cacheable. It counts the bytes sent, headers included (HTTP/1.1:
// about 200 bytes an answer).
type siteServer struct {
	folder fs.FS
	server *http.Server
	base   string // address of the root, with a final slash

	mu       sync.Mutex
	under    int       // number of requests in progress
	last     time.Time // when a request began or ended last
	sent     []transfer
	packaged map[string]body
}

// transfer is one answered request.
type transfer struct {
	path  string
	bytes int64
}

// body is the content of a file as it is sent.
type body struct {
	data   []byte
	zipped bool
}

// countingConn counts the bytes written to a connection. Requests of one
// connection do not overlap.
type countingConn struct {
	net.Conn
	written int64
}

func (c *countingConn) Write(data []byte) (int, error) {
	n, err := c.Conn.Write(data)
	c.written += int64(n)
	return n, err
}

type countingListener struct{ net.Listener }

func (l countingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &countingConn{Conn: conn}, nil
}

// connKey is the key of the connection in a request's context.
type connKey struct{}

// serveSite serves a folder on a free port of this machine, until close is
// called.
func serveSite(folder string) (*siteServer, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &siteServer{
		folder:   os.DirFS(folder),
		base:     "http://" + listener.Addr().String() + "/",
		packaged: map[string]body{},
	}
	s.server = &http.Server{Handler: s, ConnContext: func(ctx context.Context, conn net.Conn) context.Context {
		return context.WithValue(ctx, connKey{}, conn)
	}}
	go func() {
		// Serve returns when the server is closed; earlier errors show in the
		// browser.
		_ = s.server.Serve(countingListener{listener})
	}()
	return s, nil
}

func (s *siteServer) close() error { return s.server.Close() }

func (s *siteServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.begin()
	conn := r.Context().Value(connKey{}).(*countingConn)
	before := conn.written
	s.send(w, r)
	// Flush now, so that the bytes count for this request and not for the next
	// one.
	_ = http.NewResponseController(w).Flush()
	s.end(transfer{r.URL.Path, conn.written - before})
}

func (s *siteServer) send(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	file, err := s.file(name)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		http.NotFound(w, r)
		return
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		header.Set("Content-Type", kind)
	} else {
		header.Set("Content-Type", "application/octet-stream")
	}
	if file.zipped {
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("Cache-Control", "max-age=3600")
	header.Set("Content-Length", strconv.Itoa(len(file.data)))
	_, _ = w.Write(file.data) // a browser that has gone is not an error
}

// file reads and compresses a file, once.
func (s *siteServer) file(name string) (body, error) {
	s.mu.Lock()
	known, ok := s.packaged[name]
	s.mu.Unlock()
	if ok {
		return known, nil
	}
	data, err := fs.ReadFile(s.folder, name)
	if err != nil {
		return body{}, err
	}
	var zipped bytes.Buffer
	writer := gzip.NewWriter(&zipped)
	if _, err := writer.Write(data); err != nil {
		return body{}, err
	}
	if err := writer.Close(); err != nil {
		return body{}, err
	}
	made := body{data: data}
	if zipped.Len() < len(data) {
		made = body{zipped.Bytes(), true}
	}
	s.mu.Lock()
	s.packaged[name] = made
	s.mu.Unlock()
	return made, nil
}

func (s *siteServer) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.under++
	s.last = time.Now()
}

func (s *siteServer) end(t transfer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.under--
	s.last = time.Now()
	s.sent = append(s.sent, t)
}

// quiet is how long no request must come before a page counts as complete. On
// one machine, further requests come within a few milliseconds.
const quiet = 60 * time.Millisecond

// taken waits until no more requests come, and returns the transfers since the
// last call.
func (s *siteServer) taken(ctx context.Context) ([]transfer, error) {
	for {
		s.mu.Lock()
		rest := quiet - time.Since(s.last)
		if s.under == 0 && rest <= 0 {
			sent := s.sent
			s.sent = nil
			s.mu.Unlock()
			return sent, nil
		}
		s.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(max(rest, time.Millisecond)):
		}
	}
}
