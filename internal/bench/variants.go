//go:build linux

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Variants are pages made from the project's own: the same French prose, links
// and tables, with the paragraphs in another order under a new title. Variant i
// is the same in every run.

// variantSeed is part of the name of a cached corpus: change it when variants
// change.
const variantSeed = 1

const (
	variantTops = 12 // top-level sections
	variantLeaf = 20 // pages in a section below them
)

// original is one of the project's own pages, split into blocks.
type original struct {
	title  string
	blocks []string // paragraphs, headings, lists, tables, code
}

var (
	titleLine = regexp.MustCompile(`(?m)^(?:titre|title):\s*["']?(.*?)["']?\s*$`)
	// Links are replaced by their text: in a variant most of them would be
	// broken and reported ten thousand times.
	localLink = regexp.MustCompile(`!?\[([^\]\[]*)\]\((?:[^)(:]|\([^)]*\))*\)`)
	// Syntax that one builder interprets and another prints would be unequal
	// work.
	ownSyntax = regexp.MustCompile(`(?m)\[\[|\{\{|^\s*:::|^\s*\{`)
)

// readOriginals splits the pages of the project's content; key changes whenever
// one of them does.
func readOriginals(content fs.FS) (originals []original, key string, err error) {
	names, err := markdownFiles(content)
	if err != nil {
		return nil, "", err
	}
	hash := sha256.New()
	fmt.Fprintln(hash, variantSeed)
	for _, name := range names {
		text, err := fs.ReadFile(content, name)
		if err != nil {
			return nil, "", err
		}
		fmt.Fprintf(hash, "%s %d\n%s", name, len(text), text)
		if page := parseOriginal(string(text)); page.title != "" && len(page.blocks) > 0 {
			originals = append(originals, page)
		}
	}
	if len(originals) == 0 {
		return nil, "", errors.New("no page with a title and a text to make a corpus from")
	}
	return originals, hex.EncodeToString(hash.Sum(nil)[:4]), nil
}

func parseOriginal(text string) original {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	front, body, found := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	if !found {
		return original{}
	}
	var page original
	if match := titleLine.FindStringSubmatch(front); match != nil {
		page.title = strings.NewReplacer(`"`, "", `\`, "").Replace(match[1])
	}
	for _, block := range splitBlocks(body) {
		if !ownSyntax.MatchString(block) {
			page.blocks = append(page.blocks, localLink.ReplaceAllString(block, "$1"))
		}
	}
	return page
}

// splitBlocks splits Markdown at blank lines, except in fenced code and between
// the markers of a directive.
func splitBlocks(body string) []string {
	var blocks []string
	var lines []string
	var fence string // what closes the open fence, "" outside of one
	flush := func() {
		if len(lines) > 0 {
			blocks = append(blocks, strings.Join(lines, "\n"))
		}
		lines = nil
	}
	for line := range strings.SplitSeq(body, "\n") {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" && fence == "" {
			flush()
			continue
		}
		lines = append(lines, line)
		switch {
		case fence == "":
			for _, mark := range []string{"```", "~~~", ":::"} {
				if strings.HasPrefix(trimmed, mark) {
					fence = mark
				}
			}
		case trimmed == fence:
			fence = ""
		}
	}
	flush()
	return blocks
}

// variantPage returns the path of variant i and its Markdown.
func variantPage(originals []original, i int) (name, text string) {
	random := rand.New(rand.NewPCG(variantSeed, uint64(i)))
	page := originals[i%len(originals)]
	blocks := slices.Clone(page.blocks)
	// Headings keep their places, so that the outline stays.
	var movable []int
	for at, block := range blocks {
		if !strings.HasPrefix(block, "#") {
			movable = append(movable, at)
		}
	}
	random.Shuffle(len(movable), func(a, b int) {
		blocks[movable[a]], blocks[movable[b]] = blocks[movable[b]], blocks[movable[a]]
	})
	title := page.title
	if edition := i / len(originals); edition > 0 {
		title = fmt.Sprintf("%s, édition %d", page.title, edition+1)
	}
	date := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, random.IntN(3650))
	text = fmt.Sprintf("---\ntitle: \"%s\"\ndate: %s\ntags: [\"%s\"]\n---\n\n%s\n",
		title, date.Format(time.DateOnly), strings.Join(variantTags(page.title), `", "`), strings.Join(blocks, "\n\n"))
	leaf := i / variantLeaf
	name = path.Join(
		fmt.Sprintf("rubrique-%02d", leaf%variantTops+1),
		fmt.Sprintf("serie-%03d", leaf/variantTops+1),
		fmt.Sprintf("page-%05d.md", i+1),
	)
	return name, text
}

// variantTags returns the first long words of a title.
func variantTags(title string) []string {
	var tags []string
	for word := range strings.FieldsFuncSeq(strings.ToLower(title), func(r rune) bool {
		return strings.ContainsRune(" ,.;:!?()'’«»/-", r) || r == '\u00a0'
	}) {
		if len([]rune(word)) >= 6 && len(tags) < 5 && !slices.Contains(tags, word) {
			tags = append(tags, word)
		}
	}
	if len(tags) == 0 {
		return []string{"divers"}
	}
	return tags
}

// writeVariants writes a corpus of size variants, with the titles of its
// sections, to dir.
func writeVariants(ctx context.Context, dir string, originals []original, size int) error {
	sections := map[string]bool{}
	for i := range size {
		if err := ctx.Err(); err != nil {
			return err
		}
		name, text := variantPage(originals, i)
		if err := writeFile(filepath.Join(dir, "content", name), []byte(text)); err != nil {
			return err
		}
		sections[path.Dir(name)] = true
		sections[path.Dir(path.Dir(name))] = true
	}
	for section := range sections {
		word, number, _ := strings.Cut(path.Base(section), "-")
		title := fmt.Sprintf("---\ntitle: \"%s %s\"\n---\n", strings.ToUpper(word[:1])+word[1:], strings.TrimLeft(number, "0"))
		if err := writeFile(filepath.Join(dir, "sections", section, "_index.md"), []byte(title)); err != nil {
			return err
		}
	}
	return nil
}
