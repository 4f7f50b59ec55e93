package main

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// starter is a small portal. Its .gitignore is called gitignore, since embed
// leaves out names that begin with a dot; {{jour}} and {{dans-un-an}} are
// dates.
//
//go:embed starter
var starter embed.FS

func newInit() *cobra.Command {
	var at string
	var hooks bool
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Make a new portal, or have git check the pages of one",
		Long: `Init makes a small portal in a folder: a configuration and a page of the usual
types, linked to each other, as models to change. The folder is created where
it is not there; one that holds files is refused, hidden files aside.

With --hooks, Init makes no portal: it has git check the pages that enter a
commit ("intraqvt check --staged"), in the repository that holds the portal DIR,
by default the folder where one is. A hook that is there already stays.`,
		Example: `  intraqvt init mon-portail
  intraqvt init --hooks`,
		Args: func(cmd *cobra.Command, args []string) error {
			if hooks {
				return cobra.MaximumNArgs(1)(cmd, args)
			}
			return cobra.ExactArgs(1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if hooks {
				return installHooks(cmd, append(args, ".")[0])
			}
			day, err := parseDay(at)
			if err != nil {
				return err
			}
			dir := args[0]
			if err := makePortal(dir, day); err != nil {
				return err
			}
			if !isQuiet(cmd) {
				outOf(cmd).line(0, "le portail est dans %s", dir)
			}
			note(cmd, "Pour le voir : intraqvt serve%s", sourceHint(dir))
			note(cmd, "Pour écrire une page : intraqvt new%s bonne-pratique \"Mon titre\"", sourceHint(dir))
			return nil
		},
	}
	cmd.Flags().BoolVar(&hooks, "hooks", false, "have git check pages before each commit")
	cmd.Flags().StringVar(&at, "at", "", "date the pages on this day, AAAA-MM-JJ (default today)")
	return cmd
}

// makePortal writes the starter into a folder, completely or not at all.
func makePortal(dir string, day time.Time) error {
	existed, err := roomFor(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return refused(dir, err)
	}
	dates := strings.NewReplacer("{{jour}}", day.Format(time.DateOnly), "{{dans-un-an}}", day.AddDate(1, 0, 0).Format(time.DateOnly))
	err = eachStarterFile(func(name string, data []byte) error {
		err := writeNew(dir, filepath.FromSlash(name), []byte(dates.Replace(string(data))))
		if errors.Is(err, fs.ErrExist) && strings.HasPrefix(name, ".") {
			return nil // not ours
		}
		return err
	})
	if err == nil {
		return nil
	}
	if !existed {
		return errors.Join(err, os.RemoveAll(dir))
	}
	// Remove what was written, so that a second attempt finds the folder empty.
	return errors.Join(err, eachStarterFile(func(name string, _ []byte) error {
		if first, _, _ := strings.Cut(name, "/"); !strings.HasPrefix(first, ".") {
			return os.RemoveAll(filepath.Join(dir, first))
		}
		return nil
	}))
}

// eachStarterFile visits the files of the starter, with the names that they get
// in a portal.
func eachStarterFile(visit func(name string, data []byte) error) error {
	return fs.WalkDir(starter, "starter", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := starter.ReadFile(name)
		if err != nil {
			return err
		}
		name = strings.TrimPrefix(name, "starter/")
		if name == "gitignore" {
			name = ".gitignore"
		}
		return visit(name, data)
	})
}

// roomFor tells whether a folder exists; it is an error if the folder holds
// files.
func roomFor(dir string) (existed bool, err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case errors.Is(err, syscall.ENOTDIR):
		return false, usagef("donnez le nom d’un nouveau dossier", "un fichier se trouve là où il faut un dossier : %s", dir)
	case err != nil:
		return false, refused(dir, err)
	}
	var names []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	if len(names) == 0 {
		return true, nil
	}
	const shown = 5
	list := strings.Join(names[:min(shown, len(names))], ", ")
	if len(names) > shown {
		list += "…"
	}
	return true, usagef("donnez un dossier vide, ou le nom d’un dossier à créer ; rien n’a été touché", "le dossier %s n’est pas vide : %s",
		dir, list)
}
