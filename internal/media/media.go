// Package media looks after the files that stand beside pages: pictures and
// downloads.
//
// What enters: a slash path in the content folder, and a folder that keeps
// what was made from one build to the next.
//
// What leaves, through a [Store]:
//   - [Store.Inspect]: what a page says of a file (kind, French label, weight,
//     width and height);
//   - [Store.Variants]: the names, widths and weights under which a picture is
//     published, for srcset;
//   - [Store.Open] and [Store.Bytes]: what stands under such a name;
//   - [Judge]: what a browser or a system would do with a file.
//
// # What is done to pictures
//
// JPEG, PNG, static GIF and WebP get copies at 360, 720, 1080 and 1440 pixels
// of width, never enlarged, and are published themselves as the largest.
// A copy that would weigh no less than the next larger one is left out, since
// nobody would gain by it. Copies are JPEG; they are PNG where the picture has
// transparency or few colours. Nothing published carries EXIF, GPS, XMP, IPTC,
// comments or bytes after the picture's end: copies have none, and originals
// lose them without being compressed again, save those that a camera turned
// (EXIF orientation), which are turned for good. A colour profile other than
// sRGB is kept, or the colours of phone photos would fade.
//
// Animated GIF, PNG and WebP keep their one size. SVG is published as it is
// when it is safe; otherwise what could run or load something is taken out
// ([File] says what).
//
// Other files are published as they are, under their own name: readers see it
// in their download folder. So is a picture that is linked and not shown, but for
// an SVG, which loses the same there ([Store.Clean]). What a browser or a system
// would run is told ([Risk]); whether it is published all the same is not for
// this package to say.
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

// File is what a page needs to know of a file.
type File struct {
	Name   string // slash path in the content folder
	Size   int64  // bytes of the source
	Kind   string // MIME type, by content for pictures and by extension otherwise
	Label  string // the kind for a French reader, such as "Classeur Excel"
	Width  int    // pixels as displayed, 0 where unknown or not a picture
	Height int    // pixels as displayed, 0 where unknown or not a picture
	Image  bool   // whether a page can show it: JPEG, PNG, GIF, WebP or SVG
	Risk   Risk   // what else becomes of it in a browser; none for pictures

	// Removed lists, in French and separated by commas, what publishing takes
	// out of an unsafe SVG; empty for all other files.
	Removed string
}

// IsDrawing tells whether a file is an SVG.
func (f File) IsDrawing() bool { return f.Kind == kindSVG }

// Variant is one published form of a file.
type Variant struct {
	Name   string // published slash path, such as images/photo-720.3fa9c1d2.jpg; not escaped for addresses
	Width  int    // pixels, 0 where File.Width is
	Height int    // pixels, 0 where File.Height is
	Size   int64  // bytes
}

// Store answers for the files of one content folder during one build. Its
// methods may be called from many goroutines; each file is looked at and
// processed once. A file that changes later is not seen: the next build makes
// a new Store over the same cache.
type Store struct {
	content fs.FS
	cache   *cache
	pixels  *budget

	mu        sync.Mutex
	sources   map[string]*source
	published map[string]published

	decodes atomic.Int64 // pictures whose bytes were read for their meaning
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

	remake sync.Mutex // held while a lost cache entry is made again
}

// New makes a Store over a content folder. Derived pictures are kept in the
// folder cacheDir, which is made when first needed and which several processes
// may share.
func New(content fs.FS, cacheDir string) *Store {
	return &Store{
		content:   content,
		cache:     newCache(cacheDir),
		pixels:    newBudget(2 * maxPixels),
		sources:   map[string]*source{},
		published: map[string]published{},
	}
}

// Prune removes from the cache what this Store has not used: call it at the
// end of a complete build. Entries that another process still needs are made
// again by it.
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
