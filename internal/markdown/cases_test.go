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

var update = flag.Bool("update", false, "rewrite what the case files expect")

// A case file holds numbered cases, each of a name, Markdown, HTML and, where
// there are some, problems. Slots are shown as {link page#section}…{/link} and
// the like, {nb} is a no-break space and {nn} a narrow one.
const (
	caseEnd = "//= = = = = = = = = = = = = = = = = = = =//\n"
	partEnd = "//- - - - - - - - - - - - - - - - - - - -//\n"
)

type testCase struct{ name, input, html, problems string }

func TestCases(t *testing.T) {
	for _, file := range caseFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			cases := readCases(t, file)
			for i, want := range cases {
				d, problems := Compile([]byte(shown.Replace(want.input)), Options{})
				got := testCase{want.name, want.input, notation(d), listed(problems)}
				if *update {
					cases[i] = got
				} else if got != want {
					t.Errorf("%s\n--- input\n%s--- expected\n%s%s--- got\n%s%s", want.name, want.input, want.html, want.problems, got.html, got.problems)
				}
			}
			if *update {
				writeCases(t, file, cases)
			}
		})
	}
}

func caseFiles(t testing.TB) []string {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no case files: ", err)
	}
	return files
}

func readCases(t testing.TB, file string) []testCase {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []testCase
	for i, text := range strings.Split(strings.TrimSuffix(string(data), caseEnd), caseEnd) {
		parts := append(strings.Split(text, partEnd), "", "")
		number, name, ok := strings.Cut(strings.TrimSpace(parts[0]), ": ")
		if !ok || number != fmt.Sprint(i+1) {
			t.Fatalf("%s: case %d begins with %q", file, i+1, parts[0])
		}
		cases = append(cases, testCase{name, parts[1], parts[2], parts[3]})
	}
	return cases
}

func writeCases(t *testing.T, file string, cases []testCase) {
	var b strings.Builder
	for i, c := range cases {
		fmt.Fprintf(&b, "%d: %s\n%s%s%s%s", i+1, c.name, partEnd, c.input, partEnd, c.html)
		if c.problems != "" {
			b.WriteString(partEnd + c.problems)
		}
		b.WriteString(caseEnd)
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

var (
	shown  = strings.NewReplacer("{nb}", "\u00a0", "{nn}", "\u202f")
	hidden = strings.NewReplacer("\u00a0", "{nb}", "\u202f", "{nn}")
)

// notation is a document's HTML with its slots.
func notation(d *Document) string {
	html := fill(d, 0, len(d.HTML), slotNotation)
	if html != "" && !strings.HasSuffix(html, "\n") {
		html += "\n"
	}
	return hidden.Replace(html)
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
		fmt.Fprintf(&b, "%d:%d %s (%s): %s\n", p.Line, p.Column, p.Level, p.Code(), hidden.Replace(p.Message))
	}
	return b.String()
}
