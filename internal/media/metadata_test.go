package media

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"testing"
)

func sameFrame(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	pixels := func(m image.Image) []byte {
		p := image.NewRGBA(m.Bounds())
		draw.Draw(p, p.Rect, m, m.Bounds().Min, draw.Src)
		return p.Pix
	}
	return bytes.Equal(pixels(a), pixels(b))
}

// Nothing but the picture is published: not in copies, and not in the
// original, whose pixels stay what they are.
func TestMetadataIsDropped(t *testing.T) {
	small := photo(400, 200)
	hidden := []byte(secret)
	jpg, pic := asJPEG(small, 90), asPNG(small)
	xmp := append([]byte("http://ns.adobe.com/xap/1.0/\x00"), hidden...)
	for _, test := range []struct {
		name string
		data []byte
	}{
		{"exif.jpg", withSegments(jpg, exifSegment(1))},
		{"xmp.jpg", withSegments(jpg, segment(jpegAPP1, xmp))},
		{"iptc.jpg", withSegments(jpg, segment(0xed, append([]byte("Photoshop 3.0\x00"), hidden...)))},
		{"comment.jpg", withSegments(jpg, segment(jpegCOM, hidden))},
		{"preview.jpg", withSegments(jpg, segment(jpegAPP2, append([]byte("MPF\x00"), hidden...)))},
		{"film after the end.jpg", append(bytes.Clone(jpg), hidden...)},
		{"fill bytes.jpg", withSegments(jpg, []byte{0xff, 0xff}, segment(jpegCOM, hidden), []byte{0xff})},
		{"stray bytes.jpg", withSegments(jpg, segment(jpegCOM, hidden), hidden, []byte{0xff, 0})},
		{"text.png", withChunks(pic, pngChunk("tEXt", append([]byte("Author\x00"), hidden...)))},
		{"exif.png", withChunks(pic, pngChunk("eXIf", exif(1, binary.LittleEndian)))},
		{"xmp.png", withChunks(pic, pngChunk("iTXt", append([]byte("XML:com.adobe.xmp\x00\x00\x00\x00\x00"), hidden...)))},
		{"after the end.png", append(bytes.Clone(pic), hidden...)},
		{"moving.png", withChunks(pic, pngChunk("acTL", []byte{0, 0, 0, 1, 0, 0, 0, 0}), pngChunk("tEXt", hidden))},
		{"exif.webp", asWebP(extended(1<<3|1<<2, 40, 30), lossless(40, 30, color.NRGBA{1, 2, 3, 255}),
			riffChunk("EXIF", exif(1, binary.LittleEndian)), riffChunk("XMP ", hidden), riffChunk("odd ", hidden[:7]))},
	} {
		s := oneFile(t, test.name, test.data)
		vs := variants(t, s, test.name)
		for _, v := range vs {
			if data := read(t, s, v.Name); bytes.Contains(data, hidden[:7]) || bytes.Contains(data, []byte("Exif\x00")) {
				t.Errorf("%s: %s tells what is hidden", test.name, v.Name)
			}
		}
		original := read(t, s, vs[len(vs)-1].Name)
		if !sameFrame(decoded(t, test.data), decoded(t, original)) {
			t.Errorf("%s: the pixels of the original changed", test.name)
		}
	}
}

func TestExtendedWebPSaysWhatIsLeft(t *testing.T) {
	data := asWebP(extended(1<<3|1<<2|1<<4, 40, 30), lossless(40, 30, color.NRGBA{1, 2, 3, 9}),
		riffChunk("EXIF", exif(1, binary.BigEndian)))
	s := oneFile(t, "a.webp", data)
	got := read(t, s, variants(t, s, "a.webp")[0].Name)
	want := asWebP(extended(1<<4, 40, 30), lossless(40, 30, color.NRGBA{1, 2, 3, 9}))
	if !bytes.Equal(got, want) {
		t.Errorf("published %q, want %q", got, want)
	}
}

// Phones take photos in wider colours than sRGB: without their profile, these
// would look dull.
func TestWideColourProfileIsKept(t *testing.T) {
	wide := wideProfile()
	standard := bytes.Replace(wide, []byte("Display P3"), []byte("sRGB IEC61"), 1)
	for _, test := range []struct {
		profile []byte
		copies  bool // whether the copies have it
	}{{wide, true}, {standard, false}, {bytes.Replace(wide, []byte("RGB "), []byte("CMYK"), 1), false}} {
		var packed bytes.Buffer
		z := zlib.NewWriter(&packed)
		must(z.Write(test.profile))
		z.Close()
		icc := segment(jpegAPP2, append([]byte("ICC_PROFILE\x00\x01\x01"), test.profile...))
		for name, data := range map[string][]byte{
			"a.jpg":    withSegments(asJPEG(photo(400, 100), 90), icc),
			"turn.jpg": withSegments(asJPEG(photo(100, 400), 90), exifSegment(6), icc),
			"a.png":    withChunks(asPNG(photo(400, 100)), pngChunk("iCCP", append([]byte("ICC\x00\x00"), packed.Bytes()...))),
			"draw.png": withChunks(asPNG(drawing()), pngChunk("iCCP", append([]byte("ICC\x00\x00"), packed.Bytes()...))),
		} {
			s := oneFile(t, name, data)
			vs := variants(t, s, name)
			if len(vs) < 2 {
				t.Fatalf("%s: %v", name, vs)
			}
			for i, v := range vs {
				published := read(t, s, v.Name)
				c, err := openContainer(sniff(published, ""), published)
				own := i == len(vs)-1 && name != "turn.jpg"
				if has := bytes.Equal(c.profile, test.profile); err != nil || has != (test.copies || own) {
					t.Errorf("%s of %s with %.10q: profile kept: %v, %v", v.Name, name, test.profile[128:], has, err)
				}
				decoded(t, published)
			}
		}
	}
}

// drawing is opaque, of few colours in runs, and heavy enough to have copies.
func drawing() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 900, 100))
	noise := uint32(1)
	for y := range 100 {
		for x := range 900 {
			if x%3 == 0 {
				noise = noise*1664525 + 1013904223
			}
			m.SetRGBA(x, y, color.RGBA{uint8(noise >> 28 * 16), 100, 0, 255})
		}
	}
	return m
}

func TestReadOrientation(t *testing.T) {
	little, big := exif(6, binary.LittleEndian), exif(8, binary.BigEndian)
	far := bytes.Clone(little)
	binary.LittleEndian.PutUint32(far[4:], 1<<31)
	for _, test := range []struct {
		tiff []byte
		want orientation
	}{
		{little, 6}, {big, 8}, {nil, 0}, {little[:7], 0}, {little[:25], 0}, {far, 0}, {[]byte("XX*\x00\x08\x00\x00\x00"), 0},
	} {
		if got := readOrientation(test.tiff); got != test.want {
			t.Errorf("readOrientation(%q) = %d, want %d", test.tiff, got, test.want)
		}
	}
	if o := orientation(9); !o.upright() || o.lying() {
		t.Error("an orientation that doesn't exist turns the picture")
	}
}
