package preview

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// The browser that a person uses is shown the address.
func TestOpensTheBrowser(t *testing.T) {
	dir := t.TempDir()
	asked := filepath.Join(dir, "asked")
	if err := syscall.Mkfifo(asked, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte("#!/bin/sh\necho \"$1\" > '"+asked+"'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	s := openWith(t, map[string]string{"content/a.md": page("Alpha", "Un.")}, Options{Open: true})
	address, err := os.ReadFile(asked) // waits until somebody writes
	if got := strings.TrimSpace(string(address)); err != nil || got != s.url+"/" {
		t.Errorf("the browser is shown %q (%v), want %s/", got, err, s.url)
	}
}
