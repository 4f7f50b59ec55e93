package portal

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"intraqvt/internal/delivery"
	"intraqvt/internal/problem"
)

// figee returns a portal with an issue that calls for pages in every way.
func figee() map[string]string {
	return map[string]string{
		"content/site.yaml": "titre: Portail\nbase_url: https://qvct.example.org/\ncontact: lettre@example.org\n",
		"content/newsletters/8.md": "---\ntitre: La lettre\nnumero: 8\nobjet: Où l’on va\npreheader: En deux mots.\npublic: Tous\n" +
			"date: 2026-02-20\ndeterminants: [12]\n---\n## Édito\n\n" +
			"Voir [[but]], [[camille]] et [le lieu](../pages/lieu.md).\n\n![[but]]\n\n![[camille]]\n\n![[but#Les moyens]]\n\n::: liste\n" +
			"quand: depuis le dernier numéro\n:::\n\n::: liste\nquand: d’ici au prochain numéro\n:::\n",
		"content/newsletters/7.md": "---\ntitre: La lettre d’avant\nnumero: 7\nobjet: Avant\npreheader: En bref.\npublic: Tous\n" +
			"date: 2026-01-10\ndeterminants: [12]\n---\nTexte.\n",
		"content/pages/but.md": "---\ntitre: Le but\nresume: Où l’on va.\ndate: 2026-01-20\n---\nTexte.\n\n## Les moyens\n\n" +
			"Par étapes.\n",
		"content/pages/lieu.md":  "---\ntitre: Le lieu\nresume: Ici.\ndate: 2026-01-21\n---\nTexte.\n",
		"content/pages/autre.md": "---\ntitre: L’autre\nresume: Là.\ndate: 2026-01-22\n---\nTexte.\n",
		"content/acteurs/camille.md": "---\ntitre: Camille Duval\nresume: À qui parler.\nfonction: Référente\nroles: [RH]\n" +
			"date: 2026-01-23\n---\nTexte.\n",
		"content/evenements/rendez.md": "---\ntitre: Le rendez-vous\nresume: Chaque mois.\ndebut: 2026-01-05T09:00\n" +
			"recurrence: FREQ=MONTHLY\ndeterminants: [12]\n---\n## Programme\n\nUn.\n",
		"content/determinants/risques.md": "---\ntitre: Les risques\nnumero: 12\naxe: D\n---\n## Définition\n\nUn.\n\n## Enjeux\n\n" +
			"Deux.\n\n## Pratiques\n\nTrois.\n\n## S’évaluer\n\nQuatre.\n",
	}
}

// read is an issue as readers receive it: its page, its mail and the mail's text.
type read struct{ page, mail, text string }

func readIssue(t *testing.T, o Options) read {
	t.Helper()
	l, err := OpenIssues(t.Context(), o)
	if err != nil {
		t.Fatal(err, l.Problems)
	}
	page, err := l.view.outputs["newsletters/8.html"].Bytes()
	if err != nil {
		t.Fatal(err)
	}
	m, mail := mailed(t, l, "8")
	return read{string(page), mail, m.Text()}
}

// body returns the text of a page, without its surroundings.
func body(t *testing.T, page string) string {
	t.Helper()
	_, rest, _ := strings.Cut(page, `<h2 id="edito"`)
	text, _, ok := strings.Cut(rest, `<footer class="suites">`)
	if !ok {
		t.Fatalf("no end of the text:\n%s", page)
	}
	return text
}

func freeze(t *testing.T, o Options, name string) (bool, error) {
	t.Helper()
	l, err := OpenIssues(t.Context(), o)
	if err != nil {
		t.Fatal(err, l.Problems)
	}
	issue, err := l.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return l.Freeze(issue)
}

func mustFreeze(t *testing.T, o Options, name string) {
	t.Helper()
	if done, err := freeze(t, o, name); !done || err != nil {
		t.Fatal(done, err)
	}
}

