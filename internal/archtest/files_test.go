package archtest

import (
	"bytes"
	"go/scanner"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// maxLines is the maximum length of a Go file, so that it can be read at one
// sitting.
const maxLines = 450

func TestGoFilesStayReadable(t *testing.T) {
	for _, name := range goFiles(t) {
		if n := bytes.Count(readFile(t, name), []byte("\n")); n > maxLines {
			t.Errorf("%s has %d lines, more than %d: it has more than one subject", name, n, maxLines)
		}
	}
}

// maxColumns is the maximum width of a line of Go; a tab counts for four columns.
const maxColumns = 140

// Lines of a raw string are exempt, since a break would change the text.
func TestGoLinesStayReadable(t *testing.T) {
	for _, name := range goFiles(t) {
		data := readFile(t, name)
		raw := rawLines(data)
		for i, line := range strings.Split(string(data), "\n") {
			if width := utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    ")); width > maxColumns && !raw[i+1] {
				t.Errorf("%s:%d is %d columns wide, more than %d", name, i+1, width, maxColumns)
			}
		}
	}
}

// rawLines returns the lines that contain a part of a raw string.
func rawLines(source []byte) map[int]bool {
	lines := map[int]bool{}
	files := token.NewFileSet()
	file := files.AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, source, nil, 0)
	for {
		at, kind, text := s.Scan()
		if kind == token.EOF {
			return lines
		}
		if kind == token.STRING && text[0] == '`' {
			for first, n := file.Line(at), 0; n <= strings.Count(text, "\n"); n++ {
				lines[first+n] = true
			}
		}
	}
}

// The built site must not be in git: it would become part of somebody's next
// build, or conflict with it.
func TestPublicIsNotInGit(t *testing.T) {
	top, err := git("rev-parse", "--show-toplevel")
	if err != nil {
		t.Skip("not a git clone")
	}
	if !sameFile(strings.TrimSpace(top), root) {
		t.Skip("the clone is another project's")
	}
	files, err := git("ls-files", "--cached", "--others", "--exclude-standard", "--", "public")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(files); got != "public/.gitkeep" {
		t.Errorf("git sees in public/:\n%s\nwant public/.gitkeep and nothing else: .gitignore keeps the built site out", got)
	}
}

func git(args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = root
	out, err := cmd.Output()
	return string(out), err
}

func sameFile(a, b string) bool {
	infoA, errA := os.Stat(filepath.Clean(a))
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}
