// Package archtest holds the architecture of the project by tests: which
// package may import which, how each package presents itself, and where files
// lie. ARCHITECTURE.md explains these rules; a build fails if one is broken.
//
// What enters: the list of packages from `go list`, the Go files, the
// descriptions of the content types and the list of files in git. What leaves:
// failures with the place, the rule and its reason. The package has no code
// outside its tests, and nothing imports it.
//
// If a better design needs another rule, change it here and in ARCHITECTURE.md,
// in the same commit.
package archtest
