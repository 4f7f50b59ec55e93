package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/color/palette"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
)

// photo is a picture with soft gradients and noise, as cameras make them.
func photo(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	noise := uint32(1)
	for i := range w * h {
		noise = noise*1664525 + 1013904223
		x, y := i%w, i/w
		n := noise >> 28
		copy(m.Pix[4*i:], []byte{uint8(x*200/w + int(n)), uint8(y*200/h + int(n)), uint8((x + y) / 8), 255})
	}
	return m
}

// quadrants is a picture whose corners are red, green, blue and white, from
// the upper left line by line.
func quadrants(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i, c := range []color.RGBA{red, green, blue, white} {
		x, y := i%2*w/2, i/2*h/2
		draw.Draw(m, image.Rect(x, y, x+w/2, y+h/2), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return m
}

var (
	red   = color.RGBA{255, 0, 0, 255}
	green = color.RGBA{0, 255, 0, 255}
	blue  = color.RGBA{0, 0, 255, 255}
	white = color.RGBA{255, 255, 255, 255}
)

// corners are the colours at the corners, named by their first letter.
func corners(m image.Image) string {
	b := m.Bounds()
	inset := b.Dx() / 8
	s := ""
	for _, p := range []image.Point{
		{b.Min.X + inset, b.Min.Y + inset}, {b.Max.X - inset, b.Min.Y + inset},
		{b.Min.X + inset, b.Max.Y - inset}, {b.Max.X - inset, b.Max.Y - inset},
	} {
		r, g, b, _ := m.At(p.X, p.Y).RGBA()
		const half = 0x8000
		switch {
		case r > half && g > half && b > half:
			s += "W"
		case r > half:
			s += "R"
		case g > half:
			s += "G"
		case b > half:
			s += "B"
		default:
			s += "?"
		}
	}
	return s
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func asJPEG(m image.Image, quality int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func asPNG(m image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func asGIF(frames ...image.Image) []byte {
	var g gif.GIF
	for _, f := range frames {
		p := image.NewPaletted(f.Bounds(), palette.WebSafe)
		draw.Draw(p, p.Rect, f, f.Bounds().Min, draw.Src)
		g.Image = append(g.Image, p)
		g.Delay = append(g.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &g); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// riffChunk is a chunk of a WebP file.
func riffChunk(name string, payload []byte) []byte {
	c := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(payload)))
	c = append(c, payload...)
	if len(payload)%2 == 1 {
		c = append(c, 0)
	}
	return c
}

func asWebP(chunks ...[]byte) []byte {
	body := append([]byte("WEBP"), slices.Concat(chunks...)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

// extended is the VP8X chunk, which announces the others.
func extended(flags byte, w, h int) []byte {
	p := []byte{flags, 0, 0, 0}
	for _, n := range []int{w - 1, h - 1} {
		p = append(p, byte(n), byte(n>>8), byte(n>>16))
	}
	return riffChunk("VP8X", p)
}

// lossless is a VP8L chunk: a picture of one colour, of any size, in a few
// bytes.
func lossless(w, h int, c color.NRGBA) []byte {
	var bits, n uint64
	out := []byte{0x2f}
	put := func(v, count int) {
		bits |= uint64(v) << n
		for n += uint64(count); n >= 8; n -= 8 {
			out = append(out, byte(bits))
			bits >>= 8
		}
	}
	put(w-1, 14)
	put(h-1, 14)
	put(1, 1) // alpha
	put(0, 3) // version
	put(0, 3) // no transform, no colour cache, no meta code
	for _, symbol := range []uint8{c.G, c.R, c.B, c.A, 0} {
		put(0b101, 3) // a simple code of one symbol of 8 bits
		put(int(symbol), 8)
	}
	put(0, 7)
	return riffChunk("VP8L", out)
}

// exif is EXIF data with an orientation and the name of a place.
func exif(o orientation, order binary.AppendByteOrder) []byte {
	t := []byte("II*\x00")
	if order == binary.BigEndian {
		t = []byte("MM\x00*")
	}
	t = order.AppendUint32(t, 8)
	t = order.AppendUint16(t, 2)
	t = append(order.AppendUint32(order.AppendUint16(order.AppendUint16(t, 0x010e), 2), 8), 0, 0, 0, 38)
	t = order.AppendUint32(order.AppendUint16(order.AppendUint16(t, 0x0112), 3), 1)
	t = append(order.AppendUint16(t, uint16(o)), 0, 0)
	t = order.AppendUint32(t, 0)
	return append(t, secret...)
}

// secret is what must not be published.
const secret = "GPS 48.85 N 2.35 E"

// segment is a JPEG segment.
func segment(marker byte, payload []byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(payload)+2)), payload...)
}

// withSegments puts segments at the beginning of a JPEG file.
func withSegments(data []byte, segments ...[]byte) []byte {
	return slices.Insert(slices.Clone(data), 2, slices.Concat(segments...)...)
}

func exifSegment(o orientation) []byte {
	return segment(jpegAPP1, append([]byte("Exif\x00\x00"), exif(o, binary.BigEndian)...))
}

// withChunks puts chunks after the header of a PNG file.
func withChunks(data []byte, chunks ...[]byte) []byte {
	return slices.Insert(slices.Clone(data), 33, slices.Concat(chunks...)...)
}

// wideProfile is a colour profile that isn't sRGB, as far as this package
// looks.
func wideProfile() []byte {
	p := make([]byte, 600)
	copy(p[16:], "RGB XYZ ")
	copy(p[128:], "Display P3")
	return p
}

func files(content map[string][]byte) fstest.MapFS {
	m := fstest.MapFS{}
	for name, data := range content {
		m[name] = &fstest.MapFile{Data: data}
	}
	return m
}

func newStore(t testing.TB, content fs.FS) *Store {
	t.Helper()
	return New(content, t.TempDir())
}

// store holds one file.
func oneFile(t testing.TB, name string, data []byte) *Store {
	t.Helper()
	return newStore(t, files(map[string][]byte{name: data}))
}

func variants(t testing.TB, s *Store, name string) []Variant {
	t.Helper()
	vs, err := s.Variants(name)
	if err != nil {
		t.Fatal(err)
	}
	return vs
}

func read(t testing.TB, s *Store, variant string) []byte {
	t.Helper()
	data, err := s.Bytes(variant)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decoded(t testing.TB, data []byte) image.Image {
	t.Helper()
	m, err := decode(sniff(data, ""), data)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