// problemsOf formats the problems of a code.
func problemsOf(t *testing.T, o Options, code string) string {
	t.Helper()
	problems, err := Check(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, p := range problems {
		if p.Code() == code || p.Level == problem.Error {
			lines = append(lines, p.String())
		}
	}
	return strings.Join(lines, "\n")
}

// Freezing changes nothing for readers. Afterwards page, mail and text stay as
// sent, whatever becomes of the pages.
func TestFrozenIssueSaysWhatWasSent(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole portals")
	}
	o := source(t, figee())
	before := readIssue(t, o)
	for _, want := range []string{"Le but", "Camille Duval", "Par étapes.", "L’autre", "5\u00a0mars 2026"} {
		if !strings.Contains(before.page, want) {
			t.Fatalf("the issue does not show %q:\n%s", want, before.page)
		}
	}
	mustFreeze(t, o, "8")
	if after := readIssue(t, o); after != before {
		t.Error("freezing changed what readers have")
	}
	if got := problemsOf(t, o, "numero-fige"); got != "" {
		t.Errorf("a frozen issue is complained of:\n%s", got)
	}
	file := filepath.Join(o.Source, "content", "newsletters", "8.md")
	once, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := freeze(t, o, "8"); err != nil {
		t.Error(err)
	}
	if twice, _ := os.ReadFile(file); string(twice) != string(once) {
		t.Error("freezing twice gives other bytes")
	}
	header, _, _ := strings.Cut(string(once), "## Édito")
	if strings.Contains(header, "amille") || strings.Contains(header, "À qui parler") {
		t.Errorf("a person is named in what is frozen:\n%s", header)
	}

	linkless := regexp.MustCompile(`<a href="[^"]*autre\.html">L’autre</a>`)
	same := func(name string, want string) {
		t.Helper()
		if got := body(t, readIssue(t, o).page); got != want {
			t.Errorf("%s: the issue reads otherwise:\n%s\nwant\n%s", name, got, want)
		}
	}
	want := body(t, before.page)
	write(t, o, "content/pages/but.md",
		"---\ntitre: Un autre titre\nresume: Un autre résumé.\ndate: 2026-01-20\nrelu_le: 2026-02-27\n---\nTexte.\n\n## Les moyens\n\n"+
			"Par étapes.\n")
	write(t, o, "content/pages/nouvelle.md", "---\ntitre: La nouvelle\nresume: Bien.\ndate: 2026-01-25\n---\nTexte.\n")
	write(t, o, "content/evenements/autre.md",
		"---\ntitre: Un autre\nresume: Une fois.\ndebut: 2026-03-02T09:00\ndeterminants: [12]\n---\n## Programme\n\nUn.\n")
	write(t, o, "content/newsletters/9.md",
		"---\ntitre: La suivante\nnumero: 9\nobjet: Après\npreheader: En bref.\npublic: Tous\ndate: 2026-02-25\ndeterminants: [12]\n"+
			"---\nTexte.\n")
	write(t, o, "content/evenements/rendez.md",
		"---\ntitre: Le rendez-vous\nresume: Chaque semaine.\ndebut: 2026-01-07T09:00\nrecurrence: FREQ=WEEKLY\ndeterminants: [12]\n"+
			"---\n## Programme\n\nUn.\n")
	same("reviewed, added, moved in time", want)
	later := o
	later.At = o.At.AddDate(1, 0, 0)
	if got := body(t, readIssue(t, later).page); got != want {
		t.Errorf("a year later the issue reads otherwise:\n%s", got)
	}

	// The title and summary of a removed or hidden page stay.
	write(t, o, "content/pages/autre.md", "---\ntitre: L’autre\nresume: Là.\ndate: 2026-01-22\nstatut: brouillon\n---\nTexte.\n")
	without := linkless.ReplaceAllString(want, `<span class="entree-titre">L’autre</span>`)
	if without == want {
		t.Fatal("the card was not found")
	}
	same("hidden", without)
	if got := readIssue(t, o); !strings.Contains(got.mail, "L’autre") || strings.Contains(got.mail, "autre.html") ||
		!strings.Contains(got.text, "* L’autre\n") {
		t.Errorf("the mail:\n%s\n%s", got.mail, got.text)
	}
	if got := problemsOf(t, o, "numero-fige"); !strings.Contains(got, "« L’autre », que ce numéro a montré, n’est plus à son adresse") ||
		!strings.Contains(got, "8.md:") {
		t.Errorf("says %q", got)
	}
	if err := os.Remove(filepath.Join(o.Source, "content", "pages", "autre.md")); err != nil {
		t.Fatal(err)
	}
	same("removed", without)
	write(t, o, "content/pages/ailleurs.md", "---\ntitre: Ailleurs\nresume: Là.\ndate: 2026-01-22\nalias: [autre]\n---\nTexte.\n")
	same("renamed with its old address", linkless.ReplaceAllString(want, `<a href="../pages/ailleurs.html">L’autre</a>`))
	if got := problemsOf(t, o, "numero-fige"); got != "" {
		t.Errorf("says %q", got)
	}

	// An excerpt follows its page, and its change is reported.
	write(t, o, "content/pages/but.md",
		"---\ntitre: Un autre titre\nresume: Un autre résumé.\ndate: 2026-01-20\n---\nTexte.\n\n## Les moyens\n\nAutrement.\n")
	if got := problemsOf(t, o, "numero-fige"); !strings.Contains(got, "l’extrait de « Un autre titre »") {
		t.Errorf("says %q", got)
	}
}

