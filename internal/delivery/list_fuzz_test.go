package delivery

import (
	"bytes"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"intraqvt/internal/mailaddr"
	"intraqvt/internal/problem"
)

// plainAddress is an address that everybody would read as one, parted from
// what stands beside it.
var plainAddress = regexp.MustCompile(`(?:^|[\s,;|<(])([a-z][a-z0-9]*@[a-z][a-z0-9]*\.(?:fr|org|com))(?:$|[\s,;|>)])`)

// Whatever the bytes: every address that everybody would read as one is a
// recipient or its line is told, and what is read can be sent to.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"Nom;Courriel\nA;a@exemple.fr\nB;b@exemple.fr; c@exemple.fr\n", "Nom;Courriel\nA;\"a@exemple.fr; b@exemple.fr\"\n",
		"Dupont Éloïse <e@exemple.fr>; Martin Luc <l@exemple.fr>; Petit Zoé <z@exemple.fr>\n", "\"Dupont, Anne\" <a@x.fr>, b@x.fr (B)\n",
		"sep=;\n# titre\ncourriel;nom;note\na@x.fr;A;b@x.fr\n", "a@x.fr\rb@x.fr\r", "\xff\xfea\x00@\x00x\x00.\x00f\x00r\x00",
		"courriel\n\"a@x.fr\nb@x.fr\n", "RH : a@x.fr, b@x.fr;\n", "nom;courriel\nZo\x8e;a@x.fr\n", "adresse\n3 rue Basse\na@x.fr\n",
		"a@x.fr <b@x.fr>\nc@x.fr>\n", "courriel\tnom\na@x.fr b@x.fr\t<c@x.fr>\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(judge)
}

// Lists put together from what lists are made of come nearer to those that break
// a reader than bytes by chance.
func TestReadMadeUpLists(t *testing.T) {
	parts := []string{
		"\n", "\n", ";", ",", "\t", "|", " ", "a@b.fr", "b@c.fr", "c@d.com", "e@f.org", "@", "Nom", "é", "courriel", "courriel 2", "nom",
		"adresse", "\"", "\"\"", "\\", "(", ")", "<", ">", "'", ":", "#", "mailto:", "sep=;\n", " ; ", ", ",
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for range 5000 {
		var list strings.Builder
		for range random.IntN(25) {
			list.WriteString(parts[random.IntN(len(parts))])
		}
		judge(t, []byte(list.String()))
	}
}

// judge holds a reading against what is promised of it.
func judge(t *testing.T, raw []byte) {
	list, problems := Read("liste.csv", bytes.NewReader(raw))
	known := map[string]bool{}
	for _, r := range list.Recipients {
		if address, fault := mailaddr.Parse(r.Address); fault != nil || address != r.Address {
			t.Fatalf("recipient %q: %v", r.Address, fault)
		}
		if r.Name != mailaddr.SingleLine(r.Name) || known[r.Key()] {
			t.Fatalf("recipient %q, known %v", r, known[r.Key()])
		}
		known[r.Key()] = true
	}
	for _, p := range problems {
		if p.Line < 0 || p.Line > 0 && p.Column < 1 || p.Message == "" || strings.ContainsAny(p.Message, "\n\r\t") {
			t.Fatalf("problem %+v", p)
		}
	}
	if len(list.Recipients) == 0 && len(problems) == 0 {
		t.Fatal("neither recipients nor problems")
	}
	text, _, fault := decodeList(raw)
	if fault != nil {
		return // told of the whole
	}
	goesOn := strings.Contains(text, `"`) // a record may have begun above
	told := func(line int) bool {
		for _, p := range problems {
			if p.Line == line || goesOn && p.Line < line || p.Level == problem.Error && p.Rule == problem.DoubtfulRecipient {
				return true
			}
		}
		return false
	}
	for i, line := range strings.Split(text, "\n") {
		for _, m := range plainAddress.FindAllStringSubmatch(mailaddr.Visible(line), -1) {
			if !known[m[1]] && !told(i+1) {
				t.Fatalf("line %d of %q: %s is neither a recipient nor told; recipients %v, problems %v", i+1, text, m[1], list.Recipients,
					problems)
			}
		}
	}
}
