package browser

import (
	"cmp"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// kind is what pages have in common that were made from the same templates, as
// far as the built site and the folder of its sources show it: where they
// stand, what they were made of and how they are marked.
type kind struct {
	folder string // "" at the root, and where every folder has such a page
	name   string // the file's, where the folder does not tell
	list   bool   // the folder's own page
	source bool   // an author wrote it
	marks  string // the classes of <body> and <main>
}

// sample is the page that stands for its kind: the one with most to it.
type sample struct {
	kind
	address string
	bytes   int
}

var markedFrame = regexp.MustCompile(`<(?:body|main)\b[^>]*?\sclass="([^"]*)"`)

// samples chooses a page of each kind, redirects aside, ordered by address.
// The site was built from the files of content.
func samples(t *testing.T, site *siteFolder, content fs.FS) []sample {
	t.Helper()
	chosen := map[kind]sample{}
	for _, address := range slices.Sorted(maps.Keys(site.files)) {
		if !strings.HasSuffix(address, ".html") {
			continue
		}
		redirect, err := site.redirects(address)
		if err != nil {
			t.Fatal(err)
		} else if redirect {
			continue
		}
		html, err := os.ReadFile(filepath.Join(site.dir, filepath.FromSlash(address)))
		if err != nil {
			t.Fatal(err)
		}
		k := kindOf(address, content)
		for _, class := range markedFrame.FindAllSubmatch(html, -1) {
			k.marks += string(class[1]) + ";"
		}
		if len(html) > chosen[k].bytes {
			chosen[k] = sample{kind: k, address: address, bytes: len(html)}
		}
	}
	return slices.SortedFunc(maps.Values(chosen), func(a, b sample) int { return cmp.Compare(a.address, b.address) })
}

// kindOf is the kind of the page at an address, as far as its address tells.
func kindOf(address string, content fs.FS) kind {
	folder, name := path.Split(address)
	exists := func(source string) bool {
		_, err := fs.Stat(content, source)
		return err == nil
	}
	switch {
	case folder == "":
		return kind{name: name}
	case name == "index.html":
		return kind{folder: folder, list: true}
	case exists(strings.TrimSuffix(address, ".html") + ".md"):
		return kind{folder: folder, source: true}
	case exists(path.Clean(folder)): // made beside the authors' pages, in every folder
		return kind{name: name}
	default:
		return kind{folder: folder}
	}
}

// portalSamples are those of the project's own portal.
func portalSamples(t *testing.T) []sample {
	t.Helper()
	return samples(t, builtPortal(t), portalContent)
}

// addressesOf are those of the samples that are wanted.
func addressesOf(all []sample, wanted func(sample) bool) []string {
	var addresses []string
	for _, s := range all {
		if wanted(s) {
			addresses = append(addresses, s.address)
		}
	}
	return addresses
}

func anyKind(sample) bool      { return true }
func (s sample) isList() bool  { return s.list }
func (s sample) written() bool { return s.source }

// largest is the sample with most to it.
func largest(all []sample, wanted func(sample) bool) string {
	var most sample
	for _, s := range all {
		if wanted(s) && s.bytes > most.bytes {
			most = s
		}
	}
	return most.address
}

// One page stands for all that look alike; a page marked apart stands for
// itself, and a redirect for nothing.
func TestSamples(t *testing.T) {
	content := fstest.MapFS{}
	for _, source := range []string{"guide/a.md", "guide/b.md", "guide/c.md", "notes/n.md"} {
		content[source] = &fstest.MapFile{}
	}
	all := samples(t, writeSite(t, map[string]string{
		"index.html":          `<main>`,
		"404.html":            `<main>`,
		"guide/index.html":    `<main>`,
		"guide/a.html":        `<main>a`,
		"guide/b.html":        `<main>longer`,
		"guide/c.html":        `<main id="m" class="wide">c`,
		"guide/together.html": `<main>a longer`,
		"guide/old.html":      `<meta http-equiv="refresh" content="0; url=a.html">`,
		"guide/a.css":         `main { margin: 0 }`,
		"notes/n.html":        `<main>n`,
		"notes/together.html": `<main>n`,
		"words/x.html":        `<main>x`,
		"words/y.html":        `<main>y!`,
	}), content)
	for _, test := range []struct {
		name   string
		wanted func(sample) bool
		want   []string
	}{
		{"all", anyKind, []string{"404.html", "guide/b.html", "guide/c.html", "guide/index.html", "guide/together.html", "index.html",
			"notes/n.html", "words/y.html"}},
		{"lists", sample.isList, []string{"guide/index.html"}},
		{"written", sample.written, []string{"guide/b.html", "guide/c.html", "notes/n.html"}},
	} {
		if got := addressesOf(all, test.wanted); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
	if got := largest(all, sample.written); got != "guide/c.html" {
		t.Errorf("the largest that was written is %q", got)
	}
}
