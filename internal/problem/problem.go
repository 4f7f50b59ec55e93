// Package problem holds the messages of intraqvt for authors: each names a file, a
// line, a column, what is wrong and how to solve it.
//
// What enters: calls of [List.Add] from any stage, from many goroutines, with
// problems made from a rule: BrokenLink.At(file, line, column).Say(message, hint).
// What leaves: one sorted list per run, written for people ([WriteText]), for
// programs ([WriteJSON]) or for code review tools ([WriteSARIF]).
// The package never stops a build: the caller checks [List.HasErrors]. Messages are
// French, since authors read them.
package problem

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Level says how serious a problem is.
type Level int

// The levels, from the worst. An Error stops a build; a Warning does not.
const (
	Error Level = iota
	Warning
)

// String returns the level in French, for messages.
func (l Level) String() string {
	if l == Warning {
		return "avertissement"
	}
	return "erreur"
}

// MarshalText returns the level in English, for JSON and SARIF.
func (l Level) MarshalText() ([]byte, error) {
	if l == Warning {
		return []byte("warning"), nil
	}
	return []byte("error"), nil
}

// Problem is one message, made from a [Rule] by [Rule.At] or [Rule.In]. File is
// relative to the source folder, with forward slashes. Line and Column count
// from 1, Column in characters; they are 0 if unknown.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Level   Level  `json:"level"`
	Rule    *Rule  `json:"code"`    // nil for a failure of the machine, see [Failure]
	Message string `json:"message"` // one sentence, French, without a final full stop
	Hint    string `json:"hint"`    // how to solve it; may be empty
}

// Say returns the problem with its message, one French sentence without a final
// full stop, and its hint, how to solve it; "" for no hint.
func (p Problem) Say(message, hint string) Problem {
	p.Message, p.Hint = message, hint
	return p
}

// AtLevel returns the problem with another level than its rule's.
func (p Problem) AtLevel(level Level) Problem {
	p.Level = level
	return p
}

// Failure makes a problem of an error of the machine, without a rule.
func Failure(err error) Problem { return Problem{Message: err.Error()} }

// Code returns the code of the problem's rule; "" if it has none.
func (p Problem) Code() string {
	if p.Rule == nil {
		return ""
	}
	return p.Rule.code
}

// String returns the problem on one line and its hint on a second one.
func (p Problem) String() string { return plain.lines(p) }

// Position returns file:line:column, as far as known.
func (p Problem) Position() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Column == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	default:
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	}
}

// List collects problems from all stages. The zero value is ready; its methods
// are safe for concurrent use.
type List struct {
	mu    sync.Mutex
	items []Problem
}

// Add adds problems to the list.
func (l *List) Add(ps ...Problem) {
	if len(ps) == 0 {
		return
	}
	l.mu.Lock()
	l.items = append(l.items, ps...)
	l.mu.Unlock()
}

// All returns a copy of the problems, sorted by file, line, column, level, code
// and message, without duplicates.
func (l *List) All() []Problem {
	l.mu.Lock()
	out := slices.Clone(l.items)
	l.mu.Unlock()
	return slices.Compact(sortedByFile(out))
}

// sortedByFile sorts problems by file, then those of each file. This is faster
// than comparing names each time, since most names begin alike.
func sortedByFile(list []Problem) []Problem {
	if slices.IsSortedFunc(list, Compare) {
		return list
	}
	next := map[string]int{} // by file: the number of problems, then the index of the next one
	for i := range list {
		next[list[i].File]++
	}
	files := slices.Sorted(maps.Keys(next))
	begin := 0
	for _, file := range files {
		begin, next[file] = begin+next[file], begin
	}
	sorted := make([]Problem, len(list))
	for i := range list {
		at := next[list[i].File]
		sorted[at] = list[i]
		next[list[i].File]++
	}
	begin = 0
	for _, file := range files {
		slices.SortFunc(sorted[begin:next[file]], Compare)
		begin = next[file]
	}
	return sorted
}

// Compare orders problems as [List.All] does.
func Compare(a, b Problem) int {
	return cmp.Or(
		strings.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Level, b.Level),
		strings.Compare(a.Code(), b.Code()),
		strings.Compare(a.Message, b.Message),
		strings.Compare(a.Hint, b.Hint),
	)
}

// HasErrors tells whether the list holds an [Error].
func (l *List) HasErrors() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(l.items, func(p Problem) bool { return p.Level == Error })
}

// Count returns how many errors and warnings a sorted list holds.
func Count(ps []Problem) (errors, warnings int) {
	for _, p := range ps {
		if p.Level == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}
