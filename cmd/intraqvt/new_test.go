package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// This cannot be a script, which does not know whether root runs it: root
// ignores permissions.
func TestNewWithoutPermission(t *testing.T) {
	if os.Geteuid() <= 0 {
		t.Skip("root may write anywhere, and Windows has no such permissions")
	}
	source := t.TempDir()
	locked := filepath.Join(source, "content", "pages")
	if err := os.MkdirAll(locked, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(locked, 0o555); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code := run([]string{"new", "--source", source, "page", "Venir"}, strings.NewReader(""), &stdout, &stderr)
	if want := "écriture de " + filepath.Join(locked, "venir.md") + " : permission refusée"; code != exitMachine ||
		!strings.Contains(stderr.String(), want) {
		t.Errorf("exit code %d, %q; want %d, %q", code, stderr.String(), exitMachine, want)
	}
}
