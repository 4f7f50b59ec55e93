package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
)

const (
	jpegQuality = 82
	// fewColours is the number of colours below which a picture may be a
	// drawing or a screenshot; see isDrawing.
	fewColours = 4096
)

// encoder writes all copies of one picture in the same format.
type encoder struct {
	asPNG   bool
	palette map[uint32]int // the picture's colours, if a PNG could index them
	profile []byte         // to be embedded, or nil
}

// newEncoder chooses the format of a picture's copies.
func newEncoder(kind string, img image.Image, profile []byte) encoder {
	e := encoder{profile: wantedProfile(profile)}
	if kind == kindJPEG {
		return e
	}
	if o, ok := img.(interface{ Opaque() bool }); ok && !o.Opaque() {
		e.asPNG = true
	}
	found, changes := colours(img, fewColours)
	b := img.Bounds()
	e.asPNG = e.asPNG || found != nil && isDrawing(changes, b.Dx()*b.Dy())
	if len(found) <= maxPalette {
		e.palette = found
	}
	return e
}

// isDrawing tells drawings and screenshots, whose sharp edges JPEG would blur,
// from photos: most of their pixels equal the pixel before. Few colours alone
// are not enough, since a grey photo has no more than 256.
func isDrawing(changes, pixels int) bool { return 2*changes <= pixels }

// wantedProfile returns a profile unless it can be left out: sRGB is assumed
// without a profile, and profiles for CMYK or grey do not fit the copies.
func wantedProfile(profile []byte) []byte {
	if len(profile) < 128 || string(profile[16:20]) != "RGB " ||
		bytes.Contains(profile, []byte("sRGB")) || bytes.Contains(profile, []byte("s\x00R\x00G\x00B")) {
		return nil
	}
	return profile
}

// encode returns the file of a copy and its extension.
func (e encoder) encode(img *image.RGBA) (data []byte, ext string, err error) {
	if !e.asPNG {
		data, err = encodeJPEG(img, e.profile)
		return data, ".jpg", err
	}
	data, err = e.encodePNG(img)
	return data, ".png", err
}

func encodeJPEG(img image.Image, profile []byte) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return nil, err
	}
	if profile == nil {
		return b.Bytes(), nil
	}
	payload := append([]byte("ICC_PROFILE\x00\x01\x01"), profile...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, jpegAPP2}, uint16(len(payload)+2))
	const afterStart = 2
	return slices.Insert(b.Bytes(), afterStart, append(segment, payload...)...), nil
}

// encodePNG writes true colours or, if that is shorter, a palette.
func (e encoder) encodePNG(img *image.RGBA) ([]byte, error) {
	data, err := writePNG(img, png.DefaultCompression)
	if err != nil {
		return nil, err
	}
	if indexed := e.index(img); indexed != nil {
		shorter, err := writePNG(indexed, png.BestCompression)
		if err != nil {
			return nil, err
		}
		if len(shorter) < len(data) {
			data = shorter
		}
	}
	if e.profile == nil {
		return data, nil
	}
	var chunk bytes.Buffer
	chunk.WriteString("ICC\x00\x00")
	z := zlib.NewWriter(&chunk)
	if _, err := z.Write(e.profile); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	const afterHeader = len(pngSignature) + 12 + 13
	return slices.Insert(data, afterHeader, pngChunk("iCCP", chunk.Bytes())...), nil
}

// writePNG writes a PNG with the given compression level: the best one takes
// long and pays off for palettes only, which become a tenth shorter.
func writePNG(img image.Image, level png.CompressionLevel) ([]byte, error) {
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: level}).Encode(&b, img)
	return b.Bytes(), err
}

func pngChunk(name string, payload []byte) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(payload)))
	chunk = append(append(chunk, name...), payload...)
	return binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
}
