package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"intraqvt/internal/content"
	"intraqvt/internal/french"
	"intraqvt/internal/portal"
	"intraqvt/internal/schema"
	"intraqvt/internal/site"
	"intraqvt/layouts"
)

func newNew() *cobra.Command {
	var o portal.Options
	var at string
	cmd := &cobra.Command{
		Use:   "new [TYPE TITLE…]",
		Short: "Start a page of a type",
		Long: `New writes content/<folder>/<slug>.md: a draft of the type with its fields,
each below its help text, and the parts that the page should have. It never
overwrites a file. TYPE is a type's name, its folder or its French label, with
or without accents; without arguments, New lists the types.

The path is printed on standard output, what to do next on standard error.`,
		Example: `  intraqvt new bonne-pratique Un planning partagé
  intraqvt new "Fiche technique" "Le travail de nuit" --source mon-portail`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if o.At, err = parseDay(at); err != nil {
				return err
			}
			o.Drafts = true // their names are taken, too
			if len(args) == 0 {
				return listTypes(cmd, o)
			}
			l, err := portal.Load(cmd.Context(), o)
			if err != nil {
				return sourceError(err)
			}
			if l.Types == nil {
				if err := show(cmd, l.Problems, "text"); err != nil {
					return err
				}
				return portal.ErrContent
			}
			t, title, err := typeAndTitle(l.Types, args)
			if err != nil {
				return err
			}
			name, err := pageFile(l.Site, o.Source, t, title)
			if err != nil {
				return err
			}
			file := filepath.Join(o.Source, name)
			page := content.Example(withNextNumber(t, l.Site), title, o.At, func(types []string) string { return pageOf(l.Site, types) })
			if err := writeNew(o.Source, name, page); err != nil {
				if errors.Is(err, fs.ErrExist) {
					return pageExists(file)
				}
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), file)
			note(cmd, "%s : remplacez les exemples dans ce fichier ; « intraqvt serve%s » %s montre pendant que vous écrivez.",
				french.Capitalised(french.New(t.Label.One, t.Gender)), sourceHint(o.Source), t.Agree("le"))
			note(cmd, "C’est un brouillon : remplacez « statut: brouillon » par « statut: publie » quand il sera prêt.")
			return nil
		},
	}
	sourceFlag(cmd, &o.Source)
	cmd.Flags().StringVar(&at, "at", "", "date the page on this day, AAAA-MM-JJ (default today)")
	return cmd
}

// withNextNumber returns the type with the next free number in its example, if
// pages of the type are named by number.
func withNextNumber(t *schema.Type, s *site.Site) *schema.Type {
	field := t.ByRole(schema.NumberOfPage)
	if field == nil || field.Kind != schema.Number {
		return t
	}
	next := 1.0
	for _, p := range s.Pages {
		if v, ok := p.ByRole(schema.NumberOfPage); ok && p.Type == t {
			next = max(next, v.Number+1)
		}
	}
	if field.Max != nil && next > *field.Max {
		return t
	}
	numbered := *t
	numbered.Example = maps.Clone(t.Example)
	numbered.Example[field.Name] = int(next)
	return &numbered
}

// sourceHint returns the --source flag to repeat in the next command.
func sourceHint(source string) string {
	if filepath.Clean(source) == "." {
		return ""
	}
	return " --source " + source
}

// listTypes prints the types of the portal or, outside of a portal, the
// built-in ones.
func listTypes(cmd *cobra.Command, o portal.Options) error {
	var types *schema.Set
	l, err := portal.Load(cmd.Context(), o)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !cmd.Flags().Changed("source"):
		types, _ = schema.Read(layouts.FS)
	case err != nil:
		return sourceError(err)
	case l.Types == nil:
		if err := show(cmd, l.Problems, "text"); err != nil {
			return err
		}
		return portal.ErrContent
	default:
		types = l.Types
	}
	width := 0
	for _, t := range types.Types {
		width = max(width, utf8.RuneCountInString(t.Name))
	}
	out := outOf(cmd)
	for _, t := range types.Types {
		label := t.Label.One
		if t.Description != "" {
			label += " : " + t.Description
		}
		out.line(width+2, "%-*s  %s", width, t.Name, label)
	}
	note(cmd, "\nPour commencer une page : intraqvt new TYPE TITRE, par exemple intraqvt new %s \"Mon titre\"", types.Types[0].Name)
	return nil
}

// typeAndTitle splits the arguments. A label of several words needs no quotes:
// the longest beginning that names a type is the type.
func typeAndTitle(types *schema.Set, args []string) (*schema.Type, string, error) {
	for n := len(args); n > 0; n-- {
		t := typeNamed(types, strings.Join(args[:n], " "))
		if t == nil || french.Slug(args[n-1]) == "" {
			continue
		}
		title := strings.Join(strings.Fields(strings.Join(args[n:], " ")), " ")
		if title == "" {
			return nil, "", usagef("par exemple : intraqvt new "+t.Name+" \"Mon titre\"", "il manque le titre de la page (%s)", t.Label.One)
		}
		return t, title, nil
	}
	return nil, "", unknownType(types, args)
}

