package compare

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// show writes parts as the text output does.
func show(parts []Part) string {
	var b strings.Builder
	for _, p := range parts {
		switch p.Op {
		case Insert:
			b.WriteString("{+" + p.Text + "+}")
		case Delete:
			b.WriteString("[-" + p.Text + "-]")
		default:
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestWords(t *testing.T) {
	tests := []struct{ name, before, after, want string }{
		{"nothing", "Un mot.", "Un mot.", "Un mot."},
		{"a typo", "La prévension des chutes.", "La prévention des chutes.", "La [-prévension-]{+prévention+} des chutes."},
		{"an elision stays", "Lire l’équipe.", "Lire l’unité.", "Lire l’[-équipe-]{+unité+}."},
		{"a number is one word", "Il y a 12\u202f000 salariés et 3,5 jours.", "Il y a 12\u202f500 salariés et 3,6 jours.",
			"Il y a [-12\u202f000-]{+12\u202f500+} salariés et [-3,5-]{+3,6+} jours."},
		{"inclusive writing is one word", "Les animateur·rice·s.", "Les référent·e·s.", "Les [-animateur·rice·s-]{+référent·e·s+}."},
		{"neighbours are told as one", "Prévoir deux jours ici.", "Prévoir trois semaines ici.",
			"Prévoir [-deux jours-]{+trois semaines+} ici."},
		{"a new sentence", "Un. Deux.", "Un. Et demi. Deux.", "Un. {+Et demi. +}Deux."},
		{"all of it", "Rien.", "Tout", "[-Rien.-]{+Tout+}"},
		{"from nothing", "", "Tout", "{+Tout+}"},
		{"broken bytes", "a\xffb", "a\xfeb", "a[-\xff-]{+\xfe+}b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := show(Words(test.before, test.after)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// apply returns both texts.
func apply(parts []Part) (before, after string) {
	var a, b strings.Builder
	for _, p := range parts {
		if p.Op != Insert {
			a.WriteString(p.Text)
		}
		if p.Op != Delete {
			b.WriteString(p.Text)
		}
	}
	return a.String(), b.String()
}

func checkApplies(t *testing.T, before, after string) {
	t.Helper()
	parts := Words(before, after)
	if a, b := apply(parts); a != before || b != after {
		t.Fatalf("the parts make\n%.300q and %.300q\nwant\n%.300q and %.300q", a, b, before, after)
	}
	for i, p := range parts {
		if p.Text == "" || i > 0 && p.Op == parts[i-1].Op {
			t.Fatalf("part %d of %.300q → %.300q is empty or continues the one before: %q", i, before, after, p)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("La prévension des chutes.", "La prévention des chutes.")
	f.Add("", "a")
	f.Add("l’\xff 12\u202f000", "l’· 12,")
	f.Fuzz(func(t *testing.T, before, after string) { checkApplies(t, before, after) })
}

// Texts of all lengths, with few and with many different words, also with more
// edits than the library's limit.
func TestWordsMakeBothTexts(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		vocabulary := 1 + random.IntN(300)
		text := func(n int) []string {
			words := make([]string, n)
			for i := range words {
				words[i] = strings.Repeat("é", 1+random.IntN(3)) + string(rune('a'+random.IntN(26))) + strings.Repeat("x",
					random.IntN(vocabulary)%7) + []string{" ", ", ", ". ", "’"}[random.IntN(4)]
			}
			return words
		}
		a := text(random.IntN(900))
		b := append([]string(nil), a...)
		for i := range b {
			if random.IntN(1000) < vocabulary {
				b[i] = text(1)[0]
			}
		}
		if random.IntN(4) == 0 {
			b = text(random.IntN(900))
		}
		checkApplies(t, strings.Join(a, ""), strings.Join(b, ""))
	}
}

// If the cost grew with the square of the length, two long and entirely
// different texts would take minutes.
func TestWordsOfLongTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a second")
	}
	random := rand.New(rand.NewPCG(3, 4))
	text := func() string {
		var b strings.Builder
		for range 100_000 {
			b.WriteString(string(rune('a'+random.IntN(26))) + string(rune('a'+random.IntN(26))) + " ")
		}
		return b.String()
	}
	a, b := text(), text()
	started := time.Now()
	checkApplies(t, a, b)
	if took := time.Since(started); took > 20*time.Second {
		t.Errorf("%v for two texts of 100,000 words", took)
	}
}
