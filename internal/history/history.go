// Package history asks git about a portal's past: when, by whom and why each
// file was changed ([Read]), which files a revision has ([Open]) or the commit in
// progress will have ([Staged]), and where hooks are ([Hooks]).
//
// What enters: a folder on disk. What leaves: a [Log] with the revisions of every
// file below the folder, newest first, including those made while the file had
// another name; or a [Tree], the files of one revision as a file system. A log
// takes one pass over the commits, whatever the number of files; nothing is kept
// between runs. If git fails, an [Error] says in French why and what to do.
//
// # What a revision of a file is
//
// The revisions of a file are the commits that `git log -- file` lists, for its
// current and its former names: commits that changed the file, and merges in which
// the file differs from that of every parent. A branch does not count if the merge
// dropped its changes to the file. A file that was deleted and restored continues
// its history. After a rename, a new file under the old name starts without
// history. Names of people follow the .mailmap of the newest commit.
//
// The oldest commits of a shallow clone seem to add every file. They are not
// revisions: a history that reaches one of them is incomplete.
//
// # Two ways to use git
//
// The repository may be untrusted: it may come from an archive or a shared drive,
// with a configuration that somebody else wrote. So git may be used in two ways
// only.
//
// Reading, which is all that this package does. Git runs in the repository itself
// only to find where it is and which commit a name means (`git rev-parse`, which
// executes nothing); it also checks there whether the user trusts the owner. All
// else is read in a temporary repository that borrows the objects and has no
// configuration (see reader). Programs that a configuration or attributes could
// name (filters, textconv, diff and merge drivers, hooks, fsmonitor, gpg, pagers,
// aliases, ssh, askpass, helpers) do not run there. Files come byte for byte as
// git stores them, including those that attributes exclude from archives. No
// transport is allowed and no remote is known, so nothing is fetched: an error
// names what a clone lacks. GIT_* variables are removed, except those by which a
// user trusts folders; in a hook, the index and the repository of the commit and
// the objects of a push are used as git names them.
//
// Sending and fetching, which nothing in the program does yet. It must happen only
// on a user's request, by a separate command; with helpers and ssh of the user's
// own configuration (`git -c` for each key that a repository could set:
// core.sshCommand, core.askPass, credential.helper, core.gitProxy, core.hooksPath,
// remote.*.uploadpack, remote.*.vcs) and with GIT_ALLOW_PROTOCOL=https:ssh, which
// refuses ext::.
//
// # What it never does
//
// It never writes to the repository, not even the lock with which git refreshes
// its index. It never prompts (no password, no pager). [Read] does not fail if
// there is no history: without git, outside a work tree, or if git fails, the log
// has the source [None] and a note. The result depends only on the repository: not
// on GIT_DIR and similar variables, which hooks set for another repository, nor on
// the user's preferences for the output of git.
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

// The sources. With None, no file has revisions, and a page's date is the one
// that its author wrote.
const (
	None Source = "none"
	Git  Source = "git"
)

// Revision is one commit that changed a file.
type Revision struct {
	Commit  string    // the full hash, in hexadecimal
	Time    time.Time // when the author wrote it, in the author's time zone; zero if unknown
	Author  string    // name, after .mailmap
	Subject string    // first paragraph of the message, on one line
}

// Log is the history of a folder's files. Paths are relative to that folder,
// with forward slashes. It never changes.
type Log struct {
	Source  Source
	Shallow bool // the clone has only the newest part of the history

	// Note says why there is no history although one was expected: a French
	// sentence without a final full stop, usually empty.
	Note string

	from  origin
	files map[string]*file
}

// Read reads the history of the files below dir, which may be any folder of a
// work tree. If the newest commit is the same as in earlier, a log of the same
// folder that may be nil, Read returns earlier. Errors are those of ctx, a dir
// that is not a folder, and undocumented output of git; if git has no history,
// the log's Note says why.
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

// follow reads the whole log, not only the folder's: files may have been moved
// in from elsewhere.
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
		similar = "-M100%" // the clone lacks the texts to compare; equal hashes are enough
	}
	w := newFollower(r.head, r.prefix, r.cut)
	names := []string{"-c", "mailmap.blob=" + r.head + ":.mailmap"}
	err = in.run(ctx, nil, func(out *bufio.Reader) error { return readCommits(out, w.add) },
		slices.Concat(names, logArguments, []string{similar, r.head, "--"})...)
	return w.files, explain(ctx, err, r.dir, r)
}

// Of returns the revisions of a file in the order of git's log: newest first,
// and each commit before those that it is based on. It is empty for a file that
// is not in the newest commit.
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

// file returns the history of a file, or nil if the newest commit lacks it.
func (l *Log) file(path string) *file {
	f := l.files[l.from.prefix+path]
	if f == nil || f.absent || len(f.revisions) == 0 && !f.incomplete {
		return nil
	}
	return f
}
