package wordlist

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestFrench(t *testing.T) {
	french := French()
	for _, form := range strings.Fields("depression demence obesite retraite expression salariees travaux mangerions finissent heureuses " +
		"aujourdhui maitre camille bordeaux") {
		if !french.Has(form) {
			t.Errorf("%s is a word", form)
		}
		for n := range len(form) {
			if !french.Begins(form[:n]) {
				t.Errorf("a word begins with %q", form[:n])
			}
		}
	}
	for _, form := range strings.Fields("depresion prevntion licencment aaaa zzzzzz travaill évaluer rps") {
		if french.Has(form) {
			t.Errorf("%s is no word", form)
		}
	}
	for _, form := range []string{"depresq", "\xff", "~", "É", strings.Repeat("a", 1000)} {
		if french.Begins(form) {
			t.Errorf("no word begins with %q", form)
		}
	}
}

// Parts are loaded one by one, by their first words.
func TestPartsAreInOrderAndSmall(t *testing.T) {
	parts := French().Parts
	for i, p := range parts {
		if i > 0 && p.First <= parts[i-1].First {
			t.Errorf("part %d starts with %s, after %s", i, p.First, parts[i-1].First)
		}
		if len(p.Automaton) > 16_000 {
			t.Errorf("part %d has %d bytes", i, len(p.Automaton))
		}
		if strings.ContainsAny(p.Automaton, "\"\\\n") || strings.Trim(p.First, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("part %d holds what a script would have to escape", i)
		}
	}
}

func TestWhatIsEncodedIsRead(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	in := map[string]bool{}
	var words []string
	for range 20_000 {
		letters := make([]byte, 1+random.IntN(9))
		for i := range letters {
			letters[i] = 'a' + byte(random.IntN(5)*random.IntN(2))
		}
		in[string(letters)+"s"] = true
		in[string(letters)] = true
	}
	in[strings.Repeat("z", 300)] = true
	for w := range in {
		words = append(words, w)
	}
	slices.Sort(words)
	for _, perPart := range []int{1, 700, len(words)} {
		l := parse(Encode(words, perPart))
		for _, w := range words {
			if !l.Has(w) || !l.Begins(w) || !l.Begins(w[:len(w)/2]) {
				t.Fatalf("%d words a part: %s is lost", perPart, w)
			}
			for _, other := range []string{w + "e", w[1:], w[:len(w)-1], "q" + w} {
				if l.Has(other) != in[other] {
					t.Fatalf("%d words a part: %q is taken for a word", perPart, other)
				}
			}
		}
	}
	if len(minimalStates(words)) > len(words)/2 {
		t.Error("words do not share their ends")
	}
}

// minimalStates are the states of the automaton of words.
func minimalStates(words []string) map[*node]bool {
	seen := map[*node]bool{}
	var visit func(n *node)
	visit = func(n *node) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, e := range n.edges {
			visit(e.to)
		}
	}
	visit(minimal(words))
	return seen
}

func TestEmptyListKnowsNothing(t *testing.T) {
	l := parse("")
	if l.Has("mot") || l.Begins("m") {
		t.Error("a word of no list")
	}
}
