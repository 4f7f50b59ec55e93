package markdown

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"intraqvt/internal/problem"
)

var Update = flag.Bool("update", false, "rewrite what the case files expect")

// A case file holds numbered cases, each of a name, Markdown, the HTML of its
// page, problems, and what the other writers make of it. Slots are shown as
// {link page#section}…{/link} and the like, {nb} is a no-break space and {nn} a
// narrow one.
const (
	caseEnd = "//= = = = = = = = = = = = = = = = = = = =//\n"
	partEnd = "//- - - - - - - - - - - - - - - - - - - -//\n"
)

// Case is one of them.
type Case struct{ Name, Input, html, problems, Others string }

func TestCases(t *testing.T) {
	for _, file := range CaseFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			cases := ReadCases(t, file)
			for i, want := range cases {
				d, problems := Compile([]byte(Shown.Replace(want.Input)), Options{})
				got := Case{want.Name, want.Input, notation(d), listed(problems), want.Others}
				if *Update {
					cases[i] = got
				} else if got != want {
					t.Errorf("%s\n--- input\n%s--- expected\n%s%s--- got\n%s%s", want.Name, want.Input, want.html, want.problems, got.html,
						got.problems)
				}
			}
			if *Update {
				WriteCases(t, file, cases)
			}
		})
	}
}

// CaseFiles are their names.
func CaseFiles(t testing.TB) []string {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no case files: ", err)
	}
	return files
}

// ReadCases reads the cases of a file.
func ReadCases(t testing.TB, file string) []Case {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []Case
	for i, text := range strings.Split(strings.TrimSuffix(string(data), caseEnd), caseEnd) {
		parts := append(strings.Split(text, partEnd), "", "", "")
		number, name, ok := strings.Cut(strings.TrimSpace(parts[0]), ": ")
		if !ok || number != fmt.Sprint(i+1) {
			t.Fatalf("%s: case %d begins with %q", file, i+1, parts[0])
		}
		cases = append(cases, Case{name, parts[1], parts[2], parts[3], parts[4]})
	}
	return cases
}

// WriteCases writes them.
func WriteCases(t *testing.T, file string, cases []Case) {
	var b strings.Builder
	for i, c := range cases {
		b.WriteString(fmt.Sprintf("%d: %s\n", i+1, c.Name) + strings.Join([]string{"", c.Input, c.html, c.problems, c.Others},
			partEnd) + caseEnd)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

var (
	Shown  = strings.NewReplacer("{nb}", "\u00a0", "{nn}", "\u202f")
	Hidden = strings.NewReplacer("\u00a0", "{nb}", "\u202f", "{nn}")
)

// notation is a document's HTML with its slots.
func notation(d *Document) string {
	html := fill(d, 0, len(d.HTML), slotNotation)
	if html != "" && !strings.HasSuffix(html, "\n") {
		html += "\n"
	}
	return Hidden.Replace(html)
}

// fill writes a part of a document with something in each of its slots.
func fill(d *Document, start, end int, with func(Slot) string) string {
	var b strings.Builder
	from, to := d.SlotsIn(start, end)
	for _, s := range d.Slots[from:to] {
		b.Write(d.HTML[start:s.Offset])
		b.WriteString(with(s))
		start = s.Offset
	}
	b.Write(d.HTML[start:end])
	return b.String()
}

func slotNotation(s Slot) string {
	if s.Kind == SlotLinkEnd {
		return "{/link}"
	}
	if s.Kind == SlotQuery {
		return queryNotation(s.Query)
	}
	names := map[SlotKind]string{SlotLink: "link", SlotWiki: "wiki", SlotName: "name", SlotImage: "image", SlotEmbed: "embed"}
	text := names[s.Kind] + " " + s.Target
	if s.Fragment != "" {
		text += "#" + s.Fragment
	}
	if s.Kind == SlotImage {
		text += fmt.Sprintf(` alt="%s"`, s.Alt)
	}
	if s.Figure {
		text += " figure"
	}
	if s.Title != "" {
		text += fmt.Sprintf(` title="%s"`, s.Title)
	}
	return "{" + text + "}"
}

func queryNotation(q *Query) string {
	text := "list type=" + q.Type
	for _, f := range q.Filters {
		text += fmt.Sprintf(" %s=%s@%d", f.Field, strings.Join(f.Values, "|"), f.Line)
	}
	if q.Sort != "" {
		text += " sort=" + q.Sort
	}
	if q.Limit > 0 {
		text += fmt.Sprint(" limit=", q.Limit)
	}
	if q.When != Always {
		text += fmt.Sprint(" when=", q.When)
	}
	return "{" + text + "}"
}

func listed(problems []problem.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%d:%d %s (%s): %s\n", p.Line, p.Column, p.Level, p.Code(), Hidden.Replace(p.Message))
	}
	return b.String()
}
