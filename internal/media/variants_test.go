package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sizes writes variants as "360x270 jpg, …".
func sizes(vs []Variant) string {
	var out []string
	for _, v := range vs {
		out = append(out, fmt.Sprintf("%dx%d %s", v.Width, v.Height, strings.TrimPrefix(path.Ext(v.Name), ".")))
	}
	return strings.Join(out, ", ")
}

func TestVariantSizes(t *testing.T) {
	flat := image.NewRGBA(image.Rect(0, 0, 800, 400))
	draw.Draw(flat, flat.Rect, image.NewUniform(white), image.Point{}, draw.Src)
	draw.Draw(flat, image.Rect(100, 100, 700, 300), image.NewUniform(blue), image.Point{}, draw.Src)
	for _, test := range []struct {
		name string
		data []byte
		want string
	}{
		{"wide.jpg", asJPEG(photo(1600, 300), 90), "360x68 jpg, 720x135 jpg, 1080x203 jpg, 1440x270 jpg, 1600x300 jpg"},
		{"same.jpg", asJPEG(photo(720, 240), 90), "360x120 jpg, 720x240 jpg"},
		{"one more.jpg", asJPEG(photo(721, 241), 95), "360x120 jpg, 720x241 jpg, 721x241 jpg"},
		{"small.jpg", asJPEG(photo(200, 100), 90), "200x100 jpg"},
		{"line.jpg", asJPEG(photo(800, 1), 90), "360x1 jpg, 720x1 jpg, 800x1 jpg"},
		{"tower.jpg", asJPEG(photo(400, 1000), 90), "360x900 jpg, 400x1000 jpg"},
		{"photo.png", asPNG(photo(500, 300)), "360x216 jpg, 500x300 png"},
		{"drawing.png", asPNG(flat), "360x180 png, 720x360 png, 800x400 png"},
		{"drawing.gif", asGIF(flat), "360x180 png, 720x360 png, 800x400 gif"},
		{"moving.gif", asGIF(flat, flat), "800x400 gif"},
		{"mislabelled.png", asJPEG(photo(400, 300), 90), "360x270 jpg, 400x300 jpg"},
	} {
		s := oneFile(t, test.name, test.data)
		vs := variants(t, s, test.name)
		if got := sizes(vs); got != test.want {
			t.Errorf("%s: %s\nwant %s", test.name, got, test.want)
		}
		for _, v := range vs {
			data := read(t, s, v.Name)
			m := decoded(t, data)
			if m.Bounds().Dx() != v.Width || m.Bounds().Dy() != v.Height || int64(len(data)) != v.Size {
				t.Errorf("%s: %+v, but %v and %d bytes", test.name, v, m.Bounds(), len(data))
			}
		}
		if last := vs[len(vs)-1]; !bytes.Equal(read(t, s, last.Name), test.data) {
			t.Errorf("%s: the largest isn't the original", test.name)
		}
	}
}

func TestPublishedNames(t *testing.T) {
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)
	s := newStore(t, files(map[string][]byte{
		"images/photo.v2.JPG": asJPEG(photo(400, 300), 90),
		"plan.svg":            svg,
	}))
	for name, want := range map[string]string{
		"images/photo.v2.JPG": `^images/photo\.v2-360\.[0-9a-f]{8}\.jpg$`,
		"plan.svg":            `^plan\.` + digestOf(svg)[:8] + `\.svg$`,
	} {
		if got := variants(t, s, name)[0].Name; !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("%s is published as %s, want %s", name, got, want)
		}
	}
}

// A strongly compressed original can weigh less than a copy of it.
func TestHeavierCopiesAreLeftOut(t *testing.T) {
	s := oneFile(t, "a.jpg", asJPEG(photo(800, 600), 5))
	vs := variants(t, s, "a.jpg")
	for i := range vs[1:] {
		if vs[i].Size >= vs[i+1].Size {
			t.Errorf("%+v weighs no less than %+v", vs[i], vs[i+1])
		}
	}
	if got := sizes(vs); !strings.HasSuffix(got, "800x600 jpg") || strings.Contains(got, "720x") {
		t.Errorf("variants: %s", got)
	}
}

