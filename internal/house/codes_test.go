package house

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"intraqvt/internal/problem"
)

const problems = module + "/internal/problem"

// TestCatalogueIsWhole holds that whatever the program can complain of is
// explained, and that nothing is explained which it never says.
func TestCatalogueIsWhole(t *testing.T) {
	found := codesOf(t, program(t))
	for _, code := range slices.Sorted(maps.Keys(found.codes)) {
		if _, ok := problem.Explain(code); !ok {
			t.Errorf("%s: the code %q has no entry in the catalogue (internal/problem/catalogue*.go): authors who ask what it means get no answer", found.codes[code], code)
		}
	}
	for _, at := range found.unknown {
		t.Errorf("%s: this test cannot tell which codes come from here; use a constant, a parameter or a field", at)
	}
	for _, rule := range problem.Catalogue() {
		if _, ok := found.codes[rule.Code]; !ok {
			t.Errorf("the catalogue explains %q, which nothing complains of", rule.Code)
		}
	}
}

// TestCodesAreFound shows the ways in which a code reaches a problem, and that
// one which cannot be followed is not passed over.
func TestCodesAreFound(t *testing.T) {
	const declared = `package problem
type Problem struct { File, Code string }
`
	for _, c := range []struct{ name, source, want string }{
		{"a literal", `var p = problem.Problem{Code: "a"}`, "a"},
		{"a literal without keys", `var p = problem.Problem{"f", "a"}`, "a"},
		{"a constant", `const A = "a"; var p = problem.Problem{Code: A}`, "a"},
		{"another field", `var p = problem.Problem{File: "f"}`, ""},
		{"an assignment", `func f(p *problem.Problem) { p.File, p.Code = "f", "a" }`, "a"},
		{"a parameter", `func f(code string) { _ = problem.Problem{Code: code} }; func g() { f("a"); f("b") }`, "a b"},
		{"a parameter of a parameter", `func f(n int, c string) { _ = problem.Problem{Code: c} }; func g(c string) { f(1, c) }; func h() { g("a") }`, "a"},
		{"a method", `type t struct{}; func (t) f(c string) { _ = problem.Problem{Code: c} }; func g() { t{}.f("a") }`, "a"},
		{"a function in a variable", `func f() { say := func(c string) { _ = problem.Problem{Code: c} }; say("a") }`, "a"},
		{"a variable", `func f(b bool) { c := "a"; if b { c = "b" }; _ = problem.Problem{Code: c} }`, "a b"},
		{"a type of its own", `type k string; type w struct { k k }; const A k = "a"; var x = w{A}; var p = problem.Problem{Code: string(x.k)}`, "a"},
		{"a copy", `func f(p problem.Problem) { _ = problem.Problem{Code: p.Code} }`, ""},
		{"the result of a call", `func c() string { return "a" }; var p = problem.Problem{Code: c()}`, "?"},
		{"an element", `var m map[string]string; var p = problem.Problem{Code: m["x"]}`, "?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := token.NewFileSet()
			other := &packages.Package{PkgPath: problems, Fset: files}
			self := &packages.Package{PkgPath: "x", Fset: files}
			for p, source := range map[*packages.Package]string{other: declared, self: "package x\nimport \"" + problems + "\"\n" + c.source} {
				f, err := parser.ParseFile(files, p.PkgPath+".go", source, 0)
				if err != nil {
					t.Fatal(err)
				}
				p.Syntax = []*ast.File{f}
			}
			check(t, other, importer.Default())
			check(t, self, known{problems: other.Types})
			found := codesOf(t, []*packages.Package{other, self})
			got := slices.Sorted(maps.Keys(found.codes))
			if len(found.unknown) > 0 {
				got = append(got, "?")
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

// known imports packages that have been checked already.
type known map[string]*types.Package

func (k known) Import(path string) (*types.Package, error) { return k[path], nil }

func check(t *testing.T, p *packages.Package, from types.Importer) {
	t.Helper()
	p.TypesInfo = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	config := types.Config{Importer: from}
	var err error
	if p.Types, err = config.Check(p.PkgPath, p.Fset, p.Syntax, p.TypesInfo); err != nil {
		t.Fatal(err)
	}
}

// program is every package of the module with its types, tests left out.
func program(t *testing.T) []*packages.Package {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax, Dir: root}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range loaded {
		for _, err := range p.Errors {
			t.Fatal(err)
		}
	}
	return loaded
}

// flow finds the constants that reach the code of a problem, backwards: from
// the field to what is put there, from a parameter to what is passed, from a
// variable or another field to what is assigned.
type flow struct {
	codes   map[string]token.Position
	unknown []string

	sinks map[types.Object]bool
	seen  map[ast.Expr]bool
	grown bool
}

func codesOf(t *testing.T, loaded []*packages.Package) *flow {
	t.Helper()
	f := &flow{codes: map[string]token.Position{}, sinks: map[types.Object]bool{}, seen: map[ast.Expr]bool{}}
	for _, p := range loaded {
		if p.PkgPath != problems {
			continue
		}
		fields := p.Types.Scope().Lookup("Problem").Type().Underlying().(*types.Struct)
		for field := range fields.Fields() {
			if field.Name() == "Code" {
				f.sinks[field] = true
			}
		}
	}
	if len(f.sinks) != 1 {
		t.Fatal("problem.Problem has no field Code any more")
	}
	for f.grown = true; f.grown; {
		f.grown = false
		for _, p := range loaded {
			for _, file := range p.Syntax {
				ast.Inspect(file, func(n ast.Node) bool { f.node(p, n); return true })
			}
		}
	}
	slices.Sort(f.unknown)
	return f
}

func (f *flow) node(p *packages.Package, n ast.Node) {
	switch n := n.(type) {
	case *ast.CompositeLit:
		fields, ok := types.Unalias(p.TypesInfo.TypeOf(n)).Underlying().(*types.Struct)
		for i, element := range n.Elts {
			if pair, keyed := element.(*ast.KeyValueExpr); keyed {
				if key, named := pair.Key.(*ast.Ident); named {
					f.into(p, p.TypesInfo.Uses[key], pair.Value)
				}
			} else if ok {
				f.into(p, fields.Field(i), element)
			}
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if len(n.Lhs) == len(n.Rhs) {
				f.into(p, variable(p, left), n.Rhs[i])
			}
		}
	case *ast.ValueSpec:
		for i, name := range n.Names {
			if i < len(n.Values) {
				f.into(p, p.TypesInfo.Defs[name], n.Values[i])
			}
		}
	case *ast.CallExpr:
		called, ok := types.Unalias(p.TypesInfo.TypeOf(n.Fun)).(*types.Signature)
		for i, arg := range n.Args {
			if ok && i < called.Params().Len() {
				f.into(p, called.Params().At(i), arg)
			}
		}
	}
}

// variable is what an assignment assigns to; nil for what is none of ours.
func variable(p *packages.Package, e ast.Expr) types.Object {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return p.TypesInfo.ObjectOf(e)
	case *ast.SelectorExpr:
		return p.TypesInfo.ObjectOf(e.Sel)
	}
	return nil
}

// into follows a value into a place, where that place leads to a code.
func (f *flow) into(p *packages.Package, place types.Object, value ast.Expr) {
	if place == nil || !f.sinks[place] || f.seen[value] {
		return
	}
	f.seen[value] = true
	f.from(p, value)
}

func (f *flow) from(p *packages.Package, value ast.Expr) {
	value = ast.Unparen(value)
	if known := p.TypesInfo.Types[value].Value; known != nil {
		if code := constant.StringVal(known); code != "" {
			f.codes[code] = p.Fset.Position(value.Pos())
		}
		return
	}
	if call, ok := value.(*ast.CallExpr); ok && p.TypesInfo.Types[call.Fun].IsType() {
		f.from(p, call.Args[0])
		return
	}
	if v, ok := variable(p, value).(*types.Var); ok {
		f.grown = f.grown || !f.sinks[v]
		f.sinks[v] = true
		return
	}
	f.unknown = append(f.unknown, fmt.Sprintf("%s (%s)", p.Fset.Position(value.Pos()), types.ExprString(value)))
}
