package delivery

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cell is the text between two separators of a line.
type cell struct {
	text   string // without the quotation marks around it
	column int    // where it starts, in characters from 1
}

// maxCellLines is the maximum number of lines of a cell, so that an unclosed
// quotation mark does not swallow half of a list.
const maxCellLines = 20

// records splits the lines from start on into records and their cells. A cell
// in quotation marks may span several lines; unclosed quotation marks are
// ordinary characters.
func (l *listReader) records(start int, sign rune) []record {
	var records []record
	for at := start; at < len(l.lines); {
		r := record{line: at + 1, text: l.lines[at]}
		at++
		cells, open := split(r.text, sign)
		for next := at; open && next < min(len(l.lines), r.line+maxCellLines); next++ {
			text := strings.Join(l.lines[r.line-1:next+1], "\n")
			if joined, still := split(text, sign); !still {
				r.text, cells, open, at = text, joined, false, next+1
			}
		}
		r.cells, r.open = cells, open
		records = append(records, r)
	}
	return records
}

// split splits a line at a separator, but not between quotation marks. open
// tells that a quotation mark is not closed: then the text after it is split,
// too.
func split(line string, sign rune) (cells []cell, open bool) {
	column, from, fromColumn := 1, 0, 1
	quoted, before := false, sign
	for i, c := range line {
		switch {
		case c == '"' && quoted:
			quoted = before == '\\' && !endsCell(line[i+1:], sign)
		case c == '"':
			// A mark inside a word is part of it: 5" or l"été.
			quoted = before == sign || before == '"' || unicode.IsSpace(before) || strings.ContainsRune("(<:,;", before)
		case c == sign && !quoted:
			cells = append(cells, cell{unwrapped(line[from:i]), fromColumn})
			from, fromColumn = i+utf8.RuneLen(c), column+1
		}
		before = c
		column++
	}
	cells = append(cells, cell{unwrapped(line[from:]), fromColumn})
	if quoted {
		cells, _ = split(strings.ReplaceAll(line, `"`, " "), sign)
	}
	return cells, quoted
}

// endsCell tells whether the cell ends here.
func endsCell(rest string, sign rune) bool {
	rest = strings.TrimLeft(rest, " ")
	next, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || next == sign || next == '\n'
}

// unwrapped removes the quotation marks around a cell, in which two marks stand
// for one. Marks around a part of the cell stay.
func unwrapped(text string) string {
	text = strings.TrimFunc(text, unicode.IsSpace)
	inner, opened := strings.CutPrefix(text, `"`)
	inner, closed := strings.CutSuffix(inner, `"`)
	if !opened || !closed || len(text) < 2 || strings.Contains(strings.ReplaceAll(inner, `""`, ""), `"`) {
		return text
	}
	return strings.ReplaceAll(inner, `""`, `"`)
}

func (r record) blank() bool {
	return !slices.ContainsFunc(r.cells, func(c cell) bool { return strings.TrimSpace(c.text) != "" })
}

// comment tells whether a line begins with « # ».
func (r record) comment() bool { return strings.HasPrefix(strings.TrimLeft(r.text, " \t\""), "#") }
