package content

import (
	"slices"
	"strings"
	"testing"

	"intraqvt/internal/problem"
)

// A conflict is reported in the text and in the header; if it touches the
// header, the header is not read.
func TestConflictsInPages(t *testing.T) {
	const clash = "<<<<<<< HEAD\nX\n=======\nY\n>>>>>>> branche\n"
	for _, c := range []struct {
		name, text string
		line       int
		status     Status
	}{
		{"in the text", "---\ntitre: A\nstatut: brouillon\n---\n\nUn.\n\n" + clash, 8, Draft},
		{"in the header", "---\ntitre: A\n" + strings.NewReplacer("X", "statut: brouillon", "Y", "statut: publie").Replace(clash) +
			"---\n\nUn.\n", 3, Published},
		{"in the header, half mended", "---\ntitre: A\nstatut: brouillon\n>>>>>>> 1a2b3c4 (docs: le titre)\n---\n\nUn.\n", 4, Published},
		{"in a header of Hugo", "+++\ntitle = \"A\"\n" + strings.NewReplacer("X", "draft = true", "Y", "draft = false").Replace(clash) +
			"+++\n\nUn.\n", 3, Published},
		{"around the whole file",
			strings.NewReplacer("X", "---\ntitre: A\nstatut: brouillon\n---\n\nUn.", "Y", "---\ntitre: B\n---\n\nDeux.").Replace(clash), 1,
			Published},
		{"from the header into the text",
			"---\ntitre: A\n<<<<<<< HEAD\nstatut: brouillon\n---\n\nUn.\n=======\nstatut: publie\n---\n\nDeux.\n>>>>>>> b\n", 3, Published},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Parse("pages/a.md", []byte(c.text), portalTypes(t))
			if len(p.Problems) != 1 || p.Problems[0].Rule != problem.MergeConflict || p.Problems[0].Line != c.line ||
				p.Problems[0].Level != problem.Error {
				t.Errorf("%v", p.Problems)
			}
			if p.Status != c.status {
				t.Errorf("status %s", p.Status)
			}
		})
	}
	if p := Parse("pages/a.md", []byte("---\ntitre: A\n---\n\n```text\n"+clash+"```\n"), portalTypes(t)); len(p.Problems) > 0 {
		t.Errorf("shown in a code block: %v", p.Problems)
	}
}

// An example page that is published unchanged has errors at its lines, for
// every type; as a draft it has none.
func TestNewPagePublishedAsItIs(t *testing.T) {
	set := portalTypes(t)
	for _, of := range set.Types {
		data := string(Example(of, "Mon titre", exampleDay, func([]string) string { return "a" }))
		if p := parseExample(set, of, []byte(data)); len(leftIn(p)) > 0 {
			t.Errorf("%s, a draft: %v", of.Name, p.Problems)
		}
		data = strings.Replace(data, "statut: brouillon", "statut: publie", 1)
		left := leftIn(parseExample(set, of, []byte(data)))
		if len(left) == 0 {
			t.Errorf("%s: nothing is told of\n%s", of.Name, data)
		}
		lines := strings.Split(data, "\n")
		for _, p := range left {
			words := strings.Fields(strings.Split(p.Message, "« ")[1])
			if !strings.Contains(lines[p.Line-1], words[0]) {
				t.Errorf("%s:%d holds %q: %v", of.Name, p.Line, lines[p.Line-1], p)
			}
		}
	}
}

func leftIn(p *Page) (left []problem.Problem) {
	for _, q := range p.Problems {
		if q.Rule == problem.LeftPrompt {
			left = append(left, q)
		}
	}
	return left
}

