package compare

import (
	"cmp"
	"slices"
)

// move is a moved page with its versions before and after.
type move struct{ before, after version }

// Texts are only compared with each other if they have enough words, and for a
// limited number of pairs: pages that are moved by the hundred usually keep
// their titles.
const (
	fewestWords = 20
	mostPairs   = 10_000
)

// findMoves pairs removed with added pages: by their bytes, then, within a
// type, by their titles, then by their texts, the most similar first. It also
// returns the remaining pages.
func findMoves(removed, added []version) (moves []move, leftAdded, leftRemoved []version) {
	gone, come := make([]bool, len(removed)), make([]bool, len(added))
	match := func(i, j int) {
		gone[i], come[j] = true, true
		moves = append(moves, move{removed[i], added[j]})
	}
	// by pairs pages if their name is unique on both sides.
	by := func(name func(version) string) {
		first := func(list []version, done []bool) map[string]int {
			found := map[string]int{}
			for i, v := range list {
				if !done[i] {
					if _, twice := found[name(v)]; twice {
						found[name(v)] = -1
					} else {
						found[name(v)] = i
					}
				}
			}
			return found
		}
		old := first(removed, gone)
		for name, j := range first(added, come) {
			if i, ok := old[name]; ok && i >= 0 && j >= 0 {
				match(i, j)
			}
		}
	}
	by(func(v version) string { return string(v.page.Digest[:]) })
	by(func(v version) string { return v.page.Type.Name + "\x00" + v.page.Title })
	for _, p := range alikePairs(removed, added, gone, come) {
		if !gone[p.i] && !come[p.j] {
			match(p.i, p.j)
		}
	}
	slices.SortFunc(moves, func(a, b move) int { return cmp.Compare(a.after.page.Name, b.after.page.Name) })
	return moves, remaining(added, come), remaining(removed, gone)
}

// likelyMove is a pair of pages with similar texts.
type likelyMove struct {
	i, j  int
	score float64
}

// alikePairs returns pairs of one type with more than half of their words in
// common, the most similar first.
func alikePairs(removed, added []version, gone, come []bool) []likelyMove {
	if len(removed)*len(added) > mostPairs {
		return nil
	}
	words := func(list []version, done []bool) []bag {
		bags := make([]bag, len(list))
		for i, v := range list {
			if !done[i] {
				bags[i] = bagOf(v.page.Title, v.page.Summary, v.page.Body.Text())
			}
		}
		return bags
	}
	var old []bag
	if slices.Contains(come, false) && slices.Contains(gone, false) {
		old = words(removed, gone)
	}
	var pairs []likelyMove
	for j, now := range words(added, come) {
		for i := range old {
			if removed[i].page.Type.Name != added[j].page.Type.Name || min(now.total, old[i].total) < fewestWords {
				continue
			}
			if score := now.alike(old[i]); score > minLikeness {
				pairs = append(pairs, likelyMove{i, j, score})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b likelyMove) int { return cmp.Compare(b.score, a.score) })
	return pairs
}

func remaining(list []version, done []bool) []version {
	var out []version
	for i, v := range list {
		if !done[i] {
			out = append(out, v)
		}
	}
	return out
}
