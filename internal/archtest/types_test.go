package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"intraqvt/internal/schema"
)

// homonyms are words of the program that are also a content type's name, by
// room. They mean something else there, so they may be written but not compared
// with: code would branch on a type by a comparison.
var homonyms = map[string]map[string]string{
	"cmd/intraqvt":      {"page": "what results are counted in", "newsletter": "a verb"},
	"internal/markdown": {"outil": "a style of callout"},
	"internal/render":   {"page": "a template and a value of aria-current"},
	"internal/schema":   {"page": "an output"},
}

// TestNoTypeByName holds the law that a content type is a folder: outside
// tests, no string of the program is the name of a type, so that a portal can
// rename, drop or add types without a change in Go. Code uses the description
// instead: a field's kind, an output, a property such as `default`, `colour` or
// `glossary`.
//
// It looks for string literals that equal a type's name, except in imports and
// tags; for a homonym, only for those that are compared (==, !=, case) or
// looked up (Named).
func TestNoTypeByName(t *testing.T) {
	types, problems := schema.Read(os.DirFS(filepath.Join(root, "layouts")))
	if types == nil {
		t.Fatalf("layouts cannot be read: %v", problems)
	}
	used := map[string]bool{}
	for _, name := range goFiles(t) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range mentions(t, name, readFile(t, name), types.Names()) {
			room := path.Dir(name)
			switch meaning := homonyms[room][m.word]; {
			case meaning == "":
				t.Errorf("%s: the content type %q is named in Go: branch on a field's kind, an output or a role of its description "+
					"(where the word means something else, say so in homonyms of internal/archtest/types_test.go)", m.at, m.word)
			case m.compared:
				t.Errorf("%s: %q is %s in %s and may be written there, but not compared with: that reads as a branch on the content type",
					m.at, m.word, meaning, room)
			default:
				used[room+" "+m.word] = true
			}
		}
	}
	for room, words := range homonyms {
		for word := range words {
			if !used[room+" "+word] {
				t.Errorf("homonyms: %s does not write %q any more", room, word)
			}
		}
	}
}

func TestMentions(t *testing.T) {
	source := `package x

import _ "veille"

type t struct { V string ` + "`veille`" + ` }

var plain = []string{"veille", "la veille", "Veille"}

func f(s string, set interface{ Named(string) int }) bool {
	switch s {
	case "outil", "b":
	}
	_ = set.Named("veille")
	_ = map[string]int{"outil": 1}
	if "veille" != (s) {
	}
	return s == "outil" || s == ` + "`veille`" + `
}
`
	var got []string
	for _, m := range mentions(t, "x.go", []byte(source), []string{"veille", "outil"}) {
		got = append(got, fmt.Sprintf("%s %s %t", m.at, m.word, m.compared))
	}
	want := []string{
		"x.go:7:22 veille false",
		"x.go:11:7 outil true",
		"x.go:13:16 veille true",
		"x.go:14:21 outil false",
		"x.go:15:5 veille true",
		"x.go:17:14 outil true",
		"x.go:17:30 veille true",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// mention is a literal that equals a word.
type mention struct {
	at       token.Position
	word     string
	compared bool // or looked up
}

// mentions finds the words among a file's string literals.
func mentions(t *testing.T, name string, source []byte, words []string) []mention {
	t.Helper()
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Error(err)
		return nil
	}
	compared := map[ast.Expr]bool{}
	compare := func(list ...ast.Expr) {
		for _, e := range list {
			compared[ast.Unparen(e)] = true
		}
	}
	var found []mention
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			n.Tag = nil
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				compare(n.X, n.Y)
			}
		case *ast.CaseClause:
			compare(n.List...)
		case *ast.CallExpr:
			if called, ok := n.Fun.(*ast.SelectorExpr); ok && called.Sel.Name == "Named" {
				compare(n.Args...)
			}
		case *ast.BasicLit:
			word, err := strconv.Unquote(n.Value)
			if n.Kind == token.STRING && err == nil && slices.Contains(words, word) {
				found = append(found, mention{files.Position(n.Pos()), word, compared[n]})
			}
		}
		return true
	})
	return found
}