func TestSentencesOfExamples(t *testing.T) {
	const sentence = "Répondez en trois phrases : quoi, quand, pour qui."
	for _, c := range []struct {
		name, header, text string
		want               []int
	}{
		{"as it was", "", sentence, []int{5}},
		{"in another case, without accents", "", "REPONDEZ EN TROIS PHRASES : QUOI, QUAND, POUR QUI !", []int{5}},
		{"over two lines, with spaces and marks", "", "> **Répondez** en  trois\n> *phrases*\u00a0: quoi,\u202fquand, pour qui…", []int{5}},
		{"with accents of their own", "", "Re\u0301pondez en trois phrases : quoi, quand, pour qui.", []int{5}},
		{"among others", "", "Avant.\n\nUn mot. " + sentence + " Et un autre.", []int{7}},
		{"in a page of another type", "", "Dites ce qui donnera envie d’agir à ceux qui ne sont pas convaincus.", []int{5}},
		{"in a field", "resume: \"Ce qui s'est passé ou va se passer, quand, et pour qui, en une phrase.\"\n", "Texte.", []int{3}},
		{"in a field over several lines", "resume: >\n  Ce qui s’est passé ou va se passer,\n  quand, et pour qui, en une phrase.\n",
			"Texte.", []int{3}},
		{"twice", "", sentence + "\n\n" + sentence, []int{5, 7}},
		{"in part", "", "Répondez en trois phrases : quoi, quand, pour eux.", nil},
		{"in a code block", "", "```text\n" + sentence + "\n```", nil},
		{"in a comment", "", "<!-- " + sentence + " -->\n\nTexte.", nil},
		{"after a comment", "", "<!-- Ici. -->\n\n" + sentence, []int{7}},
		{"a short one", "", "Qui s’arrête là doit avoir compris.", nil},
		{"values and directives", "publics: [Salariés, Managers]\n", "::: liste\ntype: actualite\n:::", nil},
		{"in a draft", "statut: brouillon\n", sentence, nil},
		{"in an archived page", "statut: archive\n", sentence, []int{6}},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := Parse("pages/a.md", []byte("---\ntitre: A\n"+c.header+"---\n\n"+c.text+"\n"), portalTypes(t))
			var got []int
			for _, q := range leftIn(p) {
				if got = append(got, q.Line); q.Level != problem.Error || q.Hint == "" {
					t.Errorf("%v", q)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("lines %v, want %v: %v", got, c.want, p.Problems)
			}
		})
	}
}

// A portal's own type has its own example sentences, and text that is no sentence is ignored.
func TestSentencesOfAnOwnType(t *testing.T) {
	set := typesWith(t, "name: note\nfolder: notes\nlabel: {one: Note, many: Notes}\nfields:\n"+
		"  - {name: lieu, kind: text, label: Lieu}\n  - {name: etapes, kind: list, label: Étapes, item: {kind: text}}\n"+
		"example:\n  titre: \"Écrivez ici en dix mots au plus de quoi il s’agit.\"\n"+
		"  lieu: \"Salle des fêtes de la mairie du village de Sainte-Marie\"\n"+
		"  etapes: [\"On se retrouve tous ensemble devant la mairie à huit heures.\"]\n  corps: |\n"+
		"    ## Un titre de plus de huit mots qui reste tel quel.\n\n    - Racontez ce qui s’est passé, heure par heure,\n"+
		"      en dix lignes.\n")
	text := "---\ntitre: Salle des fêtes de la mairie du village de Sainte-Marie\n" +
		"lieu: Salle des fêtes de la mairie du village de Sainte-Marie\n" +
		"etapes: [\"On se retrouve tous ensemble devant la mairie à huit heures.\"]\n---\n\n" +
		"## Un titre de plus de huit mots qui reste tel quel.\n\nRacontez ce qui s’est passé, heure par heure, en dix lignes.\n"
	if left := leftIn(Parse("notes/a.md", []byte(text), set)); len(left) != 1 || left[0].Line != 9 {
		t.Errorf("%v", left)
	}
	// The text below headings without an example is only a warning, because it is short.
	text = "---\ntitre: A\n---\n\n## Un titre\n\nÀ écrire.\n\nÀ écrire. Plus tard.\n"
	if left := leftIn(Parse("notes/a.md", []byte(text), set)); len(left) != 1 || left[0].Line != 7 || left[0].Level != problem.Warning {
		t.Errorf("%v", left)
	}
}
