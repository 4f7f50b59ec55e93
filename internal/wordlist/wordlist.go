// Package wordlist knows the words of French, in all their forms, so that a
// search never takes one that exists for a misspelling of another.
//
// What enters: a form as package search folds it, in lower case without accents.
// What leaves: whether it is a word, or the beginning of one. french.txt holds the
// words of Hunspell's French dictionary « toutes variantes », expanded to forms by
// the program in expand/; NOTICE holds their licence. Forms of fewer than
// [Shortest] letters are left out, since they are never corrected; hyphenated
// compounds are listed as separate words. The package never corrects anything, and
// knows neither meanings nor accents.
//
// # Format
//
// french.txt consists of printable characters. Each line is a part of the list: its
// first word and, after a space, the smallest automaton of its words. Parts are in
// order, so that a browser loads only the part that would hold a word; package
// search writes each one as a script. An automaton is written in signs, the
// printable ASCII characters without " and \, numbered from 0:
//
//	automaton = shared, state, state…   how many states several edges lead to, and all states
//	state     = edge, edge…
//	edge      = 3·letter + kind         kind 0: others follow; 1: the last; 2: the last, without the next line
//	            [2·target + final]      kind 2 means target 0 and not final
//
// The root is the first state, followed by the shared ones, then by the others in
// the order of the edges that lead to them. A target is 0 for the next of these
// others, 1 for the end of a word that cannot be continued, else 2 plus the number
// of a shared state, from 0. final tells that a word ends there. Targets and shared
// are numbers of one to four signs, see number.
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

// Notice is the licence and attribution of the list. It must be published
// wherever the list is.
//
//go:embed NOTICE
var Notice string

// French is the list of French words.
var French = sync.OnceValue(func() *List { return parse(french) })

// Shortest is the minimum length of listed words.
const Shortest = 4

// List is a list of words, safe for concurrent use.
type List struct {
	Parts []Part
}

// Part holds the words from its first one up to that of the next part.
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

// Begins tells whether a word starts with prefix.
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

// part returns the part that would hold a form, nil if it comes before all
// words, and the first word of the next part.
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

// The kinds of edges, and the targets that are not shared states.
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

// How numbers are written.
const (
	signs    = 93
	oneSign  = 80
	twoSigns = oneSign + (signs-1-oneSign)*signs
)

// automaton is a decoded part: the edges of each state in order.
type automaton struct {
	starts  []uint32 // index of each state's first edge, and the end of the last one's
	letters []byte
	targets []uint32 // by edge: 2·state + final, or endState
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
	next := number() + 1 // state 0 is the root
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

// walk follows the letters of a form from the root. there tells whether they
// begin a word, final whether they are a word.
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
