package main

import (
	"errors"

	"github.com/spf13/cobra"

	"intraqvt/internal/preview"
)

func newServe() *cobra.Command {
	var o preview.Options
	var at string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Show the portal while it is being written",
		Long: `Serve shows the portal at a local address, just as build would publish it, and
loads open pages again after every change of content/, layouts/ or static/.
While the content has errors it lists them over the last state that had none. A
bar leads to all problems, to what changed since the last commit, and to the
mail that an issue becomes. Where the port is taken it takes the next free one.

It answers what a person asks for, and nothing that a page of another site has
the browser ask for. With an --addr that lets other machines in, it is reached
by this machine's address in figures, its name, a name without a point or in
.local, and the name given as --addr; drafts are then shown to whoever asks.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if at != "" { // otherwise each load is for the current day
				if o.Build.At, err = parseDay(at); err != nil {
					return err
				}
			}
			o.Out, o.Quiet = cmd.OutOrStdout(), isQuiet(cmd)
			err = preview.Serve(cmd.Context(), o)
			if errors.Is(err, preview.ErrAddr) {
				return usagef("par exemple --addr 127.0.0.1:8080", "--addr : %w", err)
			}
			return sourceError(err)
		},
	}
	sourceFlag(cmd, &o.Build.Source)
	cmd.Flags().StringVar(&o.Addr, "addr", "127.0.0.1:8080", "address to listen on; 0.0.0.0:8080 lets other machines in")
	cmd.Flags().BoolVar(&o.Open, "open", false, "show the portal in the browser")
	cmd.Flags().BoolVar(&o.Poll, "poll", false,
		"look at the files every second, where the system does not tell of changes (network drives; found out by itself on Linux)")
	cmd.Flags().BoolVar(&o.Build.Drafts, "drafts", true, "show drafts and future pages too")
	cmd.Flags().StringVar(&at, "at", "", "show the portal as on this day, AAAA-MM-JJ (default today)")
	return cmd
}
