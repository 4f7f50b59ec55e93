package schema

import (
	"slices"
	"strings"

	"intraqvt/internal/french"
)

// ExampleBody is the key of a type's example that holds the text below the
// front matter; the others are names of fields.
const ExampleBody = "corps"

// promptWords is the minimum number of words of a prompt, so that authors do
// not write the same sentence by chance.
const promptWords = 8

// Prompts are the sentences of the types' examples that authors are meant to
// replace. Values that a page could really have are not among them: dates,
// choices, titles, lists and tables, and texts that are no sentences.
type Prompts struct {
	sentences map[[2]uint64][]prompt // by their first two words
}

type prompt struct {
	text  string
	words []uint64
}

// LeftPrompt is a prompt that was left in a text.
type LeftPrompt struct {
	Text  string // the example's sentence
	Start int    // its offset in bytes
}

// readPrompts collects the prompts of some types.
func readPrompts(types []*Type) *Prompts {
	p := &Prompts{map[[2]uint64][]prompt{}}
	for _, t := range types {
		for name, value := range t.Example {
			text, ok := value.(string)
			if field, known := t.Field(name); known && (field.Role == Title || field.Kind != Text && field.Kind != LongText) {
				continue
			}
			if !ok {
				continue
			}
			for _, paragraph := range paragraphs(text) {
				for _, s := range sentences(paragraph) {
					p.add(s)
				}
			}
		}
	}
	return p
}

// paragraphs returns the paragraphs of a Markdown text, without markup,
// headings and directives.
func paragraphs(text string) []string {
	var list []string
	var open strings.Builder
	end := func() {
		list = append(list, open.String())
		open.Reset()
	}
	directive := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		rest := strings.TrimLeft(line, "-*>0123456789. ")
		switch {
		case strings.HasPrefix(line, ":::"):
			directive = line != ":::"
			end()
		case directive, line == "", strings.HasPrefix(line, "#"):
			end()
		case rest != line:
			end()
			open.WriteString(rest)
		default:
			open.WriteString(" " + line)
		}
	}
	end()
	return list
}

// sentences splits a paragraph into sentences.
func sentences(text string) []string {
	var list []string
	begin := 0
	for i, r := range text {
		after := i + len(string(r))
		if strings.ContainsRune(".!?…", r) && (after == len(text) || text[after] == ' ') {
			list = append(list, strings.TrimSpace(text[begin:after]))
			begin = after
		}
	}
	return list // the rest has no full stop, so it is no sentence
}

func (p *Prompts) add(sentence string) {
	if len(strings.Fields(sentence)) < promptWords {
		return
	}
	words, _ := wordsOf(sentence)
	if len(words) < promptWords {
		return
	}
	key := [2]uint64{words[0], words[1]}
	for _, other := range p.sentences[key] {
		if slices.Equal(other.words, words) {
			return
		}
	}
	p.sentences[key] = append(p.sentences[key], prompt{sentence, words})
}

// In finds the prompts that were left in a text: their words in order, ignoring
// case, accents and the characters between words.
func (p *Prompts) In(text string) []LeftPrompt {
	var list []LeftPrompt
	words, starts := wordsOf(text)
	for i := 0; i+1 < len(words); i++ {
		for _, s := range p.sentences[[2]uint64{words[i], words[i+1]}] {
			if rest := words[i:]; len(rest) >= len(s.words) && slices.Equal(rest[:len(s.words)], s.words) {
				list = append(list, LeftPrompt{s.text, starts[i]})
			}
		}
	}
	return list
}

// wordsOf returns the hashes (FNV-1a) of a text's folded words, which are runs
// of letters and digits, and their offsets.
func wordsOf(text string) (hashes []uint64, starts []int) {
	const offset, prime = 14695981039346656037, 1099511628211
	hashes, starts = make([]uint64, 0, len(text)/6), make([]int, 0, len(text)/6)
	hash, inside := uint64(offset), false
	for i, r := range text {
		letters, inWord := french.Letters(r)
		switch {
		case letters != "":
			if !inside {
				starts, hash, inside = append(starts, i), offset, true
			}
			for k := range len(letters) {
				hash = (hash ^ uint64(letters[k])) * prime
			}
		case inside && !inWord:
			hashes, inside = append(hashes, hash), false
		}
	}
	if inside {
		hashes = append(hashes, hash)
	}
	return hashes, starts
}
