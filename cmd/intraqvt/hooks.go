package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"intraqvt/internal/history"
)

// hookMark is the line that identifies our own hooks.
const hookMark = "# Écrit par « intraqvt init --hooks »."

// hookScript returns the hook for a portal: portal is its folder, relative to
// the top of the work tree where git runs hooks, and program is this program.
// Only errors of the content stop a commit, not a program that is missing or
// fails.
func hookScript(portal, program string) string {
	return `#!/bin/sh
` + hookMark + `
# Avant chaque commit, vérifie les pages qui y entrent.
# Pour passer outre une fois : git commit --no-verify
# Pour l’enlever : supprimez ce fichier.

portail=` + shellQuoted(portal) + `
programme=` + shellQuoted(program) + `

[ -d "$portail/content" ] || exit 0
if command -v intraqvt >/dev/null 2>&1; then
	programme=intraqvt
elif [ ! -x "$programme" ]; then
	echo "intraqvt est introuvable : les pages de ce commit n’ont pas été vérifiées." >&2
	exit 0
fi
"$programme" check --staged --source="$portail"
code=$?
case $code in
2 | 3 | 126 | 127)
	echo "intraqvt n’a pas pu vérifier les pages de ce commit (code $code) ; il passe." >&2
	exit 0
	;;
esac
exit $code
`
}

// shellQuoted quotes a text as one word of a shell.
func shellQuoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// installHooks writes the hook into the repository that holds a portal.
func installHooks(cmd *cobra.Command, dir string) error {
	if info, err := os.Stat(filepath.Join(dir, "content")); err != nil || !info.IsDir() {
		return sourceError(fmt.Errorf("pas de dossier content/ dans %s : %w", dir, fs.ErrNotExist))
	}
	folder, prefix, shared, err := history.Hooks(cmd.Context(), dir)
	if err != nil {
		return repositoryError(err)
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	portal := path.Clean("./" + prefix)
	script := hookScript(portal, program)
	name := filepath.Join(folder, "pre-commit")
	line := "intraqvt check --staged --source=" + shellQuoted(portal) + " || exit 1"
	if shared {
		return usagef("ajoutez-y vous-même cette ligne, si ce dossier est bien le vôtre :\n"+line,
			"git cherche les hooks de ce dépôt hors de lui (réglage core.hooksPath, ou un lien), où rien n’est écrit : %s", name)
	}
	there, err := os.ReadFile(name)
	_, nothing := os.Lstat(name) // Lstat, since it may be a broken link
	switch {
	case errors.Is(nothing, fs.ErrNotExist):
		note(cmd, "Avant chaque commit, git vérifiera les pages qui y entrent.")
	case err != nil:
		return refused(name, err)
	case string(there) == script:
		note(cmd, "Ce hook est déjà là.")
	case isOurHook(string(there), portal):
		note(cmd, "Ce hook est mis à jour.")
	default:
		return usagef("ajoutez-y cette ligne, ou supprimez ce fichier et recommencez :\n"+line,
			"un autre hook est déjà là, il reste comme il est : %s", name)
	}
	if string(there) != script {
		if err := writeHook(name, script); err != nil {
			return refused(name, err)
		}
	} else if err := os.Chmod(name, 0o755); err != nil { // git ignores a hook that is not executable
		return refused(name, err)
	}
	fmt.Fprintln(cmd.OutOrStdout(), name)
	note(cmd, "Pour passer outre une fois : git commit --no-verify")
	note(cmd, "Pour l’enlever : supprimez ce fichier.")
	return nil
}

// isOurHook tells whether this program wrote a hook for the same portal,
// possibly from another place, and nobody has changed it since.
func isOurHook(text, portal string) bool {
	_, rest, found := strings.Cut(text, "\nprogramme='")
	program, _, ended := strings.Cut(rest, "'\n")
	return found && ended && text == hookScript(portal, strings.ReplaceAll(program, `'\''`, "'"))
}

// writeHook writes a hook completely or not at all, so that no commit runs half
// of it.
func writeHook(name, script string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".pre-commit-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after success, when the file has been renamed
	_, err = f.WriteString(script)
	if err = errors.Join(err, f.Chmod(0o755), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
