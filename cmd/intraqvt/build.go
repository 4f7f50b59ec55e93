package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"intraqvt/internal/build"
	"intraqvt/internal/content"
	"intraqvt/internal/media"
	"intraqvt/internal/problem"
)

func newBuild() *cobra.Command {
	var o build.Options
	var at, format string
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Build the portal and publish it to a folder",
		Long: `Build reads content/, checks it, renders every page, updates the search index
and replaces the output folder as a whole. Where the content has errors, the
output folder stays as it was.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", format, "text", "json"); err != nil {
				return err
			}
			var err error
			if o.At, err = parseDay(at); err != nil {
				return err
			}
			o.Waiting = func() {
				fmt.Fprintln(cmd.ErrOrStderr(), "une autre construction écrit dans", o.Output, ": j’attends qu’elle finisse…")
			}
			started := time.Now()
			report, err := build.Build(cmd.Context(), o)
			if report != nil {
				if shown := show(cmd, report.Problems, format); shown != nil {
					return shown
				}
			}
			if err != nil {
				return sourceError(err)
			}
			if format == "json" {
				return writeReport(cmd.OutOrStdout(), report)
			}
			printReport(cmd.OutOrStdout(), report, o.Output, time.Since(started))
			return nil
		},
	}
	sourceFlag(cmd, &o.Source)
	cmd.Flags().StringVarP(&o.Output, "output", "o", "public", "folder to publish to")
	cmd.Flags().StringVar(&o.BaseURL, "base-url", "", "address of the portal's root, instead of base_url in content/site.yaml")
	cmd.Flags().StringVar(&at, "at", "", "build as on this day, AAAA-MM-JJ (default today)")
	cmd.Flags().BoolVar(&o.Drafts, "drafts", false, "publish drafts and future pages too")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

// show writes problems where a person or, with json, a program reads them.
func show(cmd *cobra.Command, problems []problem.Problem, format string) error {
	if format == "json" {
		if errors, _ := problem.Count(problems); errors > 0 {
			return problem.WriteJSON(cmd.OutOrStdout(), problems)
		}
		return nil
	}
	return problem.WriteText(cmd.ErrOrStderr(), problems, problem.TextOptions{Each: 10, Colour: isTerminal(cmd.ErrOrStderr())})
}

// writeReport prints the counts and times of a build as JSON, times in
// milliseconds.
func writeReport(w io.Writer, r *build.Report) error {
	errors, warnings := problem.Count(r.Problems)
	stages := map[string]float64{}
	for _, s := range r.Stages {
		stages[s.Name] = float64(s.Duration.Microseconds()) / 1000
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		*build.Report
		Errors   int                `json:"errors"`
		Warnings int                `json:"warnings"`
		Stages   map[string]float64 `json:"milliseconds"`
	}{r, errors, warnings, stages})
}

func printReport(w io.Writer, r *build.Report, output string, total time.Duration) {
	_, warnings := problem.Count(r.Problems)
	row := func(name string, n int, note string) {
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%-22s %8s  %s", name, content.FormatNumber(float64(n)), note), " "))
	}
	row("pages", r.Pages, "")
	row("fichiers", r.Files, fmt.Sprintf("%s ; écrits %d, gardés %d, retirés %d", media.HumanSize(r.Bytes), r.Written, r.Kept, r.Removed))
	row("passages indexés", r.Documents, fmt.Sprintf("pages relues par l’index : %d", r.Indexed))
	row("avertissements", warnings, "")
	if r.Note != "" {
		fmt.Fprintf(w, "\nhistorique : %s\n", r.Note)
	}
	fmt.Fprintln(w)
	for _, s := range r.Stages {
		fmt.Fprintf(w, "%-22s %8s\n", s.Name, milliseconds(s.Duration))
	}
	fmt.Fprintf(w, "%-22s %8s\n\nle portail est dans %s\n", "total", milliseconds(total), output)
}

func milliseconds(d time.Duration) string {
	return content.FormatNumber(float64(d.Milliseconds())) + " ms"
}

// parseDay reads --at; today where it is not given.
func parseDay(s string) (time.Time, error) {
	if s == "" {
		now := time.Now()
		return time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC), nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return t, usagef("une date s’écrit AAAA-MM-JJ, par exemple --at 2026-03-14", "--at : date illisible « %s »", s)
	}
	return t, nil
}

func oneOf(flag, value string, allowed ...string) error {
	for _, a := range allowed {
		if value == a {
			return nil
		}
	}
	hint := problem.DidYouMean(value, allowed)
	if hint == "" {
		hint = problem.Choices(allowed)
	}
	return usagef(hint, "--%s : valeur inconnue « %s »", flag, value)
}
