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

// CheckStaged checks the commit that git is about to make in Options.Source, from the
// staged files. It returns the problems of files that the commit adds or changes, and
// one problem for each file by which it causes problems in others; and the number of
// files of the portal that the commit touches. If there are none, nothing is checked.
// Checks that need the search or mails are left to [portal.Check].
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
	after, err := load(ctx, o, commit.Files)
	if err != nil {
		return nil, 0, err
	}
	var list problem.List
	var texts []string // left in content/ by the commit
	for _, c := range changes {
		if strings.HasPrefix(c.Name, content.Folder+"/") && !c.Removed && !content.IsMarkdown(c.Name) {
			texts = append(texts, c.Name)
		}
	}
	list.Add(after.Conflicts(texts)...)
	var elsewhere []problem.Problem
	for _, p := range after.Problems {
		if p.Rule == problem.MergeConflict { // the commit would record the conflict, even in a draft
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
		before, err := load(ctx, o, commit.Before)
		if err != nil {
			return nil, 0, err
		}
		list.Add(problemsCaused(changes, before, elsewhere)...)
	}
	return list.All(), len(changes), nil
}

// load loads one side of a commit, with the problems of its theme, images and
// missing files. A side without content has none.
func load(ctx context.Context, o portal.Options, files func(context.Context, ...string) (*history.Tree, error)) (*portal.Loaded, error) {
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
	for _, p := range noteProblems(tree) {
		isKnown := func(q problem.Problem) bool { return q.File == p.File && q.Rule == p.Rule } // about an image that a page shows
		if !slices.ContainsFunc(l.Problems, isKnown) {
			l.Problems = append(l.Problems, p)
		}
	}
	return l, err
}

// conflicts returns the files that prevent git from committing.
func conflicts(u *history.Unmerged) []problem.Problem {
	list := make([]problem.Problem, len(u.Files))
	for i, name := range u.Files {
		list[i] = problem.UnmergedFile.In(name).Say("une fusion attend que vous choisissiez entre deux versions de ce fichier",
			"corrigez le fichier, puis git add")
	}
	return list
}

// problemsCaused returns a problem for each changed file that causes new
// problems in files that the commit does not touch.
func problemsCaused(changes []history.Change, before *portal.Loaded, elsewhere []problem.Problem) []problem.Problem {
	// Messages are ignored, because titles and suggestions may come from changed pages.
	place := func(p problem.Problem) problem.Problem {
		p.Message, p.Hint = "", ""
		return p
	}
	had := make(map[problem.Problem]int, len(before.Problems))
	for _, p := range before.Problems {
		had[place(p)]++
	}
	byCause := map[string][]problem.Problem{} // by the changed file that causes them
	for _, p := range elsewhere {
		if had[place(p)]--; had[place(p)] < 0 {
			cause := blame(changes, before.Site, p)
			byCause[cause] = append(byCause[cause], p)
		}
	}
	var list []problem.Problem
	for _, c := range changes {
		if those := byCause[c.Name]; len(those) > 0 {
			list = append(list, summary(c, those))
		}
	}
	return list
}

// summary returns the effects of a change on other files, as one problem of the changed file.
func summary(c history.Change, those []problem.Problem) problem.Problem {
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

// blame finds the changed file that causes a problem in another: the former
// target of the problem's place; otherwise a file that affects many pages;
// otherwise a removed file; otherwise the first.
func blame(changes []history.Change, before *site.Site, p problem.Problem) string {
	led := formerTarget(before, p.File, p.Line, p.Column)
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

// formerTarget returns the former target of a place in a page; "" if it led nowhere.
func formerTarget(s *site.Site, file string, line, column int) string {
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
