package history

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"strings"
)

// Causes of an [Error], for callers that need to tell them apart.
var (
	ErrRevision     = errors.New("révision inconnue de git")
	ErrNoRepository = errors.New("ce dossier n’est pas suivi par git")
	ErrNoGit        = errors.New("le programme git est introuvable")
)

// Error explains to users why git did not answer, and what to do. Where the
// cause is known, the message is French and nothing of git's own message is
// left.
type Error struct {
	Message string // French, without a final full stop
	Remedy  string // what to do; may be empty
	about   error
}

// Error returns message and remedy on one line.
func (e *Error) Error() string {
	if e.Remedy == "" {
		return e.Message
	}
	return e.Message + " ; " + e.Remedy
}

// Unwrap returns one of the causes above, or nil.
func (e *Error) Unwrap() error { return e.about }

// failure is a git command that ended with an error.
type failure struct {
	code      int
	complaint string // what git printed to standard error
}

func (f *failure) Error() string { return fmt.Sprintf("git: %s (%d)", f.line("fatal: "), f.code) }

// line returns the rest of the first line that contains mark, or of the first.
func (f *failure) line(mark string) string {
	_, after, ok := strings.Cut(f.complaint, mark)
	if !ok {
		after = f.complaint
	}
	line, _, _ := strings.Cut(strings.TrimSpace(after), "\n")
	return line
}

func (f *failure) has(texts ...string) bool {
	for _, text := range texts {
		if strings.Contains(f.complaint, text) {
			return true
		}
	}
	return false
}

// missingObject are git's messages for an object that is named but missing; the
// last ones are those of a partial clone.
var missingObject = []string{
	"unable to read", "could not get object info", "Could not read", "bad object", "missing object", "Not a valid object name",
	"not a tree object", "does not exist in", "could not fetch", "lazy fetching disabled", "promisor remote",
}

// explain turns an error of git in a folder into an [Error]. It is the only
// place that knows git's messages. r is nil until the repository is found.
// Other errors, and that of ctx, are returned unchanged.
func explain(ctx context.Context, err error, dir string, r *Repository) error {
	const trust = "git config --global --add safe.directory "
	var f *failure
	var known *Error
	switch {
	case err == nil, ctx.Err() != nil, errors.As(err, &known):
		return err
	case errors.Is(err, exec.ErrNotFound):
		return &Error{ErrNoGit.Error(), "installez git, ou ajoutez son dossier au PATH", ErrNoGit}
	case errors.Is(err, errMissing):
		return missing(r)
	case !errors.As(err, &f):
		return err
	case f.has("dubious ownership", "unsafe repository"):
		folder := dir
		if f.has(trust) {
			folder = f.line(trust) // quoted for a shell
		}
		return &Error{"git se méfie de ce dépôt, qui appartient à un autre utilisateur", "pour l’accepter : " + trust + folder, nil}
	case f.has("cannot use bare repository"):
		return &Error{"git n’ouvre pas les dépôts sans fichiers de travail (réglage safe.bareRepository)",
			"lancez la commande dans une copie de travail", ErrNoRepository}
	case f.has("not a git repository ("): // with ":" instead, a link to a repository is broken
		return &Error{ErrNoRepository.Error(), "", ErrNoRepository}
	case f.has("not a git repository: "):
		return &Error{"le fichier .git de ce dossier mène à un dépôt qui n’est plus là : " + f.line("not a git repository: "),
			"si le dépôt a été déplacé, lancez « git worktree repair » dans le dépôt ; sinon, clonez-le de nouveau", nil}
	case f.has("bad config", "bad numeric config", "bad boolean config", "invalid value for"):
		return &Error{"la configuration de git est mal écrite : " + f.line("fatal: "), "corrigez cette ligne, ou supprimez-la", nil}
	case f.has("unknown repository extension", "Expected git repo version", "unknown object format", "unknown ref storage"), f.code == 129:
		return &Error{"ce dépôt demande une version plus récente de git", "mettez git à jour", nil}
	case f.has(missingObject...):
		return missing(r)
	case f.has("Permission denied"):
		return &Error{"git n’a pas le droit de lire ce dépôt : " + f.line("fatal: "), "donnez le droit de lecture sur le dossier .git", nil}
	}
	return &Error{"git n’a pas pu lire le dépôt : " + f.line("fatal: "), "« git fsck » dit si le dépôt est abîmé", nil}
}

// errMissing says that an object is not in the repository.
var errMissing = fmt.Errorf("objet absent du dépôt : %w", fs.ErrNotExist)

// missing says that objects are missing: this package fetches nothing, so the
// user has to.
func missing(r *Repository) error {
	e := &Error{Message: "il manque à ce dépôt une partie de ce qu’il devrait contenir",
		Remedy: "« git fsck » dit ce qui manque ; un nouveau clone est complet"}
	switch {
	case r == nil:
	case r.partial:
		e.Message = "ce clone est partiel (git clone --filter) : il n’a pas tous les fichiers de cette version, et rien n’est " +
			"téléchargé ici"
		e.Remedy = "affichez une fois cette version (git checkout), ou clonez de nouveau sans --filter"
	case r.cut != nil:
		e.Message = "ce clone n’a que la fin de l’historique"
		e.Remedy = "pour avoir le reste : git fetch --unshallow"
	}
	return e
}
