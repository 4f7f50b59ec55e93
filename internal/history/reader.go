package history

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// reader is a temporary repository of our own that borrows the objects of
// another one. It has no remote, hook, ref, attributes or configuration, and
// git ignores the user's configuration in it. So nothing that those name can
// run, be fetched or change what is read.
type reader struct {
	place
	folder string

	mu      sync.Mutex
	idle    []*batch
	started map[*batch]bool // all processes that have not ended
	closed  bool
}

// reading returns the reader of the repository, made at the first call.
func (r *Repository) reading() (*reader, error) {
	if r.reader != nil {
		return r.reader, nil
	}
	folder, err := os.MkdirTemp("", "intraqvt-git-")
	if err != nil {
		return nil, noRoom(err)
	}
	in := &reader{folder: folder, started: map[*batch]bool{}}
	in.place = place{folder, append(environment(func(string) bool { return false }),
		"GIT_DIR="+folder, "HOME="+folder, "XDG_CONFIG_HOME="+folder, "GIT_CONFIG_NOSYSTEM=1", "GIT_ATTR_NOSYSTEM=1")}
	config := "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
	if r.format != "sha1" {
		config = "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = " + r.format + "\n"
	}
	for _, name := range []string{"objects/info", "refs"} {
		err = errors.Join(err, os.MkdirAll(filepath.Join(folder, name), 0o700))
	}
	for name, text := range map[string]string{"HEAD": "ref: refs/heads/rien\n", "config": config,
		"objects/info/alternates": alternate(r.objects()) + "\n"} {
		err = errors.Join(err, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	if r.cut != nil {
		err = errors.Join(err, copyFile(filepath.Join(folder, "shallow"), filepath.Join(r.common, "shallow")))
	}
	if err != nil {
		os.RemoveAll(folder)
		return nil, noRoom(err)
	}
	r.reader = in
	return in, nil
}

// noRoom is the error for a reader that cannot be created.
func noRoom(err error) error {
	return &Error{"rien ne peut être écrit dans le dossier temporaire, dont la lecture de git a besoin : " + err.Error(),
		"libérez de la place, ou donnez un autre dossier par la variable TMPDIR (TMP sous Windows)", nil}
}

// openRegular opens a regular file of a git directory. Anything else, such as a
// pipe, could block for ever.
func openRegular(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s n’est pas un fichier ordinaire", name)
	}
	if err != nil {
		return nil, err
	}
	return os.Open(name)
}

func copyFile(to, from string) error {
	in, err := openRegular(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// readShort reads a short file of a git directory.
func readShort(name string) (string, error) {
	in, err := openRegular(name)
	if err != nil {
		return "", err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxToken))
	return string(data), err
}

// close ends the running processes and removes the folder.
func (in *reader) close() {
	in.mu.Lock()
	started := in.started
	in.closed, in.started, in.idle = true, nil, nil
	in.mu.Unlock()
	for b := range started {
		b.end()
	}
	os.RemoveAll(in.folder)
}

// batch is a running `git cat-file --batch`, ready for the name of an object.
type batch struct {
	cmd  *exec.Cmd
	to   io.WriteCloser
	from *bufio.Reader
}

// object asks for a blob and returns the process that is about to print it, and
// the blob's size. The caller owns the process until it gives it back.
func (in *reader) object(ctx context.Context, hash string) (*batch, int64, error) {
	b, err := in.take(ctx)
	if err != nil {
		return nil, 0, err
	}
	_, err = io.WriteString(b.to, hash+"\n")
	var head header
	if err == nil {
		head, err = readHeader(b.from)
	}
	if err != nil {
		in.discard(b)
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, 0, err
	}
	return b, head.size, nil
}

func (in *reader) take(ctx context.Context) (*batch, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.closed {
		return nil, os.ErrClosed
	}
	if n := len(in.idle); n > 0 {
		b := in.idle[n-1]
		in.idle = in.idle[:n-1]
		return b, nil
	}
	b := &batch{cmd: in.command(ctx, "cat-file", "--batch")}
	to, errTo := b.cmd.StdinPipe()
	from, errFrom := b.cmd.StdoutPipe()
	if err := errors.Join(errTo, errFrom); err != nil {
		return nil, err
	}
	b.to, b.from = to, bufio.NewReaderSize(from, 64<<10)
	if err := b.cmd.Start(); err != nil {
		return nil, err
	}
	in.started[b] = true
	return b, nil
}

// give takes back a process that is ready for the next question.
func (in *reader) give(b *batch) {
	in.mu.Lock()
	if !in.closed {
		in.idle = append(in.idle, b)
		in.mu.Unlock()
		return
	}
	in.mu.Unlock()
	in.discard(b)
}

// discard ends a process, unless close has done so.
func (in *reader) discard(b *batch) {
	in.mu.Lock()
	mine := in.started[b]
	delete(in.started, b)
	in.mu.Unlock()
	if mine {
		b.end()
	}
}

func (b *batch) end() {
	b.to.Close()
	b.cmd.Process.Kill()
	b.cmd.Wait()
}

// header precedes an object in the output of a batch.
type header struct {
	hash, kind string
	size       int64
}

// readHeader reads a line of `git cat-file --batch` or `--batch-check`.
func readHeader(r *bufio.Reader) (h header, err error) {
	line, err := token(r, '\n')
	if err != nil {
		return h, noEnd(err)
	}
	fields := strings.Fields(line)
	if len(fields) == 2 && fields[1] == "missing" {
		return h, errMissing
	}
	if len(fields) == 3 {
		h.hash, h.kind = fields[0], fields[1]
		h.size, err = strconv.ParseInt(fields[2], 10, 64)
	}
	if len(fields) != 3 || err != nil || h.size < 0 || h.kind != "blob" {
		return h, fmt.Errorf("git cat-file: %.100q", line)
	}
	return h, nil
}

// asked writes names of objects in the form that a batch reads.
func asked(hashes []string) io.Reader { return strings.NewReader(strings.Join(hashes, "\n") + "\n") }

// sizes returns the sizes of blobs, in the order of their hashes.
func (in *reader) sizes(ctx context.Context, hashes []string) (sizes []int64, err error) {
	if len(hashes) == 0 {
		return nil, nil
	}
	err = in.run(ctx, asked(hashes), func(r *bufio.Reader) error {
		sizes, err = readSizes(r, len(hashes))
		return err
	}, "cat-file", "--batch-check", "--buffer")
	return sizes, err
}

func readSizes(r *bufio.Reader, n int) ([]int64, error) {
	var sizes []int64
	for range n {
		h, err := readHeader(r)
		if err != nil {
			return nil, err
		}
		sizes = append(sizes, h.size)
	}
	return sizes, nil
}

// contents reads blobs completely, in the order of their hashes. A blob of more
// than most bytes is an error.
func (in *reader) contents(ctx context.Context, hashes []string, most int64, each func(i int, data []byte)) error {
	if len(hashes) == 0 {
		return nil
	}
	return in.run(ctx, asked(hashes), func(r *bufio.Reader) error {
		return readContents(r, len(hashes), most, each)
	}, "cat-file", "--batch", "--buffer")
}

func readContents(r *bufio.Reader, n int, most int64, each func(i int, data []byte)) error {
	for i := range n {
		h, err := readHeader(r)
		if err != nil {
			return err
		}
		if h.size > most {
			return fmt.Errorf("git cat-file: %d bytes, %d at most", h.size, most)
		}
		data := make([]byte, h.size)
		if _, err := io.ReadFull(r, data); err != nil {
			return noEnd(err)
		}
		if err := lineEnd(r); err != nil {
			return err
		}
		each(i, data)
	}
	return nil
}

// lineEnd reads the line feed after an object.
func lineEnd(r *bufio.Reader) error {
	switch c, err := r.ReadByte(); {
	case err != nil:
		return noEnd(err)
	case c != '\n':
		return fmt.Errorf("git cat-file: %q after an object", c)
	}
	return nil
}
