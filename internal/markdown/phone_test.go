package markdown

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// In what authors wrote, the figures 15, 17 and 18 count people, days and pages
// far more often than they call somebody.
func TestPlainFiguresStayText(t *testing.T) {
	short := regexp.MustCompile(`<a href="tel:(1[5-9]|11[2-9])">`)
	plain := regexp.MustCompile(`(^|[^0-9,.:/-])(15|17|18)([^0-9,.:/-]|$)`)
	calls := regexp.MustCompile(`(?i)appel|compos|joi(n|g)|samu|pompier|police|gendarme|secours|urgence|sms`)
	written := regexp.MustCompile(`\[[0-9 ]+\]\(tel:[^)]*\)`) // links that authors wrote
	left, content := 0, os.DirFS("../../content")
	err := fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".md") || strings.HasPrefix(name, "que-faire/") {
			return err
		}
		data, err := fs.ReadFile(content, name)
		if err != nil {
			return err
		}
		page, _ := Compile(written.ReplaceAll(data, nil), Options{})
		html := string(page.HTML)
		for _, at := range short.FindAllStringIndex(html, -1) {
			block := html[strings.LastIndexAny(html[:at[0]], "\n")+1 : at[0]]
			if !calls.MatchString(block) {
				t.Errorf("%s: a number to call in %q", name, block+html[at[0]:at[1]])
			}
		}
		left += len(plain.FindAllString(html, -1))
		return nil
	})
	if err != nil || left < 100 {
		t.Errorf("%d plain figures: %v", left, err)
	}
}
