package media

import "strings"

// Shown are the extensions of files that browsers show or that pages need; all
// other files are for download. The server settings in the README list the
// same.
const Shown = "html css js json xml txt pdf svg png apng jpg jpeg gif webp avif ico woff2 mp3 m4a ogg wav mp4 m4v webm mov vtt"

// DrawingPolicy is the Content-Security-Policy for SVG files: if one holds a
// script after all, it does not run.
const DrawingPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox"

// pageFileTypes are the types of files that pages are made of; those of
// pictures and downloads are in their own tables.
var pageFileTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".woff2": "font/woff2", ".woff": "font/woff", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json",
	".jpg": kindJPEG, ".jpeg": kindJPEG, ".jpe": kindJPEG, ".jfif": kindJPEG, ".png": kindPNG, ".apng": "image/apng", ".gif": kindGIF,
	".webp": kindWebP, ".svg": kindSVG,
}

var shownExtensions = func() map[string]bool {
	table := map[string]bool{}
	for ext := range strings.FieldsSeq(Shown) {
		table["."+ext] = true
	}
	return table
}()

// Headers are the HTTP headers for a file of the portal, its own pages
// excepted: the type, which browsers must not guess, and whether it is shown or
// saved.
func Headers(name string) map[string]string {
	ext := extension(name)
	kind, ok := pageFileTypes[ext]
	if !ok {
		kind, _ = describeDownload(name)
	}
	if kind == "text/csv" || kind == "text/tab-separated-values" {
		kind += "; charset=utf-8"
	}
	headers := map[string]string{"Content-Type": kind, "X-Content-Type-Options": "nosniff"}
	if !shownExtensions[ext] {
		headers["Content-Disposition"] = "attachment"
	}
	if kind == kindSVG {
		headers["Content-Security-Policy"] = DrawingPolicy
	}
	return headers
}
