package review

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"intraqvt/internal/content"
	"intraqvt/internal/history"
	"intraqvt/internal/portal"
	"intraqvt/internal/problem"
	"intraqvt/internal/site"
)

// CheckStaged judges the commit that git is about to make in Options.Source, by
// what is staged. The problems are those of the files that it adds or changes,
// and one for each file by which it causes problems in others. What asks for
// the search or for mails is left to [portal.Check]. It tells how many files of the
// portal the commit touches; where it touches none, nothing is looked at.
func CheckStaged(ctx context.Context, o portal.Options) (problems []problem.Problem, files int, err error) {
	if _, err := os.Stat(o.Source); errors.Is(err, fs.ErrNotExist) {
		return nil, 0, portal.NoContent(o.Source)
	}
	commit, err := history.Staged(ctx, o.Source)
	var unmerged *history.Unmerged
	if errors.As(err, &unmerged) {
		return conflicts(unmerged), len(unmerged.Files), nil
	}
	if err != nil {
		return nil, 0, err
	}
	defer commit.Close()
	changes := slices.DeleteFunc(commit.Changes, func(c history.Change) bool {
		folder, _, inside := strings.Cut(c.Name, "/")
		return !inside || !slices.Contains(portal.Folders, folder)
	})
	if len(changes) == 0 {
		return nil, 0, nil
	}
	after, err := judged(ctx, o, commit.Files)
	if err != nil {
		return nil, 0, err
	}
	var list problem.List
	var texts []string // that the commit leaves in content/
	for _, c := range changes {
		if strings.HasPrefix(c.Name, content.Folder+"/") && !c.Removed && !content.IsMarkdown(c.Name) {
			texts = append(texts, c.Name)
		}
	}
	list.Add(after.Conflicts(texts)...)
	var elsewhere []problem.Problem
	for _, p := range after.Problems {
		if p.Rule == problem.MergeConflict { // the commit would settle it so, also in a draft
			p.Level = problem.Error
		}
		switch i := slices.IndexFunc(changes, func(c history.Change) bool { return c.Name == p.File }); {
		case i >= 0 || p.File == "":
			list.Add(p)
		default:
			elsewhere = append(elsewhere, p)
		}
	}
	if len(elsewhere) > 0 {
		before, err := judged(ctx, o, commit.Before)
		if err != nil {
			return nil, 0, err
		}
		list.Add(caused(changes, before, elsewhere)...)
	}
	return list.All(), len(changes), nil
}

// judged loads one side of a commit, with the problems of its theme and images,
// and of files that are not to be had. A side without content has none.
func judged(ctx context.Context, o portal.Options, files func(context.Context, ...string) (*history.Tree, error)) (*portal.Loaded, error) {
	tree, err := files(ctx, portal.Folders...)
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(tree, content.Folder); err != nil {
		return &portal.Loaded{}, nil
	}
	l, err := portal.Open(o).Load(ctx, portal.Reading{Files: tree})
	if err != nil {
		return nil, err
	}
	l.Problems, err = l.AllProblems()
	for _, p := range noted(tree) {
		told := func(q problem.Problem) bool { return q.File == p.File && q.Rule == p.Rule } // of an image that a page shows
		if !slices.ContainsFunc(l.Problems, told) {
			l.Problems = append(l.Problems, p)
		}
	}
	return l, err
}

// conflicts are the files that keep an index from becoming a commit.
func conflicts(u *history.Unmerged) []problem.Problem {
	list := make([]problem.Problem, len(u.Files))
	for i, name := range u.Files {
		list[i] = problem.UnmergedFile.In(name).Say("une fusion attend que vous choisissiez entre deux versions de ce fichier",
			"corrigez le fichier, puis git add")
	}
	return list
}

