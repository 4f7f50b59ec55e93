package main

import (
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"intraqvt/internal/address"
	"intraqvt/internal/portal"
	"intraqvt/internal/problem"
)

func newBuild() *cobra.Command {
	var o portal.Options
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
			if _, err := address.ReadRoot(o.BaseURL); o.BaseURL != "" && err != nil {
				return usagef("par exemple --base-url https://qvt.example.org/", "--base-url : « %s » n’est pas une adresse complète",
					o.BaseURL)
			}
			var err error
			if o.At, err = parseDay(at); err != nil {
				return err
			}
			if info, err := os.Lstat(o.Output); err == nil && info.Mode()&fs.ModeSymlink != 0 && !cmd.Flags().Changed("output") {
				return usagef("si c’est voulu : --output "+o.Output+" ; sinon, supprimez ce lien",
					"%s est un lien vers un autre dossier, dont le contenu serait remplacé", o.Output)
			}
			shown := startProgress(cmd)
			defer shown.end()
			o.Progress = shown.step
			o.Waiting = func() {
				shown.aside(func() {
					note(cmd, "une autre construction écrit dans %s : j’attends qu’elle finisse…", o.Output)
				})
			}
			started := time.Now()
			report, err := portal.Build(cmd.Context(), o)
			shown.end()
			if report != nil {
				if err := show(cmd, report.Problems, format); err != nil {
					return err
				}
			}
			if err != nil {
				return sourceError(err)
			}
			if format == "json" {
				return writeReport(cmd.OutOrStdout(), report)
			}
			if !isQuiet(cmd) {
				printReport(outOf(cmd), report, o.Output, time.Since(started))
			}
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

// show writes problems for people or, with format json, for programs.
func show(cmd *cobra.Command, problems []problem.Problem, format string) error {
	if format == "json" {
		if errors, _ := problem.Count(problems); errors > 0 {
			return problem.WriteJSON(cmd.OutOrStdout(), problems)
		}
		return nil
	}
	screen := errOf(cmd)
	return problem.WriteText(screen, problemsToShow(cmd, problems), screen.text(10))
}

// problemsToShow returns the problems to show: with --quiet, only errors.
func problemsToShow(cmd *cobra.Command, problems []problem.Problem) []problem.Problem {
	if !isQuiet(cmd) {
		return problems
	}
	return slices.DeleteFunc(slices.Clone(problems), func(p problem.Problem) bool { return p.Level != problem.Error })
}

// writeReport prints the counts and times of a build as JSON, times in
// milliseconds.
func writeReport(w io.Writer, r *portal.Report) error {
	errors, warnings := problem.Count(r.Problems)
	stages := map[string]float64{}
	for _, s := range r.Stages {
		stages[s.Name] = float64(s.Duration.Microseconds()) / 1000
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		*portal.Report
		Errors   int                `json:"errors"`
		Warnings int                `json:"warnings"`
		Stages   map[string]float64 `json:"milliseconds"`
	}{r, errors, warnings, stages})
}

// parseDay parses --at; the default is today.
func parseDay(s string) (time.Time, error) {
	if s == "" {
		return portal.Today(), nil
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
