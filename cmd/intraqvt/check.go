package main

import (
	"errors"

	"github.com/spf13/cobra"

	"intraqvt/internal/history"
	"intraqvt/internal/portal"
	"intraqvt/internal/problem"
	"intraqvt/internal/review"
)

func newCheck() *cobra.Command {
	var o portal.Options
	var at, format string
	var all, staged bool
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check the content without building it",
		Long: `Check names every problem of the content in one run, with file, line, column
and a hint: broken links, anchors, references, images and files; missing or
unknown fields; two pages at one address; outdated terms. It exits with 1 where
one of them is an error.

With --staged, Check judges the commit that git is about to make: the staged
text of its files, and what they break elsewhere. Questions of readers and mails
are left out. "intraqvt init --hooks" has git ask this before each commit.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := oneOf("format", format, "text", "json", "sarif"); err != nil {
				return err
			}
			var err error
			if o.At, err = parseDay(at); err != nil {
				return err
			}
			find := checked
			if staged {
				find = checkedStaged
			}
			problems, say, err := find(cmd, o)
			if err != nil {
				return err
			}
			out := outOf(cmd)
			switch shown := problemsToShow(cmd, problems); format {
			case "json":
				err = problem.WriteJSON(out, shown)
			case "sarif":
				err = problem.WriteSARIF(out, shown, version())
			default:
				each := 10
				if all {
					each = 0
				}
				if err = problem.WriteText(out, shown, out.text(each)); err == nil && !isQuiet(cmd) {
					say(out, problems)
				}
			}
			if n, _ := problem.Count(problems); err == nil && n > 0 {
				err = portal.ErrContent
			}
			return err
		},
	}
	sourceFlag(cmd, &o.Source)
	cmd.Flags().StringVar(&at, "at", "", "check as on this day, AAAA-MM-JJ (default today)")
	cmd.Flags().BoolVar(&o.Drafts, "drafts", false, "check links as if drafts and future pages were published")
	cmd.Flags().StringVar(&format, "format", "text", "text, json or sarif")
	cmd.Flags().BoolVar(&all, "all", false, "show all problems, also where many are alike")
	cmd.Flags().BoolVar(&staged, "staged", false, "check what is staged for the next git commit, and only that")
	explainFlag(cmd)
	return cmd
}

// checked returns the problems of the content, and the function that prints the
// end of their list.
func checked(cmd *cobra.Command, o portal.Options) ([]problem.Problem, func(screen, []problem.Problem), error) {
	shown := startProgress(cmd)
	defer shown.end()
	o.Progress = shown.step
	problems, err := portal.Check(cmd.Context(), o)
	return problems, printCheck, sourceError(err)
}

// checkedStaged does the same for the staged content.
func checkedStaged(cmd *cobra.Command, o portal.Options) ([]problem.Problem, func(screen, []problem.Problem), error) {
	problems, files, err := review.CheckStaged(cmd.Context(), o)
	return problems, func(s screen, problems []problem.Problem) {
		if files == 0 {
			return
		}
		printCheck(s, problems)
		if n, _ := problem.Count(problems); n > 0 {
			s.line(0, "corrigez, puis git add et git commit ; pour passer outre une fois : git commit --no-verify")
		}
	}, repositoryError(sourceError(err))
}

// repositoryError explains that a source folder is not in a git repository.
func repositoryError(err error) error {
	if errors.Is(err, history.ErrNoRepository) {
		return usagef("« git init » en fait un dépôt", "%w", err)
	}
	return err
}
