package publish

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

// ForeignFilesError refuses to replace a folder with files that intraqvt did
// not make and would have to remove or overwrite.
type ForeignFilesError struct {
	Dir   string   // the folder, as the caller named it
	Files []string // all of them, relative to Dir, sorted
}

// Problem returns the error as a problem, in French.
func (e *ForeignFilesError) Problem() problem.Problem {
	const shown = 5
	names := e.Files[:min(shown, len(e.Files))]
	message := "ce dossier contient un fichier qu’intraqvt n’a pas créé : "
	if n := len(e.Files); n > 1 {
		message = "ce dossier contient " + french.Number(n) + " fichiers qu’intraqvt n’a pas créés : "
	}
	message += strings.Join(names, ", ")
	if len(e.Files) > shown {
		message += "…"
	}
	return problem.ForeignFiles.In(e.Dir).Say(message, "publiez dans un dossier vide, ou déplacez ces fichiers ; rien n’a été touché")
}

func (e *ForeignFilesError) Error() string { return e.Problem().String() }

// BusyError says that the context ended while another publication held the
// folder. It wraps the context's cause.
type BusyError struct {
	Dir string // the folder, as the caller named it
	Err error
}

// Problem returns the error as a problem, in French.
func (e *BusyError) Problem() problem.Problem {
	return problem.BusyFolder.In(e.Dir).Say("une autre publication occupe ce dossier", "attendez qu’elle finisse, puis relancez")
}

func (e *BusyError) Error() string { return e.Problem().String() }

// Unwrap returns the context's cause.
func (e *BusyError) Unwrap() error { return e.Err }

// Error is any other failure: of the system (disk full, no permission), or a
// name that no file of a site may have. The folder is unchanged, unless the
// message says otherwise.
type Error struct {
	Path    string // the folder or the file, as the caller named it
	Message string // French
	Hint    string // French; may be empty
	Err     error  // the cause; errors.Is finds fs.ErrPermission, syscall.ENOSPC…
}

// Problem returns the error as a problem, in French.
func (e *Error) Problem() problem.Problem {
	return problem.FailedPublication.In(e.Path).Say(e.Message, e.Hint)
}

func (e *Error) Error() string { return e.Problem().String() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Causes that do not come from the system.
var (
	errNoFolder = errors.New("no folder to publish to")
	errChanged  = errors.New("changed while it was published")
	errHalfway  = errors.New("replaced in part")
	errEnded    = errors.New("publication has ended")
)

// explanations are tried in order: the message for a cause, with %s for the
// folder beside which the site is prepared.
var explanations = []struct {
	cause         error
	message, hint string
}{
	{errNoFolder, "il manque le nom d’un dossier où publier", "donnez un dossier, par exemple --output public"},
	{errManifest, "la liste des fichiers publiés (" + manifestName + ") est illisible",
		"si ce dossier ne contient que le site, supprimez-le, puis relancez"},
	{errLink, "un lien se trouve à la place du verrou de la publication",
		"supprimez-le : c’est le nom caché du dossier suivi de « .lock », à côté de lui"},
	{errChanged, "ce fichier a changé pendant la publication", "relancez"},
	{errEnded, "la publication est déjà terminée", ""},
	{syscall.ENOSPC, "le disque est plein", "libérez de la place sur le disque de « %s », puis relancez"},
	{syscall.EDQUOT, "le quota de disque est atteint", "libérez de la place sur le disque de « %s », puis relancez"},
	{syscall.EROFS, "le système de fichiers est en lecture seule", "publiez dans un autre dossier"},
	{syscall.ENAMETOOLONG, "le nom est trop long pour le système de fichiers", "raccourcissez-le"},
	{syscall.ENOTDIR, "un fichier se trouve là où il faut un dossier", "déplacez-le, ou publiez dans un autre dossier"},
	{fs.ErrPermission, "permission refusée", "il faut pouvoir écrire dans le dossier publié et dans « %s », où le site est préparé"},
}

// failure makes an [Error]. dir is the folder, path the file that failed, both
// as the caller named them.
func failure(dir, path string, err error) error {
	var known *Error
	if errors.As(err, &known) {
		return err
	}
	e := &Error{Path: path, Message: "publication impossible : " + err.Error(), Err: err}
	for _, x := range explanations {
		if errors.Is(err, x.cause) {
			e.Message = x.message
			e.Hint = strings.Replace(x.hint, "%s", filepath.Dir(filepath.Clean(dir)), 1)
			break
		}
	}
	if errors.Is(err, errHalfway) {
		e.Message = "le remplacement des fichiers s’est arrêté au milieu : " + e.Message
		e.Hint = "une fois la cause levée, relancez : la publication suivante termine le remplacement"
	}
	return e
}

// unreadable is the error for a file that cannot be copied.
func unreadable(source string, err error) error {
	e := &Error{Path: source, Message: "lecture impossible : " + err.Error(), Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Message = "fichier introuvable"
	case errors.Is(err, fs.ErrPermission):
		e.Message, e.Hint = "permission de lire refusée", "donnez le droit de lire ce fichier à l’utilisateur qui lance intraqvt"
	case errors.Is(err, syscall.EISDIR):
		e.Message = "c’est un dossier : il faut un fichier"
	}
	return e
}
