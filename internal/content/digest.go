package content

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"hash"
	"io"
)

// DigestOf returns the digest of a file's bytes. In a text, "\r\n" counts as
// "\n", since git may convert line ends when it writes files.
func DigestOf(data []byte) (d Digest) {
	if bytes.IndexByte(data, '\r') < 0 {
		sum := sha256.Sum256(data)
		copy(d[:], sum[:])
		return d
	}
	d, _ = DigestFrom(bytes.NewReader(data)) // reading from memory cannot fail
	return d
}

// DigestFrom is like [DigestOf], but reads from r without keeping its content in memory.
func DigestFrom(r io.Reader) (d Digest, err error) {
	in := bufio.NewReaderSize(r, 32<<10)
	h := sha256.New()
	var to io.Writer = h
	if head, _ := in.Peek(8000); bytes.IndexByte(head, 0) < 0 { // git's test for a text file
		to = &lineFeeds{Hash: h}
	}
	_, err = in.WriteTo(to)
	if text, ok := to.(*lineFeeds); ok && text.held {
		h.Write([]byte{'\r'})
	}
	copy(d[:], h.Sum(nil))
	return d, err
}

// lineFeeds writes "\n" instead of "\r\n".
type lineFeeds struct {
	hash.Hash
	held bool // the last byte was "\r" and is not written yet
}

func (l *lineFeeds) Write(p []byte) (int, error) {
	n := len(p)
	if n > 0 && l.held {
		if l.held = false; p[0] != '\n' {
			l.Hash.Write([]byte{'\r'})
		}
	}
	if p, l.held = bytes.CutSuffix(p, []byte{'\r'}); bytes.IndexByte(p, '\r') >= 0 {
		p = bytes.ReplaceAll(p, []byte("\r\n"), []byte("\n"))
	}
	l.Hash.Write(p)
	return n, nil
}
