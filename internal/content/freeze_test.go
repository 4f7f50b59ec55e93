package content

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
	"intraqvt/layouts"
)

// sent is what a test's issue showed, with characters that are special in YAML.
var sent = &Frozen{
	Day: time.Date(2026, 11, 5, 0, 0, 0, 0, time.UTC), Text: "abc",
	Calls: []FrozenCall{
		{Call: "![[une-page#partie]]", Excerpt: "def"},
		{Call: "[[Jeanne]]", Person: true},
		{Call: "[[b]]", Name: "B : « c » # d", Address: "pages/b.html"},
		{Call: "liste (type: évènement, limite: 3)", Pages: []Shown{
			{Address: "evenements/a.html", Type: "evenement", Title: "Un \"titre\" \\ d’un\u00a0jour\u202f!",
				Summary: "- Résumé: [a] {b} & *c*\u0085\u2028\u200b🙂", Axis: "A", Number: "5",
				Day: time.Date(2026, 12, 10, 14, 30, 0, 0, time.UTC)},
			{Person: "0123"},
			{Address: "pages/b.html", Type: "page", Title: "null", Day: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)},
		}},
		{Call: "liste ()"},
	},
}

func withoutNotes(p *Page) *Frozen {
	f := *p.FrozenOf()
	f.Calls = append([]FrozenCall(nil), f.Calls...)
	for i := range f.Calls {
		f.Calls[i].Line = 0
	}
	return &f
}

// Freezing adds lines at the end of the header, or replaces the frozen ones,
// and changes nothing else.
func TestFreezeTouchesNothingElse(t *testing.T) {
	set := portalTypes(t)
	const before = "---\n# Un commentaire\ntitre: \"La lettre\"   # à garder\nnumero:   8\nobjet: >-\n  Deux\n  lignes\n" +
		"date: 2026-11-05\ndeterminants:\n- 4\n\n"
	const after = "---\n\nTexte.\n---\nfige: pas un champ\n"
	block := sent.yaml("fige")
	old := strings.ReplaceAll(sent.yaml("fige"), "2026-12-10", "2026-12-11")
	for name, c := range map[string]struct{ in, want string }{
		"a new one":         {before + after, before + block + after},
		"one that is there": {before + block + after, before + block + after},
		"one that is damaged": {before + old + "# après\nexemple: true\n" + after,
			before + block + "# après\nexemple: true\n" + after},
		"one without its note": {before + "FIGE: [1,\n  2]\n\npublic: Tous\n" + after, before + block + "\npublic: Tous\n" + after},
		"lines without an end": {before + "---", before + block + "---"},
		"Windows":              {strings.ReplaceAll(before+after, "\n", "\r\n"), strings.ReplaceAll(before+block+after, "\n", "\r\n")},
		"an old Mac":           {strings.ReplaceAll(before+after, "\n", "\r"), strings.ReplaceAll(before+block+after, "\n", "\r")},
		"a byte order mark":    {"\ufeff" + before + after, "\ufeff" + before + block + after},
		"empty lines before":   {"\n \n" + before + after, "\n \n" + before + block + after},
		"spaces behind the dashes": {strings.Replace(before, "---", "--- ", 1) + strings.Replace(after, "---", "---\t", 1),
			strings.Replace(before, "---", "--- ", 1) + block + strings.Replace(after, "---", "---\t", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Freeze("newsletters/2026-11.md", []byte(c.in), sent, set)
			if err != nil || string(got) != c.want {
				t.Fatalf("%v\ngot  %q\nwant %q", err, got, c.want)
			}
			again, err := Freeze("newsletters/2026-11.md", got, sent, set)
			if err != nil || !bytes.Equal(got, again) {
				t.Errorf("%v: another freezing gives\n%q", err, again)
			}
			p := Parse("newsletters/2026-11.md", got, set)
			if now := withoutNotes(p); !now.Equal(sent) || now.Calls[3].Pages[0].Summary != sent.Calls[3].Pages[0].Summary {
				t.Errorf("read back: %+v", now)
			}
			for _, q := range p.Problems {
				if q.Rule != problem.InvalidValue {
					t.Error(q)
				}
			}
		})
	}
}

func TestFreezeRefuses(t *testing.T) {
	set := portalTypes(t)
	many := &Frozen{Day: sent.Day, Text: "abc", Calls: []FrozenCall{{Call: "liste ()"}}}
	for i := range 3000 {
		many.Calls[0].Pages = append(many.Calls[0].Pages,
			Shown{Address: fmt.Sprintf("pages/%d.html", i), Type: "page", Title: "Une page", Summary: strings.Repeat("mot ", 20)})
	}
	for name, c := range map[string]struct {
		file, data string
		frozen     *Frozen
		want       string
	}{
		"a type without the field":  {"pages/a.md", "---\ntitre: A\n---\n", sent, "kind: frozen"},
		"TOML":                      {"newsletters/a.md", "+++\ntitre = \"A\"\n+++\n", sent, "« --- »"},
		"no header":                 {"newsletters/a.md", "Texte.\n", sent, "« --- »"},
		"too much":                  {"newsletters/a.md", "---\ntitre: A\n---\n", many, "démesuré"},
		"ends of line of two kinds": {"newsletters/a.md", "---\r\ntitre: A\n---\n", sent, "mêlées"},
	} {
		if got, err := Freeze(c.file, []byte(c.data), c.frozen, set); err == nil || got != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error that says %q", name, err, c.want)
		}
	}
}

