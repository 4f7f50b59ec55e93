package main

import (
	"bufio"
	_ "embed"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"intraqvt/internal/compare"
	"intraqvt/internal/history"
	"intraqvt/internal/portal"
	"intraqvt/internal/review"
)

func newDiff() *cobra.Command {
	var o portal.Options
	var at, format string
	cmd := &cobra.Command{
		Use:   "diff [REV | REV..REV]",
		Short: "Say what changed, as readers will see it",
		Long: `Diff compares two versions of the portal and says in plain French which pages
came, went, moved or read otherwise, which links break, and what a change of a
page type or of the menu means. Without an argument it compares the last commit
with the folder as it stands now; with REV, that commit with the folder; with
REV..REV, two commits. Drafts are compared too. It exits with 0 whether or not
there are changes.`,
		Example: `  intraqvt diff
  intraqvt diff HEAD~5
  intraqvt diff main..ma-branche --format html > changements.html`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf("format", format, "text", "json", "html"); err != nil {
				return err
			}
			var err error
			if o.At, err = parseDay(at); err != nil {
				return err
			}
			from, to, err := parseRange(args)
			if err != nil {
				return err
			}
			report, err := review.Compare(cmd.Context(), o, from, to)
			if err != nil {
				return diffError(err)
			}
			out := outOf(cmd)
			switch format {
			case "json":
				return compare.WriteJSON(out, report)
			case "html":
				page := bufio.NewWriter(out)
				fmt.Fprintf(page, diffPage, diffStyle+compare.Style)
				if err := compare.WriteHTML(page, report); err != nil {
					return err
				}
				page.WriteString("</main></body></html>\n")
				return page.Flush()
			}
			return compare.WriteText(out, report, compare.TextOptions{Width: min(out.width, 100), Colour: out.colour})
		},
	}
	sourceFlag(cmd, &o.Source)
	cmd.Flags().StringVar(&at, "at", "", "tell what readers see on this day, AAAA-MM-JJ (default today)")
	cmd.Flags().StringVar(&format, "format", "text", "text, json or html")
	return cmd
}

// parseRange parses REV, REV..REV, REV.. and ..REV; a missing revision beside
// the dots is HEAD.
func parseRange(args []string) (from, to string, err error) {
	if len(args) == 0 {
		return "", "", nil
	}
	from, to, both := strings.Cut(args[0], "..")
	switch {
	case strings.HasPrefix(to, "."):
		return "", "", usagef("intraqvt diff "+from+".."+strings.TrimLeft(to, "."),
			"deux révisions s’écrivent avec deux points entre elles : « %s »", args[0])
	case args[0] == "" || args[0] == "..":
		return "", "", usagef("intraqvt diff --help", "il manque une révision")
	case both && to == "":
		to = "HEAD"
	}
	return from, to, nil
}

// diffError explains a revision that git does not have.
func diffError(err error) error {
	var git *history.Error
	switch {
	case errors.Is(err, history.ErrRevision) && errors.As(err, &git) && git.Remedy != "":
		return usagef(git.Remedy, "%s", git.Message)
	case errors.Is(err, history.ErrRevision):
		return usagef("un numéro de commit, une branche, une étiquette ou HEAD~2 ; « git log --oneline » les montre", "%w", err)
	case errors.Is(err, history.ErrNoRepository):
		return usagef("diff compare des versions que git a gardées : lancez-le dans un portail suivi par git, ou donnez son dossier avec "+
			"--source", "%w", err)
	case errors.Is(err, review.ErrBeforeContent):
		return usagef("prenez une révision plus récente ; « git log --oneline -- content » les montre", "%w", err)
	}
	return sourceError(err)
}

// diffPage is the beginning of a page around the fragment, so that it can be
// opened in a browser.
const diffPage = `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
	`<meta name="robots" content="noindex"><title>Ce qui a changé</title>
<style>%s</style></head><body><main><h1>Ce qui a changé</h1>
`

//go:embed diff.css
var diffStyle string
