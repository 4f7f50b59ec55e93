package preview

import (
	"os/exec"
	"strings"
	"testing"
)

// withIssue is a portal with an issue of a newsletter.
func withIssue(t *testing.T) map[string]string {
	files := writePortal(t)
	files["content/site.yaml"] += "contact: qvct@example.org\n"
	files["content/determinants/dialogue.md"] = "---\ntitre: Dialogue\nnumero: 1\naxe: A\n---\n\nTexte.\n"
	files["content/newsletters/2026-02.md"] = "---\ntitre: La lettre\nresume: De février.\nnumero: 2\ndate: 2026-02-03\n" +
		"objet: Un objet\npreheader: En bref\ndeterminants: [1]\n---\n\n## Édito\n\nBonjour. ![Une photo](../actualites/photo.png)\n"
	return files
}

func TestMail(t *testing.T) {
	s := open(t, withIssue(t))
	const address = "/.apercu/courriel/newsletters/2026-02"
	if _, body := s.get("/newsletters/2026-02.html"); !strings.Contains(body, `href="`+address+`"`) {
		t.Error("the issue does not lead to its mail")
	}
	if _, body := s.get("/actualites/forum.html"); strings.Contains(body, "courriel") {
		t.Error("a page that is no issue leads to a mail")
	}
	answer, body := s.get(address)
	for _, want := range []string{"Un objet", "En bref", "102\u00a0Ko", "Bonjour.", "<iframe"} {
		if answer.StatusCode != 200 || !strings.Contains(body, want) {
			t.Errorf("%s, without %q:\n%s", answer.Status, want, body)
		}
	}
	answer, body = s.get(address + "?forme=html")
	if answer.StatusCode != 200 || strings.Contains(body, "qvct.example.org") || strings.Contains(body, "EventSource") ||
		!strings.Contains(body, `src="/actualites/photo`) {
		t.Errorf("%s, addresses do not lead here, or more is shown than is sent:\n%s", answer.Status, body)
	}
	s.write("content/newsletters/2026-02.md", strings.Replace(withIssue(t)["content/newsletters/2026-02.md"], "Bonjour.", "Bonsoir.", 1))
	s.shows(address, 200, "Bonsoir.")
	s.write("content/site.yaml", "titre: Essai\nfichiers_permis: [actualites/part.html]\n")
	s.shows(address, 200, "base_url")
	for _, wrong := range []string{"/.apercu/courriel/actualites/forum", "/.apercu/courriel/", "/.apercu/rien", "/.apercu/problemes/x"} {
		if answer, _ := s.get(wrong); answer.StatusCode != 404 {
			t.Errorf("%s: %s", wrong, answer.Status)
		}
	}
}

func TestProblems(t *testing.T) {
	s := open(t, withIssue(t))
	s.write("content/glossaire/cse.md", "---\ntitre: CSE\nresume: Le comité.\n---\n\n## Définition\n\nActuel.\n")
	s.write("content/glossaire/chsct.md",
		"---\ntitre: CHSCT\nresume: L’ancien comité.\nremplace_par: cse\n---\n\n## Définition\n\nAncien.\n")
	s.write("content/actualites/a.md", "---\ntitre: A\nresume: Une.\ndate: 2026-01-01\n---\n\nLe CHSCT.\n")
	s.shows("/.apercu/problemes", 200, "terme périmé")
	_, body := s.get("/.apercu/problemes")
	for _, want := range []string{"content/actualites/a.md", `href="/actualites/a.html"`, "messages.html#terme-perime"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
	if _, body := s.get("/actualites/a.html"); !strings.Contains(body, "sur cette page") || !strings.Contains(body, "terme périmé") {
		t.Error("the page does not tell its own warning")
	}
	if _, body := s.get("/actualites/forum.html"); strings.Contains(body, "terme périmé") {
		t.Error("another page tells a warning that is not its own")
	}
}

func TestChanges(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	s := open(t, withIssue(t))
	if answer, body := s.get("/.apercu/changements"); answer.StatusCode != 200 || !strings.Contains(body, "git") {
		t.Errorf("outside of a repository: %s\n%s", answer.Status, body)
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "content"},
		{"-c", "user.name=Z", "-c", "user.email=z@example.org", "commit", "-q", "-m", "un"}} {
		if out, err := exec.Command("git", append([]string{"-C", s.dir}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", args, out)
		}
	}
	s.write("content/actualites/forum.md",
		strings.Replace(writePortal(t)["content/actualites/forum.md"], "titre: Forum", "titre: Grand forum", 1))
	s.shows("/.apercu/changements", 200, "<ins>Grand forum</ins>")
	if _, body := s.get("/.apercu/changements?depuis=nulle-part"); !strings.Contains(body, "nulle-part") ||
		!strings.Contains(body, "inconnue") {
		t.Errorf("an unknown revision:\n%s", body)
	}
}

// An open page asks whether a newer state shows it otherwise.
func TestPageTellsWhetherItDiffers(t *testing.T) {
	s := open(t, map[string]string{"content/a.md": page("Alpha", "Un."), "content/dossier/b.md": page("Bêta", "Deux.")})
	seen := func() (page, style string) {
		t.Helper()
		answer, _ := s.get("/a.html")
		return answer.Header.Get("X-Apercu-Page"), answer.Header.Get("X-Apercu-Style")
	}
	page1, style1 := seen()
	s.write("content/dossier/b.md", page("Bêta", "Trois."))
	s.shows("/dossier/b.html", 200, "Trois.")
	if page2, style2 := seen(); page2 != page1 || style2 != style1 {
		t.Error("another page's text changes this one")
	}
	s.write("static/css/99.css", "h1 { color: teal }")
	s.until("a new style", func() bool { _, style := seen(); return style != style1 })
	if page2, _ := seen(); page2 != page1 {
		t.Error("a style changes more than the style")
	}
	s.write("content/a.md", page("Alpha", "Quatre."))
	s.shows("/a.html", 200, "Quatre.")
	if page2, _ := seen(); page2 == page1 {
		t.Error("the page's own text changes nothing")
	}
}