// caused gives a problem for each changed file that others suffer from: those
// of files that the commit does not touch, and which they did not have before.
func caused(changes []history.Change, before *portal.Loaded, elsewhere []problem.Problem) []problem.Problem {
	// Words do not count: titles and near misses may be those of changed pages.
	place := func(p problem.Problem) problem.Problem {
		p.Message, p.Hint = "", ""
		return p
	}
	had := make(map[problem.Problem]int, len(before.Problems))
	for _, p := range before.Problems {
		had[place(p)]++
	}
	suffering := map[string][]problem.Problem{} // by the file that is to blame
	for _, p := range elsewhere {
		if had[place(p)]--; had[place(p)] < 0 {
			culprit := blame(changes, before.Site, p)
			suffering[culprit] = append(suffering[culprit], p)
		}
	}
	var list []problem.Problem
	for _, c := range changes {
		if those := suffering[c.Name]; len(those) > 0 {
			list = append(list, summed(c, those))
		}
	}
	return list
}

// summed is what a change does to other files, as one problem of its own file.
func summed(c history.Change, those []problem.Problem) problem.Problem {
	worst := slices.MinFunc(those, func(a, b problem.Problem) int { return cmp.Compare(a.Level, b.Level) })
	n := 0
	for _, p := range those {
		if p.Level == worst.Level {
			n++
		}
	}
	what, hint := "modifié", "revenez sur ce changement, ou corrigez aussi ces fichiers ; « intraqvt check » les nomme tous"
	if c.Removed {
		what, hint = "supprimé", "enlevez ces liens ou menez-les ailleurs ; « intraqvt check » les nomme tous"
	}
	if c.Renamed != "" {
		what = "renommé en " + c.Renamed
		if old, ok := strings.CutSuffix(content.NameOf(c.Name), ".md"); ok {
			hint = "ajoutez « alias: " + old + " » à l’en-tête de la page, ou corrigez ces liens ; « intraqvt check » les nomme tous"
		}
	}
	message := fmt.Sprintf("%s : %d problèmes dans d’autres fichiers, d’abord %s (%s)", what, n, worst.Position(), worst.Message)
	switch {
	case c.Removed && n == 1:
		message = fmt.Sprintf("%s, mais un lien y mène encore : %s (%s)", what, worst.Position(), worst.Message)
	case c.Removed:
		message = fmt.Sprintf("%s, mais %d liens y mènent encore, d’abord %s (%s)", what, n, worst.Position(), worst.Message)
	case n == 1:
		message = fmt.Sprintf("%s : un problème dans un autre fichier, %s (%s)", what, worst.Position(), worst.Message)
	}
	return worst.Rule.In(c.Name).Say(message, hint).AtLevel(worst.Level)
}

// blame finds the changed file that a problem of another comes from: the one
// that the place led to before; else what speaks for many pages; else what is
// gone; else the first.
func blame(changes []history.Change, before *site.Site, p problem.Problem) string {
	led := ledTo(before, p.File, p.Line, p.Column)
	var guesses [3]string
	for _, c := range changes {
		switch {
		case led != "" && c.Name == led:
			return c.Name
		case strings.HasPrefix(c.Name, "layouts/") || c.Name == content.ConfigFile:
			guesses[0] = cmp.Or(guesses[0], c.Name)
		case c.Removed:
			guesses[1] = cmp.Or(guesses[1], c.Name)
		}
	}
	return cmp.Or(guesses[0], guesses[1], changes[0].Name)
}

// ledTo is the file that a place of a page led to; "" where it led
// nowhere.
func ledTo(s *site.Site, file string, line, column int) string {
	if s == nil {
		return ""
	}
	i := slices.IndexFunc(s.Pages, func(p *site.Page) bool { return p.File == file })
	if i < 0 {
		return ""
	}
	p := s.Pages[i]
	for i, t := range p.Targets {
		slot := p.Body.Slots[i]
		if slot.Line != line || slot.Column != column {
			continue
		}
		if t.Page != nil {
			return t.Page.File
		}
		return content.FileAt(t.File)
	}
	led := ""
	for _, v := range p.Values {
		v.Each(func(v content.Value) {
			if v.Line != line || v.Column != column {
				return
			}
			if to := p.Ref(v); to != nil {
				led = to.File
			} else {
				led = content.FileAt(site.FileOf(p.Page, v))
			}
		})
	}
	return led
}
