// Package history tells when, by whom and why each file of a folder was
// changed, as git's log has it.
//
// It gives the files of a revision ([Tree]) and of the commit under way
// ([Staged]), and says where hooks stand ([Hooks]).
//
// What enters: a folder on the disk. What leaves: one [Log], which knows the
// revisions of every file below the folder, newest first, also those that were
// made while the file had another name. All of it comes from one pass over
// `git log`, whatever the number of files; nothing is kept from one run to the
// next.
//
// # What a revision of a file is
//
// The commits that `git log -- file` lists, and with them those of the names
// that the file had before: a commit counts where it changed the file, a merge
// only where the file differs from that of every parent, and a branch whose
// changes to the file were not kept by a merge does not count. A file that was
// deleted and comes back continues its history. A file that was renamed leaves
// nothing to the next one of its old name. Names of people are those of the
// repository's .mailmap; those of robots stay as they are.
//
// A shallow clone ends at commits that seem to add every file. They are nobody's
// revision here: a history that runs into one of them is not complete (see
// [Log.Complete]).
//
// # What it never does
//
// It never writes: not even the lock with which git refreshes its index. Only
// [Staged] has git store a tree, which the commit under way needs anyway. It
// never asks (no password, no pager) and never reaches over the network, also
// where a partial clone lacks objects. It never fails for want of a history:
// without git, outside a work tree, or where git refuses, the log has the
// source [None] and says why. The result depends on the repository alone:
// neither on GIT_DIR and its kind, which hooks set for another repository, nor
// on how a user likes the output of git.
package history

import (
	"context"
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

	repo  repository
	files map[string]*file
}

// Read reads the history of the files below dir, which may be any folder of a
// work tree. Where the newest commit is that of an earlier log of the same
// folder, which may be nil, it is that log. Errors are those of ctx, of a dir
// that is no folder, and of output that git does not document; whatever keeps
// git from telling a history is the Note of a log without one.
func Read(ctx context.Context, dir string, earlier *Log) (*Log, error) {
	repo, err := open(ctx, dir)
	if err == nil && repo == nil {
		return &Log{Source: None}, nil
	}
	var files map[string]*file
	if err == nil {
		if earlier != nil && earlier.Source == Git && earlier.repo.same(repo) {
			return earlier, nil
		}
		files, err = repo.follow(ctx)
	}
	if note := reason(err, dir); note != "" && ctx.Err() == nil {
		return &Log{Source: None, Note: note}, nil
	}
	if err != nil {
		return nil, err
	}
	return &Log{Source: Git, Shallow: repo.cut != nil, repo: *repo, files: files}, nil
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
	f := l.files[l.repo.prefix+path]
	if f == nil || f.absent || len(f.revisions) == 0 && !f.incomplete {
		return nil
	}
	return f
}