// quadrants, stored, and what is seen of them under each orientation (EXIF
// 2.32, tag 0112).
func TestOrientation(t *testing.T) {
	stored := quadrants(400, 500)
	for o, want := range []string{1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB"} {
		if o == 0 {
			continue
		}
		size := "360x450, 400x500"
		if o >= 5 {
			size = "360x288, 500x400"
		}
		for name, data := range map[string][]byte{
			"a.jpg": withSegments(asJPEG(stored, 90), exifSegment(orientation(o))),
			"a.png": withChunks(asPNG(stored), pngChunk("eXIf", exif(orientation(o), binary.LittleEndian))),
		} {
			s := oneFile(t, name, data)
			vs := variants(t, s, name)
			// The PNG is too light for copies.
			if got := strings.ReplaceAll(sizes(vs), " jpg", ""); got != size && name == "a.jpg" {
				t.Errorf("%s, orientation %d: sizes %s, want %s", name, o, got, size)
			}
			for _, v := range vs {
				data := read(t, s, v.Name)
				if got := corners(decoded(t, data)); got != want {
					t.Errorf("%s, orientation %d, width %d: corners %s, want %s", name, o, v.Width, got, want)
				}
				if bytes.Contains(data, []byte(secret)) {
					t.Errorf("%s, orientation %d, width %d: EXIF is published", name, o, v.Width)
				}
			}
			f, err := s.Inspect(name)
			if last := vs[len(vs)-1]; err != nil || f.Width != last.Width || f.Height != last.Height {
				t.Errorf("%s, orientation %d: Inspect says %+v, %v", name, o, f, err)
			}
		}
	}
}

func TestAlphaIsKept(t *testing.T) {
	glass := image.NewNRGBA(image.Rect(0, 0, 400, 100))
	for y := range 100 {
		for x := range 400 {
			glass.SetNRGBA(x, y, color.NRGBA{uint8(x), uint8(y), uint8(x * y), uint8(x * 255 / 399)})
		}
	}
	for name, data := range map[string][]byte{
		"a.png":  asPNG(glass),
		"a.webp": asWebP(lossless(400, 100, color.NRGBA{200, 100, 50, 128})),
	} {
		s := oneFile(t, name, data)
		for _, v := range variants(t, s, name) {
			m := decoded(t, read(t, s, v.Name))
			got := color.NRGBAModel.Convert(m.At(v.Width/2, v.Height/2)).(color.NRGBA)
			if got.A < 126 || got.A > 130 {
				t.Errorf("%s: the middle is %v, want an alpha of 128", v.Name, got)
			}
		}
	}
}

// Resizing mixes colours that the original doesn't have; a palette still makes
// drawings lighter.
func TestPaletteIsKept(t *testing.T) {
	drawing := image.NewPaletted(image.Rect(0, 0, 800, 800), color.Palette{white, blue, red, color.Transparent})
	for y := range 800 {
		for x := range 800 {
			if d := (x-400)*(x-400) + (y-400)*(y-400); d < 150_000 {
				drawing.SetColorIndex(x, y, uint8(d/20_000%4))
			}
		}
	}
	s := oneFile(t, "a.png", asPNG(drawing))
	for _, v := range variants(t, s, "a.png") {
		m, ok := decoded(t, read(t, s, v.Name)).(*image.Paletted)
		if !ok {
			t.Errorf("%s has no palette", v.Name)
			continue
		}
		// The ring of blue is where it was, and its edge is smooth.
		if got := color.RGBAModel.Convert(m.At(v.Width/2+v.Width/5, v.Height/2)); got != blue {
			t.Errorf("%s: %v instead of blue", v.Name, got)
		}
		if v.Width < 800 && len(m.Palette) < 20 {
			t.Errorf("%s: only %d colours, its edges are jagged", v.Name, len(m.Palette))
		}
	}
}

// A grey photo has few colours, too, but is not a drawing.
func TestGreyPhotoBecomesJPEG(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 500, 500))
	draw.Draw(grey, grey.Rect, photo(500, 500), image.Point{}, draw.Src)
	if got := sizes(variants(t, oneFile(t, "a.png", asPNG(grey)), "a.png")); got != "360x360 jpg, 500x500 png" {
		t.Errorf("variants: %s", got)
	}
}