// Nothing remains of a person whose page is removed; a text that names the
// person is an error.
func TestFrozenIssueForgetsAPerson(t *testing.T) {
	files := figee()
	files["content/newsletters/8.md"] = strings.ReplaceAll(strings.Replace(files["content/newsletters/8.md"], ", [[camille]]", "", 1),
		"![[camille]]\n\n", "")
	o := source(t, files)
	mustFreeze(t, o, "8")
	write(t, o, "content/acteurs/camille.md",
		"---\ntitre: Camille Martin\nresume: À qui parler.\nfonction: Référente\nroles: [RH]\ndate: 2024-01-23\n---\nTexte.\n")
	if got := readIssue(t, o); !strings.Contains(got.page, "Camille Martin") {
		t.Error("the card of a person is not the person's page")
	}
	if err := os.Remove(filepath.Join(o.Source, "content", "acteurs", "camille.md")); err != nil {
		t.Fatal(err)
	}
	got := readIssue(t, o)
	if all := got.page + got.mail + got.text; strings.Contains(all, "amille") || strings.Contains(all, "Référente") {
		t.Error("something is left of a person")
	}
	if got := problemsOf(t, o, "numero-fige"); got != "" {
		t.Errorf("says %q", got)
	}

	o = source(t, figee())
	mustFreeze(t, o, "8")
	if err := os.Remove(filepath.Join(o.Source, "content", "acteurs", "camille.md")); err != nil {
		t.Fatal(err)
	}
	if got := problemsOf(t, o, "lien-casse"); strings.Count(got, ": erreur :") != 2 {
		t.Errorf("the text still names a person: %s", got)
	}
}

