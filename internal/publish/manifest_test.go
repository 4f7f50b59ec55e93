package publish

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestManifestFormat(t *testing.T) {
	got := formatManifest(map[string]fingerprint{
		"b.html":        fingerprintOf([]byte("b")),
		"a/un nom.html": fingerprintOf(nil),
	})
	want := `intraqvt-manifest 1
e3b0c44298fc1c149afbf4c8996fb924 0 a/un nom.html
3e23e8160039594a33894f6564e1b134 1 b.html
end 2
`
	if string(got) != want {
		t.Errorf("%s", got)
	}
}

func TestManifestsThatAreNot(t *testing.T) {
	good := string(formatManifest(map[string]fingerprint{"a": fingerprintOf(nil), "b": fingerprintOf(nil)}))
	for name, text := range map[string]string{
		"empty":             "",
		"another format":    strings.Replace(good, "manifest 1", "manifest 2", 1),
		"cut at a line":     strings.TrimSuffix(good, "end 2\n"),
		"cut in a line":     good[:60],
		"something after":   good + "x",
		"wrong count":       strings.Replace(good, "end 2", "end 3", 1),
		"not sorted":        strings.Replace(good, " a\n", " c\n", 1),
		"twice":             strings.Replace(good, " a\n", " b\n", 1),
		"negative size":     strings.Replace(good, " 0 a", " -1 a", 1),
		"size in two ways":  strings.Replace(good, " 0 a", " 00 a", 1),
		"short hash":        strings.Replace(good, "e3b0", "", 1),
		"hash in capitals":  strings.Replace(good, "e3b0", "E3B0", 1),
		"hash of no digits": strings.Replace(good, "e3b0", "zzzz", 1),
		"merge conflict":    strings.Replace(good, "end", "<<<<<<<\nend", 1),
	} {
		if files, err := parseManifest([]byte(text)); !errors.Is(err, errManifest) {
			t.Errorf("%s: %v, %v", name, files, err)
		}
	}
}

func FuzzManifest(f *testing.F) {
	f.Add(formatManifest(nil))
	f.Add(formatManifest(map[string]fingerprint{"a/b": fingerprintOf([]byte("x")), " ": {}}))
	f.Add([]byte("intraqvt-manifest 1\n\nend 0\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		files, err := parseManifest(data)
		if err == nil && !bytes.Equal(formatManifest(files), data) {
			t.Errorf("%q was read as %v", data, files)
		}
	})
}
