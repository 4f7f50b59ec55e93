package media

import (
	"errors"
	"fmt"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"path"

	"intraqvt/internal/problem"
)

// Error is a problem of one file that its author can solve: missing, broken,
// too large, not of the type that its name says. The file of its problem is the
// path in the content folder. All other errors of this package are the
// machine's (no permission, disk full). Its rules are [problem.MissingFile],
// [problem.LFSPointer], [problem.UnreadableImage], [problem.ImageTooLarge] and
// [problem.UnreadableSVG].
type Error struct {
	problem.Problem
	Err error // the cause, or nil
}

// Error returns the problem with its hint.
func (e *Error) Error() string { return e.Problem.String() }

// Unwrap returns the cause, so that errors.Is(err, fs.ErrNotExist) works.
func (e *Error) Unwrap() error { return e.Err }

const (
	hintSaveAgain = "ouvrez-la dans un logiciel d’images et enregistrez-la de nouveau en JPEG ou en PNG"
	hintCopyAgain = "copiez de nouveau le fichier d’origine : celui-ci est incomplet ou altéré"
)

// What can be wrong with a picture's bytes.
var (
	errTruncated = fmt.Errorf("picture cut short: %w", io.ErrUnexpectedEOF)
	errMalformed = errors.New("malformed picture")
)

func complaint(name string, rule *problem.Rule, message, hint string, cause error) *Error {
	return &Error{
		Problem: rule.In(name).Say(message, hint),
		Err:     cause,
	}
}

// unreadable explains a decoder's error in French.
func unreadable(name string, cause error) *Error {
	var unsupportedJPEG jpeg.UnsupportedError
	var unsupportedPNG png.UnsupportedError
	switch {
	case errors.Is(cause, io.ErrUnexpectedEOF), errors.Is(cause, io.EOF):
		return complaint(name, problem.UnreadableImage, "image tronquée : la fin du fichier manque", hintCopyAgain, cause)
	case errors.As(cause, &unsupportedJPEG), errors.As(cause, &unsupportedPNG):
		return complaint(name, problem.UnreadableImage, "variante de ce format d’image non prise en charge", hintSaveAgain, cause)
	default:
		return complaint(name, problem.UnreadableImage, "image abîmée : son contenu ne se lit pas", hintCopyAgain, cause)
	}
}

func tooLarge(name string, width, height int) *Error {
	return complaint(name, problem.ImageTooLarge,
		fmt.Sprintf("image trop grande : %d × %d pixels, 50 millions au plus", width, height),
		"réduisez-la dans un logiciel d’images : 3000 pixels de large suffisent à l’écran", nil)
}

// absent says that a file is missing, and which similar name exists.
func (s *Store) absent(name string, cause error) *Error {
	hint := "vérifiez le nom et le dossier, majuscules et accents compris"
	var neighbours []string
	if entries, err := fs.ReadDir(s.content, path.Dir(name)); err == nil {
		for _, e := range entries {
			neighbours = append(neighbours, e.Name())
		}
	}
	if near := problem.DidYouMean(path.Base(name), neighbours); near != "" {
		hint = near
	}
	return complaint(name, problem.MissingFile, "fichier introuvable", hint, cause)
}
