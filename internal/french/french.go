// Package french is what the portal knows of the French language. It serves
// every room that reads or writes French, so that each question has one answer.
//
// What enters are words, texts, numbers and days; what leaves are words, texts
// and numbers. It knows no page and no portal, reads no file and keeps no
// state: its tables never change. One file holds one subject:
//
//   - fold.go: what makes words comparable as people type them
//   - slug.go: what addresses and anchors are made of
//   - distance.go, near.go: how far two words are apart, and what a near miss meant
//   - dates.go, numbers.go, sizes.go: how days, numbers, counts and sizes are
//     written and read
//   - typography.go: no-break spaces, guillemets, apostrophes
//   - words.go: words that say nothing of a subject, that lose their vowel, that
//     stand after a hyphen or a number
//   - stem.go, inclusive.go: singulars, stems, the genders of inclusive writing
//   - sound.go: what sounds alike, and which keys are neighbours
//   - tables.go: all that in lists, for the search in the browser
//   - wrap.go: how wide a text is and how it is broken into lines
package french

// Spaces at which no line is broken.
const (
	nbsp  = '\u00a0' // before a colon, inside guillemets, between a number and what it counts
	nnbsp = '\u202f' // before ; ! ? and between groups of three digits
)
