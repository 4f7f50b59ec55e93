package history

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// place says where git runs, and in which environment.
type place struct {
	dir string
	env []string
}

// foreignPlace is the place for questions to somebody else's repository: where it is,
// and which commit a name means. Its configuration is read, but these questions
// run nothing that it names. The user's settings for trusted folders count,
// also those in environment variables.
func foreignPlace(dir string) place {
	kept := func(name string) bool {
		// the other variables belong to the git that runs a hook
		return name != "GIT_CONFIG_PARAMETERS" && strings.HasPrefix(name, "GIT_CONFIG_") ||
			name == "GIT_CEILING_DIRECTORIES" || name == "GIT_DISCOVERY_ACROSS_FILESYSTEM"
	}
	return place{dir, environment(kept)}
}

// environment returns the process's environment without the variables that git
// reads, except those that kept returns true for. In it, git never prompts,
// fetches nothing and ignores replacements of objects (refs/replace,
// info/grafts).
func environment(kept func(name string) bool) []string {
	env := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		name = strings.ToUpper(name) // variable names ignore case on Windows
		return strings.HasPrefix(name, "GIT_") && !kept(name) || strings.HasPrefix(name, "LC_") || name == "LANGUAGE"
	})
	if objects := quarantine(); objects != "" {
		env = append(env, "GIT_ALTERNATE_OBJECT_DIRECTORIES="+objects)
	}
	return append(env,
		"GIT_ALLOW_PROTOCOL=", "GIT_NO_LAZY_FETCH=1", // no transport is allowed, so git fetches nothing
		"GIT_NO_REPLACE_OBJECTS=1", "GIT_GRAFT_FILE="+filepath.Join(os.DevNull, "absent"), "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
		"LC_ALL=C") // explain recognizes the English messages
}

// quarantine lists the folders in which git keeps the objects of a push until
// its hooks have accepted it; empty outside of such hooks. Git reads them in
// addition to the objects of the repository.
func quarantine() string {
	if os.Getenv("GIT_QUARANTINE_PATH") == "" {
		return ""
	}
	list := os.Getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES")
	if own := os.Getenv("GIT_OBJECT_DIRECTORY"); own != "" {
		list = strings.TrimSuffix(alternate(own)+string(filepath.ListSeparator)+list, string(filepath.ListSeparator))
	}
	return list
}

// alternate quotes a folder of objects for a list of such folders.
func alternate(folder string) string {
	folder = filepath.ToSlash(folder)
	if !strings.ContainsAny(folder, "\"\n"+string(filepath.ListSeparator)) && !strings.HasPrefix(folder, "#") {
		return folder
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(folder) + `"`
}

// run starts git and passes its output to read, which must read all of it or
// fail. When ctx ends, git is stopped.
func (p place) run(ctx context.Context, stdin io.Reader, read func(*bufio.Reader) error, args ...string) error {
	cmd := p.command(ctx, args...)
	cmd.Stdin = stdin
	var complaint bytes.Buffer
	cmd.Stderr = &bounded{&complaint, maxComplaint}
	// Not StdoutPipe: it would wait for programs that git has started.
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
	case errors.As(err, &exit) && (readErr == nil || errors.Is(readErr, io.ErrUnexpectedEOF)):
		return &failure{exit.ExitCode(), cmp.Or(complaint.String(), exit.String())} // a process ended by a signal prints nothing
	default:
		return cmp.Or(readErr, err)
	}
}

func (p place) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{"--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false"}, args...)...)
	cmd.Dir, cmd.Env = p.dir, p.env
	cmd.WaitDelay = time.Second // in case git has started programs of its own
	return cmd
}

// output returns all that git prints.
func (p place) output(ctx context.Context, args ...string) (string, error) {
	var all string
	err := p.run(ctx, nil, func(r *bufio.Reader) error {
		data, err := io.ReadAll(io.LimitReader(r, maxToken+1))
		if len(data) > maxToken {
			err = errTooLong
		}
		all = string(data)
		return err
	}, args...)
	return all, err
}

// maxToken is the maximum length of a name, message or answer, in bytes.
const maxToken = 16 << 20

// maxComplaint is the maximum number of bytes kept of git's error messages.
const maxComplaint = 64 << 10

var errTooLong = &Error{"git a répondu par plus de 16 Mo là où un nom ou un message était attendu", "", nil}

// token reads up to the delimiter end, or to the end of the output.
func token(r *bufio.Reader, end byte) (string, error) {
	var long []byte
	for {
		part, err := r.ReadSlice(end)
		switch {
		case err == bufio.ErrBufferFull && len(long)+len(part) <= maxToken:
			long = append(long, part...)
			continue
		case err == bufio.ErrBufferFull:
			return "", errTooLong
		case err == io.EOF && len(long)+len(part) > 0:
			return string(append(long, part...)), nil
		case err != nil:
			return "", err
		}
		return string(append(long, part[:len(part)-1]...)), nil
	}
}

// noEnd is the error for output that ends too early.
func noEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// bounded is a writer that keeps the first bytes and discards the rest.
type bounded struct {
	w    io.Writer
	left int
}

func (b *bounded) Write(data []byte) (int, error) {
	first := data[:min(len(data), b.left)]
	b.left -= len(first)
	_, err := b.w.Write(first)
	return len(data), err
}
