// Package review examines a portal as stored in git: what changed between two
// revisions, and what the next commit would change.
//
// What enters: a source folder in a repository, and names of revisions. What
// leaves: a [compare.Report] of [Compare], or the problems of [CheckStaged].
// Package portal loads each side from a tree of git, as if it were a folder.
// The package writes neither to the folder nor to the repository.
package review

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"intraqvt/internal/compare"
	"intraqvt/internal/content"
	"intraqvt/internal/history"
	"intraqvt/internal/portal"
	"intraqvt/internal/problem"
	"intraqvt/internal/shared"
	"intraqvt/internal/site"
)

// ErrBeforeContent is the error if a revision has no content/ yet.
var ErrBeforeContent = errors.New("cette révision n’a pas encore de dossier content/")

// Compare reports what changed in the source folder from one revision to
// another; from "" means HEAD, to "" means the folder as it is now. Drafts and
// future pages are compared too. Each revision is read with its own types and
// templates. The error is a [history.Error], [ErrBeforeContent], that of ctx,
// or one of the machine; problems of the content are in the report.
func Compare(ctx context.Context, o portal.Options, from, to string) (*compare.Report, error) {
	o.Drafts = true
	past, err := history.Open(ctx, o.Source)
	if err != nil {
		return nil, err
	}
	defer past.Close()
	revisions := [2]string{cmp.Or(from, "HEAD"), to}
	var trees [2]*history.Tree
	for i, revision := range revisions {
		if revision == "" {
			continue
		}
		if trees[i], err = past.Tree(ctx, revision, portal.Folders...); err != nil {
			return nil, err
		}
	}
	// One workspace reads both sides in turn: a page with the same bytes is
	// read once, and reading uses all cores anyway.
	w := portal.Open(o)
	var sides [2]compare.Side
	for i, revision := range revisions {
		var r portal.Reading
		if trees[i] != nil {
			r.Files = trees[i]
		}
		l, err := w.Load(ctx, r)
		if revision != "" && errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%w : %s", ErrBeforeContent, revision)
		}
		if err == nil {
			sides[i], err = newSide(ctx, l)
		}
		if err != nil {
			return nil, err
		}
	}
	report, err := compare.Sites(ctx, sides[0], sides[1])
	if err != nil {
		return nil, err
	}
	for _, tree := range trees {
		if tree != nil {
			for _, p := range noteProblems(tree) {
				report.Apart = append(report.Apart, p.File+" : "+p.Message)
			}
		}
	}
	slices.Sort(report.Apart)
	report.Apart = slices.Compact(report.Apart)
	return report, nil
}

// Changes compares the present source folder with the portal at commits. It is
// valid until the folder changes.
type Changes struct {
	options   portal.Options
	semaphore shared.Semaphore

	mu       sync.Mutex
	byCommit map[string]*shared.Value[*compare.Report]
}

// maxComparisons is the maximum number of comparisons that are kept.
const maxComparisons = 8

// ChangesOf returns the changes in a workspace's folder, valid until it is
// loaded again.
func ChangesOf(w *portal.Workspace) *Changes {
	return &Changes{options: w.Options(), semaphore: w.Semaphore(), byCommit: map[string]*shared.Value[*compare.Report]{}}
}

// Since returns the comparison of [Compare] from a revision to the folder; ""
// means HEAD. Callers with the same commit share it, and it stops when all of
// them have left.
func (c *Changes) Since(ctx context.Context, revision string) (*compare.Report, error) {
	past, err := history.Open(ctx, c.options.Source)
	if err != nil {
		return nil, err
	}
	defer past.Close()
	commit, err := past.Commit(ctx, cmp.Or(revision, "HEAD"))
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	report := c.byCommit[commit]
	if report == nil {
		report = shared.New(c.semaphore, func(ctx context.Context) (*compare.Report, error) {
			return Compare(ctx, c.options, commit, "")
		})
		if len(c.byCommit) == maxComparisons {
			clear(c.byCommit)
		}
		c.byCommit[commit] = report
	}
	c.mu.Unlock()
	return report.Get(ctx)
}

// noteProblems returns a warning for each file of the portal that git does not
// contain, such as a file of a submodule.
func noteProblems(tree *history.Tree) []problem.Problem {
	var list []problem.Problem
	for _, n := range tree.Notes {
		if folder, _, _ := strings.Cut(n.File, "/"); !slices.Contains(portal.Folders, folder) {
			continue
		}
		p := problem.Pointer(n.File)
		if n.Kind == history.Submodule {
			p = problem.Submodule.In(n.File).Say("ce dossier est celui d’un autre dépôt de git (sous-module) : ses fichiers ne sont pas "+
				"lus ici", "")
		}
		p.Level = problem.Warning
		list = append(list, p)
	}
	return list
}

// newSide prepares a loaded portal for the comparison.
func newSide(ctx context.Context, l *portal.Loaded) (s compare.Side, err error) {
	s = compare.Side{Site: l.Site, Problems: l.Problems, Read: l.Read}
	if s.Site == nil {
		return s, nil
	}
	for _, p := range s.Site.Hidden {
		s.Hidden = append(s.Hidden, p.Page)
	}
	s.Files = digests(ctx, l.Files, s.Site)
	return s, ctx.Err()
}

// digests returns the digests of the files that pages refer to, and of those
// that define the portal's appearance. Unreadable files have none.
func digests(ctx context.Context, files fs.FS, s *site.Site) map[string]content.Digest {
	all := map[string]content.Digest{}
	add := func(name string) {
		if ctx.Err() != nil {
			return
		}
		f, err := files.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		if digest, err := content.DigestFrom(f); err == nil {
			all[name] = digest
		}
	}
	for _, list := range [][]string{s.Files, s.Images} {
		for _, name := range list {
			add(content.FileAt(name))
		}
	}
	for _, folder := range portal.LookFolders {
		names, _ := content.List(files, folder)
		for _, name := range names {
			add(name)
		}
	}
	return all
}
