// Package layouts holds the portal's templates, content types and words, built
// into the program. A portal's own layouts/ folder goes before them, file by
// file.
package layouts

import "embed"

// FS is this folder.
//
//go:embed *.html *.yaml */*.yaml components/*.html guide/*.md
var FS embed.FS
