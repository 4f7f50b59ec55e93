//go:build linux

package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// The stand-ins write their arguments' output like the real tools, and a line
// into the journal: their name, whether they found an earlier output, an
// earlier cache, and the appended paragraph.
const (
	standInHead = `#!/bin/sh
set -e
note() {
	old=new; [ -e "$2/index.html" ] && old=kept
	cache=empty; [ -e "$3" ] && cache=warm
	text=plain; grep -rq ajouté "$4" && text=changed
	echo "$1 $old $cache $text" >> "$(dirname "$0")/journal"
}
pages() {
	mkdir -p "$2"; : > "$2/index.html"
	(cd "$1" && find . -name '*.md') | while read -r page; do
		target="$2/${page%.md}.html"
		mkdir -p "$(dirname "$target")"
		cp "$1/$page" "$target"
	done
}
`
	standInIntraqvt = `note intraqvt "$5" "$3/.cache" "$3/content"; pages "$3/content" "$5"; mkdir -p "$3/.cache"`
	standInHugo     = `content="$(grep -o "'.*/content'" "$2/mounts.toml" | tr -d "'")"
note Hugo "$6" "$HUGO_CACHEDIR" "$content"; pages "$content" "$6"; mkdir -p "$HUGO_CACHEDIR"`
	standInPagefind = `mkdir -p "$2/pagefind"; echo index > "$2/pagefind/index"`
	standInFloor    = `note floor "$4" /nowhere "$2"; pages "$2" "$4"`
)

// standInCampaign is a campaign on three pages, with shell scripts for tools;
// replaced, where not "", stands in for intraqvt.
func standInCampaign(t *testing.T, replaced string) (c campaign, journal string) {
	t.Helper()
	dir := t.TempDir()
	if replaced == "" {
		replaced = standInIntraqvt
	}
	script := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(standInHead+text), 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, page := range []string{"a/1.md", "a/2.md", "b/3.md"} {
		if err := writeFile(filepath.Join(dir, "corpus", "content", page), []byte("Texte de "+page+"\n")); err != nil {
			t.Fatal(err)
		}
	}
	corpus, err := openCorpus(filepath.Join(dir, "corpus"))
	if err != nil {
		t.Fatal(err)
	}
	return campaign{
		tools: tools{
			intraqvt: script("intraqvt", replaced),
			hugo:     script("hugo", standInHugo),
			pagefind: script("pagefind", standInPagefind),
			floor:    script("floor", standInFloor),
		},
		layouts:  fstest.MapFS{"hugo.toml": {Data: []byte("title = 'x'\n")}},
		corpus:   corpus,
		rounds:   2,
		folder:   filepath.Join(dir, "run"),
		progress: io.Discard,
	}, filepath.Join(dir, "journal")
}

func TestCampaignGivesEachBuilderTheSame(t *testing.T) {
	c, journal := standInCampaign(t, "")
	results, err := c.run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(journal)
	if err != nil {
		t.Fatal(err)
	}
	want := `intraqvt new empty plain
Hugo new empty plain
floor new empty plain
intraqvt kept warm changed
Hugo kept warm changed
floor kept empty changed
Hugo new empty plain
floor new empty plain
intraqvt new empty plain
Hugo kept warm changed
floor kept empty changed
intraqvt kept warm changed
`
	if string(got) != want {
		t.Errorf("the builders were run so:\n%swant:\n%s", got, want)
	}
	for _, result := range results {
		for name, files := range map[string]int{rowIntraqvt: 4, rowHugo: 4, rowPagefind: 1, rowPeer: 5, rowFloor: 4} {
			rounds := result.row(name)
			if len(rounds) != c.rounds {
				t.Fatalf("%s, %s: %d rounds, want %d", result.scenario, name, len(rounds), c.rounds)
			}
			for _, m := range rounds {
				if m.Files != files || m.Bytes == 0 || m.Wall <= 0 || m.CPU <= 0 || m.Peak <= 0 {
					t.Errorf("%s, %s: %+v, want %d files and a cost", result.scenario, name, m, files)
				}
			}
		}
	}
	if text, err := os.ReadFile(filepath.Join(c.corpus.content, "a/2.md")); err != nil || string(text) != "Texte de a/2.md\n" {
		t.Errorf("the cached corpus was changed: %q, %v", text, err)
	}
	if _, err := os.Stat(c.folder); !os.IsNotExist(err) {
		t.Errorf("the outputs stay behind: %v", err)
	}
}

func TestCampaignRefusesWhatIsNoSite(t *testing.T) {
	for _, test := range []struct{ name, intraqvt, want string }{
		{"a failure", `echo "plus de place" >&2; exit 3`, "intraqvt: exit status 3\n    plus de place"},
		{"too few pages", `mkdir -p "$5/a"; : > "$5/a/2.html"`, "intraqvt: 1 HTML files for 3 pages"},
		{"another address", `pages "$3/content" "$5"; mv "$5/a/2.html" "$5/a/deux.html"`, "no HTML file for the page a/2.md"},
		{"no rebuild", `[ -e "$5" ] || pages "$3/content" "$5"`, "one page changed: intraqvt: "},
		{"no output", `true`, "no such file"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, _ := standInCampaign(t, test.intraqvt)
			_, err := c.run(t.Context())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func TestCampaignStopsCleanly(t *testing.T) {
	c, journal := standInCampaign(t, "")
	ctx, stop := context.WithCancel(t.Context())
	c.progress = writerFunc(func(line []byte) {
		if strings.Contains(string(line), "cold: Hugo") {
			stop()
		}
	})
	if _, err := c.run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	got, err := os.ReadFile(journal)
	if err != nil || strings.Contains(string(got), "floor") {
		t.Errorf("a builder was run after the interruption: %s, %v", got, err)
	}
	if _, err := os.Stat(c.folder); !os.IsNotExist(err) {
		t.Errorf("the outputs stay behind: %v", err)
	}
}

// writerFunc hears each line of progress.
type writerFunc func(line []byte)

func (f writerFunc) Write(line []byte) (int, error) {
	f(line)
	return len(line), nil
}
