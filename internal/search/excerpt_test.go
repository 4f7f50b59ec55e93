package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// marked writes an excerpt with its matches in brackets.
func marked(e Excerpt) string {
	var b strings.Builder
	for _, s := range e {
		if s.Match {
			b.WriteString("[" + s.Text + "]")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func TestExcerpts(t *testing.T) {
	filler := strings.Repeat("On n'y parle de rien. ", 30)
	for _, test := range []struct{ name, body, query, want string }{
		{"short text", "Les salarié·e·s de l'œuvre.", "salariée oeuvre", "Les [salarié·e·s] de l'[œuvre]."},
		{"lines and spaces", "Un\n\nrisque\tpsychosocial", "risques", "Un [risque] psychosocial"},
		{"compound", "Le bien-être au travail", "bien-être", "Le [bien-être] au travail"},
		{"correction", "La prévention", "prevntion", "La [prévention]"},
		{"from the start of the sentence", filler + "Ici, la prévention compte. " + filler, "prévention",
			"… Ici, la [prévention] compte. On n'y parle de rien. On n'y parle de rien. On n'y parle de rien. On n'y parle de rien. On " +
				"n'y parle de rien. On n'y parle de rien. On n'y parle de rien. On n'y parle de …"},
		{"where most words stand", "Le plan. " + filler + "Le plan de prévention. " + filler + "La prévention.", "plan prévention",
			"… Le [plan] de [prévention]. On n'y parle de rien. On n'y parle de rien. On n'y parle de rien. On n'y parle de rien. On n'y " +
				"parle de rien. On n'y parle de rien. On n'y parle de rien. On n'y parle de …"},
		{"at the end", filler + "Fin sur la prévention.", "prévention",
			"… n'y parle de rien. On n'y parle de rien. On n'y parle de rien. On n'y parle de rien. On n'y parle de rien. On n'y parle " +
				"de rien. On n'y parle de rien. On n'y parle de rien. Fin sur la [prévention]."},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := site{"a": pageOf("Titre", test.body)}
			r := ask(t, indexOf(t, s), Query{Text: test.query, Lookup: s.lookup})
			if len(r.Hits) != 1 {
				t.Fatalf("%d hits", len(r.Hits))
			}
			if got := marked(r.Hits[0].Excerpt); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func FuzzExcerpt(f *testing.F) {
	s := site{"a": pageOf("Prévention", "Les salarié·e·s et le bien-être.")}
	ix := indexOf(f, s)
	v, _ := ix.acquireView()
	f.Cleanup(func() { ix.releaseView(v) })
	if err := v.prepare(); err != nil {
		f.Fatal(err)
	}
	f.Add(strings.Repeat("mot ", 80)+"prévention "+strings.Repeat("é", 300), "prévention")
	f.Add("\xff prévention \u00a0", "salariés bien-être")
	f.Fuzz(func(t *testing.T, text, query string) {
		words, err := v.expand(t.Context(), readQuery(query, false).words, nil)
		if err != nil {
			t.Fatal(err)
		}
		e := newMatcher(words, v.lexicon).excerpt(text)
		if n := utf8.RuneCountInString(e.String()); n > excerptLength {
			t.Fatalf("%d characters: %q", n, e)
		}
	})
}
