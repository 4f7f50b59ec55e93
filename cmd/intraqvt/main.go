// Command intraqvt turns a folder of French Markdown into a static, searchable
// intranet portal.
//
// One file per verb. Usage and --help are English; what authors and the
// editorial committee read is French. Results go to standard output; progress,
// warnings and errors to standard error.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"intraqvt/internal/history"
	"intraqvt/internal/portal"
	"intraqvt/internal/problem"
)

// The exit codes.
const (
	exitDone    = 0
	exitContent = 1 // the content has errors
	exitUsage   = 2 // wrong usage
	exitMachine = 3 // disk full, no permission, and the like
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run executes a command line and returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	// Most allocations are short-lived, so a heap with half of the usual slack
	// costs little time; large portals are built on small machines.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the first signal cancels the work; a second one ends the program
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	return report(err, screenOf(stderr))
}

// report prints an error and returns its exit code.
func report(err error, s screen) int {
	say := func(err any) { s.line(4, "%s %v", s.red("intraqvt:"), err) }
	advise := func(hint string) {
		if hint != "" {
			s.line(2, "  → %s", hint)
		}
	}
	var usage *usageError
	var git *history.Error
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, portal.ErrContent):
		return exitContent // its problems were already shown
	case errors.As(err, &usage):
		say(usage.err)
		advise(usage.hint)
		return exitUsage
	case errors.As(err, &git):
		say(git.Message)
		advise(git.Remedy)
		return exitMachine
	case errors.Is(err, context.Canceled):
		say("interrompu, rien n’a changé")
		return exitMachine
	default:
		say(err)
		return exitMachine
	}
}

// usageError is a wrong command line.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }

func usagef(hint, format string, args ...any) error {
	return &usageError{fmt.Errorf(format, args...), hint}
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "intraqvt",
		Short: "Build a searchable intranet portal from a folder of French Markdown",
		Long: `intraqvt turns a folder of French Markdown into a static, searchable intranet
portal. The folder needs a content/ folder and nothing else; content/site.yaml,
layouts/ and static/ change how the portal looks.`,
		Example: `  intraqvt init mon-portail
  intraqvt build --source mon-portail --output mon-portail/public
  intraqvt search prévention des risques`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       version(),
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.Args = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		var verbs []string
		for _, verb := range root.Commands() {
			verbs = append(verbs, verb.Name())
		}
		hint := problem.DidYouMean(args[0], verbs)
		if hint == "" {
			hint = "intraqvt --help"
		}
		return usagef(hint, "commande inconnue « %s »", args[0])
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	quietFlag(root)
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), "Flags.FlagUsages", "Flags.FlagUsagesWrapped 80"))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef(cmd.CommandPath()+" --help", "%w", err)
	})
	for _, verb := range []*cobra.Command{newBuild(), newCheck(), newDiff(), newNew(), newSearch(), newServe(), newNewsletter(),
		newInit()} {
		args := verb.Args
		verb.Args = func(cmd *cobra.Command, given []string) error {
			if err := args(cmd, given); err != nil {
				return usagef(cmd.CommandPath()+" --help", "%w", err)
			}
			return nil
		}
		root.AddCommand(verb)
	}
	return root
}

// version returns the version of the module, or the commit it was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	return info.Main.Version
}

// sourceFlag adds --source, which must be a portal.
func sourceFlag(cmd *cobra.Command, source *string) {
	cmd.Flags().StringVarP(source, "source", "s", ".", "folder that holds content/")
}

// sourceError explains that a source folder has no content.
func sourceError(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return usagef("lancez la commande dans le dossier du portail, ou donnez-le avec --source ; « intraqvt init DOSSIER » en crée un",
			"%w", err)
	}
	return err
}
