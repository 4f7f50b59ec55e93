package content

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// Problems in a TOML header are reported at their own line and column, marked
// here by « @ ».
func TestPlacesInTOML(t *testing.T) {
	types := testTypes(t)
	for _, c := range []struct{ header, want string }{
		{"titre = \"A\"\n@Titr = \"B\"", "champ inconnu « Titr »"},
		{"titre = \"A\"\n  @\"Titr\" = 'B'", "champ inconnu « Titr »"},
		{"titre = \"é\" # titre = @\njour = @\"demain\"", "« jour » : date illisible"},
		{"jour = @2026-02-30\ntitre = \"A\"", "en-tête TOML illisible près de cette ligne"},
		{"titre = \"A\"\naxe   =   @'Santo'", "« axe » : valeur inconnue"},
		{"titre = \"A\"\nsecteurs = [ \"Santé\", # l’un\n  \"Emploi\",\n  @\"Santee\", ]", "« secteurs » : valeur inconnue « Santee »"},
		{"titre = \"A\"\nnote = \"\"\"\nTitr = \"B\"\n\\\"\"\"\"\"\neffectif = @0", "« effectif » :"},
		{"titre = '''A'''\nnote = '''\neffectif = 0'''\neffectif = @0", "« effectif » :"},
		{"titre = \"A\"\n[indicateurs]\nseuil = @\"bas\"", "« seuil » : « bas » n’est pas un nombre"},
		{"titre = \"A\"\n[indicateurs]\n@seul = 3", "« indicateurs » ne contient pas de « seul »"},
		{"titre = \"A\"\nindicateurs.seuil = @\"bas\"", "« seuil » : « bas » n’est pas un nombre"},
		{"titre = \"A\"\nindicateurs = { sante = [\"a\"], seuil = @\"bas\" }", "« seuil » : « bas » n’est pas un nombre"},
		{"titre = \"A\"\n[[etapes]]\ntitre = \"é\"\n\n[[etapes]]\ntitre = \"b\"\nduree = @0", "« duree » :"},
		{"titre = \"A\"\n[[etapes]]\ntitre = \"a\"\n[[@etapes]]\nduree = 1", "« etapes » : il manque « titre »"},
		{"titre = \"A\"\netapes = [{titre = \"a\"}, {titre = \"b\", duree = @0}]", "« duree » :"},
		{"titre = \"A\"\njour = @[2026-01-01]", "« jour » attend une seule valeur"},
		{"titre = \"é\" @x", "en-tête TOML illisible près de cette ligne"},
	} {
		header, want := strings.Replace(c.header, "# titre = @", "# titre = ", 1), ""
		before, after, marked := strings.Cut(header, "@")
		if marked {
			line := 3 + strings.Count(before, "\n")
			column := 1 + utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:])
			want = fmt.Sprintf("%d:%d %s", line, column, c.want)
		}
		p := Parse("essais/a.md", []byte("\n+++\n"+before+after+"\n+++\nTexte.\n"), types)
		if got := said(p); !strings.HasPrefix(got, want) || strings.Count(got, "\n") > 0 || marked != (got != "") {
			t.Errorf("%s\nsays %q, want %q", c.header, got, want)
		}
	}
}

// The search for positions ends, without panic, for any text that the library reads.
func FuzzPlacesInTOML(f *testing.F) {
	types := testTypes(f)
	for _, header := range []string{
		"a = [[1], {b = 2}]", "a.\"b c\".d = '''x''''\n[[e.f]]\ng = 1979-05-27 07:32:00 # h",
		"\"\\u00e9\" = \"\"\"\\\"\"\"\"\"\"", "[a]\n[a.b]\nc=+inf\r\n",
	} {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) {
		lines := strings.Count(header, "\n") + 4
		for _, q := range Parse("essais/a.md", []byte("+++\n"+header+"\n+++\n"), types).Problems {
			if q.Line > lines {
				t.Errorf("line %d of %d: %s", q.Line, lines, q.Message)
			}
		}
	})
}
