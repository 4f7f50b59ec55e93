// Package static holds the portal's styles, scripts and icons, built into the
// program. A portal's own static/ folder goes before them, file by file.
package static

import "embed"

// FS is this folder.
//
//go:embed css js icons recherche
var FS embed.FS
