package problem

import (
	"bytes"
	"fmt"
	"strings"
)

// Conflicts finds the marks that git, and others like it, write into a text
// where two versions of it clash: lines that begin with seven or more of one
// sign, around both versions. A line of equal signs alone is none: in Markdown
// it makes a title. In Markdown, marks of which the whole conflict stands in one
// code block show what a conflict looks like. Each conflict is one error, at
// its first mark.
func Conflicts(file string, data []byte, isMarkdown bool) []Problem {
	if !bytes.Contains(data, openMark) && !bytes.Contains(data, closeMark) && !bytes.Contains(data, baseMark) {
		return nil
	}
	var problems []Problem
	complain := func(m mark, until int) {
		message := "un conflit de git n’est pas réglé : « " + m.text + " »"
		if until > m.line {
			message += fmt.Sprintf(", jusqu’à la ligne %d", until)
		}
		problems = append(problems, MergeConflict.At(file, m.line, 1).
			Say(message, "gardez l’une des deux versions, effacez l’autre et les repères (<<<<<<<, =======, >>>>>>>)"))
	}
	var open *mark // the first mark of a conflict that has not ended
	between := 0   // the size of the last line of equal signs outside of one
	for _, m := range marks(data, isMarkdown) {
		switch {
		case m.sign == '<':
			if open != nil {
				complain(*open, 0)
			}
			open = &m
		case open == nil && m.sign == '=':
			between = m.size
		case open != nil && m.sign != '>':
		case open != nil:
			if open.block != m.block || m.block == 0 {
				complain(*open, m.line)
			}
			open = nil
		case m.size == len(openMark) || m.size == between: // its beginning was effaced, the rest was left
			complain(m, 0)
		}
	}
	if open != nil {
		complain(*open, 0)
	}
	return problems
}

var (
	openMark  = []byte("<<<<<<<")
	closeMark = []byte(">>>>>>>")
	baseMark  = []byte("|||||||")
)

// mark is a line that git may have written.
type mark struct {
	line  int
	sign  byte // < | = >
	size  int  // how many of them
	text  string
	block int // number of the code block that it stands in; 0 for none
}

// marks are those of a text. Blocks count where it is Markdown.
func marks(data []byte, isMarkdown bool) []mark {
	var list []mark
	var blocks []int
	if isMarkdown {
		blocks = CodeBlocks(data)
	}
	n := 0
	for line := range lines(data) {
		n++
		if m, ok := markOf(line); ok {
			if m.line = n; isMarkdown {
				m.block = blocks[n-1]
			}
			list = append(list, m)
		}
	}
	return list
}

// CodeBlocks gives for each line of a Markdown text the number of the fenced
// code block that it stands in, from 1; 0 for none. A block that is never closed
// is none.
func CodeBlocks(data []byte) []int {
	var blocks []int
	fence, open, last := "", 0, 0 // of the block that is open; the line that opened it
	for line := range lines(data) {
		blocks = append(blocks, 0)
		run := fenceOf(line)
		switch {
		case fence == "" && run != "":
			fence, open = run, len(blocks)
			last++
		case fence != "" && run != "" && run[0] == fence[0] && len(run) >= len(fence) && strings.TrimSpace(string(line)) == run:
			fence = ""
		case fence != "":
			blocks[len(blocks)-1] = last
		}
	}
	if fence != "" {
		clear(blocks[open:])
	}
	return blocks
}

// lines are those of a text from any system, without their ends.
func lines(data []byte) func(yield func([]byte) bool) {
	return func(yield func([]byte) bool) {
		data = bytes.TrimPrefix(data, []byte("\ufeff"))
		for len(data) > 0 {
			end := bytes.IndexAny(data, "\r\n")
			if end < 0 {
				yield(data)
				return
			}
			if !yield(data[:end]) {
				return
			}
			if bytes.HasPrefix(data[end:], []byte("\r\n")) {
				end++
			}
			data = data[end+1:]
		}
	}
}

// markOf reads a line as a mark.
func markOf(line []byte) (mark, bool) {
	if len(line) < len(openMark) || !strings.ContainsRune("<|=>", rune(line[0])) {
		return mark{}, false
	}
	sign := line[0]
	label := bytes.TrimLeft(line, string(sign))
	size := len(line) - len(label)
	if size < len(openMark) || len(label) > 0 && label[0] != ' ' && label[0] != '\t' {
		return mark{}, false
	}
	label = bytes.TrimSpace(label)
	switch {
	case sign == '=' && len(label) > 0,
		sign == '|' && (len(label) == 0 || bytes.IndexByte(label, '|') >= 0): // a row of a table
		return mark{}, false
	}
	const most = 60
	text := []rune(strings.ToValidUTF8(string(line), "\ufffd"))
	if len(text) > most {
		text = append(text[:most], '…')
	}
	return mark{sign: sign, size: size, text: strings.TrimSpace(string(text))}, true
}

// fenceOf is the run of signs by which a line opens or closes a code block of
// Markdown; "" where it does neither.
func fenceOf(line []byte) string {
	text := bytes.TrimLeft(line, " ")
	if len(line)-len(text) > 3 || len(text) < 3 || text[0] != '`' && text[0] != '~' {
		return ""
	}
	rest := bytes.TrimLeft(text, string(text[:1]))
	run := text[:len(text)-len(rest)]
	if len(run) < 3 || run[0] == '`' && bytes.IndexByte(rest, '`') >= 0 {
		return ""
	}
	return string(run)
}
