package media

import (
	"bytes"
	"encoding/binary"
	"image/color"
	"testing"
)

func FuzzSVG(f *testing.F) {
	for _, seed := range []string{
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><g id="a"/></svg>`,
		`<!DOCTYPE svg [<!ENTITY a "b">]><svg onload="&a;"><style>@import "a";.b{fill:url(c)}</style></svg>`,
		`<svg><style>\75rl(<![CDATA[ url( ]]></style><script/><a href="javascript:x"/><set attributeName="href"/></svg>`,
		`<?xml-stylesheet href="a"?><svg xml:base="b" style="a:url('#b"/>`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := readSVG("a.svg", data)
		if err != nil {
			return
		}
		if first.removed == "" && !bytes.Equal(first.clean, data) {
			t.Fatalf("changed for no reason: %q", first.clean)
		}
		second, err := readSVG("a.svg", first.clean)
		if err != nil || second.removed != "" {
			t.Fatalf("%q isn't clean: %q, %v", first.clean, second.removed, err)
		}
		if first.width != second.width || first.height != second.height {
			t.Fatalf("the size changed from %d × %d to %d × %d", first.width, first.height, second.width, second.height)
		}
	})
}

func FuzzContainer(f *testing.F) {
	small := photo(9, 7)
	f.Add(withSegments(asJPEG(small, 50), exifSegment(6), segment(jpegCOM, []byte("a"))))
	f.Add(withChunks(asPNG(small), pngChunk("eXIf", exif(3, binary.BigEndian)), pngChunk("tEXt", nil),
		pngChunk("iCCP", []byte("a\x00\x00b"))))
	f.Add(asGIF(small, small))
	f.Add(asWebP(extended(1<<3, 40, 30), lossless(40, 30, color.NRGBA{1, 2, 3, 9}), riffChunk("EXIF", exif(2, binary.LittleEndian))))
	f.Fuzz(func(t *testing.T, data []byte) {
		kind := sniff(data, "")
		first, err := openContainer(kind, data)
		if err != nil {
			return
		}
		second, err := openContainer(kind, first.clean)
		if err != nil || !bytes.Equal(first.clean, second.clean) {
			t.Fatalf("cleaning %q again: %q, %v", first.clean, second.clean, err)
		}
		if second.orientation != 0 {
			t.Fatalf("EXIF is left in %q", first.clean)
		}
	})
}
