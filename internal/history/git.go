package history

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// globalArguments come before git's command. What can be said by an argument of
// the command itself is said there.
var globalArguments = []string{
	"--no-pager", "--no-optional-locks",
	"-c", "core.fsmonitor=false", // it may name a program to run
	"-c", "diff.relative=false",
	"-c", "i18n.logOutputEncoding=UTF-8",
	"-c", "log.diffMerges=separate", // what -m means
	"-c", "log.showRoot=true",
	"-c", "mailmap.blob=", "-c", "mailmap.file=", // the repository's .mailmap alone
	"-c", "protocol.allow=never", // for objects that a partial clone lacks
}

// environment is that of the process without what git would read in it, but for
// where to find its configuration: a folder's owner may be trusted there.
func environment() []string {
	kept := []string{"GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"}
	env := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		switch {
		case !strings.HasPrefix(name, "GIT_"), slices.Contains(kept, name):
			return false
		default: // GIT_CONFIG_PARAMETERS is that of a git that runs a hook
			return !strings.HasPrefix(name, "GIT_CONFIG_") || name == "GIT_CONFIG_PARAMETERS"
		}
	})
	return append(env, "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "LC_ALL=C") // LC_ALL: messages are recognized below
}

// run starts git in dir and hands on what it prints. Read must read all of it
// or fail. Nothing stays behind when ctx ends.
func run(ctx context.Context, dir string, read func(*bufio.Reader) error, args ...string) error {
	return runWith(ctx, nil, dir, read, args...)
}

// runWith is run with more in the environment.
func runWith(ctx context.Context, env []string, dir string, read func(*bufio.Reader) error, args ...string) error {
	cmd := exec.CommandContext(ctx, "git", append(slices.Clone(globalArguments), args...)...)
	cmd.Dir, cmd.Env = dir, append(environment(), env...)
	cmd.WaitDelay = time.Second // for what git may have started itself
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	// Not StdoutPipe, which would wait for the programs that git has started.
	in, out := io.Pipe()
	cmd.Stdout = out
	done := make(chan error, 1)
	go func() {
		err := read(bufio.NewReaderSize(in, 64<<10))
		in.CloseWithError(err)
		done <- err
	}()
	err := cmd.Run()
	out.Close()
	readErr := <-done
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return &failure{exit.ExitCode(), complaint.String()}
	default:
		return cmp.Or(readErr, err)
	}
}

// failure is git's refusal to do something.
type failure struct {
	code      int
	complaint string // what git printed to standard error
}

func (f *failure) Error() string { return fmt.Sprintf("git: %s (%d)", f.line("fatal: "), f.code) }

// line returns the rest of the first line that contains mark, or of the first.
func (f *failure) line(mark string) string {
	_, after, ok := strings.Cut(f.complaint, mark)
	if !ok {
		after = f.complaint
	}
	line, _, _ := strings.Cut(strings.TrimSpace(after), "\n")
	return line
}

// reason says why there is no history, to the people who can mend it; empty if
// err is none of git's.
func reason(err error, dir string) string {
	const trust = "git config --global --add safe.directory "
	var f *failure
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "pas d’historique : le programme git est introuvable"
	case !errors.As(err, &f):
		return ""
	case strings.Contains(f.complaint, "dubious ownership"), strings.Contains(f.complaint, "unsafe repository"):
		folder := dir
		if strings.Contains(f.complaint, trust) {
			folder = f.line(trust) // as a shell needs it
		}
		return "pas d’historique : git se méfie de ce dépôt, qui appartient à un autre utilisateur ; pour l’accepter : " + trust + folder
	default:
		return "git n’a pas pu lire le dépôt : " + f.line("fatal: ")
	}
}

// repository is where the folder's history is.
type repository struct {
	dir    string          // the folder
	prefix string          // its path in the work tree: empty or ending in a slash
	head   string          // the newest commit; empty where there is none yet
	cut    map[string]bool // in a shallow clone, the commits whose parents it lacks
}

// same tells whether nothing was committed to it, nor fetched of its past,
// since the other was opened.
func (r *repository) same(other *repository) bool {
	return r.dir == other.dir && r.prefix == other.prefix && r.head == other.head && maps.Equal(r.cut, other.cut)
}

// open returns nil where no history is to be expected.
func open(ctx context.Context, dir string) (*repository, error) {
	var facts string
	err := run(ctx, dir, whole(&facts), "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix", "--revs-only", "HEAD")
	var f *failure
	switch {
	case errors.Is(err, exec.ErrNotFound) && !underGit(dir):
		return nil, nil
	case errors.As(err, &f) && strings.Contains(f.complaint, "not a git repository ("): // with ":", a link to a repository is broken
		return nil, nil
	case err != nil:
		return nil, err
	}
	inside, facts, _ := strings.Cut(facts, "\n")
	if inside != "true" {
		return nil, nil
	}
	shallow, facts, _ := strings.Cut(facts, "\n")
	r := &repository{dir: dir, prefix: strings.TrimSuffix(facts, "\n")}
	if r.prefix != "" && !strings.HasSuffix(r.prefix, "/") { // a line for the commit, if there is one; the prefix may have several
		end := strings.LastIndexByte(r.prefix, '\n')
		r.prefix, r.head = r.prefix[:max(end, 0)], r.prefix[end+1:]
	}
	if shallow == "true" {
		r.cut, err = readCut(ctx, dir)
	}
	return r, err
}

// whole puts all that git prints into s.
func whole(s *string) func(*bufio.Reader) error {
	return func(r *bufio.Reader) error {
		all, err := io.ReadAll(r)
		*s = string(all)
		return err
	}
}

// underGit tells whether dir looks like a part of a work tree.
func underGit(dir string) bool {
	abs, err := filepath.Abs(dir)
	for err == nil {
		if _, err := os.Lstat(filepath.Join(abs, ".git")); err == nil {
			return true
		}
		if abs == filepath.Dir(abs) {
			return false
		}
		abs = filepath.Dir(abs)
	}
	return false
}

// readCut lists the commits at which a shallow clone ends.
func readCut(ctx context.Context, dir string) (map[string]bool, error) {
	var name string
	if err := run(ctx, dir, whole(&name), "rev-parse", "--git-path", "shallow"); err != nil {
		return nil, err
	}
	name = strings.TrimSuffix(name, "\n")
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	list, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	cut := map[string]bool{}
	for hash := range strings.Lines(string(list)) {
		cut[strings.TrimSpace(hash)] = true
	}
	return cut, nil
}

// follow reads the log. The whole of it, not only the folder's: files may have
// come from elsewhere.
func (r *repository) follow(ctx context.Context) (map[string]*file, error) {
	if r.head == "" {
		return nil, nil
	}
	similar := "-M50%"
	err := run(ctx, r.dir, whole(new(string)), "config", "--get-regexp", `^remote\..*\.promisor$`)
	var f *failure
	switch {
	case err == nil:
		similar = "-M100%" // a partial clone lacks the texts to compare, and their hashes are enough for this
	case !errors.As(err, &f) || f.code != 1: // 1 says that there is none
		return nil, err
	}
	w := newFollower(r.head, r.prefix, r.cut)
	err = run(ctx, r.dir, func(in *bufio.Reader) error { return readCommits(in, w.add) },
		append(slices.Clone(logArguments), similar, r.head, "--")...)
	return w.files, err
}
