//go:build linux

package main

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// standInSearch answers each input after it has loaded a file for it.
const standInSearch = `
const field = document.querySelector("input"), list = document.querySelector("div");
addEventListener("keydown", (event) => {
  if (event.key !== "k" || !event.ctrlKey) return;
  event.preventDefault();
  field.value = "";
  field.focus();
});
field.addEventListener("input", async () => {
  const text = field.value;
  await fetch("recherche/m/" + text.length + ".js");
  list.replaceChildren(...text.split(" ").map(() => document.createElement("p")));
  list.dataset.answered = text;
});
globalThis.bench = watch(() => list.dataset.answered, "data-answered", () => list.children.length);
globalThis.opened = () => document.activeElement === field;
`

func TestReaderSearches(t *testing.T) {
	if testing.Short() {
		t.Skip("browser tests are not for -short")
	}
	program := cmp.Or(os.Getenv("CHROMIUM"), "/usr/bin/chromium")
	if _, err := os.Stat(program); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no Chromium: %v (make test installs it)", err)
		}
		t.Skipf("no Chromium: %v ($CHROMIUM may name another)", err)
	}
	folder := t.TempDir()
	for name, text := range map[string]string{
		"page.html":        "<!doctype html><title>Page</title><link rel=icon href=data:,><input><div></div>",
		"recherche/m/1.js": "1", "recherche/m/2.js": "2", "recherche/m/3.js": "3",
	} {
		if err := writeFile(filepath.Join(folder, name), []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	server, err := serveSite(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer server.close()
	browser, err := startChromium(t.Context(), program, filepath.Join(t.TempDir(), "profile"))
	if err != nil {
		t.Fatal(err)
	}
	defer browser.stop()
	newReader := func(row string) *reader {
		return &reader{
			row: row, browser: browser, server: server, part: intraqvtPart,
			page: server.base + "page.html", script: "{" + watchScript + standInSearch + "}",
			into: &searchResult{First: weights{}, Later: weights{}, Typed: weights{}},
		}
	}
	r := newReader("one")
	if err := r.weighQueries(t.Context(), "é à", "du"); err != nil {
		t.Fatal(err)
	}
	if err := r.weighTyping(t.Context(), "é à"); err != nil {
		t.Fatal(err)
	}
	got := r.into
	one := got.First[partWords][0]
	switch {
	case got.Shown[0] != 2 || got.Requests[0] != 1:
		t.Errorf("the first query showed %v results after %v requests, want 2 after 1", got.Shown, got.Requests)
	case one < 0.1 || one > 1 || got.First[partAll][0] != one:
		t.Errorf("the first query took %v kB, not one small file", got.First)
	case got.Later[partWords][0] != one:
		t.Errorf("the next took %v kB, not as much as the first: %v", got.Later[partWords], one)
	case got.Typed[partWords][0] < 2.9*one || got.Typed[partWords][0] > 3.1*one:
		t.Errorf("three letters took %v kB, not three times %v", got.Typed[partWords], one)
	}

	// Both pages are open at once: the one behind must not wait for its frames.
	other := newReader("other")
	err = timeKeys(t.Context(), []*reader{r, other}, []string{"é à", "du"}, 2, func(into *searchResult) (last, every *[]float64) {
		return &into.SlowLast, &into.SlowEvery
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*reader{r, other} {
		last, every := r.into.SlowLast, r.into.SlowEvery
		if len(last) != 2 || len(every) != 5 || last[0] != every[2] || last[1] != every[4] {
			t.Errorf("%s: the times of five keys in two queries: %v, %v", r.row, last, every)
		}
		for _, ms := range every {
			if ms <= 0 || ms > 10_000 {
				t.Errorf("%s: a key took %v ms", r.row, ms)
			}
		}
	}

	r.script = `throw new Error("pas de recherche")`
	if _, err := r.visit(t.Context()); err == nil || !strings.Contains(err.Error(), "pas de recherche") {
		t.Errorf("a page's error was told as %v", err)
	}
}

func TestBrowserThatEnds(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience/2)
	defer cancel()
	browser, err := startChromium(ctx, "true", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer browser.stop()
	if _, err := browser.newTab(ctx); err == nil || ctx.Err() != nil {
		t.Errorf("got %v, after waiting: %v", err, ctx.Err())
	}
}