// typeNamed returns a type by name, folder or label, as authors type them.
func typeNamed(types *schema.Set, name string) *schema.Type {
	slug := french.Slug(name)
	for _, called := range typeNames {
		for _, t := range types.Types {
			if french.Slug(called(t)) == slug {
				return t
			}
		}
	}
	return nil
}

// typeNames are the possible names of a type, the most exact first.
var typeNames = []func(*schema.Type) string{
	func(t *schema.Type) string { return t.Name },
	func(t *schema.Type) string { return t.Folder },
	func(t *schema.Type) string { return t.Label.One },
	func(t *schema.Type) string { return t.Label.Many },
}

// unknownType lists the types and suggests one for the first words.
func unknownType(types *schema.Set, args []string) error {
	var candidates []string
	for _, called := range typeNames {
		for _, t := range types.Types {
			candidates = append(candidates, french.Slug(called(t)))
		}
	}
	name := args[0]
	var hint strings.Builder
	for n := range min(3, len(args)) {
		words := strings.Join(args[:n+1], " ")
		if near := french.Suggest(french.Slug(words), candidates); near != "" {
			name = words
			hint.WriteString("vouliez-vous dire « " + typeNamed(types, near).Name + " » ?\n    ")
			break
		}
	}
	hint.WriteString("types possibles :")
	for _, t := range types.Types {
		hint.WriteString("\n      " + t.Name + " (" + t.Label.One + ")")
	}
	return usagef(hint.String(), "type inconnu « %s »", name)
}

// pageFile returns the file of a new page, below the source, or an error if it
// cannot be created.
func pageFile(s *site.Site, source string, t *schema.Type, title string) (string, error) {
	slug := shortened(french.Slug(title))
	switch slug {
	case "":
		return "", usagef("mettez au moins une lettre ou un chiffre dans le titre", "le titre « %s » ne donne pas de nom de fichier", title)
	case "index":
		return "", usagef("donnez un autre titre ; index.md est la page d’accueil d’un dossier", "le titre « %s » donne un nom réservé",
			title)
	}
	if p, taken := s.Find(t.Folder + "/" + slug + ".html"); taken {
		return "", pageExists(filepath.Join(source, filepath.FromSlash(p.File)))
	}
	return filepath.Join("content", t.Folder, slug+".md"), nil
}

func pageExists(file string) error {
	return usagef("ouvrez ce fichier pour le modifier, ou donnez un autre titre", "la page existe déjà : %s", file)
}

// shortened cuts a slug after a word, so that the address stays readable and
// the name fits every file system.
func shortened(slug string) string {
	const most = 80
	if len(slug) <= most {
		return slug
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(slug[cut]) {
		cut--
	}
	if at := strings.LastIndexByte(slug[:cut+1], '-'); at > 0 {
		cut = at
	}
	return slug[:cut]
}

// pageOf returns a published page of some types, as authors refer to it: by its
// key if only its type can be meant, else by its slug, with its folder if the
// slug is ambiguous.
func pageOf(s *site.Site, types []string) string {
	for _, t := range s.Types.Types {
		if len(types) > 0 && !slices.Contains(types, t.Name) {
			continue
		}
		for _, p := range s.Of(t) {
			if !p.Seen.Public() {
				continue
			}
			if key := p.Text(schema.NumberOfPage); len(types) == 1 && key != "" {
				return key
			}
			if found, ok := s.Lookup(p.Slug); ok && found == p {
				return p.Slug
			}
			return strings.TrimSuffix(p.Path(), ".html")
		}
	}
	return ""
}

// writeNew creates a file below dir. The error is fs.ErrExist if the file
// exists, otherwise a message for users.
func writeNew(dir, name string, data []byte) error {
	err := portal.WriteNew(dir, filepath.ToSlash(name), data)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		name = filepath.FromSlash(at.Path)
	}
	return refused(filepath.Join(dir, name), err)
}

// refused explains in French why the system did not write a file.
func refused(name string, err error) error {
	for _, known := range []struct {
		cause error
		why   string
	}{
		{content.ErrOutside, "un lien mène hors du dossier du portail"},
		{fs.ErrPermission, "permission refusée"},
		{syscall.EROFS, "le système de fichiers est en lecture seule"},
		{syscall.ENOSPC, "le disque est plein"},
		{syscall.EDQUOT, "le quota de disque est atteint"},
		{syscall.ENOTDIR, "un fichier se trouve là où il faut un dossier"},
		{syscall.EEXIST, "un fichier se trouve là où il faut un dossier"},
		{syscall.ENAMETOOLONG, "le nom est trop long"},
	} {
		if errors.Is(err, known.cause) {
			return fmt.Errorf("écriture de %s : %s", name, known.why)
		}
	}
	return fmt.Errorf("écriture de %s : %w", name, err)
}
