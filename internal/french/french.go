// Package french holds all knowledge of the French language, for every room that
// reads or writes French.
//
// What enters: words, texts, numbers and days. What leaves: words, texts and
// numbers. The package knows no page and no portal, reads no file and keeps no
// state. Each file holds one subject:
//
//   - fold.go: what makes words comparable as people type them
//   - slug.go: what addresses and anchors are made of
//   - distance.go, near.go: the distance of two words, suggestions for misspelt ones
//   - dates.go, numbers.go, sizes.go: how days, numbers, counts and sizes are
//     written and read
//   - typography.go: no-break spaces, guillemets, apostrophes
//   - words.go: stop words, elided words, words after a hyphen or a number
//   - stem.go, inclusive.go: singulars, stems, the genders of inclusive writing
//   - gender.go: what agrees with the gender of a noun
//   - sound.go: words that sound the same, neighbouring keys
//   - tables.go: these tables as JSON, for the search in the browser
//   - wrap.go: the width of a text, line breaks
package french

// No-break spaces.
const (
	nbsp  = '\u00a0' // before a colon, inside guillemets, between a number and what it counts
	nnbsp = '\u202f' // before ; ! ? and between groups of three digits
)
