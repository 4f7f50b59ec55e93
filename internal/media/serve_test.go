package media

import (
	"os"
	"strings"
	"testing"
)

// The README has servers send files as the preview does.
func TestReadmeSendsFilesAsThePreviewDoes(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(readme)
	if n := strings.Count(text, strings.ReplaceAll(Shown, " ", "|")); n != 3 {
		t.Errorf("the README names what is shown for %d servers, want nginx, Apache and Caddy", n)
	}
	if n := strings.Count(text, DrawingPolicy); n != 3 {
		t.Errorf("the README gives the policy of drawings %d times, want 3", n)
	}
}

func TestHeaders(t *testing.T) {
	for name, want := range map[string]string{
		"a.pdf": "application/pdf", "a.DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document, attachment",
		"a": "application/octet-stream, attachment", "a.csv": "text/csv; charset=utf-8, attachment",
		"a.svg": "image/svg+xml, " + DrawingPolicy, "a.html": "text/html; charset=utf-8",
		"assets/a.0123abcd.js": "text/javascript; charset=utf-8", "a.html.fr": "application/octet-stream, attachment",
		"a.jpg": "image/jpeg", "a.mp4": "video/mp4", "a.txt": "text/plain; charset=utf-8", "a.woff2": "font/woff2",
	} {
		h := Headers(name)
		got := h["Content-Type"]
		for _, more := range []string{h["Content-Disposition"], h["Content-Security-Policy"]} {
			if more != "" {
				got += ", " + more
			}
		}
		if got != want || h["X-Content-Type-Options"] != "nosniff" {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
