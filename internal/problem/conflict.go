package problem

import (
	"bytes"
	"fmt"
	"strings"
)

// Conflicts finds unresolved merge conflicts in a text: the marks that git
// writes around two versions, lines that begin with seven or more of one sign.
// A line of equal signs alone is not a mark. Each conflict is one error, at its
// first mark.
func Conflicts(file string, data []byte) []Problem {
	return conflicts(file, data, func([]byte) []int { return nil })
}

// MarkdownConflicts finds them in Markdown. A conflict inside one code block is
// an example.
func MarkdownConflicts(file string, data []byte) []Problem { return conflicts(file, data, CodeBlocks) }

func conflicts(file string, data []byte, codeBlocks func([]byte) []int) []Problem {
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
	var open *mark // the first mark of the current conflict
	between := 0   // length of the last line of equal signs outside of a conflict
	for _, m := range marks(data, codeBlocks(data)) {
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
		case m.size == len(openMark) || m.size == between: // the beginning was deleted, the rest was left
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
	block int // number of the code block around it; 0 if there is none
}

// marks returns the marks of a text, in the code block of their line if blocks
// is not nil.
func marks(data []byte, blocks []int) []mark {
	var list []mark
	n := 0
	for line := range lines(data) {
		n++
		if m, ok := markOf(line); ok {
			if m.line = n; blocks != nil {
				m.block = blocks[n-1]
			}
			list = append(list, m)
		}
	}
	return list
}

// CodeBlocks returns, for each line of a Markdown text, the number of the
// fenced code block around it, from 1; 0 if there is none. A block that is
// never closed does not count.
func CodeBlocks(data []byte) []int {
	var blocks []int
	fence, open, last := "", 0, 0 // of the open block; the line that opened it
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

// lines yields the lines of a text, without line ends of any system.
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

// fenceOf returns the signs with which a line opens or closes a code block of
// Markdown; "" if it does neither.
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
