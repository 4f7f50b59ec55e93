// Package media looks after the files that stand beside pages: pictures and
// downloads.
//
// What enters: a slash path in the content folder, and a cache folder that stays
// from one build to the next.
//
// What leaves, through a [Store]:
//   - [Store.Inspect]: what a page says of a file (kind, French label, size,
//     width and height);
//   - [Store.Variants]: the names, widths and sizes of a picture's published
//     forms, for srcset;
//   - [Store.Open] and [Store.Bytes]: the content of such a name;
//   - [Judge]: what a browser or a system would do with a file.
//
// # What is done to pictures
//
// JPEG, PNG, static GIF and WebP get copies at 360, 720, 1080 and 1440 pixels
// of width, never enlarged, and are published themselves as the largest.
// A copy that would weigh no less than the next larger one is left out, since
// it would save nothing. Copies are JPEG; they are PNG where the picture has
// transparency or few colours. Nothing published carries EXIF, GPS, XMP, IPTC,
// comments or bytes after the picture's end: copies have none, and originals lose
// them without being compressed again. Only originals with an EXIF orientation are
// turned upright and compressed again. A colour profile other than sRGB is kept,
// or the colours of phone photos would fade.
//
// Animated GIF, PNG and WebP keep their one size. A safe SVG is published
// unchanged; otherwise what could run or load something is removed ([File] lists
// it).
//
// Other files are published unchanged under their own name, which readers see in
// their download folder. So are pictures that are linked and not shown, except
// SVG, which is cleaned there too ([Store.Clean]). [Risk] tells what a browser or a
// system would run; the caller decides whether to publish it.
//
// # What it never does
//
// It never writes to the content folder nor to the published site, never
// decodes a picture above 50 megapixels, and never gives different bytes for
// the same file. It does not judge whether a page may use a file.
package media

import (
	"io/fs"
	"sync"
	"sync/atomic"
)

// File describes a file for pages.
type File struct {
	Name   string // slash path in the content folder
	Size   int64  // bytes of the source
	Kind   string // MIME type, by content for pictures and by extension otherwise
	Label  string // the kind for a French reader, such as "Classeur Excel"
	Width  int    // pixels as displayed, 0 if unknown or not a picture
	Height int    // pixels as displayed, 0 if unknown or not a picture
	Image  bool   // whether a page can show it: JPEG, PNG, GIF, WebP or SVG
	Risk   Risk   // what a browser or a system would run of it; none for pictures

	// Removed lists what publishing removes from an unsafe SVG, in French and
	// separated by commas; empty for all other files.
	Removed string
}

// IsDrawing tells whether a file is an SVG.
func (f File) IsDrawing() bool { return f.Kind == kindSVG }

// Variant is one published form of a file.
type Variant struct {
	Name   string // published slash path, such as images/photo-720.3fa9c1d2.jpg; not escaped for addresses
	Width  int    // pixels, 0 if File.Width is
	Height int    // pixels, 0 if File.Height is
	Size   int64  // bytes
}

// Store handles the files of one content folder during one build. Its methods
// are safe for concurrent use; each file is examined and processed once. Later
// changes of a file are not seen: the next build makes a new Store with the
// same cache.
type Store struct {
	content fs.FS
	cache   *cache
	pixels  *budget

	mu        sync.Mutex
	sources   map[string]*source
	published map[string]published

	decodes atomic.Int64 // pictures measured or decoded
}

// source is what the Store knows of one file of the content folder.
type source struct {
	lookOnce sync.Once
	file     File
	facts    facts
	digest   string // SHA-256 of the bytes, in hexadecimal; pictures only
	lookErr  error

	variantsOnce sync.Once
	variants     []Variant
	variantsErr  error

	remake sync.Mutex // held while a lost cache entry is restored
}

// New makes a Store for a content folder. Copies are cached in cacheDir, which
// is created when it is needed and may be shared by several processes.
func New(content fs.FS, cacheDir string) *Store {
	return &Store{
		content:   content,
		cache:     newCache(cacheDir),
		pixels:    newBudget(2 * maxPixels),
		sources:   map[string]*source{},
		published: map[string]published{},
	}
}

// Prune removes from the cache what this Store has not used; call it at the end
// of a complete build. Another process that needs a removed entry makes it
// again.
func (s *Store) Prune() error { return s.cache.prune() }

func (s *Store) source(name string) *source {
	s.mu.Lock()
	defer s.mu.Unlock()
	src := s.sources[name]
	if src == nil {
		src = &source{}
		s.sources[name] = src
	}
	return src
}
