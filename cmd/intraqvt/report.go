package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"intraqvt/internal/portal"
)

func newSearchReport() *cobra.Command {
	var o portal.Options
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "report",
		Short: "List subjects for which a search finds too little",
		Long: `Report asks for every term of the glossary and every determinant, and lists
those whose own page is not among the first three answers, or of which no other
page speaks.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.At, _ = parseDay("")
			s, err := portal.OpenSearcher(cmd.Context(), o)
			if err != nil {
				return sourceError(err)
			}
			defer s.Close()
			gaps, err := s.Gaps(cmd.Context())
			if err != nil {
				return err
			}
			out := outOf(cmd)
			if asJSON {
				return json.NewEncoder(out).Encode(gaps)
			}
			for _, g := range gaps {
				switch {
				case g.Rank == 0:
					out.line(4, "%s : sa page (%s) n’est pas parmi les dix premières", g.Subject, g.Page)
				case g.Rank > 3:
					out.line(4, "%s : sa page (%s) vient au rang %d", g.Subject, g.Page, g.Rank)
				default:
					out.line(4, "%s : aucune autre page que %s n’en parle", g.Subject, g.Page)
				}
			}
			if len(gaps) == 0 && !isQuiet(cmd) {
				fmt.Fprintln(out, "rien à signaler")
			}
			return nil
		},
	}
	sourceFlag(cmd, &o.Source)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
