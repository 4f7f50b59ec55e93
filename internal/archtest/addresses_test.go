package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// safeCallers are the functions that mark a text as safe for html/template, which
// then writes it unchanged. Their texts are written by the program itself or
// checked by package address.
var safeCallers = map[string][]string{
	"URL": {"internal/render.href"},
	"HTML": {"internal/render.fill", "internal/render.component", "internal/render.quoted", "internal/render.qrCode",
		"internal/preview.changesPage"},
	"CSS": {"internal/preview.changesPage"},
}

// linkWriters are the functions outside the templates that write an attribute with
// an address. They get a URL of package address, or link to a part of their own
// page.
var linkWriters = []string{
	"internal/markdown.link", "internal/markdown.part",
	"internal/render.href", "internal/render.image", "internal/render.redirect",
	"internal/mail.startLink", "internal/mail.image",
}

// linkAttribute matches such an attribute in a text, or its name where it is added.
var linkAttribute = regexp.MustCompile(`(?i)(^|[ <"])(href|src|srcset|action|formaction|poster|cite|background|ping|data|xlink:href)="|\burl=$|^[^a-z]*url\($`)

var leadingNames = []string{"href", "src", "srcset", "action", "poster", "cite", "background"}

func TestAddressesAreWrittenInFewPlaces(t *testing.T) {
	found := map[string]bool{}
	for _, name := range goFiles(t) {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "internal/bench/") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range addressesIn(path.Dir(name), f) {
			found[w.function] = true
			allowed := linkWriters
			if w.trusts != "" {
				allowed = safeCallers[w.trusts]
			}
			if !slices.Contains(allowed, w.function) {
				t.Errorf("%s, %s: an address goes into a page here; it has to come from internal/address, through a function that "+
					"internal/archtest/addresses_test.go lists", name, w)
			}
		}
	}
	for _, list := range append([][]string{linkWriters}, safeCallers["URL"], safeCallers["HTML"], safeCallers["CSS"]) {
		for _, function := range list {
			if !found[function] {
				t.Errorf("%s writes no address any more", function)
			}
		}
	}
}

// finding is a place where an address attribute is written, or a text is marked
// as safe.
type finding struct{ function, trusts, what string }

func (w finding) String() string {
	if w.trusts != "" {
		return w.function + ": template." + w.trusts
	}
	return w.function + ": " + w.what
}

// addressesIn finds these places in a file of a package.
func addressesIn(dir string, f *ast.File) []finding {
	var list []finding
	for _, declared := range f.Decls {
		function, ok := declared.(*ast.FuncDecl)
		if !ok {
			continue
		}
		name := dir + "." + function.Name.Name
		ast.Inspect(function, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if text, err := strconv.Unquote(n.Value); err == nil && linkAttribute.MatchString(text) {
					list = append(list, finding{function: name, what: text})
				}
			case *ast.CallExpr:
				called, ok := n.Fun.(*ast.SelectorExpr)
				if !ok {
					break
				}
				if of, ok := called.X.(*ast.Ident); ok && of.Name == "template" && len(n.Args) == 1 &&
					slices.Contains(safeTypes, called.Sel.Name) {
					list = append(list, finding{function: name, trusts: called.Sel.Name})
				}
				if len(n.Args) == 2 && slices.Contains([]string{"attr", "writeAttr"}, called.Sel.Name) {
					if key, ok := n.Args[0].(*ast.BasicLit); ok && slices.Contains(leadingNames, strings.Trim(key.Value, `"`)) {
						list = append(list, finding{function: name, what: key.Value})
					}
				}
			}
			return true
		})
	}
	return list
}

// safeTypes are the types that html/template writes unchanged.
var safeTypes = []string{"CSS", "HTML", "HTMLAttr", "JS", "JSStr", "Srcset", "URL"}

func TestAddressesAreFound(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"a tag", "func f(a string) string { return `<a href=\"` + a }", "x.f: <a href=\""},
		{"a tag in quotes", `func f(a string) string { return "<img src=\"" + a }`, `x.f: <img src="`},
		{"an attribute", `func (t t) f(a string) { t.attr("srcset", a) }`, `x.f: "srcset"`},
		{"a refresh", `func f(a string) string { return "0; url=" + a }`, "x.f: 0; url="},
		{"trust", `func f(a string) any { return template.URL(a) }`, "x.f: template.URL"},
		{"an attribute that is read", `func f(n *n) string { return attr(n, "href") }`, ""},
		{"an attribute that leads nowhere", `func (t t) f(a string) { t.attr("class", a) }`, ""},
		{"a type", `func f(a template.HTML) {}`, ""},
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\n"+c.source, 0)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, w := range addressesIn("x", f) {
			got += w.String()
		}
		if got != c.want {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}
