// Package archtest holds the architecture of the project by tests: who may import
// whom, how every package presents itself, what lies where. ARCHITECTURE.md
// explains these rules; this package makes a build fail that breaks one.
//
// What enters: the list of packages that `go list` gives, the Go files, the
// descriptions of the content types and the list of files that git knows.
// What leaves: failures that name the place, the rule and its reason. The
// package has no code outside its tests, and nothing imports it.
//
// A rule that stands in the way of a better design is changed here and in
// ARCHITECTURE.md, in the same change.
package archtest
