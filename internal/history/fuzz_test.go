package history

import (
	"bufio"
	"bytes"
	"context"
	"io/fs"
	"strings"
	"testing"
)

// FuzzGitOutput reads any bytes as what git prints: none may make the program
// panic or take more memory than they are long.
func FuzzGitOutput(f *testing.F) {
	const a, b = "1111111111111111111111111111111111111111", "2222222222222222222222222222222222222222"
	for _, seed := range []string{
		"", "\x00", "\n", "commit", "commit ", "commit \n\n    m\n\x00",
		"commit " + a + " " + b + "\nAuthor: A <a@b>\nDate:   1 +0000\n\n    sujet\n\nM\x00a.md\x00R100\x00b.md\x00c.md\x00\x00commit " +
			b + "\n\n    m\n\nA\x00a.md\x00",
		"commit " + a + " " + b + " " + a + " (from " + a + ")\n\n    m\n\nD\x00a\x00",
		"commit " + a + " " + b + " (from " + b + ")\n\n    m\n\nM\x00a\x00\x00commit " + a + " " + b + " " + a + " (from " + a +
			")\n\n    m\n\nM\x00a\x00",
		"100644 blob " + a + "\tportail/content/a.md\x00120000 blob " + b + "\tportail/content/l\x00160000 commit " + a +
			"\tportail/content/m\x00",
		"100644 blob " + a + "\tportail/a\x00100644 blob " + a + "\tportail/a/b\x00", "100644 blob " + a + "\tportail/../../x\x00",
		a + " blob 3\nabc\n" + b + " blob 0\n\n", a + " missing\n", a + " blob 9223372036854775807\nabc", a + " blob -1\n",
		a + " tree 3\nabc\n",
		"M\x00a\x00R050\x00b\x00c\x00D\x00d\x00", "R100\x00a\x00", "\x00\x00",
		"true\nfalse\nfalse\nsha1\n/depot/.git\n--x\nportail/\n--x\n" + a + "\n", "false\ntrue\nfalse\nsha256\n/d\n--x\n\n--x\n",
		"\n--x\n\n--x\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, output []byte) {
		read := func() *bufio.Reader { return bufio.NewReader(bytes.NewReader(output)) }
		w := newFollower(strings.Repeat("1", 40), "portail/", map[string]bool{strings.Repeat("2", 40): true})
		if err := readCommits(read(), w.add); err == nil {
			l := &Log{Source: Git, files: w.files}
			for name := range w.files {
				for _, r := range l.Of(name) {
					if r.Commit == "" {
						t.Errorf("a revision of %q without a commit", name)
					}
				}
			}
		}
		tree := &Tree{repo: &Repository{origin: origin{prefix: "portail/"}}, nodes: map[string]*node{".": {name: ".", mode: fs.ModeDir}}}
		if err := readEntries(read(), tree.add); err == nil {
			tree.arrange()
			for _, n := range tree.nodes {
				if n.hash != "" {
					n.size, n.data = 1, output[:min(len(output), 30)] // of a link, where it leads
				}
			}
			walk(t, tree, ".", 0)
		}
		readStaged(read())
		readSizes(read(), 3)
		total := 0
		readContents(read(), 3, maxSmall, func(_ int, data []byte) { total += len(data) })
		if total > len(output) {
			t.Errorf("%d bytes of %d", total, len(output))
		}
		if r, err := parseFacts(string(output), "--x"); err == nil && r.own == "" && len(output) == 0 {
			t.Error("a repository of nothing")
		}
		for _, text := range []string{string(output), "fatal: " + string(output)} {
			if err := explain(context.Background(), &failure{128, text}, "dossier", nil); err == nil ||
				strings.Contains(err.Error(), "\n") {
				t.Errorf("a complaint of git is told as %v", err)
			}
		}
	})
}

// walk visits every file of a tree by the names that it lists, and finds that
// links come to an end.
func walk(t *testing.T, tree *Tree, name string, deep int) {
	if deep > mostLinks*20 {
		t.Fatalf("%q has no end", name)
	}
	entries, err := fs.ReadDir(tree, name)
	if err != nil {
		return
	}
	for _, e := range entries {
		child := e.Name()
		if name != "." {
			child = name + "/" + child
		}
		if strings.Contains(e.Name(), "/") || e.Name() == ".." || e.Name() == "." {
			t.Fatalf("a file is called %q", e.Name())
		}
		if e.IsDir() && fs.ValidPath(child) && deep < 12 {
			walk(t, tree, child, deep+1)
		}
	}
}
