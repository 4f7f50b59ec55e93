package problem

import (
	"slices"
	"strings"
	"testing"
)

// An author reads these texts in a terminal, in a code review and in the
// guide: each has to say what it means and what to do, in one style.
func TestCatalogueReadsWell(t *testing.T) {
	seen := map[string]bool{}
	var groups []string
	for _, r := range Catalogue() {
		if seen[r.Code()] {
			t.Errorf("%s stands twice in the catalogue", r.Code())
		}
		seen[r.Code()] = true
		if n := len(groups); n == 0 || groups[n-1] != r.Group {
			if slices.Contains(groups, r.Group) {
				t.Errorf("%s: the subject « %s » is in two places", r.Code(), r.Group)
			}
			groups = append(groups, r.Group)
		}
		if r.Title == "" || strings.HasSuffix(r.Title, ".") {
			t.Errorf("%s: title %q", r.Code(), r.Title)
		}
		for what, text := range map[string]string{"meaning": r.Meaning, "remedy": r.Remedy} {
			if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "».") || strings.Count(text, "`")%2 == 1 ||
				strings.ContainsAny(text, "'\"") {
				t.Errorf("%s: %s %q: whole sentences, typographic apostrophes, backquotes in pairs", r.Code(), what, text)
			}
		}
		for line := range strings.Lines(r.Example) {
			if !strings.HasPrefix(line, "avant : ") && !strings.HasPrefix(line, "après : ") && !strings.HasPrefix(line, "        ") &&
				line != "\n" {
				t.Errorf("%s: example line %q is neither before nor after", r.Code(), line)
			}
			if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 78 {
				t.Errorf("%s: example line of %d characters: %q", r.Code(), n, line)
			}
		}
	}
}

func TestExplain(t *testing.T) {
	for _, code := range []string{"lien-casse", " Lien-Casse "} {
		if r, ok := Explain(code); !ok || r != BrokenLink || r.Code() != "lien-casse" || r.Group != "Liens et renvois" {
			t.Errorf("Explain(%q) = %+v, %v", code, r, ok)
		}
	}
	if r, ok := Explain("lien-cassé-ou-pas"); ok {
		t.Errorf("an unknown code is explained: %+v", r)
	}
}
