package content

import (
	"strings"
	"testing"

	"intraqvt/internal/problem"
	"intraqvt/internal/schema"
	"intraqvt/layouts"
)

// An unrecognised header withholds its page, and is reported at its first line.
func TestHeadersThatAreNotReadWithholdTheirPage(t *testing.T) {
	types := allTypes(t)
	fields := "titre: Réorganisation\nstatut: brouillon\n"
	for _, c := range []struct {
		name, text string
		line       int
	}{
		{"em dashes", "—\n" + fields + "—\n\nSecret.\n", 1},
		{"en dashes", "–––\n" + fields + "–––\n", 1},
		{"a double and a single dash", "—-\n" + fields + "—-\n", 1},
		{"four dashes", "----\n" + fields + "----\n", 1},
		{"two dashes", "--\n" + fields + "--\n", 1},
		{"one dash", "-\n" + fields + "-\n", 1},
		{"spaced dashes", "- - -\n" + fields + "- - -\n", 1},
		{"minus signs", "−−−\n" + fields + "−−−\n", 1},
		{"underscores", "___\n" + fields + "___\n", 1},
		{"asterisks", "***\n" + fields + "***\n", 1},
		{"equals signs", "===\n" + fields + "===\n", 1},
		{"box drawing", "───\n" + fields + "───\n", 1},
		{"semicolons", ";;;\n\"titre\": \"X\",\n\"statut\": \"brouillon\"\n;;;\n", 1},
		{"a word after the dashes", "---yaml\n" + fields + "---\n", 1},
		{"a comment after the dashes", "--- # en-tête\n" + fields + "---\n", 1},
		{"a zero-width space before the dashes", "\u200b---\n" + fields + "---\n", 1},
		{"a soft hyphen in the dashes", "-\u00ad--\n" + fields + "---\n", 1},
		{"two byte order marks", "\ufeff\ufeff---\n" + fields + "---\n", 1},
		{"a comment before", "<!-- modèle -->\n---\n" + fields + "---\n", 2},
		{"a long comment before", "\n<!-- modèle\nde fiche -->\n\n---\n" + fields + "---\n", 5},
		{"in a comment", "<!--\n" + fields + "-->\n\nTexte.\n", 1},
		{"no opening line", fields + "---\n\nSecret.\n", 1},
		{"no lines at all", fields + "\nSecret.\n", 1},
		{"the title alone", "titre: Réorganisation\n\nSecret.\n", 1},
		{"the title alone, in English", "title: Plan\n\nSecret.\n", 1},
		{"French colons", "Titre : Réorganisation\nStatut : brouillon\n\nSecret.\n", 1},
		{"the status alone", "Statut : brouillon\n\nSecret.\n", 1},
		{"full-width colons", "titre：X\nstatut：brouillon\n", 1},
		{"TOML without its lines", "title = \"X\"\ndraft = true\n\nSecret.\n", 1},
		{"JSON", "{\n\"title\": \"X\",\n\"draft\": true\n}\n\nSecret.\n", 1},
		{"JSON on a line", "{\"title\": \"X\"}\n\nTexte.\n", 1},
		{"broken JSON", "{\n\"title\": \"X\",\n\"draft\": true,\n}\n", 1},
		{"a code block", "```yaml\n---\n" + fields + "---\n```\n\nSecret.\n", 1},
		{"a code block of tildes", "~~~\ntitle: X\ndraft: true\n~~~\n", 1},
		{"not closed", "---\n" + fields + "\nSecret.\n", 1},
		{"not closed, unknown field", "---\nfoo: X\n\nSecret.\n", 1},
		{"closed by dots", "---\n" + fields + "...\n\nSecret.\n", 1},
		{"closed by four dashes", "---\n" + fields + "----\n\nSecret.\n", 1},
		{"after a title", "# Titre\n\n---\n" + fields + "---\n", 3},
		{"closed too early", "---\ntitre: X\n---\nstatut: brouillon\n---\n", 4},
		{"a second header", "---\ntitre: X\n---\n\n---\ndraft: true\n---\n\nSecret.\n", 5},
		{"a second header, in code", "---\ntitre: X\n---\n```\ndraft: true\n```\n", 4},
		{"broken YAML", "---\ntitre: X\n  statut: brouillon\n---\n", 3},
		{"a tab", "---\ntitre: X\n\tstatut: brouillon\n---\n", 3},
		{"two documents", "---\ntitre: X\n...\nstatut: brouillon\n---\n", 3},
		{"the status in the title", "---\ntitre: X\n  statut:brouillon\n---\n", 3},
		{"a status in quotes of another", "---\ntitre: \"X\nstatut: brouillon\"\n---\n", 3},
		{"a status in a group", "---\ntitle: X\nparams:\n  draft: true\n---\n", 4},
		{"a list of statuses", "---\ntitre: X\nstatut: [brouillon, relecture]\n---\n", 3},
		{"a misspelt status", "---\ntitre: X\nstatut: brouilon\n---\n", 3},
		{"a misspelt key", "---\ntitre: X\nstatu: brouillon\n---\n", 3},
		{"another word for the key", "---\ntitre: X\nétat: brouillon\n---\n", 3},
		{"a misspelt foreign key", "---\ntitre: X\ndrafft: true\n---\n", 3},
		{"a foreign letter in the key", "---\ntitre: X\n\u0455tatut: brouillon\n---\n", 3},
		{"an invisible sign in the key", "---\ntitre: X\nsta\u200btut: brouillonne\n---\n", 3},
	} {
		for _, file := range []string{"index.md", "pages/x.md"} {
			p := Parse(file, []byte(c.text), types)
			if !p.Withheld {
				t.Errorf("%s: %s is published, %d claims", c.name, file, len(p.Claims))
			}
			if !hasErrorAt(p.Problems, c.line) {
				t.Errorf("%s: no error at line %d of %s: %v", c.name, c.line, file, p.Problems)
			}
		}
	}
}

