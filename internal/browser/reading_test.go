package browser

import (
	"context"
	_ "embed"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
)

//go:embed testdata/reading.js
var readingScript string

// reading is what testdata/reading.js finds in an open page.
type reading struct {
	Shown  []string `json:"shown"`  // pieces of the main text that are laid out
	Folded []string `json:"folded"` // pieces in what a reader can unfold
	Cut    []string `json:"cut"`    // what an element hides of its text
}

// read looks at the main text of the open page.
func read(ctx context.Context) (reading, error) {
	return chromedp.Run(ctx, chromedp.Evaluate[reading](readingScript))
}

// lost are the pieces that one can read in r and not in another reading of the
// same page. Where words stand apart is no matter: scripts and narrow screens
// may break a text elsewhere.
func (r reading) lost(other reading) []string {
	join := func(texts []string) string { return strings.Join(strings.Fields(strings.Join(texts, "")), "") }
	there := join(other.Shown) + "\n" + join(other.Folded)
	var lost []string
	for _, text := range slices.Concat(r.Shown, r.Folded) {
		if !strings.Contains(there, join([]string{text})) {
			lost = append(lost, text)
		}
	}
	return lost
}

// excerpt is the beginning of the first pieces, to tell which they are.
func excerpt(texts []string) string {
	var some []string
	for _, text := range texts[:min(3, len(texts))] {
		runes := []rune(text)
		some = append(some, string(runes[:min(40, len(runes))]))
	}
	return "« " + strings.Join(some, " », « ") + " »"
}
