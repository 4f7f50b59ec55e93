package french

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
		{"an address is left whole", "voir https://exemple.fr/une/longue/adresse ici", 12, 2,
			"voir\n  https://exemple.fr/une/longue/adresse\n  ici"},
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

func TestLinesHaveMarginsAndCutWhatIsTooWide(t *testing.T) {
	for _, c := range []struct {
		name, text string
		wrapping   Wrapping
		want       []string
	}{
		{"nothing", "", Wrapping{Width: 8, First: "# "}, []string{"# "}},
		{"margins count", "un deux trois", Wrapping{Width: 8, First: "- ", Next: "  "}, []string{"- un", "  deux", "  trois"}},
		{"a word left whole", "un anticonstitutionnel", Wrapping{Width: 8}, []string{"un", "anticonstitutionnel"}},
		{"a word that is cut", "un anticonstitutionnel x", Wrapping{Width: 8, Next: " ", Cut: true},
			[]string{"un", " anticon", " stituti", " onnel x"}},
		{"not between a letter and its accent", "ete\u0301e\u0301", Wrapping{Width: 3, Cut: true}, []string{"ete\u0301", "e\u0301"}},
		{"nor in a colour", "\x1b[31mabcd\x1b[0m", Wrapping{Width: 2, Cut: true}, []string{"\x1b[31mab", "cd\x1b[0m"}},
		{"a width for nothing", "日本", Wrapping{Width: 1, Cut: true}, []string{"日", "本"}},
		{"a quotation stays with what stands at it", "d’« un deux » x", Wrapping{Width: 3}, []string{"d’« un", "deux »", "x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.wrapping.Lines(c.text); strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