func TestTextsAreNoHeaders(t *testing.T) {
	types := allTypes(t)
	for name, text := range map[string]string{
		"a rule":                       "---\n\nDu texte.\n\nLa suite.\n",
		"a rule and a sentence":        "---\nAttention : travaux.\n\nDu texte.\n",
		"a day":                        "Date : 12 mars 2026\nLieu : Lyon\n\nCompte rendu.\n",
		"one day":                      "Date : 12 mars 2026\n\nCompte rendu.\n",
		"a heading of a day":           "Date : 12 mars\n---\n\nCompte rendu.\n",
		"a source after a rule":        "***\n\nSource : Insee, 2024\n\nDu texte.\n",
		"code that shows a header":     "Voici un en-tête :\n\n```yaml\ntitre: X\nstatut: brouillon\n```\n",
		"code with more":               "```yaml\nversion: 2\nstatut: brouillon\njobs:\n  build:\n    steps: [a]\nAutre chose\n```\n",
		"code of no header":            "```\nls -l\n```\n",
		"JSON of something else":       "{\"a\": 1}\n\nDu texte.\n",
		"a template":                   "{{< note >}}\nDu texte.\n{{< /note >}}\n",
		"a comment":                    "<!-- à relire -->\n# Titre\n\nDu texte.\n",
		"a decision's status":          "# Décision 12\n\nStatus: draft\n\nDu texte.\n",
		"a table after a rule":         "---\n| a | b |\n|---|---|\n| 1 | 2 |\n",
		"an address":                   "https://example.org/\n\nDu texte.\n",
		"a list":                       "- titre\n- statut\n",
		"a dash and a text":            "-\nDu texte.\n",
		"a header, then a rule":        "---\ntitre: X\n---\n\n---\n\nDu texte.\n",
		"a header, then an invitation": "---\ntitre: X\n---\n\nDate : 12 mars 2026\nLieu : Lyon\n",
		"status that is shown":         "---\ntitre: X\nstatut: publie\n---\n\nStatut : publié.\n",
		"a draft's own word":           "---\ntitre: X\nresume: \"« draft: true » cache une page\"\n---\n",
	} {
		if p := Parse("pages/x.md", []byte(text), types); p.Withheld || hasErrorAt(p.Problems, 0) {
			t.Errorf("%s is withheld: %v", name, p.Problems)
		}
	}
}

func allTypes(t testing.TB) *schema.Set {
	t.Helper()
	types, problems := schema.Read(layouts.FS)
	if types == nil {
		t.Fatal(problems)
	}
	return types
}

// hasErrorAt reports whether there is an error at a line, or at any line if it is 0.
func hasErrorAt(problems []problem.Problem, line int) bool {
	for _, p := range problems {
		if p.Level == problem.Error && (line == 0 || p.Line == line) && strings.TrimSpace(p.Hint) != "" {
			return true
		}
	}
	return false
}
