package compare

import (
	"slices"
	"strings"
)

// BlockChange is a block of text that was added, removed, moved or changed.
type BlockChange struct {
	Kind   BlockKind `json:"kind"`
	Change Change    `json:"change"`
	Under  string    `json:"under"` // the heading above it; "" above the first heading
	Parts  []Part    `json:"parts"`
	Notes  []string  `json:"notes"` // French: links with new targets, changed markup
}

// Change is the kind of change of a page, a block or a field.
type Change string

// The kinds of change.
const (
	Added   Change = "added"
	Removed Change = "removed"
	Moved   Change = "moved"
	Changed Change = "changed"
)

// compareBlocks returns the changed blocks in the order of the new text;
// removed blocks come where they were.
func compareBlocks(before, after []block) []BlockChange {
	var pairs []pair
	i, j := 0, 0
	for _, d := range differences(keysOf(before), keysOf(after)) {
		for ; i < d.Start; i, j = i+1, j+1 {
			pairs = append(pairs, pair{before: &before[i], after: &after[j]})
		}
		pairs = append(pairs, matchBlocks(before[d.Start:d.End], after[d.ReplStart:d.ReplEnd])...)
		i, j = d.End, d.ReplEnd
	}
	for ; i < len(before); i, j = i+1, j+1 {
		pairs = append(pairs, pair{before: &before[i], after: &after[j]})
	}
	pairs = withMoves(pairs)
	changes := []BlockChange{}
	for _, p := range pairs {
		if c, changed := p.change(); changed {
			changes = append(changes, c)
		}
	}
	return changes
}

// pair is a block before and after; one of them is nil if there is none.
type pair struct {
	before, after *block
	moved         bool // is elsewhere among the others
}

// change returns the change of a pair's block.
func (p pair) change() (c BlockChange, changed bool) {
	c.Notes = []string{}
	switch {
	case p.before == nil:
		c.Change, c.Kind, c.Under, c.Parts = Added, p.after.kind, p.after.under, []Part{{Insert, p.after.text}}
		return c, true
	case p.after == nil:
		c.Change, c.Kind, c.Under, c.Parts = Removed, p.before.kind, p.before.under, []Part{{Delete, p.before.text}}
		return c, true
	case p.moved:
		c.Change, c.Kind, c.Under, c.Parts = Moved, p.after.kind, p.after.under, []Part{{Equal, p.after.text}}
		return c, true
	}
	c.Change, c.Kind, c.Under = Changed, p.after.kind, p.after.under
	c.Parts = Words(p.before.text, p.after.text)
	c.Notes = append(c.Notes, linkNotes(p.before.links, p.after.links)...)
	same := p.before.text == p.after.text
	if same && p.before.marks != p.after.marks {
		c.Notes = append(c.Notes, "mêmes mots, autre mise en forme : gras, italique, encadré…")
	}
	return c, !same || len(c.Notes) > 0
}

// linkNotes describes links whose targets changed.
func linkNotes(before, after []string) []string {
	gone, come := without(before, after), without(after, before)
	if len(gone) == 1 && len(come) == 1 {
		return []string{"menait à " + gone[0] + ", mène maintenant à " + come[0]}
	}
	var notes []string
	for _, l := range gone {
		notes = append(notes, "ne mène plus à "+l)
	}
	for _, l := range come {
		notes = append(notes, "mène maintenant à "+l)
	}
	return notes
}

// without returns the items of a list that are missing in another, as many
// times as they are missing.
func without(list, other []string) []string {
	count := map[string]int{}
	for _, s := range other {
		count[s]++
	}
	var out []string
	for _, s := range list {
		if count[s]--; count[s] < 0 {
			out = append(out, s)
		}
	}
	return out
}

func keysOf(blocks []block) []string {
	keys := make([]string, len(blocks))
	for i := range blocks {
		keys[i] = blocks[i].key()
	}
	return keys
}

// minLikeness is the minimum similarity of two texts that count as one changed
// text: more than half of their words are the same.
const minLikeness = 0.5

// matchWindow is the maximum distance at which a block is matched with the blocks
// that changed next to it.
const matchWindow = 12

// matchBlocks pairs the removed with the added blocks of one place: similar
// blocks of one kind, in order.
func matchBlocks(before, after []block) []pair {
	if len(before) == 1 && len(after) == 1 && before[0].kind == Heading && after[0].kind == Heading {
		return []pair{{before: &before[0], after: &after[0]}} // often without common words
	}
	var pairs []pair
	bags := make([]bag, len(before))
	for i := range before {
		bags[i] = bagOf(before[i].text)
	}
	from := 0
	var added []pair // at the place; removed blocks come first
	until := func(i int) {
		for ; from < i; from++ {
			pairs = append(pairs, pair{before: &before[from]})
		}
		pairs, added = append(pairs, added...), nil
	}
	for j := range after {
		words, best, score := bagOf(after[j].text), -1, minLikeness
		for i := from; i < min(from+matchWindow, len(before)); i++ {
			if s := words.alike(bags[i]); s > score && before[i].kind == after[j].kind {
				best, score = i, s
			}
		}
		if best < 0 {
			added = append(added, pair{after: &after[j]})
			continue
		}
		until(best)
		pairs = append(pairs, pair{before: &before[best], after: &after[j]})
		from = best + 1
	}
	until(len(before))
	return pairs
}

// withMoves joins a block that is removed at one place and added at another
// into one that moved.
func withMoves(pairs []pair) []pair {
	gone := map[string]int{}
	for i, p := range pairs {
		if p.after == nil {
			gone[p.before.key()] = i
		}
	}
	moved := map[int]bool{}
	for i, p := range pairs {
		if p.before != nil || len(strings.Fields(p.after.text)) < 3 {
			continue
		}
		if from, ok := gone[p.after.key()]; ok && !moved[from] {
			moved[from] = true
			pairs[i] = pair{pairs[from].before, p.after, true}
		}
	}
	if len(moved) == 0 {
		return pairs
	}
	return slices.Collect(func(yield func(pair) bool) {
		for i, p := range pairs {
			if !moved[i] && !yield(p) {
				return
			}
		}
	})
}
