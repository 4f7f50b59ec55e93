package portal

import (
	"errors"
	"strings"
	"testing"

	"intraqvt/internal/mail"
)

// lettres returns a portal with an issue, and a type that is sent by mail.
func lettres(text string) map[string]string {
	return map[string]string{
		"content/site.yaml":        "titre: Portail\nbase_url: https://qvct.example.org/\ncontact: lettre@example.org\n",
		"content/newsletters/1.md": text,
		"content/pages/but.md":     "---\ntitre: Le but\nresume: Où l’on va.\n---\nTexte.\n",
	}
}

const premiere = "---\ntitre: La lettre\nnumero: 1\nobjet: Où l’on va\npreheader: En deux mots.\npublic: Tous\ndate: 2026-02-20\n" +
	"determinants: []\n---\n## Édito\n\nVoir [[but]].\n\n![[but]]\n"

// mailed returns the mail of an issue, with its HTML.
func mailed(t *testing.T, l *Issues, name string) (m *mail.Issue, document string) {
	t.Helper()
	issue, err := l.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	m, err = l.Mail(issue)
	if err != nil {
		t.Fatal(err)
	}
	html, err := m.HTML()
	if err != nil {
		t.Fatal(err)
	}
	return m, string(html)
}

// A mail has the content of its page, with addresses that work from anywhere.
func TestMailSaysWhatThePageSays(t *testing.T) {
	o := source(t, lettres(premiere))
	l, err := OpenIssues(t.Context(), o)
	if err != nil {
		t.Fatal(err, l.Problems)
	}
	for _, name := range []string{"1", "La lettre", "1.md"} {
		m, document := mailed(t, l, name)
		for _, want := range []string{`href="https://qvct.example.org/pages/but.html"`, "Où l’on va."} {
			if !strings.Contains(document, want) {
				t.Errorf("the mail lacks %q:\n%s", want, document)
			}
		}
		if m.Subject != "Où l’on va" || m.Online != "https://qvct.example.org/newsletters/1.html" ||
			!strings.Contains(m.From, "lettre@example.org") {
			t.Errorf("%+v", m)
		}
	}
	if _, err := l.Find("11"); err == nil || !strings.Contains(err.Error(), "vouliez-vous dire") && !strings.Contains(err.Error(), "1") {
		t.Errorf("an issue that is not there: %v", err)
	}
}

// A section of another page appears in a mail without its heading and the rest
// of its page; its links work in the mail.
func TestMailHoldsSections(t *testing.T) {
	files := lettres(strings.Replace(premiere, "![[but]]", "![[but#agir]]", 1))
	files["content/pages/but.md"] = "---\ntitre: Le but\n---\n## Comprendre\n\nVoir [[1]].\n\n## Agir\n\nVoir [ici](#suite), dit-on.\n\n" +
		"### Suite\n\nLa suite.\n\n## Finir\n\nLa fin.\n"
	l, err := OpenIssues(t.Context(), source(t, files))
	if err != nil {
		t.Fatal(err, l.Problems)
	}
	m, _ := mailed(t, l, "1")
	const want = "| Voir ici [2], dit-on.\n|\n| Suite\n| .....\n|\n| La suite.\n|\n| Extrait de Le but › Agir [3]\n"
	got := m.Text()
	if !strings.Contains(got, want) || !strings.Contains(got, "[2] https://qvct.example.org/pages/but.html#suite\n") {
		t.Errorf("the mail has not\n%s\nbut\n%s", want, got)
	}
	for _, other := range []string{"Comprendre", "La fin"} {
		if strings.Contains(got, other) {
			t.Errorf("the mail says %q too", other)
		}
	}
}

// Problems that keep an issue from being a mail are reported before it is sent.
func TestMailProblemsAreSaid(t *testing.T) {
	said := func(change func(files map[string]string)) string {
		files := lettres(premiere)
		change(files)
		problems, err := Check(t.Context(), source(t, files))
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, p := range problems {
			all = append(all, p.String())
		}
		return strings.Join(all, "\n")
	}
	for want, change := range map[string]func(map[string]string){
		"base_url manque": func(f map[string]string) { f["content/site.yaml"] = "titre: Portail\ncontact: a@example.org\n" },
		"contact manque": func(f map[string]string) {
			f["content/site.yaml"] = "titre: Portail\nbase_url: https://q.example.org/\n"
		},
		"pas de texte d’aperçu": func(f map[string]string) {
			f["content/newsletters/1.md"] = strings.Replace(premiere, "preheader: En deux mots.\n", "", 1)
		},
		"Gmail": func(f map[string]string) {
			f["content/newsletters/1.md"] = premiere + strings.Repeat("\nEncore un paragraphe, qui a bien des choses à dire.\n", 1200)
		},
		"70 au plus": func(f map[string]string) {
			f["content/newsletters/1.md"] = strings.Replace(premiere, "Où l’on va\npre", strings.Repeat("très ", 20)+"long\npre", 1)
		},
	} {
		if got := said(change); !strings.Contains(got, want) {
			t.Errorf("nothing says %q:\n%s", want, got)
		}
	}
	if got := said(func(map[string]string) {}); strings.Contains(got, "lettre") {
		t.Errorf("a good issue is complained of:\n%s", got)
	}
	o := source(t, map[string]string{"content/a.md": "---\ninconnu: [\n---\n", "content/site.yaml": "titre: A\n"})
	if _, err := OpenIssues(t.Context(), o); !errors.Is(err, ErrContent) {
		t.Errorf("broken content makes a mail: %v", err)
	}
}
