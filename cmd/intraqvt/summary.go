package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"intraqvt/internal/french"
	"intraqvt/internal/portal"
	"intraqvt/internal/problem"
)

// The columns of summaries.
const (
	nameColumn   = 20
	numberColumn = 10
)

// row formats a name, a number and its unit, in the columns of summaries.
func row(name, number, rest string) string {
	pad := func(n int, text string) string { return strings.Repeat(" ", max(0, n-french.Width(text))) }
	return strings.TrimRight(name+pad(nameColumn, name)+pad(numberColumn, number)+number+"  "+rest, " ")
}

// printReport prints what a build made, and how long its stages took.
func printReport(s screen, r *portal.Report, output string, total time.Duration) {
	errors, warnings := problem.Count(r.Problems)
	fmt.Fprintln(s, row("pages", french.Number(r.Pages), ""))
	for _, reason := range slices.Sorted(maps.Keys(r.Hidden)) {
		fmt.Fprintln(s, row("  non publiées", french.Number(r.Hidden[reason]), reason))
	}
	if r.Unlisted > 0 {
		fmt.Fprintln(s, row("  hors des listes", french.Number(r.Unlisted), ""))
	}
	fmt.Fprintln(s, row("fichiers", french.Number(r.Files), french.Size(r.Bytes)))
	for _, part := range []struct {
		name string
		n    int
	}{{"écrits", r.Written}, {"gardés", r.Kept}, {"retirés", r.Removed}} {
		fmt.Fprintln(s, row("  "+part.name, french.Number(part.n), ""))
	}
	if r.Refused > 0 {
		fmt.Fprintln(s, row("  écartés", french.Number(r.Refused), ""))
	}
	fmt.Fprintln(s, row("passages indexés", french.Number(r.Documents), ""))
	fmt.Fprintln(s, row("  pages relues", french.Number(r.Indexed), ""))
	found := french.Number(errors + warnings)
	if warnings > 0 {
		found = s.yellow(found)
	}
	fmt.Fprintln(s, row("avertissements", found, ""))
	if r.Note != "" {
		fmt.Fprintln(s)
		s.line(4, "historique : %s", r.Note)
	}
	fmt.Fprintln(s)
	fmt.Fprintln(s, s.bold(row("étape", "temps", "  part")))
	for _, stage := range r.Stages {
		fmt.Fprintln(s, row(stage.Name, milliseconds(stage.Duration), share(s, stage.Duration, total)))
	}
	fmt.Fprintln(s, s.bold(row("total", milliseconds(total), "")))
	fmt.Fprintln(s)
	s.line(4, "le portail est dans %s", output)
}

// share returns a percentage with a bar of that length.
func share(s screen, part, whole time.Duration) string {
	ratio := min(1, float64(part)/float64(max(1, whole)))
	const longest = 30
	bar := strings.Repeat("█", int(ratio*longest+0.5))
	return fmt.Sprintf("%4.0f\u202f%%  %s", 100*ratio, s.dim(bar))
}

func milliseconds(d time.Duration) string {
	return french.Number(d.Milliseconds()) + "\u202fms"
}

// summarizeAbove is the number of problems above which a summary is printed.
const summarizeAbove = 20

// printCheck prints the end of the list of problems; if there are many, with
// the most frequent rules and files.
func printCheck(s screen, problems []problem.Problem) {
	errors, warnings := problem.Count(problems)
	if errors+warnings > summarizeAbove {
		tally(s, "règle", problems, func(p problem.Problem) string { return p.Code() })
		tally(s, "fichier", problems, func(p problem.Problem) string { return p.File })
		fmt.Fprintln(s)
	}
	fmt.Fprintln(s, checkSummary(errors, warnings))
}

// tally prints how many problems have the same key, the most frequent first;
// nothing if all have the same.
func tally(s screen, title string, problems []problem.Problem, of func(problem.Problem) string) {
	type counts struct{ errors, warnings int }
	found := map[string]counts{}
	for _, p := range problems {
		c := found[of(p)]
		if p.Level == problem.Error {
			c.errors++
		} else {
			c.warnings++
		}
		found[of(p)] = c
	}
	if len(found) < 2 {
		return
	}
	names := slices.SortedFunc(maps.Keys(found), func(a, b string) int {
		return cmp.Or(cmp.Compare(found[b].errors, found[a].errors), cmp.Compare(found[b].warnings, found[a].warnings),
			strings.Compare(a, b))
	})
	line := func(errors, warnings, name string) string {
		return fmt.Sprintf("%8s  %14s  %s", errors, warnings, name)
	}
	fmt.Fprintln(s)
	fmt.Fprintln(s, s.bold(line("erreurs", "avertissements", title)))
	const shown = 10
	for _, name := range names[:min(shown, len(names))] {
		c := found[name]
		fmt.Fprintln(s, line(french.Number(c.errors), french.Number(c.warnings), shortPath(name, s.width)))
	}
	if more := len(names) - shown; more > 0 {
		fmt.Fprintln(s, s.dim(line("", "", "… et "+french.Counted(more, "autre", "autres"))))
	}
}

// shortPath leaves out the middle of a path that does not fit its column.
func shortPath(name string, width int) string {
	const before = 26
	letters := []rune(name)
	if width == 0 || before+french.Width(name) <= width {
		return name
	}
	room := max(10, width-before-1) / 2
	if 2*room >= len(letters) {
		return name
	}
	return string(letters[:room]) + "…" + string(letters[len(letters)-room:])
}

func checkSummary(errors, warnings int) string {
	switch {
	case errors == 0 && warnings == 0:
		return "rien à signaler"
	case errors == 0:
		return fmt.Sprintf("aucune erreur, %s", french.Counted(warnings, "avertissement", "avertissements"))
	default:
		return fmt.Sprintf("%s, %s", french.Counted(errors, "erreur", "erreurs"),
			french.Counted(warnings, "avertissement", "avertissements"))
	}
}
