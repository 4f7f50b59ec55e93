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

func TestDistance(t *testing.T) {
	var rows editRows
	for _, test := range []struct {
		a, b      string
		distance  int
		beginning int
	}{
		{"prevention", "prevention", 0, 0},
		{"prevntion", "prevention", 1, 1},
		{"prevetnion", "prevention", 1, 1},
		{"preventiion", "prevention", 1, 1},
		{"brevention", "prevention", 1, 1},
		{"psicosociaux", "psychosociaux", 2, 2},
		{"prevnt", "prevention", 3, 1},
		{"prev", "prevention", 3, 0},
		{"abc", "xyz", 3, 3},
	} {
		if got := rows.distance(test.a, test.b, 2); got != test.distance {
			t.Errorf("distance of %s and %s: %d, want %d", test.a, test.b, got, test.distance)
		}
		if got := rows.beginning(test.a, test.b, 2); got != test.beginning {
			t.Errorf("distance of %s and a beginning of %s: %d, want %d", test.a, test.b, got, test.beginning)
		}
	}
}
