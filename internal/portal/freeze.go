package portal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"intraqvt/internal/content"
	"intraqvt/internal/delivery"
	"intraqvt/internal/french"
	"intraqvt/internal/problem"
	"intraqvt/internal/site"
)

// ErrChanged is the error if an issue's text has changed since it was frozen.
var ErrChanged = errors.New("le numéro a changé depuis qu’il est figé")

// Freeze writes into an issue's own file what its lists and cards show, unless the file
// contains it already; done reports whether it wrote. Issues opened with
// [Options.Unfrozen] are frozen again with the present content. A page that readers do
// not see yet cannot be frozen. Errors are in French; [ErrChanged] is among them.
func (l *Issues) Freeze(issue site.Issue) (done bool, err error) {
	p := issue.Page
	if !p.Seen.Public() {
		return false, fmt.Errorf("%s n’est pas publié : ce qu’il montre changera encore", p.Name)
	}
	frozen := p.Freeze(l.Site.At)
	if before := p.Frozen(); before != nil {
		if before.Text != frozen.Text {
			return false, ErrChanged
		}
		return false, nil
	}
	name := filepath.Join(l.view.loaded.source, filepath.FromSlash(p.File))
	if name, err = filepath.EvalSymlinks(name); err != nil {
		return false, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return false, err
	}
	if content.DigestOf(data) != p.Digest {
		return false, fmt.Errorf("%s a été modifié entre-temps : recommencez", p.Name)
	}
	if before := p.FrozenOf(); before != nil && before.Equal(frozen) {
		return false, nil
	}
	data, err = content.Freeze(p.File, data, frozen, l.Site.Types)
	if err != nil {
		return false, fmt.Errorf("%s : %w", p.Name, err)
	}
	err = replace(name, data)
	return err == nil, err
}

// replace replaces a file as a whole or not at all, and keeps its permissions.
func replace(name string, data []byte) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// sentProblems reports issues that were sent, according to the ledgers in the
// source folder, but are not frozen.
func (l *Issues) sentProblems() []problem.Problem {
	var problems []problem.Problem
	source := l.view.loaded.source
	if source == "" {
		return nil
	}
	for _, issue := range l.Site.Issues {
		p := issue.Page
		warn := func(rule *problem.Rule, message, hint string) {
			problems = append(problems, rule.In(p.File).Say(message, hint))
		}
		switch sent, err := delivery.Sendings(source, l.Identity(issue)); {
		case err != nil:
			warn(problem.UnreadableLedger, err.Error(), "tant qu’il ne se lit pas, ce numéro ne peut pas être envoyé")
		case sent.Accepted > 0 && p.FrozenOf() == nil:
			warn(problem.UnfrozenIssue,
				"ce numéro a été envoyé le "+french.Date(sent.Last)+", et ce qu’il montre change encore avec le portail",
				"lancez « intraqvt newsletter freeze "+p.Slug+" »")
		}
	}
	return problems
}
