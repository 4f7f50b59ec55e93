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

// place is where git runs, and with what environment.
type place struct {
	dir string
	env []string
}

// theirs is the place for questions to a repository of somebody's: where it is,
// and which commit a name means. Its configuration is read, but none of these
// questions runs what is named there. What the user says of folders to trust
// counts, also where it stands in the environment.
func theirs(dir string) place {
	kept := func(name string) bool {
		return name != "GIT_CONFIG_PARAMETERS" && strings.HasPrefix(name, "GIT_CONFIG_") || // else it is that of a git that runs a hook
			name == "GIT_CEILING_DIRECTORIES" || name == "GIT_DISCOVERY_ACROSS_FILESYSTEM"
	}
	return place{dir, environment(kept)}
}

// environment is that of the process without what git would read in it, but for
// what is kept. Whatever git does in it, it asks nobody, fetches nothing, and
// takes objects for what they are (no refs/replace, no info/grafts).
func environment(kept func(name string) bool) []string {
	env := slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		name = strings.ToUpper(name) // Windows does not tell them apart
		return strings.HasPrefix(name, "GIT_") && !kept(name) || strings.HasPrefix(name, "LC_") || name == "LANGUAGE"
	})
	if objects := quarantine(); objects != "" {
		env = append(env, "GIT_ALTERNATE_OBJECT_DIRECTORIES="+objects)
	}
	return append(env,
		"GIT_ALLOW_PROTOCOL=", "GIT_NO_LAZY_FETCH=1", // no transport is allowed, and so none is tried
		"GIT_NO_REPLACE_OBJECTS=1", "GIT_GRAFT_FILE="+filepath.Join(os.DevNull, "absent"), "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
		"LC_ALL=C") // messages are recognized, see explain
}

// quarantine lists the folders in which git keeps the objects of a push for as
// long as its hooks have not agreed; empty elsewhere. They come besides a
// repository's own objects, whatever repository the hook is of.
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

// alternate is a folder of objects as git reads it in a list of them.
func alternate(folder string) string {
	folder = filepath.ToSlash(folder)
	if !strings.ContainsAny(folder, "\"\n"+string(filepath.ListSeparator)) && !strings.HasPrefix(folder, "#") {
		return folder
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(folder) + `"`
}

// run starts git and hands on what it prints. Read must read all of it or fail.
// Nothing stays behind when ctx ends.
func (p place) run(ctx context.Context, stdin io.Reader, read func(*bufio.Reader) error, args ...string) error {
	cmd := p.command(ctx, args...)
	cmd.Stdin = stdin
	var complaint bytes.Buffer
	cmd.Stderr = &bounded{&complaint, maxComplaint}
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
	case errors.As(err, &exit) && (readErr == nil || errors.Is(readErr, io.ErrUnexpectedEOF)):
		return &failure{exit.ExitCode(), cmp.Or(complaint.String(), exit.String())} // a signal has no words
	default:
		return cmp.Or(readErr, err)
	}
}

func (p place) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{"--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false"}, args...)...)
	cmd.Dir, cmd.Env = p.dir, p.env
	cmd.WaitDelay = time.Second // for what git may have started itself
	return cmd
}

// output is all that git prints.
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

// maxToken is the longest name, message or answer that is read, in bytes.
const maxToken = 16 << 20

// maxComplaint is how much is kept of what git complains of.
const maxComplaint = 64 << 10

var errTooLong = &Error{"git a répondu par plus de 16 Mo là où un nom ou un message était attendu", "", nil}

// token reads up to the next byte that ends it, or to the end.
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

// noEnd says that an output ends where it must not.
func noEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// bounded takes all that is written and hands on the first bytes.
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
