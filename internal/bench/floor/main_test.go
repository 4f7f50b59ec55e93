//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBuildConvertsEveryPage(t *testing.T) {
	source, output := t.TempDir(), filepath.Join(t.TempDir(), "out")
	if err := os.MkdirAll(filepath.Join(source, "a", "b"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"une.md":       "---\ntitle: \"Une\"\n---\n\n# Bonjour\n\n| a | b |\n| - | - |\n| 1 | 2 |\n",
		"a/b/deux.md":  "Sans en-tête, *mais avec* du texte.\n",
		"a/dessin.svg": "<svg/>",
	} {
		if err := os.WriteFile(filepath.Join(source, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := build(source, output); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"une.html":      "<h1 id=\"bonjour\">Bonjour</h1>\n<table>",
		"a/b/deux.html": "<p>Sans en-tête, <em>mais avec</em> du texte.</p>",
	} {
		text, err := os.ReadFile(filepath.Join(output, name))
		if err != nil {
			t.Error(err)
		} else if !strings.Contains(string(text), want) || strings.Contains(string(text), "title:") {
			t.Errorf("%s: no %q in %q", name, want, text)
		}
	}
	if _, err := os.Stat(filepath.Join(output, "a", "dessin.svg")); err == nil {
		t.Error("what is no page was converted")
	}
}

func TestBuildTellsWhatItCannotWrite(t *testing.T) {
	source, output := t.TempDir(), filepath.Join(t.TempDir(), "out")
	for _, name := range []string{"a.md", "b.md"} {
		if err := os.WriteFile(filepath.Join(source, name), []byte("Texte.\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// A folder where the page's file should be.
	if err := os.MkdirAll(filepath.Join(output, "a.html"), 0o755); err != nil {
		t.Fatal(err)
	}
	err := build(source, output)
	if err == nil || !strings.Contains(err.Error(), "a.html") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(output, "b.html")); err != nil {
		t.Errorf("the other page was given up: %v", err)
	}
}
