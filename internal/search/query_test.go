package search

import (
	"strings"
	"testing"
)

func TestReadQuery(t *testing.T) {
	for _, test := range []struct{ text, words, phrases, excluded string }{
		{"prévention des risques", "prevention risques", "", ""},
		{"est-ce que", "est|'est ce|'ce que|'que", "", ""}, // stop words alone are kept
		{`"document unique" 2021`, "document unique 2021", `"document unique"`, ""},
		{"« document unique » -rps", "document unique", "« document unique »", "rps"},
		{`-"a b" c`, "c", "", `"a b"`},
		{`bien-être -mal-être`, "bien", "", "mal-être"},
		{`plan"d'actions"`, "plan actions", `"d'actions"`, ""},
		{`l'"accord`, "accord", "", ""},
		{"- a b", "b", "", ""},
		{"salarié·e·s", "salaries|salariees", "", ""},
		{"animateur/trice L. 4121", "animateur|animatrice 4121|l4121", "", ""},
		{" \u00a0\t", "", "", ""},
	} {
		q := readQuery(test.text, false)
		var words []string
		for _, w := range q.words {
			words = append(words, strings.Join(w.forms, "|"))
			if w.start < 0 || w.end > len(test.text) || w.start >= w.end {
				t.Errorf("%q: %v stands from %d to %d", test.text, w.forms, w.start, w.end)
			}
		}
		var excluded []string
		for _, e := range q.excluded {
			if e != "" {
				excluded = append(excluded, e)
			}
		}
		if got := strings.Join(words, " "); got != test.words {
			t.Errorf("%q: words %q, want %q", test.text, got, test.words)
		}
		if got := strings.Join(q.phrases, " "); got != test.phrases {
			t.Errorf("%q: phrases %q, want %q", test.text, got, test.phrases)
		}
		if got := strings.Join(excluded, " "); got != test.excluded {
			t.Errorf("%q: excluded %q, want %q", test.text, got, test.excluded)
		}
	}
}
