package media

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// Bytes returns the file of a published name; see [Store.Open].
func (s *Store) Bytes(variant string) ([]byte, error) {
	r, err := s.Open(variant)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// Clean returns a drawing of the content folder without what could run or load
// something, to be published under its own name.
func (s *Store) Clean(name string) ([]byte, error) {
	variants, err := s.Variants(name)
	if err != nil {
		return nil, err
	}
	return s.Bytes(variants[len(variants)-1].Name)
}

// CleanDrawing does the same for a drawing outside of the content folder.
// removed lists what it took out, as in [File]. The error is an [*Error] if the
// author can solve it.
func CleanDrawing(name string, data []byte) (clean []byte, removed string, err error) {
	drawing, err := readSVG(name, data)
	return drawing.clean, drawing.removed, err
}

// Open reads the file of a published name. It knows the names that
// [Store.Variants] has returned, and finds other variants of pictures too: a
// browser may ask for a picture before its page is rendered. For other names
// the error is fs.ErrNotExist.
func (s *Store) Open(variant string) (io.ReadCloser, error) {
	p, ok := s.find(variant)
	if !ok {
		return nil, fmt.Errorf("%s : aucun fichier publié ne porte ce nom : %w", variant, fs.ErrNotExist)
	}
	if p.download {
		f, err := s.content.Open(p.name)
		if err != nil {
			return nil, unread(p.name, err)
		}
		return f, nil
	}
	data, err := s.read(p)
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func (s *Store) read(p published) ([]byte, error) {
	if p.rendition.Source {
		return s.readSame(p.name, p.rendition.Digest)
	}
	key := bytesKey(p.rendition)
	if data, ok := s.cache.get(key); ok {
		return data, nil
	}
	// The entry was damaged, or removed by another process.
	src := s.source(p.name)
	src.remake.Lock()
	defer src.remake.Unlock()
	if data, ok := s.cache.get(key); ok {
		return data, nil
	}
	if _, err := s.render(p.name, src); err != nil {
		return nil, err
	}
	data, ok := s.cache.get(key)
	if !ok {
		return nil, errors.New("le cache des images ne garde pas ce qui y est écrit : " + s.cache.dir)
	}
	return data, nil
}

// afterStem matches what follows the source's stem in the name of a variant.
var afterStem = regexp.MustCompile(`^(-\d+)?\.[0-9a-f]{8}\.[a-z]+$`)

func (s *Store) find(variant string) (published, bool) {
	if p, ok := s.lookup(variant); ok {
		return p, true
	}
	if !fs.ValidPath(variant) {
		return published{}, false
	}
	dir, base := path.Split(variant)
	neighbours, err := fs.ReadDir(s.content, path.Clean(dir))
	if err != nil {
		return published{}, false
	}
	for _, n := range neighbours {
		rest, ok := strings.CutPrefix(base, stem(n.Name()))
		if !ok || !afterStem.MatchString(rest) || n.IsDir() {
			continue
		}
		file, err := s.Inspect(dir + n.Name())
		if err != nil || !file.Image {
			continue
		}
		if _, err := s.Variants(file.Name); err != nil {
			continue
		}
		if p, ok := s.lookup(variant); ok {
			return p, true
		}
	}
	return published{}, false
}

func (s *Store) lookup(variant string) (published, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.published[variant]
	return p, ok
}