// Every manual change of the frozen field is reported at its line.
func TestFrozenFieldIsNobodysToChange(t *testing.T) {
	set := portalTypes(t)
	header := "---\ntitre: A\nnumero: 8\nobjet: O\ndate: 2026-11-05\ndeterminants: [4]\n"
	good := header + sent.yaml("fige") + "---\n"
	lineOf := func(text string) int { return strings.Count(good[:strings.Index(good, text)], "\n") + 1 }
	for name, c := range map[string]struct {
		old, new string
		line     int
	}{
		"a title":          {"Un \\\"titre\\\"", "Un autre titre", lineOf("jour: 2026-11-05")},
		"a day":            {"2026-12-10T14:30", "2026-12-11T14:30", lineOf("jour: 2026-11-05")},
		"no day":           {"2026-12-10T14:30", "demain", lineOf("jour: 2026-12-10")},
		"a page less":      {"        - personne: \"0123\"\n", "", lineOf("jour: 2026-11-05")},
		"an unknown part":  {"axe: \"A\"", "couleur: \"A\"", lineOf("axe:")},
		"a list as a text": {"montre:\n", "montre: rien\n  autre:\n", lineOf("montre:")},
		"no seal":          {"  sceau: \"" + sent.seal() + "\"\n", "", lineOf("jour: 2026-11-05")},
		"a text":           {sent.yaml("fige"), "fige: oui\n", lineOf("fige:") - 1},
	} {
		t.Run(name, func(t *testing.T) {
			data := strings.Replace(good, c.old, c.new, 1)
			if data == good {
				t.Fatal("nothing was changed")
			}
			p := Parse("newsletters/a.md", []byte(data), set)
			if len(p.Problems) != 1 || p.Problems[0].Rule != problem.InvalidFrozenField || p.Problems[0].Line != c.line ||
				p.Problems[0].Hint == "" || p.FrozenOf() != nil {
				t.Errorf("problems %v at line %d, want one at %d; frozen %v", p.Problems, p.Problems[0].Line, c.line, p.FrozenOf())
			}
		})
	}
	if p := Parse("newsletters/a.md", []byte(good), set); len(p.Problems) > 0 {
		t.Error(p.Problems)
	}
}

// Two texts with the same embedded pages give the same calls.
func TestCallOf(t *testing.T) {
	set := portalTypes(t)
	p := Parse("newsletters/a.md",
		[]byte("---\ntitre: A\n---\nVoir [[b#c]], [[d|e]] et [f](g.md).\n\n![[h]]\n\n::: liste\nlimite: 3\n"+
			"quand: d'ici au prochain numéro\ntype: evenement\nsecteurs: [Santé, Emploi]\n:::\n"), set)
	var got []string
	for i := range p.Body.Slots {
		if call := CallOf(&p.Body.Slots[i]); call != "" {
			got = append(got, call)
		}
	}
	want := "[[b#c]] | ![[h]] | liste (type: evenement, secteurs: Santé ou Emploi, quand: d’ici au prochain numéro, limite: 3)"
	if strings.Join(got, " | ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// For any file, freezing is either refused or adds its lines and nothing else;
// the page reads as before, and freezing again changes nothing.
func FuzzFreeze(f *testing.F) {
	set, problems := schema.Read(layouts.FS)
	if set == nil {
		f.Fatal(problems)
	}
	block := sent.yaml("fige")
	for _, seed := range []string{
		"---\ntitre: A\n---\nTexte.\n", "\ufeff---\r\ntitre: A\r\n---\r\n", "---\rtitre: A\r---\r", "---\ntitre: |\n  a\n\n  b\n---",
		"---\n# rien\n---\n", "---\n- a\n---\n", "---\ntitre: A\n" + block + "---\n", "---\nfige: [\n---\n", "+++\ntitre = 1\n+++\n",
		"---\n\"fige\" : {}\ntitre: 'x'\n--- \n", "---\nresume: >\n\n---\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := Freeze("newsletters/a.md", data, sent, set)
		if err != nil {
			if out != nil {
				t.Fatalf("%q: both %q and %v", data, out, err)
			}
			return
		}
		again, err := Freeze("newsletters/a.md", out, sent, set)
		if err != nil || !bytes.Equal(out, again) {
			t.Fatalf("%q: frozen again %q, %v", out, again, err)
		}
		if bytes.Contains(bytes.ToLower(data), []byte("fige")) {
			return // an earlier field may have been replaced
		}
		for _, end := range []string{"\n", "\r\n", "\r"} {
			if bytes.Equal(bytes.Replace(out, []byte(strings.ReplaceAll(block, "\n", end)), nil, 1), data) {
				return
			}
		}
		t.Fatalf("%q: other bytes were changed: %q", data, out)
	})
}
