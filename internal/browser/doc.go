// Package browser tries the built portal in Chromium, as a reader has it: from
// a folder opened from disk and from a web server, at the width of a telephone
// and of a desk, at 400 %, in wide letters and in narrow ones, in light and in
// dark, with scripts and without.
//
// What enters: the project's own content/, built once a run into a temporary
// folder from a copy, for a day that stays the same; Debian's Chromium (at
// /usr/bin/chromium, or where $CHROMIUM says) with the fonts that a file of
// testdata/fonts names and no other (fonts_test.go); and the npm packages that package-lock.json names, which
// judge pages better than we could: axe-core (accessibility, axe_test.go),
// html-validate (markup, validate_test.go) and Lighthouse (what a reader on a
// slow telephone sees, lighthouse_test.go). What leaves: failures that name
// the page, what is wrong with it and where it stands. The package has no code
// outside its tests, writes nothing into the project's folder and asks nothing
// of the network: every address but this machine's is unknown to its browsers.
//
// What costs much to look at is looked at on one page of each kind, the one
// with most to it (kinds_test.go); links, the console and the width of a
// telephone on every page. Each judge is tried on pages with faults, too. How a
// page is laid out is judged with its own words and with a word longer than any
// line in every text (reflow_test.go). With $INTRAQVT_LONG set, as `make
// test-long` does, more pages are tried in more ways, for the day of the run.
//
// The packages' versions are the newest that run on Debian's Node.js. The
// `overrides` in package.json pin what a package asks for as "latest": without
// them npm refuses the lock file whenever a newer one comes out.
//
// The tests are skipped under -short and where there is no Chromium, font or npm
// package, unless CI=true says that they must be there. `make test` installs
// them.
package browser
