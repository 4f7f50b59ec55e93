//go:build linux

package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// rawGet asks for a path over a connection of its own and returns all that
// comes back, byte for byte.
func rawGet(t *testing.T, s *siteServer, path string) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.Trim(strings.TrimPrefix(s.base, "http://"), "/"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: portail.example\r\nConnection: close\r\n\r\n", path)
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}

func TestServerCountsWhatGoesOverTheWire(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"index.html":    strings.Repeat("<p>encore</p>", 100),
		"a/index.html":  strings.Repeat("<p>dessous</p>", 100),
		"court.pf_meta": "x",
	} {
		if err := writeFile(filepath.Join(folder, name), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	s, err := serveSite(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	tests := []struct {
		path   string
		zipped bool
	}{
		{"/", true}, {"/a/", true}, {"/court.pf_meta", false},
	}
	for _, test := range tests {
		answer := rawGet(t, s, test.path)
		sent, err := s.taken(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(sent) != 1 || sent[0] != (transfer{test.path, int64(len(answer))}) {
			t.Errorf("%s: counted %v, and %d bytes came", test.path, sent, len(answer))
		}
		if zipped := strings.Contains(answer, "Content-Encoding: gzip"); zipped != test.zipped || len(answer) > 500 {
			t.Errorf("%s: gzip is %v in %q", test.path, zipped, answer)
		}
	}
	response, err := http.Get(s.base + "absent.js")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusNotFound {
		t.Errorf("a file that is not there: %s", response.Status)
	}
}
