package wordlist

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Encode writes words in the format of the package comment, perPart words in
// each part. Words must consist of the letters a to z; they are sorted, and
// duplicates removed.
func Encode(words []string, perPart int) string {
	var b strings.Builder
	for part := range slices.Chunk(words, perPart) {
		b.WriteString(part[0] + " ")
		b.Write(encodePart(part))
		b.WriteByte('\n')
	}
	return b.String()
}

// node is a state of the automaton while it is built. Equivalent nodes are
// merged, which makes the list short.
type node struct {
	final bool
	edges []edge // by letter
}

type edge struct {
	letter byte
	to     *node
}

// signature identifies a node whose edges lead to merged nodes.
type signature struct {
	final bool
	edges string
}

// minimal builds the smallest automaton of sorted words (Daciuk, Mihov, Watson
// and Watson 2000, "Incremental construction of minimal acyclic finite-state
// automata").
func minimal(words []string) *node {
	root := &node{}
	path := []*node{root} // the nodes of the previous word
	single := map[signature]*node{}
	number := map[*node]int{}
	settle := func(depth int) {
		for len(path) > depth+1 {
			last := path[len(path)-1]
			path = path[:len(path)-1]
			var edges strings.Builder
			for _, e := range last.edges {
				n := number[e.to]
				edges.Write([]byte{e.letter, byte(n), byte(n >> 8), byte(n >> 16)})
			}
			s := signature{last.final, edges.String()}
			if same, known := single[s]; known {
				parent := path[len(path)-1]
				parent.edges[len(parent.edges)-1].to = same
				continue
			}
			single[s] = last
			number[last] = len(number)
		}
	}
	before := ""
	for _, w := range words {
		common := 0
		for common < min(len(w), len(before)) && w[common] == before[common] {
			common++
		}
		settle(common)
		for i := common; i < len(w); i++ {
			next := &node{}
			parent := path[len(path)-1]
			parent.edges = append(parent.edges, edge{w[i], next})
			path = append(path, next)
		}
		path[len(path)-1].final = true
		before = w
	}
	settle(0)
	return root
}

// encodePart writes the automaton of a part.
func encodePart(words []string) []byte {
	root := minimal(words)
	times := map[*node]int{} // number of edges to each node
	order := []*node{root}
	for i := 0; i < len(order); i++ {
		for _, e := range order[i].edges {
			if times[e.to]++; times[e.to] == 1 {
				order = append(order, e.to)
			}
		}
	}
	place := map[*node]int{}
	for i, n := range order {
		place[n] = i
	}
	shared := slices.DeleteFunc(slices.Collect(maps.Keys(times)), func(n *node) bool { return times[n] < 2 || len(n.edges) == 0 })
	slices.SortFunc(shared, func(a, b *node) int {
		return cmp.Or(cmp.Compare(times[b], times[a]), cmp.Compare(place[a], place[b]))
	})
	targets := map[*node]int{}
	for i, n := range shared {
		targets[n] = toShared + i
	}
	b := number(nil, len(shared))
	states := append([]*node{root}, shared...)
	for i := 0; i < len(states); i++ {
		edges := states[i].edges
		for k, e := range edges {
			target, again := targets[e.to]
			switch {
			case again:
			case len(e.to.edges) == 0:
				target = toEnd
			default:
				target = toNext
				states = append(states, e.to)
			}
			s := int(e.letter-'a') * kinds
			switch {
			case k+1 < len(edges):
				b = append(b, sign(s+more))
			case target == toNext && !e.to.final:
				b = append(b, sign(s+lastToNext))
				continue
			default:
				b = append(b, sign(s+last))
			}
			final := 0
			if e.to.final {
				final = 1
			}
			b = number(b, 2*target+final)
		}
	}
	return b
}

// sign writes a value below [signs] as one character.
func sign(value int) byte {
	c := byte(value + ' ')
	if c >= '"' {
		c++
	}
	if c >= '\\' {
		c++
	}
	return c
}

// number writes a number from 0 on: one character below oneSign, two below
// twoSigns, else four.
func number(b []byte, n int) []byte {
	switch {
	case n < oneSign:
		return append(b, sign(n))
	case n < twoSigns:
		n -= oneSign
		return append(b, sign(oneSign+n/signs), sign(n%signs))
	default:
		n -= twoSigns
		return append(b, sign(signs-1), sign(n/signs/signs), sign(n/signs%signs), sign(n%signs))
	}
}
