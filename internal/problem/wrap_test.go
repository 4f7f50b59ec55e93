package problem

import (
	"strings"
	"testing"
)

func TestWrapBreaksWhereAReaderWould(t *testing.T) {
	for _, c := range []struct {
		name, text  string
		width, hang int
		want        string
	}{
		{"what fits stays", "un deux", 7, 4, "un deux"},
		{"a pipe has no width", strings.Repeat("mot ", 50), 0, 4, strings.Repeat("mot ", 50)},
		{"what goes on hangs", "un deux trois", 8, 2, "un deux\n  trois"},
		{"from where the line began", "    → un deux trois", 14, 2, "    → un deux\n      trois"},
		{"each line by itself", "un deux trois\nquatre\n", 8, 1, "un deux\n trois\nquatre\n"},
		{"an accent that stands for itself takes no column", "e\u0301te\u0301 e\u0301te\u0301", 7, 0, "e\u0301te\u0301 e\u0301te\u0301"},
		{"an ideogram takes two", "日本 日本", 8, 0, "日本\n日本"},
		{"a space that does not break", "un deux\u00a0: trois\u202f%", 8, 0, "un\ndeux\u00a0:\ntrois\u202f%"},
		{"nor one beside French marks", "voir « un » : deux ; trois", 9, 0, "voir\n« un » :\ndeux ;\ntrois"},
		{"an address is left whole", "voir https://exemple.fr/une/longue/adresse ici", 12, 2, "voir\n  https://exemple.fr/une/longue/adresse\n  ici"},
		{"columns stay, ends have no spaces", "un  deux  trois", 9, 0, "un  deux\ntrois"},
		{"colours take no column", "\x1b[1mun\x1b[0m \x1b[31mdeux\x1b[0m trois", 7, 0, "\x1b[1mun\x1b[0m \x1b[31mdeux\x1b[0m\ntrois"},
		{"nor do they part a mark from its word", "un \x1b[31mdeux\x1b[0m : trois", 8, 0, "un\n\x1b[31mdeux\x1b[0m :\ntrois"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Wrap(c.text, c.width, c.hang); got != c.want {
				t.Errorf("got:\n%q\nwant:\n%q", got, c.want)
			}
		})
	}
}

func TestTextFitsTheTerminal(t *testing.T) {
	ps := append(many(3, BrokenLink, Error),
		NoMail.At("content/bonnes-pratiques/un-titre-de-page-assez-long.md", 12, 3).
			Say("ce numéro ne peut pas devenir un courriel : il manque l’adresse du portail",
				"écrivez « base_url: https://… » dans content/site.yaml, ou donnez-la avec --base-url"))
	for _, colour := range []bool{false, true} {
		wide := text(t, ps, TextOptions{Each: 2, Colour: colour})
		narrow := text(t, ps, TextOptions{Each: 2, Colour: colour, Width: 60})
		for line := range strings.Lines(narrow) {
			if n := Width(strings.TrimSuffix(line, "\n")); n > 60 && !strings.Contains(line, "content/bonnes") {
				t.Errorf("%d columns: %q", n, line)
			}
		}
		if words := strings.Fields; strings.Join(words(wide), " ") != strings.Join(words(narrow), " ") {
			t.Errorf("words differ:\n%s\n%s", wide, narrow)
		}
		if strings.Count(wide, "\n") != 2*2+2+1 {
			t.Errorf("in a pipe a message stands on one line, its hint on another:\n%s", wide)
		}
	}
}
