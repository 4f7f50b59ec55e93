package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Names of our own in a published folder. No file of a site may start with
// ownPrefix.
const (
	ownPrefix    = ".intraqvt-"
	manifestName = ownPrefix + "manifest"
	journalName  = ownPrefix + "journal"
	insideName   = ownPrefix + "staging"
)

// The manifest is text: a title, a line for each file, and a last line that
// shows that it is complete.
const (
	manifestTitle = "intraqvt-manifest 1"
	manifestEnd   = "end"
)

// errManifest says that a manifest was not written by this package.
var errManifest = errors.New("unreadable manifest")

// fingerprint identifies a content by its size in bytes and the first half of
// its SHA-256.
type fingerprint struct {
	size int64
	sum  [16]byte
}

func fingerprintOf(data []byte) fingerprint {
	sum := sha256.Sum256(data)
	return fingerprint{size: int64(len(data)), sum: [16]byte(sum[:16])}
}

// readFingerprint returns the fingerprint of a file.
func readFingerprint(files fs.FS, name string) (fingerprint, error) {
	f, err := files.Open(name)
	if err != nil {
		return fingerprint{}, err
	}
	defer f.Close()
	return copyFingerprint(io.Discard, f)
}

// copyFingerprint copies r to w and returns the fingerprint of what it copied.
func copyFingerprint(w io.Writer, r io.Reader) (fingerprint, error) {
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, h), r)
	if err != nil {
		return fingerprint{}, err
	}
	return fingerprint{size: n, sum: [16]byte(h.Sum(nil)[:16])}, nil
}

// formatManifest writes the files sorted by name: the same site gives the same
// bytes.
func formatManifest(files map[string]fingerprint) []byte {
	b := make([]byte, 0, 80*len(files)+64)
	b = append(b, manifestTitle...)
	b = append(b, '\n')
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f := files[name]
		b = hex.AppendEncode(b, f.sum[:])
		b = append(b, ' ')
		b = strconv.AppendInt(b, f.size, 10)
		b = append(b, ' ')
		b = append(b, name...)
		b = append(b, '\n')
	}
	return fmt.Appendf(b, "%s %d\n", manifestEnd, len(files))
}

// parseManifest reads exactly what formatManifest writes; anything else is
// errManifest. The names may come from an untrusted folder: they are only
// looked up, never opened.
func parseManifest(data []byte) (map[string]fingerprint, error) {
	files := make(map[string]fingerprint, bytes.Count(data, []byte("\n")))
	body, found := strings.CutPrefix(string(data), manifestTitle+"\n")
	if !found {
		return nil, errManifest
	}
	for line := range strings.Lines(body) {
		sum, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		size, name, named := strings.Cut(rest, " ")
		if !named {
			break // the last line; the comparison below checks it
		}
		var f fingerprint
		n, err := strconv.ParseInt(size, 10, 64)
		if err != nil || n < 0 || len(sum) != hex.EncodedLen(len(f.sum)) {
			return nil, errManifest
		}
		if _, err := hex.Decode(f.sum[:], []byte(sum)); err != nil {
			return nil, errManifest
		}
		f.size = n
		files[name] = f
	}
	if !bytes.Equal(formatManifest(files), data) {
		return nil, errManifest
	}
	return files, nil
}
