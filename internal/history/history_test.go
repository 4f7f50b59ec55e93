package history

import (
	"crypto/sha512"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestRevision(t *testing.T) {
	r := newRepo(t)
	r.write("accueil.md", 1)
	r.commit("première")
	r.author = "dependabot[bot]"
	r.write("accueil.md", 2)
	r.commit("\n  sur deux\nlignes\t: ça va ?  \r\n\nCorps\n\nR100\nauteur")
	l := r.read()
	head := r.git("rev-parse", "HEAD")
	got, ok := last(l, "accueil.md")
	if !ok || got.Commit != head || got.Author != "dependabot[bot]" || got.Subject != "sur deux lignes\t: ça va ?" {
		t.Errorf("%+v", got)
	}
	if want := start.Add(2 * time.Minute); got.Time.Format(time.RFC3339) != want.Format(time.RFC3339) {
		t.Errorf("time %v, want %v in the author's zone", got.Time, want)
	}
	if l.Source != Git || l.Shallow || l.Note != "" || !complete(l, "accueil.md") || l.Of("accueil.md")[1].Author != "Zoé Élan" {
		t.Errorf("%+v", l)
	}
	if _, ok := last(l, "autre.md"); ok || l.Of("autre.md") != nil || complete(l, "autre.md") {
		t.Error("a file that was never committed has a history")
	}
}

func TestRenames(t *testing.T) {
	t.Run("chain", func(t *testing.T) {
		r := newRepo(t)
		r.write("a.md")
		r.commit("crée")
		r.move("a.md", "b.md")
		r.commit("renomme")
		r.write("b.md", "x")
		r.commit("corrige")
		r.move("b.md", "dossier/c.md", "y")
		r.commit("déplace et corrige")
		r.write("a.md", "autre")
		r.commit("un autre a")
		l := r.read()
		want(t, l, "dossier/c.md", "déplace et corrige", "corrige", "renomme", "crée")
		want(t, l, "b.md")
		want(t, l, "a.md", "un autre a")
	})
	t.Run("from outside the folder", func(t *testing.T) {
		r := newRepo(t)
		r.write("docs/a.md")
		r.write("docs/content/b.md")
		r.commit("crée")
		r.git("mv", "docs", "portail")
		r.commit("renomme le dossier")
		r.git("mv", "portail/a.md", "portail/content/a.md")
		r.commit("range")
		l := r.read("portail", "content")
		want(t, l, "a.md", "range", "renomme le dossier", "crée")
		want(t, l, "b.md", "renomme le dossier", "crée")
		want(t, l, "../a.md")
		want(t, r.read(), "portail/content/a.md", "range", "renomme le dossier", "crée")
	})
}

func TestMerges(t *testing.T) {
	if testing.Short() {
		t.Skip("runs git many times")
	}
	t.Run("each branch does something to the file", func(t *testing.T) {
		r := newRepo(t)
		r.write("a.md")
		r.commit("crée")
		r.git("checkout", "-q", "-b", "branche")
		r.move("a.md", "b.md")
		r.commit("renomme ailleurs")
		r.git("checkout", "-q", "main")
		text, err := os.ReadFile(filepath.Join(r.dir, "a.md"))
		if err != nil {
			t.Fatal(err)
		}
		r.writeText("a.md", "Début.\n"+string(text))
		r.commit("corrige ici")
		r.merge("branche")
		l := r.read()
		want(t, l, "b.md", "joint branche", "corrige ici", "renomme ailleurs", "crée")
		want(t, l, "a.md")
	})
	t.Run("only one of them", func(t *testing.T) {
		r := newRepo(t)
		r.write("a.md")
		r.write("b.md")
		r.commit("crée")
		r.git("checkout", "-q", "-b", "branche")
		r.move("a.md", "c.md", "x")
		r.commit("renomme")
		r.git("checkout", "-q", "main")
		r.write("b.md", "x")
		r.commit("corrige b")
		r.merge("branche")
		r.write("a.md", "nouveau")
		r.commit("un autre a")
		l := r.read()
		want(t, l, "c.md", "renomme", "crée")
		want(t, l, "b.md", "corrige b", "crée")
		want(t, l, "a.md", "un autre a")
	})
	t.Run("a conflict is solved in the merge", func(t *testing.T) {
		r := newRepo(t)
		r.write("a.md", 1)
		r.commit("crée")
		r.git("checkout", "-q", "-b", "branche")
		r.write("a.md", 2)
		r.commit("deux")
		r.git("checkout", "-q", "main")
		r.write("a.md", 3)
		r.commit("trois")
		r.git("merge", "-q", "--no-commit", "-s", "ours", "branche")
		r.write("a.md", 5)
		r.commit("cinq")
		want(t, r.read(), "a.md", "cinq", "trois", "deux", "crée")
	})
	t.Run("a branch is merged but not kept", func(t *testing.T) {
		r := newRepo(t)
		r.write("a.md", 1)
		r.commit("crée")
		r.git("checkout", "-q", "-b", "branche")
		r.write("a.md", 2)
		r.commit("deux")
		r.git("checkout", "-q", "main")
		r.git("merge", "-q", "-s", "ours", "-m", "sans suite", "branche")
		want(t, r.read(), "a.md", "crée")
	})
	t.Run("three at once", func(t *testing.T) {
		r := newRepo(t)
		r.write("a.md")
		r.commit("crée")
		for _, branch := range []string{"un", "deux"} {
			r.git("checkout", "-q", "-b", branch, "main")
			r.write(branch + ".md")
			r.commit("ajoute " + branch)
		}
		r.git("checkout", "-q", "main")
		r.write("a.md", 2)
		r.commit("corrige")
		r.git("merge", "-q", "-m", "joint", "un", "deux")
		l := r.read()
		want(t, l, "a.md", "corrige", "crée")
		want(t, l, "un.md", "ajoute un")
		want(t, l, "deux.md", "ajoute deux")
	})
}

func TestDeletedFiles(t *testing.T) {
	r := newRepo(t)
	r.write("a.md")
	r.write("b.md")
	r.commit("crée")
	r.git("rm", "-q", "a.md", "b.md")
	r.commit("supprime")
	r.write("a.md", "de retour")
	r.commit("rétablit")
	l := r.read()
	want(t, l, "a.md", "rétablit", "supprime", "crée")
	want(t, l, "b.md")
	if complete(l, "b.md") {
		t.Error("a deleted file has a complete history")
	}
}

// Names that git quotes, that look like arguments, or that are patterns.
func TestNames(t *testing.T) {
	names := []string{"congés payés.md", `"guillemets".md`, "deux\nlignes.md", "tab\t.md", "-M.md", "*.md", ":(top)x.md", "latin\xe91.md",
		"R100", "commit 1", `a\b.md`}
	for _, folder := range []string{"", "dossier d’été\n[1]/*"} {
		r := newRepo(t)
		for _, name := range names {
			r.write(filepath.Join(folder, name))
		}
		r.commit("crée")
		for _, name := range names {
			r.write(filepath.Join(folder, name), "x")
		}
		l := r.read(folder)
		for _, name := range names {
			want(t, l, name, "crée")
		}
	}
}

// Without renames the histories are those that git itself gives for each file.
func TestSameAsGitForEachFile(t *testing.T) {
	if testing.Short() {
		t.Skip("runs git many times")
	}
	for seed := range uint64(12) {
		r := newRepo(t)
		script, last := randomHistory(rand.New(rand.NewPCG(seed, 7)), 60)
		r.gitWith(script, "fast-import", "--quiet", "--force")
		r.git("reset", "-q", "--hard", "main")
		l := r.read()
		for name, text := range last {
			var got []string
			for _, revision := range l.Of(name) {
				got = append(got, revision.Commit)
			}
			var want string
			if text != "" {
				want = r.git("log", "--date-order", "--format=%H", "--", name)
			}
			if strings.Join(got, "\n") != want {
				t.Fatalf("seed %d, %s:\n%s\nwant:\n%s\n%s", seed, name, strings.Join(got, "\n"), want,
					r.git("log", "--graph", "--oneline", "--name-status", "-m"))
			}
		}
	}
}

// randomHistory makes commits of few files, many of them merges, for `git
// fast-import`. A file changes to one of three texts or goes away, so that
// branches often agree by chance. Last is the newest commit's tree, with empty
// texts for files that it does not have.
func randomHistory(random *rand.Rand, commits int) (script string, last map[string]string) {
	var b strings.Builder
	trees := []map[string]string{{}}
	for i := 1; i <= commits; i++ {
		fmt.Fprintf(&b, "commit refs/heads/main\nmark :%d\ncommitter R <r@x> %d +0000\ndata 1\nx\n", i, 1000*i)
		parents := []int{max(0, i-1-random.IntN(4))}
		if random.IntN(3) == 0 {
			parents = append(parents, max(0, i-1-random.IntN(6)))
		}
		for n, parent := range parents {
			if parent > 0 {
				fmt.Fprintf(&b, "%s :%d\n", []string{"from", "merge"}[n], parent)
			}
		}
		b.WriteString("deleteall\n")
		tree := map[string]string{}
		for _, name := range []string{"a", "b", "c", "d", "e"} {
			text := trees[parents[random.IntN(len(parents))]][name]
			switch random.IntN(8) {
			case 0, 1:
				text = fmt.Sprintf("%x\n", sha512.Sum512([]byte{name[0], byte(random.IntN(3))}))
			case 2:
				text = ""
			}
			if tree[name] = text; text != "" {
				fmt.Fprintf(&b, "M 100644 inline %s\ndata %d\n%s\n", name, len(text), text)
			}
		}
		trees = append(trees, tree)
	}
	return b.String(), trees[commits]
}

// A clock that goes wrong does not put a commit before those it is based on.
func TestWrongClock(t *testing.T) {
	r := newRepo(t)
	r.commits = 100
	r.write("a.md")
	r.commit("crée")
	r.move("a.md", "b.md")
	r.commit("renomme")
	r.git("checkout", "-q", "-b", "branche")
	r.commits = 10
	r.move("b.md", "c.md", "x")
	r.commit("renomme encore, hier")
	r.git("checkout", "-q", "main")
	r.commits = 200
	r.write("z.md")
	r.commit("ajoute")
	r.merge("branche")
	want(t, r.read(), "c.md", "renomme encore, hier", "renomme", "crée")
}

// The portal of ten years: 5,000 commits on 2,000 pages, one in twenty-five a
// merge, one in fifty a rename.
func BenchmarkRead(b *testing.B) {
	r := newRepo(b)
	var script strings.Builder
	name := func(page int) string { return fmt.Sprintf("content/dossier-%d/page-%d.md", page%40, page) }
	names := make([]string, 2000)
	text := func(page, change int) string {
		return strings.Repeat(fmt.Sprintf("Le texte de la page %d.\n", page), 30) + fmt.Sprintln(change)
	}
	for i := 1; i <= 5000; i++ {
		fmt.Fprintf(&script, "commit refs/heads/main\nmark :%d\ncommitter Robot %d <r@exemple.fr> %d +0100\ndata 8\ncorrige\n\n", i, i%30,
			1_500_000_000+i*60_000)
		if i%25 == 0 {
			fmt.Fprintf(&script, "from :%d\nmerge :%d\n", i-1, i-2)
		}
		for range 3 {
			page := i * 7 % len(names)
			if i <= 500 {
				for p := (i - 1) * 4; p < i*4; p++ {
					names[p] = name(p)
					fmt.Fprintf(&script, "M 100644 inline %s\ndata %d\n%s\n", names[p], len(text(p, 0)), text(p, 0))
				}
				break
			}
			if i%50 == 0 {
				moved := fmt.Sprintf("content/dossier-%d/page-%d-%d.md", i%40, page, i)
				fmt.Fprintf(&script, "R %s %s\n", names[page], moved)
				names[page] = moved
			}
			fmt.Fprintf(&script, "M 100644 inline %s\ndata %d\n%s\n", names[page], len(text(page, i)), text(page, i))
		}
	}
	r.gitWith(script.String(), "fast-import", "--quiet")
	r.git("reset", "-q", "--hard", "main")
	for b.Loop() {
		l := r.read("content")
		if n := len(l.Of(strings.TrimPrefix(names[3507%2000], "content/"))); n < 2 {
			b.Fatalf("%d revisions", n)
		}
	}
}

// last is the newest revision of a file. It is missing where the file was last
// changed before a shallow clone begins.
func last(l *Log, path string) (Revision, bool) {
	if revisions := l.Of(path); len(revisions) > 0 {
		return revisions[0], true
	}
	return Revision{}, false
}

// complete tells whether a file's history goes back to its beginning.
func complete(l *Log, path string) bool {
	f := l.file(path)
	return f != nil && !f.incomplete
}
