// Package wordlist knows the words of French, in all their forms, so that a
// search never takes one that exists for a misspelling of another.
//
// What enters: a form as package search folds it, lower case without accents.
// What leaves: whether it is a word, or how one starts. The words are those of
// Hunspell's French dictionary « toutes variantes », expanded to forms by the
// program in expand/; french.txt holds them, and NOTICE tells whose work they
// are. Forms of fewer than [Shortest] letters are left out, since none so short
// is ever corrected, and what a hyphen holds together is there by its words.
// The package never corrects anything, and knows no meaning and no accents.
//
// # Format
//
// french.txt is text of printable characters. A line is a part of the list,
// its first word and, after a space, the smallest automaton of its words. Parts
// are in order, so that a reader loads only the one that a word would be in;
// package search gives browsers each as a script. An automaton is in signs, the
// printable characters of ASCII without " and \, which count from 0:
//
//	automaton = shared, state, state…   how many states several edges lead to, and all states
//	state     = edge, edge…
//	edge      = 3·letter + kind         kind 0: others follow; 1: the last; 2: the last, and the rest says itself
//	            [2·target + final]      kind 2 is target 0 and not final
//
// The first state is the root, then come the shared ones, then the others, in
// the order of the edges that lead to them. A target is 0 for the next of
// these, 1 for the end of a word that none continues, else 2 plus the number of
// a shared state, from 0. final tells that a word ends there. Targets and
// shared are numbers of one to four signs, see number.
package wordlist

import (
	"bytes"
	_ "embed"
	"sort"
	"strings"
	"sync"
)

//go:embed french.txt
var french string

// Notice says whose work the list is, and under which licence. It goes wherever
// the list goes.
//
//go:embed NOTICE
var Notice string

// French is the list of French words.
var French = sync.OnceValue(func() *List { return parse(french) })

// Shortest is the length of the shortest words that are listed.
const Shortest = 4

// List is a list of words. It may be asked by several goroutines.
type List struct {
	Parts []Part
}

// Part is the words from its first to that of the next part.
type Part struct {
	First     string
	Automaton string

	decode func() automaton
}

func parse(text string) *List {
	l := &List{}
	for line := range strings.Lines(text) {
		first, automaton, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		l.Parts = append(l.Parts, newPart(first, automaton))
	}
	return l
}

func newPart(first, text string) Part {
	p := Part{First: first, Automaton: text}
	p.decode = sync.OnceValue(func() automaton { return decode(text) })
	return p
}

// Has tells whether a form is a word.
func (l *List) Has(form string) bool {
	part, _ := l.part(form)
	if part == nil {
		return false
	}
	_, final := part.decode().walk(form)
	return final
}

// Begins tells whether a word starts so.
func (l *List) Begins(prefix string) bool {
	part, next := l.part(prefix)
	if strings.HasPrefix(next, prefix) {
		return true
	}
	if part == nil {
		return false
	}
	there, _ := part.decode().walk(prefix)
	return there
}

// part is the part that a form would be in, nil where it comes before all, and
// the first word of the next one.
func (l *List) part(form string) (part *Part, next string) {
	i := sort.Search(len(l.Parts), func(i int) bool { return l.Parts[i].First > form })
	if i < len(l.Parts) {
		next = l.Parts[i].First
	}
	if i > 0 {
		part = &l.Parts[i-1]
	}
	return part, next
}

// The kinds of edges, and the targets that are none of a shared state.
const (
	more = iota
	last
	lastToNext
	kinds
)

const (
	toNext = iota
	toEnd
	toShared
)

// How numbers are written in signs.
const (
	signs    = 93
	oneSign  = 80
	twoSigns = oneSign + (signs-1-oneSign)*signs
)

// automaton is a part's words, decoded: the edges of each state in order.
type automaton struct {
	starts  []uint32 // of each state's edges, and where the last ends
	letters []byte
	targets []uint32 // 2·state + final, by edge; endState for none
}

const endState = 1 << 30

func decode(text string) (a automaton) {
	at := 0
	sign := func() int {
		c := int(text[at])
		at++
		value := c - ' '
		if c > '"' {
			value--
		}
		if c > '\\' {
			value--
		}
		return value
	}
	number := func() int {
		n := sign()
		switch {
		case n < oneSign:
			return n
		case n < signs-1:
			return oneSign + (n-oneSign)*signs + sign()
		default:
			high := sign()
			middle := sign()
			return twoSigns + (high*signs+middle)*signs + sign()
		}
	}
	next := number() + 1 // the root is 0
	for at < len(text) {
		a.starts = append(a.starts, uint32(len(a.letters)))
		for kind := more; kind == more; {
			s := sign()
			kind = s % kinds
			target := 0
			if kind != lastToNext {
				target = number()
			}
			state := endState
			switch target / 2 {
			case toNext:
				state = next
				next++
			case toEnd:
			default:
				state = target/2 - toShared + 1
			}
			a.letters = append(a.letters, byte('a'+s/kinds))
			a.targets = append(a.targets, uint32(2*state+target%2))
		}
	}
	a.starts = append(a.starts, uint32(len(a.letters)))
	return a
}

// walk follows the letters of a form from the root: whether they are the
// beginning of a word, and whether they are one.
func (a automaton) walk(form string) (there, final bool) {
	state := uint32(0)
	for i := range len(form) {
		if state == endState {
			return false, false
		}
		from := a.starts[state]
		e := bytes.IndexByte(a.letters[from:a.starts[state+1]], form[i])
		if e < 0 {
			return false, false
		}
		target := a.targets[int(from)+e]
		state, final = target/2, target%2 == 1
	}
	return true, final
}