// A GIF's only frame may be smaller than its screen.
func TestGIFFrameInItsPlace(t *testing.T) {
	data := asGIF(quadrants(400, 400))
	data[6], data[8] = 800&0xff, 800&0xff // the screen's size
	data[7], data[9] = 800>>8, 800>>8
	s := oneFile(t, "a.gif", data)
	vs := variants(t, s, "a.gif")
	m := decoded(t, read(t, s, vs[0].Name))
	_, _, _, outside := m.At(300, 300).RGBA()
	if r, _, _, _ := m.At(45, 45).RGBA(); r != 0xffff || outside != 0 || vs[0].Width != 360 || vs[0].Height != 360 {
		t.Errorf("%s: %v inside, alpha %v outside", sizes(vs), m.At(45, 45), outside)
	}
}

// Lossy WebP stores black as 16 and white as 235.
func TestLossyWebPKeepsItsContrast(t *testing.T) {
	m := image.NewYCbCr(image.Rect(0, 0, 3, 1), image.YCbCrSubsampleRatio444)
	copy(m.Y, []byte{16, 235, 81})
	copy(m.Cb, []byte{128, 128, 90})
	copy(m.Cr, []byte{128, 128, 240})
	widenRange(m)
	for x, want := range []color.RGBA{{0, 0, 0, 255}, {255, 255, 255, 255}, {255, 0, 0, 255}} {
		got := color.RGBAModel.Convert(m.At(x, 0)).(color.RGBA)
		if far(got.R, want.R) || far(got.G, want.G) || far(got.B, want.B) {
			t.Errorf("pixel %d: %v, want %v", x, got, want)
		}
	}
}

func far(a, b uint8) bool { return max(a, b)-min(a, b) > 3 }

// The smallest lossy WebP there is: one pixel.
func TestLossyWebP(t *testing.T) {
	frame := "\x30\x01\x00\x9d\x01\x2a\x01\x00\x01\x00\x0e\xc0\xfe\x25\xa4\x00\x03\x70\x00\x00\x00\x00"
	s := oneFile(t, "a.webp", asWebP(riffChunk("VP8 ", []byte(frame))))
	vs := variants(t, s, "a.webp")
	if got := sizes(vs); got != "1x1 webp" {
		t.Errorf("variants: %s", got)
	}
	// Its luma is stored as 128, the middle of 0 to 255 but not of 16 to 235.
	if got := decoded(t, read(t, s, vs[0].Name)).At(0, 0); got != (color.YCbCr{Y: 130, Cb: 128, Cr: 128}) {
		t.Errorf("its pixel is %v", got)
	}
}

func TestSameBytesEveryTime(t *testing.T) {
	content := files(map[string][]byte{
		"a.jpg": asJPEG(photo(500, 400), 90),
		"b.gif": asGIF(photo(500, 400)),
		"c.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="x()" id="a"><g/></svg>`),
	})
	one, two := newStore(t, content), newStore(t, content)
	for name := range content {
		a, b := variants(t, one, name), variants(t, two, name)
		if !slices.Equal(a, b) {
			t.Errorf("%s: %v, then %v", name, a, b)
		}
		for _, v := range a {
			if !bytes.Equal(read(t, one, v.Name), read(t, two, v.Name)) {
				t.Errorf("%s differs", v.Name)
			}
		}
	}
}

// A browser may ask for a picture before the page that shows it is rendered.
func TestPictureAskedForByName(t *testing.T) {
	content := files(map[string][]byte{
		"images/a.jpg":     asJPEG(photo(500, 400), 90),
		"images/a.png":     asPNG(photo(500, 400)),
		"images/a-360.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
		"top.jpg":          asJPEG(photo(8, 8), 90),
	})
	first := newStore(t, content)
	for name := range content {
		for _, v := range variants(t, first, name) {
			if got := read(t, newStore(t, content), v.Name); !bytes.Equal(got, read(t, first, v.Name)) {
				t.Errorf("%s differs", v.Name)
			}
		}
	}
}

func TestSixteenBitPNG(t *testing.T) {
	deep := image.NewNRGBA64(image.Rect(0, 0, 400, 400))
	draw.Draw(deep, deep.Rect, quadrants(400, 400), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, deep); err != nil {
		t.Fatal(err)
	}
	s := oneFile(t, "a.png", b.Bytes())
	if got := corners(decoded(t, read(t, s, variants(t, s, "a.png")[0].Name))); got != "RGBW" {
		t.Errorf("corners %s", got)
	}
}
