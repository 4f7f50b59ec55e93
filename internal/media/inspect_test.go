package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image/color"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestInspect(t *testing.T) {
	small := photo(40, 30)
	for _, test := range []struct {
		name  string
		data  []byte
		kind  string
		label string
		w, h  int
	}{
		{"a.jpg", asJPEG(small, 80), "image/jpeg", "Image JPEG", 40, 30},
		{"Photo d’été.JPEG", asJPEG(small, 80), "image/jpeg", "Image JPEG", 40, 30},
		{"turned.jpg", withSegments(asJPEG(small, 80), exifSegment(6)), "image/jpeg", "Image JPEG", 30, 40},
		{"a.png", asPNG(small), "image/png", "Image PNG", 40, 30},
		{"png.jpg", asPNG(small), "image/png", "Image PNG", 40, 30},
		{"jpeg", asJPEG(small, 80), "image/jpeg", "Image JPEG", 40, 30},
		{"a.gif", asGIF(small), "image/gif", "Image GIF", 40, 30},
		{"moving.gif", asGIF(small, small), "image/gif", "Image GIF", 40, 30},
		{"a.webp", asWebP(lossless(31, 17, color.NRGBA{1, 2, 3, 255})), "image/webp", "Image WebP", 31, 17},
		{"moving.webp", asWebP(extended(2, 640, 480), riffChunk("ANIM", make([]byte, 6))), "image/webp", "Image WebP", 640, 480},
		{"a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"/>`), "image/svg+xml", "Image SVG", 120, 80},
		{"svg.png", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="12" height="8"/>`), "image/svg+xml",
			"Image SVG", 12, 8},
		{"a.pdf", []byte("%PDF-1.7"), "application/pdf", "PDF", 0, 0},
		{"A.PDF", []byte("%PDF-1.7"), "application/pdf", "PDF", 0, 0},
		{"a.csv", []byte("a;b"), "text/csv", "CSV", 0, 0},
		{"a.xlsx", []byte("PK"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Classeur Excel", 0, 0},
		{"a.docx", []byte("PK"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Document Word", 0, 0},
		{"a.zip", []byte("PK"), "application/zip", "Archive ZIP", 0, 0},
		{"a.ics", []byte("BEGIN:VCALENDAR"), "text/calendar; charset=utf-8", "Calendrier", 0, 0},
		{"a.heic", []byte("\x00\x00\x00\x18ftypheic"), "image/heic", "Photo HEIC", 0, 0},
		{"a.xyz", []byte("?"), "application/octet-stream", "Fichier XYZ", 0, 0},
		{"LISEZMOI", []byte("<svg"), "application/octet-stream", "Fichier", 0, 0},
		{"empty.csv", nil, "text/csv", "CSV", 0, 0},
	} {
		name := "dossier/" + test.name
		got, err := oneFile(t, name, test.data).Inspect(name)
		want := File{Name: name, Size: int64(len(test.data)), Kind: test.kind, Label: test.label,
			Width: test.w, Height: test.h, Image: test.w > 0}
		if err != nil || got != want {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", test.name, got, err, want)
		}
	}
}

// hugePNG announces a size that no pixels follow.
func hugePNG(w, h uint32) []byte {
	header := slices.Concat([]byte("IHDR"), binary.BigEndian.AppendUint32(nil, w), binary.BigEndian.AppendUint32(nil, h),
		[]byte{8, 2, 0, 0, 0})
	data := append([]byte(pngSignature+"\x00\x00\x00\x0d"), header...)
	return binary.BigEndian.AppendUint32(data, crc32.ChecksumIEEE(header))
}

func TestBrokenPictures(t *testing.T) {
	small := photo(400, 300)
	jpg, pic := asJPEG(small, 80), asPNG(small)
	bent := slices.Clone(pic)
	bent[len(bent)/2] ^= 0x55
	web := asWebP(lossless(31, 17, color.NRGBA{1, 2, 3, 255}))
	for _, test := range []struct {
		name string
		data []byte
		code string
		want string // in the message or the hint
	}{
		{"cut.jpg", jpg[:len(jpg)/2], "image-illisible", "image tronquée"},
		{"header.jpg", jpg[:20], "image-illisible", "image tronquée"},
		{"cut.png", pic[:len(pic)/2], "image-illisible", "image tronquée"},
		{"cut.gif", asGIF(small)[:900], "image-illisible", "image tronquée"},
		{"cut.webp", web[:len(web)-6], "image-illisible", "image tronquée"},
		{"bent.png", bent, "image-illisible", "image abîmée"},
		{"void.webp", asWebP(), "image-illisible", "image abîmée"},
		{"empty.png", nil, "image-illisible", "image vide"},
		{"page.jpg", []byte("<!DOCTYPE html><p>Connexion requise"), "image-illisible", "n’est pas une image"},
		{"iphone.jpg", []byte("\x00\x00\x00\x18ftypheic\x00\x00"), "image-illisible", "exportez-la en JPEG"},
		{"lossless.jpg", append([]byte("\xff\xd8"), segment(0xc3, []byte{8, 0, 9, 0, 9, 1, 1, 0x11, 0})...), "image-illisible",
			"non prise en charge"},
		{"huge.png", hugePNG(60_000, 60_000), "image-trop-grande", "image trop grande : 60000 × 60000 pixels, 50 millions au plus"},
		{"bomb.webp", asWebP(lossless(16_384, 16_384, color.NRGBA{})), "image-trop-grande", "50 millions au plus"},
		{"bomb2.webp", asWebP(extended(2, 1<<24, 1<<20)), "image-illisible", "image abîmée"},
		{"void.svg", []byte("texte"), "svg-illisible", "SVG illisible"},
	} {
		_, err := oneFile(t, test.name, test.data).Variants(test.name)
		var e *Error
		switch {
		case !errors.As(err, &e):
			t.Errorf("%s: error %v, want an *Error", test.name, err)
		case e.File != test.name || e.Code() != test.code || e.Hint == "" || !strings.Contains(err.Error(), test.want):
			t.Errorf("%s: %q (%s), want %q (%s)", test.name, err, e.Code(), test.want, test.code)
		}
	}
}

func TestTooHeavy(t *testing.T) {
	s := newStore(t, heavyFS{oneFS("a.jpg", asJPEG(photo(40, 30), 80))})
	_, err := s.Inspect("a.jpg")
	if err == nil || !strings.Contains(err.Error(), "image trop lourde : 200\u00a0Mo, 128\u00a0Mo au plus") {
		t.Errorf("error %v", err)
	}
}

func oneFS(name string, data []byte) fstest.MapFS { return files(map[string][]byte{name: data}) }

// heavyFS says of all files that they weigh 200 Mo.
type heavyFS struct{ fstest.MapFS }

type heavyInfo struct{ fs.FileInfo }

func (heavyInfo) Size() int64 { return 200_000_000 }

func (h heavyFS) Stat(name string) (fs.FileInfo, error) {
	info, err := h.MapFS.Stat(name)
	return heavyInfo{info}, err
}

func TestAbsentFiles(t *testing.T) {
	s := newStore(t, files(map[string][]byte{"images/équipe.jpg": asJPEG(photo(8, 8), 80), "images/plan.svg": nil}))
	for name, want := range map[string]string{
		"images/equipe.JPG": "vouliez-vous dire « équipe.jpg » ?",
		"images/autre.jpg":  "vérifiez le nom",
		"nulle/part.jpg":    "vérifiez le nom",
	} {
		_, err := s.Inspect(name)
		if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	for _, name := range []string{"../secret.jpg", "/etc/passwd", "", "images", "images//plan.svg"} {
		var e *Error
		if _, err := s.Inspect(name); !errors.As(err, &e) {
			t.Errorf("%q: %v, want an *Error", name, err)
		}
	}
}

// A file that can't be read for want of permission isn't its author's fault.
func TestUnreadableFileIsNoComplaint(t *testing.T) {
	s := newStore(t, deniedFS{oneFS("a.jpg", nil)})
	_, err := s.Inspect("a.jpg")
	var e *Error
	if !errors.Is(err, fs.ErrPermission) || errors.As(err, &e) || !strings.Contains(err.Error(), "a.jpg : lecture impossible") {
		t.Errorf("error %v", err)
	}
}

type deniedFS struct{ fstest.MapFS }

func (d deniedFS) Stat(name string) (fs.FileInfo, error) { return d.MapFS.Stat(name) }

func (deniedFS) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: os.ErrPermission}
}

func TestUnknownPublishedNames(t *testing.T) {
	data := withSegments(asJPEG(photo(400, 300), 80), exifSegment(1))
	s := newStore(t, files(map[string][]byte{"images/a.jpg": data, "images/a.md": []byte("brouillon"), "b.pdf": []byte("%PDF")}))
	for _, name := range []string{"images/a.jpg", "images/a.md", "images/a-360.00000000.jpg", "b.pdf", "../a.jpg", "", "x/y.00000000.svg"} {
		if _, err := s.Bytes(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: error %v, want fs.ErrNotExist", name, err)
		}
	}
	vs := variants(t, s, "b.pdf")
	if len(vs) != 1 || vs[0] != (Variant{Name: "b.pdf", Size: 4}) || !bytes.Equal(read(t, s, "b.pdf"), []byte("%PDF")) {
		t.Errorf("variants of a download: %+v", vs)
	}
}
