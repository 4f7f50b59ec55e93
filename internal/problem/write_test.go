package problem

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"intraqvt/internal/french"
)

func many(n int, rule *Rule, level Level) []Problem {
	ps := make([]Problem, n)
	for i := range ps {
		ps[i] = rule.At(fmt.Sprintf("content/p%02d.md", i), 3, 7).Say("lien cassé", "corrigez").AtLevel(level)
	}
	return ps
}

func text(t *testing.T, ps []Problem, o TextOptions) string {
	t.Helper()
	var b strings.Builder
	if err := WriteText(&b, ps, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextSaysWhereWhatAndHow(t *testing.T) {
	got := text(t, []Problem{
		UnknownField.At("content/a.md", 4, 1).Say("champ inconnu « resumé »", "vouliez-vous dire « resume » ?"),
		TextTooLong.At("content/b.md", 2, 0).Say("trop long", ""),
		UnreadableFile.In("content/c.md").Say("illisible", ""),
	}, TextOptions{})
	want := "content/a.md:4:1 : erreur : champ inconnu « resumé »\n" +
		"    → vouliez-vous dire « resume » ?\n" +
		"content/b.md:2 : avertissement : trop long\n" +
		"content/c.md : erreur : illisible\n"
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestTextCountsWhatIsTooMuchAlike(t *testing.T) {
	for _, c := range []struct {
		name     string
		problems []Problem
		each     int
		shown    int
		note     string
	}{
		{"the first are shown", many(47, BrokenLink, Error), 10, 10, "… et 37 autres « lien-casse » (--format json les donne tous)\n"},
		{"one more is singular", many(4, BrokenLink, Error), 3, 3, "… et 1 autre « lien-casse » (--format json les donne tous)\n"},
		{"exactly as many as are shown", many(10, BrokenLink, Error), 10, 10, ""},
		{"all where nothing is said", many(47, BrokenLink, Error), 0, 47, ""},
		// A hundred warnings must not hide the error that stops the build.
		{"levels are counted apart", append(many(100, BrokenLink, Warning), many(2, BrokenLink, Error)...), 2, 4,
			"… et 98 autres « lien-casse »"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := text(t, c.problems, TextOptions{Each: c.each})
			if n := strings.Count(got, "lien cassé"); n != c.shown {
				t.Errorf("%d shown, want %d", n, c.shown)
			}
			if c.note == "" && strings.Contains(got, "…") || !strings.Contains(got, c.note) {
				t.Errorf("got:\n%s\nwant the note %q", got, c.note)
			}
		})
	}
}

func TestTextColoursAndNothingElseMovesTheTerminal(t *testing.T) {
	evil := []Problem{BrokenLink.At("a\x1b[2J.md", 1, 0).Say("titre\r\u009bm « x »\ny", "h\x07")}
	if got := text(t, evil, TextOptions{}); strings.ContainsAny(got, "\x1b\r\x07\u009b") || strings.Count(got, "\n") != 2 {
		t.Errorf("control characters pass: %q", got)
	}
	got := text(t, many(2, BrokenLink, Warning), TextOptions{Each: 1, Colour: true})
	for _, want := range []string{"\x1b[1;33mavertissement\x1b[0m", "\x1b[1mcontent/p00.md:3:7\x1b[0m", "\x1b[36m→ corrigez\x1b[0m"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWritersReportWhatTheirWriterSays(t *testing.T) {
	ps := many(3, BrokenLink, Error)
	for name, err := range map[string]error{
		"text": WriteText(full{}, ps, TextOptions{}), "json": WriteJSON(full{}, ps), "sarif": WriteSARIF(full{}, ps, "1"),
	} {
		if !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestJSONGivesEveryFieldAndAllProblems(t *testing.T) {
	var b strings.Builder
	ps := append(many(40, BrokenLink, Warning), UnreadableFile.In("z.md").Say("« a & <b> »", ""))
	if err := WriteJSON(&b, ps); err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 41 || got[0]["level"] != "warning" || got[40]["level"] != "error" || got[0]["code"] != "lien-casse" {
		t.Errorf("%d problems, the first %v, the last %v", len(got), got[0], got[40])
	}
	for _, key := range []string{"file", "line", "column", "level", "code", "message", "hint"} {
		if _, ok := got[40][key]; !ok {
			t.Errorf("no %q in %v", key, got[40])
		}
	}
	if !strings.Contains(b.String(), "« a & <b> »") {
		t.Error("the message is not readable in the JSON")
	}
	b.Reset()
	if err := WriteJSON(&b, nil); err != nil || strings.TrimSpace(b.String()) != "[]" {
		t.Errorf("no problems: %q, %v; want []", b.String(), err)
	}
}

// TestSARIFIsSound checks what the 2.1.0 schema demands of the parts used.
func TestSARIFIsSound(t *testing.T) {
	ps := []Problem{
		BrokenLink.At("content/veille/été à la mer.md", 4, 2).Say("m", "h").AtLevel(Warning),
		BrokenLink.At("content/b.md", 4, 0).Say("m", ""),
		AddressTaken.In("content/c:d.md").Say("m", ""),
		InvalidYAML.In("").Say("m", ""),
	}
	var b strings.Builder
	if err := WriteSARIF(&b, ps, "1.2.3"); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			ColumnKind string
			Tool       struct {
				Driver struct {
					Name, Version string
					Rules         []struct {
						ID                     string
						ShortDescription, Help struct{ Text string }
						DefaultConfiguration   struct{ Level string }
					}
				}
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           map[string]int
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(b.String()), &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || !strings.Contains(log.Schema, "sarif-2.1.0") || len(log.Runs) != 1 {
		t.Fatalf("version %q, schema %q, %d runs", log.Version, log.Schema, len(log.Runs))
	}
	run := log.Runs[0]
	driver := run.Tool.Driver
	if driver.Name != "intraqvt" || driver.Version != "1.2.3" || run.ColumnKind != "unicodeCodePoints" {
		t.Errorf("driver %+v, columns in %q", driver, run.ColumnKind)
	}
	if len(driver.Rules) != 3 || driver.Rules[1].ID != "lien-casse" || driver.Rules[1].DefaultConfiguration.Level != "error" {
		t.Errorf("rules %+v; want three, sorted, each with its worst level", driver.Rules)
	}
	if rule := driver.Rules[1]; rule.ShortDescription.Text != "Un lien ne mène à aucune page" ||
		!strings.Contains(rule.Help.Text, "Corrigez le nom") {
		t.Errorf("rule %+v does not say what it means and how it is mended", rule)
	}
	if len(run.Results) != len(ps) {
		t.Fatalf("%d results, want %d", len(run.Results), len(ps))
	}
	for i, r := range run.Results {
		if r.RuleID != ps[i].Code() || driver.Rules[r.RuleIndex].ID != ps[i].Code() {
			t.Errorf("result %d is of rule %s, index %d; want %s", i, r.RuleID, r.RuleIndex, ps[i].Code())
		}
		if r.Level != "error" && r.Level != "warning" || r.Message.Text == "" || r.Locations == nil {
			t.Errorf("result %d: %+v", i, r)
		}
		for _, l := range r.Locations {
			uri, err := url.Parse(l.PhysicalLocation.ArtifactLocation.URI)
			if err != nil || uri.IsAbs() || strings.TrimPrefix(uri.Path, "./") != ps[i].File {
				t.Errorf("result %d: address %v, %v; want a relative one to %s", i, uri, err, ps[i].File)
			}
			for key, n := range l.PhysicalLocation.Region {
				if n < 1 {
					t.Errorf("result %d: %s is %d; SARIF counts from 1", i, key, n)
				}
			}
		}
	}
	if at := run.Results[0].Locations[0].PhysicalLocation; at.Region["startLine"] != 4 || at.Region["startColumn"] != 2 ||
		strings.ContainsAny(at.ArtifactLocation.URI, " é") {
		t.Errorf("place %+v", at)
	}
	if len(run.Results[3].Locations) != 0 {
		t.Error("a problem without a file has a place")
	}
	b.Reset()
	if err := WriteSARIF(&b, nil, "1"); err != nil || !strings.Contains(b.String(), `"results": []`) ||
		!strings.Contains(b.String(), `"rules": []`) {
		t.Errorf("no problems: %v\n%s", err, b.String())
	}
}

func TestListSortsAndForgetsRepetitions(t *testing.T) {
	var l List
	b := BrokenLink.At("b.md", 2, 0).Say("m", "")
	l.Add(b, BrokenLink.At("b.md", 2, 1), EmptyLink.At("a.md", 9, 0), b)
	l.Add()
	got := l.All()
	if len(got) != 3 || got[0].File != "a.md" || got[1] != b || got[2].Column != 1 {
		t.Errorf("got %v", got)
	}
	if errors, warnings := Count(got); errors != 2 || warnings != 1 || !l.HasErrors() {
		t.Errorf("%d errors, %d warnings, HasErrors %v", errors, warnings, l.HasErrors())
	}
}

func TestTextFitsTheTerminal(t *testing.T) {
	ps := append(many(3, BrokenLink, Error),
		NoMail.At("content/bonnes-pratiques/un-titre-de-page-assez-long.md", 12, 3).
			Say("ce numéro ne peut pas devenir un courriel : il manque l’adresse du portail",
				"écrivez « base_url: https://… » dans content/site.yaml, ou donnez-la avec --base-url"))
	for _, colour := range []bool{false, true} {
		wide := text(t, ps, TextOptions{Each: 2, Colour: colour})
		narrow := text(t, ps, TextOptions{Each: 2, Colour: colour, Width: 60})
		for line := range strings.Lines(narrow) {
			if n := french.Width(strings.TrimSuffix(line, "\n")); n > 60 && !strings.Contains(line, "content/bonnes") {
				t.Errorf("%d columns: %q", n, line)
			}
		}
		if words := strings.Fields; strings.Join(words(wide), " ") != strings.Join(words(narrow), " ") {
			t.Errorf("words differ:\n%s\n%s", wide, narrow)
		}
		if strings.Count(wide, "\n") != 2*2+2+1 {
			t.Errorf("in a pipe a message stands on one line, its hint on another:\n%s", wide)
		}
	}
}
