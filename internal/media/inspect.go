package media

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"time"

	"golang.org/x/image/webp"

	"intraqvt/internal/french"
	"intraqvt/internal/problem"
)

const (
	maxPixels = 50_000_000
	maxBytes  = 128_000_000 // of a picture's file, which is read into memory as a whole
)

// facts are the properties of a picture that its bytes tell; the cache keeps
// them under the digest of the bytes.
type facts struct {
	Kind     string
	Width    int // as displayed: after turning it upright
	Height   int
	Animated bool
	Removed  string
}

// stamp links a path of the content folder to the digest of its bytes, so that
// an unchanged file is not read again.
type stamp struct {
	Size     int64
	Modified int64 // nanoseconds
	Digest   string
}

// settled is the age from which a file's size and time prove that it has not
// changed: file systems count time in steps of up to two seconds.
const settled = 3 * time.Second

// Inspect returns what a page needs to know of a file. The error is an [*Error]
// if the author can solve it.
func (s *Store) Inspect(name string) (File, error) {
	src := s.source(name)
	src.lookOnce.Do(func() { src.lookErr = s.look(name, src) })
	return src.file, src.lookErr
}

func (s *Store) look(name string, src *source) error {
	if !fs.ValidPath(name) {
		return complaint(name, problem.MissingFile, "ce chemin ne désigne pas un fichier du dossier content",
			"écrivez-le à partir du dossier, avec des / et sans ..", fs.ErrInvalid)
	}
	info, err := fs.Stat(s.content, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s.absent(name, err)
	case err != nil:
		return unread(name, err)
	case info.IsDir():
		return complaint(name, problem.MissingFile, "ce chemin désigne un dossier", "donnez le nom d’un fichier", nil)
	}
	file := File{Name: name, Size: info.Size()}
	file.Kind, file.Label = describeDownload(name)
	if !pictureExtensions[extension(name)] {
		if file.Risk, err = s.judge(name); err != nil {
			return unread(name, err)
		}
	}
	if _, known := downloads[extension(name)]; known || file.Risk != NoRisk {
		src.file = file
		return nil
	}
	digest, f, ok := s.remembered(name, info)
	if !ok {
		data, err := s.readPicture(name, info)
		if err != nil {
			return err
		}
		if data == nil { // an ordinary file with an unknown extension
			src.file = file
			return nil
		}
		digest = digestOf(data)
		if f, err = s.factsOf(name, digest, data); err != nil {
			return err
		}
		if err := s.putStamp(name, info, digest); err != nil {
			return err
		}
	}
	file.Kind, file.Label, file.Image = f.Kind, pictures[f.Kind].label, true
	file.Width, file.Height, file.Removed = f.Width, f.Height, f.Removed
	src.file, src.facts, src.digest = file, f, digest
	return nil
}

func (s *Store) judge(name string) (Risk, error) {
	f, err := s.content.Open(name)
	if err != nil {
		return NoRisk, err
	}
	defer f.Close()
	return Judge(name, f)
}

func unread(name string, err error) error {
	return fmt.Errorf("%s : lecture impossible (vérifiez les droits du fichier) : %w", name, err)
}

// readPicture reads a file if it is a picture. It returns no bytes if the file
// is something else that may have this name.
func (s *Store) readPicture(name string, info fs.FileInfo) ([]byte, error) {
	f, err := s.content.Open(name)
	if err != nil {
		return nil, unread(name, err)
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, sniffSize))
	if err != nil {
		return nil, unread(name, err)
	}
	ext := extension(name)
	if sniff(head, ext) == "" {
		if pictureExtensions[ext] {
			return nil, notPicture(name, head)
		}
		return nil, nil
	}
	if info.Size() > maxBytes {
		return nil, complaint(name, problem.ImageTooLarge,
			fmt.Sprintf("image trop lourde : %s, %s au plus", french.SizeUp(info.Size()), french.Size(maxBytes)),
			hintSaveAgain, nil)
	}
	data := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	data.Write(head)
	if _, err := data.ReadFrom(io.LimitReader(f, maxBytes)); err != nil {
		return nil, unread(name, err)
	}
	return data.Bytes(), nil
}

func stampKey(name string) string { return cacheKey("stamp", name) }

// remembered returns what the cache knows of a file that has not changed since;
// the file is not read.
func (s *Store) remembered(name string, info fs.FileInfo) (digest string, f facts, ok bool) {
	var st stamp
	if !s.cache.load(stampKey(name), &st) || st.Size != info.Size() || st.Modified != info.ModTime().UnixNano() {
		return "", facts{}, false
	}
	ok = s.cache.load(factsKey(st.Digest), &f)
	return st.Digest, f, ok
}

// putStamp records a digest, unless the file could still change without a new
// size and time: because it is too recent, or has no time (embedded files).
func (s *Store) putStamp(name string, info fs.FileInfo, digest string) error {
	if info.ModTime().IsZero() || time.Since(info.ModTime()) < settled {
		return nil
	}
	return s.cache.save(stampKey(name), stamp{Size: info.Size(), Modified: info.ModTime().UnixNano(), Digest: digest})
}

func factsKey(digest string) string { return cacheKey("facts", recipe, digest) }

// factsOf returns the facts from the cache or, if they are missing, from the
// bytes.
func (s *Store) factsOf(name, digest string, data []byte) (facts, error) {
	var f facts
	if s.cache.load(factsKey(digest), &f) {
		return f, nil
	}
	f, err := s.measure(name, data)
	if err != nil {
		return facts{}, err
	}
	return f, s.cache.save(factsKey(digest), f)
}

// measure reads the facts from a picture's bytes without decoding its pixels.
func (s *Store) measure(name string, data []byte) (facts, error) {
	s.decodes.Add(1)
	f := facts{Kind: KindOf(name, data)}
	if f.Kind == kindSVG {
		drawing, err := readSVG(name, data)
		if err != nil {
			return facts{}, err
		}
		f.Width, f.Height, f.Removed = drawing.width, drawing.height, drawing.removed
		return f, nil
	}
	config, err := decodeConfig(f.Kind, data)
	if err != nil {
		return facts{}, unreadable(name, err)
	}
	if config.Width <= 0 || config.Height <= 0 {
		return facts{}, unreadable(name, errMalformed)
	}
	if int64(config.Width)*int64(config.Height) > maxPixels {
		return facts{}, tooLarge(name, config.Width, config.Height)
	}
	c, err := openContainer(f.Kind, data)
	if err != nil {
		return facts{}, unreadable(name, err)
	}
	f.Width, f.Height = c.orientation.size(config.Width, config.Height)
	f.Animated = c.animated
	return f, nil
}

func decodeConfig(kind string, data []byte) (image.Config, error) {
	r := bytes.NewReader(data)
	switch kind {
	case kindJPEG:
		return jpeg.DecodeConfig(r)
	case kindPNG:
		return png.DecodeConfig(r)
	case kindGIF:
		return gif.DecodeConfig(r)
	case kindWebP:
		return webp.DecodeConfig(r)
	}
	return image.Config{}, errMalformed
}
