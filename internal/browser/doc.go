// Package browser tries the built portal in Chromium, as a reader has it: from
// a folder opened from disk and from a web server, at the width of a telephone.
//
// What enters: the project's own content/, built once a run into a temporary
// folder from a copy, and Debian's Chromium (at /usr/bin/chromium, or where
// $CHROMIUM says). What leaves: failures that name the page, what is wrong
// with it and, for links, where they stand. The package has no code outside
// its tests, writes nothing into the project's folder and asks nothing of the
// network: every address but this machine's is unknown to its browser.
//
// The tests are skipped under -short and where there is no Chromium, unless
// CI=true says that there must be one. `make test` installs it.
package browser
