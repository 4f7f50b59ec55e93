package main

import (
	"slices"
	"strings"
	"testing"
)

const testAffixes = `SET UTF-8
FLAG long
NEEDAFFIX ()
FORBIDDENWORD {}
PFX L' Y 1
PFX L' 0 l' [aé]
PFX re Y 1
PFX re 0 re [^é]
SFX S. Y 2
SFX S. 0 0/L' [^sx] is:sg
SFX S. 0 s/L' [^sx] is:pl
SFX er Y 3
SFX er er e [^g]er
SFX er er ons [^g]er
SFX er er eons ger
SFX no N 1
SFX no 0 ne n
PFX un Y 1
PFX un 0 kilo/S.() .
`

func TestExpand(t *testing.T) {
	a, err := parseAffixes(strings.NewReader(testAffixes))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ entry, want string }{
		{"mot", "mot"},
		{"écharpe/S.() po:nom", "écharpe écharpes"},
		{"prix/S.", "prix"},
		{"aimer/er\tpo:v", "aime aimer aimons"},
		{"manger/erre", "mangeons manger remangeons remanger"},
		{"élan/re", "élan"},
		{"bon/nore", "bon bonne rebon"},
		{"mètre/un", "kilomètre kilomètres mètre"},
		{"faute/{}", ""},
	} {
		var got []string
		if err := a.expand(strings.NewReader("1\n"+test.entry+"\n"), func(form string) { got = append(got, form) }); err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		if forms := strings.Join(slices.Compact(got), " "); forms != test.want {
			t.Errorf("%s gives %q, want %q", test.entry, forms, test.want)
		}
	}
}

func TestWhatCannotBeReadIsSaid(t *testing.T) {
	for _, text := range []string{"SET ISO8859-1", "FLAG num", "SFX S. 0", "SFX S. 0 s", "SFX S. 0 s/abc .", "SFX S. 0 s [ab"} {
		if _, err := parseAffixes(strings.NewReader(text)); err == nil {
			t.Errorf("%q is read", text)
		}
	}
	a, err := parseAffixes(strings.NewReader(testAffixes))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"mot\n", "1\nmot/S\n"} {
		if err := a.expand(strings.NewReader(text), func(string) {}); err == nil {
			t.Errorf("the dictionary %q is read", text)
		}
	}
}
