package media

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// recipe identifies everything, beside the source, that determines the
// published bytes. Raise its number if they would change: filters, SVG rules, a
// new version of an imported decoder. Encoders depend on the Go release, and
// floating point on the processor.
var recipe = fmt.Sprintf("1 %v %d %d %s %s", widths, jpegQuality, fewColours, runtime.Version(), runtime.GOARCH)

// rendition is one published form of a picture, as the cache knows it.
type rendition struct {
	Width, Height int
	Size          int64
	Digest        string // SHA-256 of the published bytes, in hexadecimal
	Ext           string
	Source        bool // these are the source's own bytes, which are not stored twice
}

// published is the file behind a published name.
type published struct {
	name      string // in the content folder
	rendition rendition
	download  bool // published unchanged, under its own name
}

// Variants lists the forms in which a file is published, the narrowest first;
// the last one is the original or its replacement. A file that is not a picture
// has one form, under its own name. The error is an [*Error] if the author can
// solve it.
func (s *Store) Variants(name string) ([]Variant, error) {
	file, err := s.Inspect(name)
	if err != nil {
		return nil, err
	}
	src := s.source(name)
	src.variantsOnce.Do(func() { src.variants, src.variantsErr = s.variants(file, src) })
	return slices.Clone(src.variants), src.variantsErr
}

func (s *Store) variants(file File, src *source) ([]Variant, error) {
	if !file.Image {
		s.publish(file.Name, published{name: file.Name, download: true})
		return []Variant{{Name: file.Name, Size: file.Size}}, nil
	}
	renditions, ok := s.keptRenditions(src.digest)
	if !ok {
		var err error
		if renditions, err = s.render(file.Name, src); err != nil {
			return nil, err
		}
	}
	var out []Variant
	for _, r := range renditions {
		v := Variant{Name: publishedName(file, r), Width: r.Width, Height: r.Height, Size: r.Size}
		s.publish(v.Name, published{name: file.Name, rendition: r})
		out = append(out, v)
	}
	return out, nil
}

func (s *Store) publish(variant string, p published) {
	s.mu.Lock()
	s.published[variant] = p
	s.mu.Unlock()
}

func publishedName(file File, r rendition) string {
	width := ""
	if file.Kind != kindSVG {
		width = "-" + strconv.Itoa(r.Width)
	}
	return stem(file.Name) + width + "." + r.Digest[:8] + r.Ext
}

func stem(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

func renditionsKey(digest string) string { return cacheKey("renditions", recipe, digest) }

func bytesKey(r rendition) string { return cacheKey("bytes", r.Digest) }

// keptRenditions returns the renditions of a source from the cache, if they are
// complete.
func (s *Store) keptRenditions(digest string) ([]rendition, bool) {
	var kept []rendition
	if !s.cache.load(renditionsKey(digest), &kept) || len(kept) == 0 {
		return nil, false
	}
	complete := true
	for _, r := range kept {
		complete = (r.Source || s.cache.has(bytesKey(r), r.Size)) && complete
	}
	return kept, complete
}

// render makes a picture's renditions from its bytes and stores them.
func (s *Store) render(name string, src *source) ([]rendition, error) {
	release := s.pixels.take(src.facts.pixels())
	defer release()
	data, err := s.readSame(name, src.digest)
	if err != nil {
		return nil, err
	}
	s.decodes.Add(1)
	forms, err := src.facts.forms(name, data)
	if err != nil {
		return nil, err
	}
	var out []rendition
	for _, f := range forms {
		r := rendition{
			Width: f.size.X, Height: f.size.Y, Size: int64(len(f.data)),
			Digest: digestOf(f.data), Ext: f.ext, Source: bytes.Equal(f.data, data),
		}
		if !r.Source {
			if err := s.cache.put(bytesKey(r), f.data); err != nil {
				return nil, err
			}
		}
		out = append(out, r)
	}
	return out, s.cache.save(renditionsKey(src.digest), out)
}

// readSame reads a file with a known digest. A file that has changed meanwhile
// is an error.
func (s *Store) readSame(name, digest string) ([]byte, error) {
	data, err := fs.ReadFile(s.content, name)
	if err != nil {
		return nil, unread(name, err)
	}
	if digestOf(data) != digest {
		s.cache.forget(stampKey(name))
		return nil, fmt.Errorf("%s : le fichier a changé pendant la construction (relancez-la)", name)
	}
	return data, nil
}
