package history

import (
	"slices"
	"strings"
)

// file is a file that is below the folder in the newest commit, or once was.
type file struct {
	revisions  []*Revision // newest first
	incomplete bool        // its history reaches a commit whose parents the clone lacks
	absent     bool        // the newest commit does not have it
}

// names maps the paths of one commit to files of the newest commit. A path may
// lead to several files, if they had it on branches that were merged.
type names struct {
	moved map[string][]*file
	rest  bool // a path that is not in moved leads to the file of the same path; if false, to no file
}

// follower goes from the newest commit back to the first ones. Each commit
// passes its names on to its parents, adapted to the renames between them. At a
// merge, each name goes to the first parent that has the same content, or to
// all if none has.
type follower struct {
	prefix  string            // of the wanted paths
	cut     map[string]bool   // commits whose parents the clone lacks
	waiting map[string]*names // by commit: names received from its children, until the commit is read
	files   map[string]*file  // by path in the newest commit
}

func newFollower(head, prefix string, cut map[string]bool) *follower {
	return &follower{
		prefix: prefix, cut: cut, files: map[string]*file{},
		waiting: map[string]*names{head: {moved: map[string][]*file{}, rest: true}},
	}
}

// at returns the files that a path leads to.
func (w *follower) at(n *names, path string) []*file {
	if files, ok := n.moved[path]; ok || !n.rest || !strings.HasPrefix(path, w.prefix) {
		return files
	}
	f := w.files[path]
	if f == nil {
		f = &file{}
		w.files[path] = f
	}
	return []*file{f}
}

// put makes a path lead to these files only.
func (w *follower) put(n *names, path string, files []*file) {
	if len(files) == 0 && !(n.rest && strings.HasPrefix(path, w.prefix)) {
		delete(n.moved, path)
		return
	}
	n.moved[path] = files
}

// add reads a commit. All of its children must have been read before.
func (w *follower) add(c *commit) {
	n := w.waiting[c.hash]
	if n == nil {
		return // no file's history leads here
	}
	delete(w.waiting, c.hash)
	if w.cut[c.hash] {
		for _, ch := range c.changes[0] {
			for _, f := range w.at(n, ch.path) {
				f.incomplete = true
			}
		}
		return
	}

	toParents := make([]*names, len(c.changes))
	toParents[0] = n
	for i := 1; i < len(toParents); i++ {
		toParents[i] = &names{moved: map[string][]*file{}}
	}
	for path, d := range differences(c.changes) {
		files := w.at(n, path)
		switch {
		case len(files) == 0:
		case d.same > 0:
			w.put(toParents[d.same], path, files)
			w.put(n, path, nil)
		case d.same < 0:
			if d.status != renamedAway {
				record(files, &c.revision, d.status)
			}
			for _, parent := range toParents[1:] {
				w.put(parent, path, files)
			}
		}
	}
	for i, parent := range c.parents {
		w.rename(toParents[i], c.changes[i])
		w.hand(parent, toParents[i])
	}
}

// record adds a revision to files. A file whose newest revision deletes it is
// absent.
func record(files []*file, r *Revision, status byte) {
	for _, f := range files {
		known := len(f.revisions)
		switch {
		case f.absent || known > 0 && f.revisions[known-1] == r:
		case known == 0 && status == deleted:
			f.absent = true
		default:
			f.revisions = append(f.revisions, r)
		}
	}
}

// difference is what a commit did to one path.
type difference struct {
	status byte
	same   int // the first parent with the same content, -1 if none
}

// differences returns the paths in which a commit differs from every parent.
// changes has a list for each parent.
func differences(changes [][]change) map[string]difference {
	lists := make([]map[string]byte, len(changes))
	for i := range lists {
		lists[i] = make(map[string]byte, len(changes[i]))
		for _, ch := range changes[i] {
			lists[i][ch.path] = ch.status
			if ch.status == renamed {
				lists[i][ch.old] = renamedAway
			}
		}
	}
	all := make(map[string]difference, len(lists[0]))
	for _, list := range lists {
		for path, status := range list {
			if d, known := all[path]; !known || d.status == renamedAway {
				same := slices.IndexFunc(lists, func(m map[string]byte) bool { _, listed := m[path]; return !listed })
				all[path] = difference{status, same}
			}
		}
	}
	return all
}

// rename turns the names of a commit into those of its parent. The order of
// renames does not matter, since the parent has no file at a new path.
func (w *follower) rename(n *names, changes []change) {
	for _, ch := range changes {
		if ch.status == renamed {
			files := w.at(n, ch.path)
			w.put(n, ch.path, nil)
			w.put(n, ch.old, files)
		}
	}
}

// hand passes names on to a commit, in addition to those from its other
// children. At most one of the children has rest set: it goes from the newest
// commit along first parents.
func (w *follower) hand(parent string, n *names) {
	other := w.waiting[parent]
	switch {
	case other == nil && (n.rest || len(n.moved) > 0):
		w.waiting[parent] = n
		return
	case other == nil:
		return
	case n.rest:
		n, other = other, n
		w.waiting[parent] = other
	}
	for path, files := range n.moved {
		all := slices.Clone(w.at(other, path))
		for _, f := range files {
			if !slices.Contains(all, f) {
				all = append(all, f)
			}
		}
		w.put(other, path, all)
	}
}
