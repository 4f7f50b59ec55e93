package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPagesAreValidHTML holds all pages, redirects included, to the HTML
// standard and to what htmlvalidate.config.cjs says besides.
func TestPagesAreValidHTML(t *testing.T) {
	program := nodePackage(t, "html-validate/bin/html-validate.mjs")
	markupErrors(t, program, builtPortal(t)).report(t)
}

// markupErrors has html-validate judge all pages of a site.
func markupErrors(t *testing.T, program string, site *siteFolder) tally {
	t.Helper()
	config, err := filepath.Abs("htmlvalidate.config.cjs")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	// Into a file: it leaves before a pipe has taken all that it says.
	report := filepath.Join(t.TempDir(), "report.json")
	if err := runNode(ctx, nil, program, "--config", config, "--formatter", "json="+report, site.dir); err != nil {
		t.Fatal(err)
	}
	output, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var files []struct {
		FilePath string
		Messages []struct {
			RuleID       string
			Message      string
			Selector     string
			Line, Column int
			Severity     int
		}
	}
	if err := json.Unmarshal(output, &files); err != nil {
		t.Fatal(err)
	}
	errors := tally{}
	for _, file := range files {
		page := strings.TrimPrefix(filepath.ToSlash(file.FilePath), filepath.ToSlash(site.dir)+"/")
		for _, m := range file.Messages {
			const warning = 1
			if m.Severity > warning {
				errors.add(m.RuleID, fmt.Sprintf("%s:%d:%d: %s", page, m.Line, m.Column, m.Message))
			}
		}
	}
	return errors
}

func TestMarkupErrorsAreFound(t *testing.T) {
	program := nodePackage(t, "html-validate/bin/html-validate.mjs")
	const page = "<!doctype html>\n<html lang=\"fr\"><head><title>x</title></head>\n<body>%s</body></html>\n"
	got := markupErrors(t, program, writeSite(t, map[string]string{
		"good.html":       fmt.Sprintf(page, "<p>Texte</p>"),
		"deep/twice.html": fmt.Sprintf(page, `<p id="a">Texte</p><p id="a">Texte</p>`),
		"nested.html":     fmt.Sprintf(page, "<ul><p>Texte</p></ul>"),
	}))
	for rule, place := range map[string]string{"no-dup-id": "deep/twice.html:3:", "element-permitted-content": "nested.html:3:"} {
		if places := got[rule]; len(places) != 1 || !strings.HasPrefix(places[0], place) {
			t.Errorf("%s in %s is not found: %v", rule, place, got)
		}
	}
	if len(got) != 2 {
		t.Errorf("%d kinds of errors, want 2: %v", len(got), got)
	}
}