// A page that readers do not see yet cannot be frozen, nor one that was frozen
// and changed; a failed write leaves the file unchanged.
func TestFreezeRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole portals")
	}
	files := figee()
	files["content/newsletters/9.md"] = "---\ntitre: La suivante\nnumero: 9\nobjet: Après\npreheader: En bref.\npublic: Tous\n" +
		"date: 2026-02-25\nstatut: brouillon\ndeterminants: [12]\n---\nTexte.\n"
	files["content/newsletters/10.md"] = strings.NewReplacer("9", "10", "2026-02-25", "2026-12-25", "statut: brouillon\n",
		"").Replace(files["content/newsletters/9.md"])
	long := strings.Repeat("n", 250)
	files["content/newsletters/"+long+".md"] = strings.NewReplacer("numero: 9", "numero: 11", "statut: brouillon\n",
		"").Replace(files["content/newsletters/9.md"])
	o := source(t, files)
	for _, drafts := range []bool{false, true} {
		o.Drafts = drafts
		for _, name := range []string{"9", "10"} {
			if done, err := freeze(t, o, name); err == nil || done || !strings.Contains(err.Error(), "n’est pas publié") {
				t.Errorf("%s, drafts %v: %v %v", name, drafts, done, err)
			}
		}
	}
	o.Drafts = false
	// the temporary file's name would be too long
	if done, err := freeze(t, o, long); err == nil || done {
		t.Error("written where nothing can be written")
	}
	if data, _ := os.ReadFile(filepath.Join(o.Source, "content", "newsletters", long+".md")); string(data) != files["content/newsletters/"+
		long+".md"] {
		t.Errorf("changed all the same: %s", data)
	}

	mustFreeze(t, o, "8")
	name := filepath.Join(o.Source, "content", "newsletters", "8.md")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	edited := strings.Replace(string(data), "## Édito\n", "## Édito\n\nUn mot de plus.\n\n![[lieu]]\n", 1)
	write(t, o, "content/newsletters/8.md", edited)
	if _, err := freeze(t, o, "8"); !errors.Is(err, ErrChanged) {
		t.Errorf("edited after freezing: %v", err)
	}
	got := problemsOf(t, o, "numero-fige")
	if !strings.Contains(got, "a changé depuis qu’il est figé, le 1er\u00a0mars 2026") ||
		!strings.Contains(got, "« ![[lieu]] » a été ajouté") {
		t.Errorf("says %q", got)
	}
	again := o
	again.Unfrozen = true
	mustFreeze(t, again, "8")
	if got := problemsOf(t, o, "numero-fige"); got != "" {
		t.Errorf("frozen again: %s", got)
	}

	// A line changed by hand is an error at its place, and stops a build.
	data, err = os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	write(t, o, "content/newsletters/8.md", strings.Replace(string(data), `titre: "Le but"`, `titre: "Le sens"`, 1))
	if _, err := Build(t.Context(), o); !errors.Is(err, ErrContent) {
		t.Errorf("a frozen field that was changed: %v", err)
	}
	if got := problemsOf(t, o, "fige-modifie"); !strings.Contains(got, "8.md:1") ||
		!strings.Contains(got, "« fige » : il a été modifié") {
		t.Errorf("says %q", got)
	}
}

// An issue that was sent without being frozen is reported.
func TestSentIssueIsToBeFrozen(t *testing.T) {
	o := source(t, figee())
	l, err := OpenIssues(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	issue, err := l.Find("8")
	if err != nil {
		t.Fatal(err)
	}
	id := l.Identity(issue)
	if id != (delivery.Identity{Address: "newsletters/8", Number: "newsletter 8"}) {
		t.Errorf("identity %v", id)
	}
	if got := problemsOf(t, o, "numero-non-fige"); got != "" {
		t.Errorf("not sent: %s", got)
	}
	write(t, o, ".envois/newsletters.8.tsv",
		"intraqvt-envoi 2\tnewsletters/8\tnewsletter 8\tx\n2026-02-20T09:00:00Z\taccepté\tabc\t250 ok\n")
	if got := problemsOf(t, o, "numero-non-fige"); !strings.Contains(got, "a été envoyé le 20\u00a0février 2026") ||
		!strings.Contains(got, "newsletter freeze 8") {
		t.Errorf("sent: %q", got)
	}
	mustFreeze(t, o, "8")
	if got := problemsOf(t, o, "numero-non-fige"); got != "" {
		t.Errorf("frozen: %s", got)
	}
	write(t, o, ".envois/newsletters.8.tsv", "intraqvt-envoi 2\tnewsletters/8\tnewsletter 8\tx\n???\n")
	if got := problemsOf(t, o, "journal-illisible"); !strings.Contains(got, "newsletters.8.tsv:2") {
		t.Errorf("a ledger that is damaged: %q", got)
	}
}
