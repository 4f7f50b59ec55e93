package site_test

import (
	"fmt"
	"path"
	"strings"
	"testing"
	"time"

	"intraqvt/internal/content"
	"intraqvt/internal/portaltest"
	"intraqvt/internal/problem"
	"intraqvt/internal/site"
)

// files are the sources of a portal by their names below content/. A page is
// written as its fields, a line « --- » and its text.
type files map[string]string

var today = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

// linked returns the site of some files, with the types of the small portal
// and, if there is a site.yaml, its configuration.
func linked(t testing.TB, sources files, change ...func(*site.Options)) *site.Site {
	t.Helper()
	all := portaltest.Layouts(t)
	for name, text := range sources {
		if content.IsMarkdown(name) && strings.Contains(text, "---") {
			text = "---\n" + text
		}
		if !strings.HasPrefix(name, "layouts/") {
			name = content.FileAt(name)
		}
		all[name] = text
	}
	p := portaltest.Load(t, all, append([]func(*site.Options){func(o *site.Options) { o.At = today }}, change...)...)
	if p.Site == nil {
		t.Fatal(p.Problems)
	}
	for _, before := range p.Problems[:len(p.Problems)-len(p.Site.Problems)] {
		if before.Level == problem.Error {
			t.Fatal(before)
		}
	}
	return p.Site
}

// problemsOf formats the problems of a site, one a line with its hint.
func problemsOf(s *site.Site) string {
	var lines []string
	for _, p := range s.Problems {
		level := ""
		if p.Level == problem.Warning {
			level = "(avertissement) "
		}
		line := p.Position() + " " + level + p.Message
		if p.Hint != "" {
			line += " → " + p.Hint
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func expectSaid(t *testing.T, s *site.Site, want ...string) {
	t.Helper()
	if got := problemsOf(s); got != strings.Join(want, "\n") {
		t.Errorf("problems:\n%s\nwant:\n%s", got, strings.Join(want, "\n"))
	}
}

// page returns the visible page of a file.
func page(t testing.TB, s *site.Site, file string) *site.Page {
	t.Helper()
	for _, p := range s.Pages {
		if p.Name == file {
			return p
		}
	}
	t.Fatalf("%s is not in the site", file)
	return nil
}

// slugs returns the slugs of pages.
func slugs(pages []*site.Page) string {
	var out []string
	for _, p := range pages {
		out = append(out, strings.TrimSuffix(path.Base(p.Name), ".md"))
	}
	return strings.Join(out, " ")
}

// where describes a target.
func where(t site.Target) string {
	switch {
	case t.Page != nil && t.Anchor != "":
		return t.Page.Name + "#" + t.Anchor
	case t.Page != nil:
		return t.Page.Name
	case t.Section != nil:
		return t.Section.Path + "/"
	case t.File != "":
		return "fichier " + t.File
	case t.Pages != nil:
		return "liste " + slugs(t.Pages)
	default:
		return ""
	}
}

func numbered(n int, text string) string {
	return fmt.Sprintf("titre: Déterminant %d\nnumero: %d\n---\n%s", n, n, text)
}
