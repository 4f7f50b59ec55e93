package build

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"

	"intraqvt/internal/compare"
	"intraqvt/internal/content"
	"intraqvt/internal/history"
	"intraqvt/internal/site"
)

// ErrBeforeContent says that a revision has no content/ yet.
var ErrBeforeContent = errors.New("cette révision n’a pas encore de dossier content/")

// Compare says what changed in the source folder from a revision, HEAD where
// it is "", to another, the folder as it stands now where that is "". Drafts
// and pages of the future are compared too. Each revision is read with its own
// types and its own templates. The error is one of [history.Tree],
// [ErrBeforeContent], or one of the machine; what is wrong with the content is
// in the report.
func Compare(ctx context.Context, o Options, from, to string) (*compare.Report, error) {
	o.Drafts = true
	revisions := [2]string{cmp.Or(from, "HEAD"), to}
	var trees [2]fs.FS
	for i, revision := range revisions {
		if revision == "" {
			continue
		}
		var err error
		if trees[i], err = history.Tree(ctx, o.Source, revision); err != nil {
			return nil, err
		}
	}
	// One workspace reads both, one after the other: a page whose bytes are the
	// same is read once, and reading takes all cores anyway.
	w := Open(o)
	now := w.files
	var sides [2]compare.Side
	for i, revision := range revisions {
		w.turnTo(cmp.Or(trees[i], now))
		l, err := w.Load(ctx)
		if revision != "" && errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%w : %s", ErrBeforeContent, revision)
		}
		if err != nil {
			return nil, err
		}
		sides[i] = w.side(l)
	}
	return compare.Sites(sides[0], sides[1]), nil
}

// turnTo has the next load read other files. What was made of bytes still
// holds for the same bytes; the times of files, which in a revision are all
// the same, tell nothing.
func (w *Workspace) turnTo(files fs.FS) {
	w.files = files
	for name, k := range w.pages {
		k.settled = false
		w.pages[name] = k
	}
}

// side is what the last load of a workspace gives to compare.
func (w *Workspace) side(l *Loaded) compare.Side {
	s := compare.Side{Site: l.Site, Problems: l.Problems}
	if s.Site == nil {
		return s
	}
	for _, p := range s.Site.Hidden {
		s.Hidden = append(s.Hidden, p.Page)
	}
	s.Files = digests(w.files, s.Site)
	return s
}

// digests are those of the files beside the pages: what pages refer to, and
// what makes the portal's appearance. What cannot be read has none.
func digests(files fs.FS, s *site.Site) map[string]content.Digest {
	all := map[string]content.Digest{}
	add := func(name string) {
		if data, err := fs.ReadFile(files, name); err == nil {
			all[name] = content.DigestOf(data)
		}
	}
	for _, list := range [][]string{s.Files, s.Images} {
		for _, name := range list {
			add("content/" + name)
		}
	}
	for _, folder := range lookFolders {
		fs.WalkDir(files, folder, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !Ignores(d.Name()) {
				add(name)
			}
			return nil
		})
	}
	return all
}
