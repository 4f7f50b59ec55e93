// Package problem holds what intraqvt complains about: positioned messages
// that name a file, a line, a column, what is wrong and how to mend it.
//
// What enters: calls of [List.Add] from any stage, from many goroutines, with
// problems made from a rule: BrokenLink.At(file, line, column).Say(message, hint).
// What leaves: one sorted list per run, written for people ([WriteText]), for
// programs ([WriteJSON]) or for code review tools ([WriteSARIF]).
// The package never stops anything: the caller asks [List.HasErrors] and
// decides. Messages are French, since authors read them.
package problem

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Level says how bad a problem is.
type Level int

// The levels, from the worst. An Error stops a build; a Warning does not.
const (
	Error Level = iota
	Warning
)

// String is the level in French, as it stands in messages.
func (l Level) String() string {
	if l == Warning {
		return "avertissement"
	}
	return "erreur"
}

// MarshalText is the level as programs know it, in JSON and SARIF.
func (l Level) MarshalText() ([]byte, error) {
	if l == Warning {
		return []byte("warning"), nil
	}
	return []byte("error"), nil
}

// Problem is one complaint, made from a [Rule] by [Rule.At] or [Rule.In]. File
// is relative to the source folder, with forward slashes; Line and Column count
// from 1, Column in characters, and are 0 where unknown.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Level   Level  `json:"level"`
	Rule    *Rule  `json:"code"`    // nil where the machine failed, see [Failure]
	Message string `json:"message"` // one sentence, French, without a final full stop
	Hint    string `json:"hint"`    // how to mend it; may be empty
}

// Say is the problem with its message, one French sentence without a final full
// stop, and its hint, how to mend it; "" where there is nothing to say.
func (p Problem) Say(message, hint string) Problem {
	p.Message, p.Hint = message, hint
	return p
}

// AtLevel is the problem at another level than its rule's.
func (p Problem) AtLevel(level Level) Problem {
	p.Level = level
	return p
}

// Failure is what the machine could not do: no rule stands behind it.
func Failure(err error) Problem { return Problem{Message: err.Error()} }

// Code is the code of the problem's rule; "" where there is none.
func (p Problem) Code() string {
	if p.Rule == nil {
		return ""
	}
	return p.Rule.code
}

// String is the problem on one line, its hint on a second.
func (p Problem) String() string { return plain.lines(p) }

// Position is file:line:column, as far as it is known.
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

// List collects problems from all stages. Its zero value is ready; its
// methods may be called at the same time.
type List struct {
	mu    sync.Mutex
	items []Problem
}

// Add puts problems on the list.
func (l *List) Add(ps ...Problem) {
	if len(ps) == 0 {
		return
	}
	l.mu.Lock()
	l.items = append(l.items, ps...)
	l.mu.Unlock()
}

// All returns a copy of the problems: sorted by file, line, column, level,
// code and message, without those that are equal in all of it.
func (l *List) All() []Problem {
	l.mu.Lock()
	out := slices.Clone(l.items)
	l.mu.Unlock()
	return slices.Compact(sortedByFile(out))
}

// sortedByFile sorts problems, those of each file by themselves: most names
// begin alike, so that comparing two of them takes long.
func sortedByFile(list []Problem) []Problem {
	if slices.IsSortedFunc(list, Compare) {
		return list
	}
	next := map[string]int{} // by file: how many problems, then where the next one goes
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

// HasErrors tells whether one of the problems is an [Error].
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
