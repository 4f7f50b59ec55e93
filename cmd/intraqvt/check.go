package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"intraqvt/internal/build"
	"intraqvt/internal/problem"
)

func newCheck() *cobra.Command {
	var o build.Options
	var at, format string
	var all bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check the content without building it",
		Long: `Check names every problem of the content in one run, with file, line, column
and a hint: broken links, anchors, references, images and files; missing or
unknown fields; two pages at one address; outdated terms. It exits with 1 where
one of them is an error.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", format, "text", "json", "sarif"); err != nil {
				return err
			}
			var err error
			if o.At, err = parseDay(at); err != nil {
				return err
			}
			problems, err := build.Check(cmd.Context(), o)
			if err != nil {
				return sourceError(err)
			}
			out := cmd.OutOrStdout()
			errors, warnings := problem.Count(problems)
			switch format {
			case "json":
				err = problem.WriteJSON(out, problems)
			case "sarif":
				err = problem.WriteSARIF(out, problems, version())
			default:
				each := 10
				if all {
					each = 0
				}
				if err = problem.WriteText(out, problems, problem.TextOptions{Each: each, Colour: isTerminal(out)}); err == nil {
					fmt.Fprintln(out, checkSummary(errors, warnings))
				}
			}
			if err == nil && errors > 0 {
				err = build.ErrContent
			}
			return err
		},
	}
	sourceFlag(cmd, &o.Source)
	cmd.Flags().StringVar(&at, "at", "", "check as on this day, AAAA-MM-JJ (default today)")
	cmd.Flags().BoolVar(&o.Drafts, "drafts", false, "check links as if drafts and future pages were published")
	cmd.Flags().StringVar(&format, "format", "text", "text, json or sarif")
	cmd.Flags().BoolVar(&all, "all", false, "show all problems, also where many are alike")
	return cmd
}

func checkSummary(errors, warnings int) string {
	switch {
	case errors == 0 && warnings == 0:
		return "rien à signaler"
	case errors == 0:
		return fmt.Sprintf("aucune erreur, %s", plural(warnings, "avertissement"))
	default:
		return fmt.Sprintf("%s, %s", plural(errors, "erreur"), plural(warnings, "avertissement"))
	}
}

func plural(n int, word string) string {
	if n > 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}
