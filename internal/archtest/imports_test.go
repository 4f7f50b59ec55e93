package archtest

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestImports(t *testing.T) {
	for _, p := range goPackages(t) {
		for _, complaint := range importComplaints(p) {
			t.Error(complaint)
		}
	}
}

// A row or a ban for a room that no longer exists would check nothing.
func TestTableKnowsItsRooms(t *testing.T) {
	check := func(where string, names []string) {
		for _, name := range names {
			if _, ok := tables().rooms[name]; !ok && name != anything {
				t.Errorf("%s: %s has no row in the table", where, name)
			}
		}
	}
	for name, r := range tables().rooms {
		check(name, slices.Concat(r.may, r.testsMay))
		if _, err := os.Stat(filepath.Join(root, name)); err != nil {
			t.Errorf("ARCHITECTURE.md has a row for %s, which is not there", name)
		}
	}
	for _, l := range tables().libraries {
		check(l.path, l.rooms)
	}
	if len(tables().rooms) < 25 || len(tables().libraries) < 9 {
		t.Errorf("%d rooms and %d modules read from ARCHITECTURE.md: its tables have another form", len(tables().rooms),
			len(tables().libraries))
	}
}

func TestImportComplaints(t *testing.T) {
	tests := []struct {
		name string
		p    goPackage
		want string // part of the only complaint; "" for none
	}{
		{"down the stages", goPackage{ImportPath: "intraqvt/internal/site", Imports: []string{"intraqvt/internal/content", "strings"}}, ""},
		{"up the stages", goPackage{ImportPath: "intraqvt/internal/content", Imports: []string{"intraqvt/internal/site"}},
			"depends on its file and its type alone"},
		{"up the stages in a test", goPackage{ImportPath: "intraqvt/internal/content", TestImports: []string{"intraqvt/internal/site"}},
			"depends on its file and its type alone"},
		{"layouts outside build", goPackage{ImportPath: "intraqvt/internal/render", Imports: []string{"intraqvt/layouts"}},
			"may not import intraqvt/layouts"},
		{"layouts in a test", goPackage{ImportPath: "intraqvt/internal/render", XTestImports: []string{"intraqvt/layouts"}}, ""},
		{"itself in its outer test",
			goPackage{ImportPath: "intraqvt/internal/problem", XTestImports: []string{"intraqvt/internal/problem"}}, ""},
		{"a command", goPackage{ImportPath: "intraqvt/internal/portal", Imports: []string{"intraqvt/cmd/intraqvt"}}, "wiring"},
		{"a test room, from a command that may import anything",
			goPackage{ImportPath: "intraqvt/cmd/intraqvt", Imports: []string{"intraqvt/internal/browser"}}, "nothing imports it"},
		{"a library elsewhere", goPackage{ImportPath: "intraqvt/internal/content", Imports: []string{"github.com/yuin/goldmark/ast"}},
			"replaced in one place"},
		{"a library elsewhere, in a test",
			goPackage{ImportPath: "intraqvt/internal/site", TestImports: []string{"github.com/chromedp/chromedp"}}, "only tests drive"},
		{"a library at home", goPackage{ImportPath: "intraqvt/internal/search", Imports: []string{"github.com/blevesearch/bleve/v2"}}, ""},
		{"a library with a longer name",
			goPackage{ImportPath: "intraqvt/internal/render", Imports: []string{"github.com/yuin/goldmark-meta"}}, ""},
		{"an unknown room", goPackage{ImportPath: "intraqvt/internal/cache"}, "not in the table"},
		{"a shapeless name", goPackage{ImportPath: "intraqvt/internal/site/util"}, "says nothing"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := importComplaints(test.p)
			switch {
			case test.want == "" && len(got) > 0:
				t.Errorf("complains: %q", got)
			case test.want != "" && (len(got) != 1 || !strings.Contains(got[0], test.want)):
				t.Errorf("got %q, want one that says %q", got, test.want)
			}
		})
	}
}

// importComplaints checks the imports of a package against the table.
func importComplaints(p goPackage) []string {
	name := p.room()
	if i := slices.IndexFunc(strings.Split(name, "/"), func(part string) bool { return slices.Contains(vagueNames, part) }); i >= 0 {
		return []string{fmt.Sprintf("package %s: « %s » says nothing of what it holds; name it after its subject", name,
			strings.Split(name, "/")[i])}
	}
	r, ok := tables().rooms[name]
	if !ok {
		return []string{fmt.Sprintf("package %s is not in the tables of ARCHITECTURE.md: give it a row with what it may import and why",
			name)}
	}
	var complaints []string
	check := func(imports, may []string) {
		for _, imported := range imports {
			if why := forbidden(name, imported, may, r.why); why != "" {
				complaints = append(complaints, fmt.Sprintf("package %s may not import %s: %s", name, imported, why))
			}
		}
	}
	check(p.Imports, r.may)
	inTests := append(slices.Clone(p.TestImports), p.XTestImports...)
	slices.Sort(inTests)
	check(slices.Compact(inTests), slices.Concat(r.may, r.testsMay))
	return complaints
}

// forbidden returns why an import is not allowed; "" if it is.
func forbidden(name, imported string, may []string, why string) string {
	for _, l := range tables().libraries {
		if (imported == l.path || strings.HasPrefix(imported, l.path+"/")) && !slices.Contains(l.rooms, name) {
			return l.why
		}
	}
	inside, ours := strings.CutPrefix(imported, module+"/")
	if !ours || inside == name {
		return ""
	}
	if r, ok := tables().rooms[inside]; ok && !r.imported && !slices.Contains(may, inside) {
		return "nothing imports it: " + r.why
	}
	if slices.Contains(may, inside) || slices.Contains(may, anything) {
		return ""
	}
	return why + " (it may import: " + list(may) + ")"
}

func list(rooms []string) string {
	if len(rooms) == 0 {
		return "the standard library and modules from outside"
	}
	var names []string
	for _, r := range rooms {
		names = append(names, path.Base(r))
	}
	return strings.Join(names, ", ")
}
