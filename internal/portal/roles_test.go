package portal

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"intraqvt/internal/content"
	"intraqvt/internal/schema"
	"intraqvt/internal/search"
	"intraqvt/layouts"
)

// renamed is the prefix of the fields in renamedPortal.
const renamed = "champ_"

// renamedPortal returns the portal's own content with all fields renamed, in
// the descriptions and in the pages.
func renamedPortal(t *testing.T) Options {
	t.Helper()
	o := portalContent(t)
	thaw(t, o)
	types, problems := schema.Read(layouts.FS)
	if types == nil {
		t.Fatal(problems)
	}
	names := map[string]bool{}
	for _, of := range types.Types {
		for _, name := range of.Keys() {
			names[name] = true
		}
	}
	word := strings.Join(slices.Sorted(maps.Keys(names)), "|")
	ownLine := regexp.MustCompile(`(?m)^(  - \{name: )(` + word + `)\b`)
	listLine := regexp.MustCompile(`(?m)^list: .*`)
	named := regexp.MustCompile(`([ [{,-])(` + word + `)\b([],}])`)
	exampleLine := regexp.MustCompile(`(?m)^(  )(` + word + `)(:)`)
	err := fs.WalkDir(layouts.FS, ".", func(name string, _ fs.DirEntry, err error) error {
		if path.Base(name) != "type.yaml" && name != "fields.yaml" {
			return err
		}
		data, err := fs.ReadFile(layouts.FS, name)
		text := ownLine.ReplaceAllString(string(data), "${1}"+renamed+"$2")
		text = listLine.ReplaceAllStringFunc(text, func(line string) string {
			for range 2 { // adjacent names share a comma
				line = named.ReplaceAllString(line, "${1}"+renamed+"$2$3")
			}
			return line
		})
		write(t, o, "layouts/"+name, exampleLine.ReplaceAllString(text, "${1}"+renamed+"$2$3"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// The portal can replace the texts of the guide too.
	guide, err := fs.Sub(layouts.FS, "guide")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(filepath.Join(o.Source, "layouts/guide"), guide); err != nil {
		t.Fatal(err)
	}
	key := regexp.MustCompile(`^(` + word + `):`)
	order := regexp.MustCompile(`^(tri: -?)(` + word + `)$`)
	err = filepath.WalkDir(o.Source, func(name string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".md" {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		within := false // in a header or a list
		lines := strings.Split(string(data), "\n")
		for i, line := range lines {
			switch {
			case line == "---" && (i == 0 || within), line == "::: liste", line == ":::":
				within = line != ":::" && !within
			case within:
				lines[i] = order.ReplaceAllString(key.ReplaceAllString(line, renamed+"$1:"), "${1}"+renamed+"$2")
			}
		}
		return os.WriteFile(name, []byte(strings.Join(lines, "\n")), 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// thaw removes the frozen field of all issues, because its seal contains names
// of fields.
func thaw(t *testing.T, o Options) {
	t.Helper()
	issues, err := filepath.Glob(filepath.Join(o.Source, "content/newsletters/*.md"))
	if err != nil || len(issues) == 0 {
		t.Fatal("no issues", err)
	}
	frozen := regexp.MustCompile(`(?m)^fige:\n(?:[ ].*\n)+`)
	for _, name := range issues {
		data, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(name, frozen.ReplaceAll(data, nil), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// The program knows fields by their roles and kinds: a portal with other names
// for them has the same pages, lists, feeds, mails, answers and drafts.
func TestFieldsHaveAnyNames(t *testing.T) {
	if testing.Short() {
		t.Skip("builds whole portals")
	}
	ours, theirs := portalContent(t), renamedPortal(t)
	thaw(t, ours)
	mustBuild(t, ours)
	report := mustBuild(t, theirs)
	for _, p := range report.Problems {
		t.Error(p)
	}
	hash := regexp.MustCompile(`\b[0-9a-f]{8,}\b`)
	plain := func(text string) string {
		return hash.ReplaceAllString(strings.NewReplacer(renamed, "", strings.ReplaceAll(renamed, "_", "-"), "").Replace(text), "#")
	}
	different := 0
	pages := os.DirFS(ours.Output)
	err := fs.WalkDir(pages, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !slices.Contains([]string{".html", ".xml", ".json"}, path.Ext(name)) ||
			strings.HasPrefix(name, "guide-des-auteurs/") {
			return err
		}
		want, err := fs.ReadFile(pages, name)
		if err != nil {
			return err
		}
		first, rest, inside := strings.Cut(name, "/")
		if inside && first != "" {
			if _, err := os.Stat(filepath.Join(theirs.Output, strings.ReplaceAll(renamed, "_", "-")+first)); err == nil {
				name = strings.ReplaceAll(renamed, "_", "-") + first + "/" + rest // pages of a taxonomy have its field's name
			}
		}
		if got := published(t, theirs, name); plain(got) != plain(string(want)) {
			if different++; different < 4 {
				t.Errorf("%s is another page: %s", name, firstDifference(plain(got), plain(string(want))))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if different > 0 {
		t.Errorf("%d pages differ", different)
	}

	mail := func(o Options) string {
		l, err := OpenIssues(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		m, document := mailed(t, l, "2026-11")
		return m.Subject + "\n" + document
	}
	if got, want := mail(theirs), mail(ours); plain(got) != plain(want) {
		t.Errorf("the mail differs: %s", firstDifference(plain(got), plain(want)))
	}

	l, err := Load(t.Context(), theirs)
	if err != nil || l.Types == nil {
		t.Fatal(err, l.Problems)
	}
	for _, of := range l.Types.Types {
		draft := string(content.Example(of, "Un titre", theirs.At, func([]string) string { return "une-page" }))
		for _, line := range []string{`titre: "Un titre"`, "statut: brouillon", "date: 2026-11-28"} {
			if !strings.Contains(draft, "\n"+renamed+line+"\n") {
				t.Errorf("a new page of type %s lacks %q", of.Name, line)
			}
		}
	}

	answers := func(o Options) (all []string) {
		for _, q := range portalQuestions {
			all = append(all, find(t, o, search.Query{Text: q.query, Limit: 5})...)
		}
		return all
	}
	if got, want := answers(theirs), answers(ours); !slices.Equal(got, want) {
		t.Errorf("the search answers %q, want %q", got, want)
	}
}

// firstDifference shows where two texts begin to differ.
func firstDifference(got, want string) string {
	at := 0
	for at < min(len(got), len(want)) && got[at] == want[at] {
		at++
	}
	from := max(0, at-60)
	return strings.ToValidUTF8("…"+got[from:min(len(got), at+60)]+"…, want …"+want[from:min(len(want), at+60)]+"…", "")
}
