package french

import "slices"

// Distances computes the distance between words: the optimal string alignment
// distance, which counts insertions, deletions, substitutions and swaps of
// neighbours (Boytsov 2011, "Indexing methods for approximate dictionary
// searching"). Words must be folded, since bytes count as letters. The zero
// value is ready; it reuses its memory for the next words.
type Distances struct{ rows [3][]int32 }

// Between returns the distance of two words, or a number above most if it is
// greater.
func (d *Distances) Between(a, b string, most int) int {
	if n := len(a) - len(b); n > most || -n > most {
		return most + 1
	}
	if last := d.fill(a, b, most); last != nil {
		return int(last[len(b)])
	}
	return most + 1
}

// ToBeginning returns the smallest distance of a from a beginning of b, or a
// number above most if it is greater.
func (d *Distances) ToBeginning(a, b string, most int) int {
	if len(b) < len(a)-most {
		return most + 1
	}
	if last := d.fill(a, b[:min(len(b), len(a)+most)], most); last != nil {
		return int(slices.Min(last))
	}
	return most + 1
}

// fill returns the distances of a from all beginnings of b, by length, or nil
// if all are greater than most.
func (d *Distances) fill(a, b string, most int) []int32 {
	if len(d.rows[0]) <= len(b) {
		size := max(len(b)+1, 64)
		space := make([]int32, 3*size)
		d.rows = [3][]int32{space[:size], space[size : 2*size], space[2*size:]}
	}
	before, previous, current := d.rows[0][:len(b)+1], d.rows[1][:len(b)+1], d.rows[2][:len(b)+1]
	for j := range previous {
		previous[j] = int32(j)
	}
	for i := 1; i <= len(a); i++ {
		current[0] = int32(i)
		least := current[0]
		for j := 1; j <= len(b); j++ {
			cost := int32(1)
			if a[i-1] == b[j-1] {
				cost = 0
			}
			n := min(previous[j]+1, current[j-1]+1, previous[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				n = min(n, before[j-2]+1)
			}
			current[j] = n
			least = min(least, n)
		}
		if int(least) > most {
			return nil
		}
		before, previous, current = previous, current, before
	}
	return previous
}
