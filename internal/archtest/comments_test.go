package archtest

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// sentenceEnd matches the end of a sentence: a stop before a capital, a link, a
// heading or a list, or at the end of a paragraph.
var sentenceEnd = regexp.MustCompile(`[.!?][)»”]?(\s+[A-ZÀ-Ý\[«“(#-]|\s*\n\s*\n|\s*$)`)

func TestPackageComments(t *testing.T) {
	for _, p := range goPackages(t) {
		var comments []string
		for _, name := range p.GoFiles {
			f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.PackageClauseOnly|parser.ParseComments)
			if err != nil {
				t.Error(err)
				continue
			}
			if f.Doc != nil {
				comments = append(comments, f.Doc.Text())
			}
		}
		switch n := len(comments); {
		case n == 0:
			t.Errorf("package %s has no package comment: say what enters, what leaves and what it never does (in doc.go where it has "+
				"only tests)", p.room())
		case n > 1:
			t.Errorf("package %s has %d package comments: one file holds the room's manual", p.room(), n)
		case sentences(comments[0]) < 2:
			t.Errorf("the comment of package %s is not a manual yet (two sentences at least): say what enters, what leaves and what it "+
				"never does", p.room())
		}
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string]int{
		"": 0,
		"Package x reads e.g. the file v1.2 of it.\n":                     1,
		"Package x reads.\nIt never writes.\n":                            2,
		"Package x reads: files.\n\nWhat leaves: [Page].\n":               2,
		"Package x reads (see y.md). « Z » is what it calls them?\n":      2,
		"Package static holds the styles, built into the program. A\nb\n": 1,
	} {
		if got := sentences(text); got != want {
			t.Errorf("sentences(%q) = %d, want %d", text, got, want)
		}
	}
}

// sentences returns the number of sentences in a comment.
func sentences(text string) int {
	return len(sentenceEnd.FindAllString(strings.TrimSpace(text), -1))
}
