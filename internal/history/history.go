// Package history asks git about a portal's past: when, by whom and why each
// file was changed ([Read]), and what files a revision has ([Open]) or the
// commit under way will have ([Staged]); it says where hooks stand ([Hooks]).
//
// What enters: a folder on the disk. What leaves: one [Log], which knows the
// revisions of every file below the folder, newest first, also those that were
// made while the file had another name; or a [Tree], the files of one revision
// as a file system. A log comes from one pass over the commits, whatever the
// number of files; nothing is kept from one run to the next. Whatever git
// refuses is told in French with what to do about it ([Error]).
//
// # What a revision of a file is
//
// The commits that `git log -- file` lists, and with them those of the names
// that the file had before: a commit counts where it changed the file, a merge
// only where the file differs from that of every parent, and a branch whose
// changes to the file were not kept by a merge does not count. A file that was
// deleted and comes back continues its history. A file that was renamed leaves
// nothing to the next one of its old name. Names of people are those of the
// .mailmap of the newest commit; those of robots stay as they are.
//
// A shallow clone ends at commits that seem to add every file. They are nobody's
// revision here: a history that runs into one of them is not complete (see
// [Log.Complete]).
//
// # Two ways to use git
//
// Whoever reads a repository need not trust it: it may have come in an archive
// or stand on a shared drive, with a configuration of somebody's. So git is used
// in two ways, and must not be used in a third.
//
// Reading, which is all that this package does. The repository itself is only
// asked where it is and which commit a name means (`git rev-parse`, which runs
// nothing); there git also checks whether its owner is trusted, for which the
// user's own configuration counts. All else is read in a repository of our own
// that borrows its objects and has no configuration at all (see reader). What a
// configuration or attributes could name (filters, textconv, diff and merge
// drivers, hooks, fsmonitor, gpg, pagers, aliases, ssh, askpass, helpers) is not
// read there, and does not run; files come byte for byte as git keeps them,
// also those that attributes keep out of archives. No transport is allowed and
// no remote is known, so nothing is ever fetched: what a clone lacks is told.
// The environment's GIT_* are left out, but for those by which a user trusts
// folders. Of what git tells its hooks, the index and the repository of the
// commit under way count, and the objects of a push on trial.
//
// Sending and fetching, which nothing in the program does yet. Where it comes,
// then only when a person asked for it, by a command of its own; with helpers
// and ssh of the user's own configuration (`git -c` for each key that a
// repository could set: core.sshCommand, core.askPass, credential.helper,
// core.gitProxy, core.hooksPath, remote.*.uploadpack, remote.*.vcs) and with
// GIT_ALLOW_PROTOCOL=https:ssh, which refuses ext::.
//
// # What it never does
//
// It never writes to the repository: not even the lock with which git refreshes
// its index. It never asks (no password, no pager). [Read] never fails for want
// of a history: without git, outside a work tree, or where git refuses, the log
// has the source [None] and says why. The result depends on the repository
// alone: neither on GIT_DIR and its kind, which hooks set for another
// repository, nor on how a user likes the output of git.
package history

import (
	"bufio"
	"context"
	"errors"
	"slices"
	"time"
)

// Source says where the revisions of a [Log] come from.
type Source string

// The sources. With None there is no revision of any file, and what is known of
// a page's date is what its author wrote.
const (
	None Source = "none"
	Git  Source = "git"
)

// Revision is one commit that changed a file.
type Revision struct {
	Commit  string    // the full hash, in hexadecimal
	Time    time.Time // when the author wrote it, in the author's time zone; zero where the commit does not tell
	Author  string    // name, after .mailmap
	Subject string    // first paragraph of the message, on one line
}

// Short is the beginning of the commit's hash, as people cite it. Its length is
// always the same, while that of git's own depends on the clone.
func (r Revision) Short() string { return r.Commit[:min(10, len(r.Commit))] }

// Log is the history of a folder's files. Paths are relative to the folder that
// was read, with forward slashes. It is not changed once it was read.
type Log struct {
	Source  Source
	Shallow bool // the clone has only the newest part of the history

	// Note is what somebody may want to mend: why there is no history where one
	// was to be expected. One French sentence without a final full stop; mostly
	// empty.
	Note string

	from  origin
	files map[string]*file
}

// Read reads the history of the files below dir, which may be any folder of a
// work tree. Where the newest commit is that of an earlier log of the same
// folder, which may be nil, it is that log. Errors are those of ctx, of a dir
// that is no folder, and of output that git does not document; whatever keeps
// git from telling a history is the Note of a log without one.
func Read(ctx context.Context, dir string, earlier *Log) (*Log, error) {
	r, err := Open(ctx, dir)
	if ctx.Err() == nil && absent(err, dir) || err == nil && !r.inside {
		return &Log{Source: None}, nil
	}
	var files map[string]*file
	if err == nil {
		if earlier != nil && earlier.Source == Git && earlier.from.same(r.origin) {
			return earlier, nil
		}
		files, err = r.follow(ctx)
		r.Close()
	}
	var told *Error
	switch {
	case ctx.Err() == nil && errors.As(err, &told):
		return &Log{Source: None, Note: "pas d’historique : " + told.Error()}, nil
	case err != nil:
		return nil, err
	}
	return &Log{Source: Git, Shallow: r.cut != nil, from: r.origin, files: files}, nil
}

// follow reads the log. The whole of it, not only the folder's: files may have
// come from elsewhere.
func (r *Repository) follow(ctx context.Context) (map[string]*file, error) {
	if r.head == "" {
		return nil, nil
	}
	in, err := r.reading()
	if err != nil {
		return nil, err
	}
	similar := "-M50%"
	if r.partial {
		similar = "-M100%" // it lacks the texts to compare, and their hashes are enough for this
	}
	w := newFollower(r.head, r.prefix, r.cut)
	names := []string{"-c", "mailmap.blob=" + r.head + ":.mailmap"}
	err = in.run(ctx, nil, func(out *bufio.Reader) error { return readCommits(out, w.add) },
		slices.Concat(names, logArguments, []string{similar, r.head, "--"})...)
	return w.files, explain(ctx, err, r.dir, r)
}

// Of returns the revisions of a file, in the order of git's log: newest first,
// and never a commit before one that is based on it. It is empty for a file
// that is not in the newest commit.
func (l *Log) Of(path string) []Revision {
	f := l.file(path)
	if f == nil {
		return nil
	}
	out := make([]Revision, len(f.revisions))
	for i, r := range f.revisions {
		out[i] = *r
	}
	return out
}

// Last returns the newest revision of a file. It holds in a shallow clone too;
// it is missing where the file was last changed before the clone begins.
func (l *Log) Last(path string) (Revision, bool) {
	f := l.file(path)
	if f == nil || len(f.revisions) == 0 {
		return Revision{}, false
	}
	return *f.revisions[0], true
}

// Complete tells whether Of goes back to the file's beginning. A file without
// any history has no complete one.
func (l *Log) Complete(path string) bool {
	f := l.file(path)
	return f != nil && !f.incomplete
}

// file is nil unless the newest commit has the file.
func (l *Log) file(path string) *file {
	f := l.files[l.from.prefix+path]
	if f == nil || f.absent || len(f.revisions) == 0 && !f.incomplete {
		return nil
	}
	return f
}
