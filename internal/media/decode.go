package media

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"
)

// decode turns a picture's bytes into pixels, as stored. Decoders panic on some
// broken files: that becomes an error, too.
func decode(kind string, data []byte) (img image.Image, err error) {
	defer func() {
		if p := recover(); p != nil {
			img, err = nil, fmt.Errorf("%w: %v", errMalformed, p)
		}
	}()
	r := bytes.NewReader(data)
	switch kind {
	case kindJPEG:
		return jpeg.Decode(r)
	case kindPNG:
		return png.Decode(r)
	case kindGIF:
		return decodeGIF(r)
	case kindWebP:
		return decodeWebP(r)
	}
	return nil, errMalformed
}

// decodeGIF draws the frame at its place on the GIF's screen, which may be
// larger.
func decodeGIF(r *bytes.Reader) (image.Image, error) {
	frame, err := gif.Decode(r)
	if err != nil {
		return nil, err
	}
	if _, err := r.Seek(0, 0); err != nil {
		return nil, err
	}
	config, err := gif.DecodeConfig(r)
	if err != nil {
		return nil, err
	}
	screen := image.Rect(0, 0, config.Width, config.Height)
	if frame.Bounds() == screen {
		return frame, nil
	}
	whole := image.NewRGBA(screen)
	draw.Draw(whole, frame.Bounds(), frame, frame.Bounds().Min, draw.Src)
	return whole, nil
}

func decodeWebP(r *bytes.Reader) (image.Image, error) {
	img, err := webp.Decode(r)
	switch m := img.(type) {
	case *image.YCbCr:
		widenRange(m)
	case *image.NYCbCrA:
		widenRange(&m.YCbCr)
	}
	return img, err
}

// widenRange stretches the colour values of a lossy WebP in place. WebP stores
// luma as 16 to 235 and chroma as 16 to 240, while image.YCbCr means 0 to 255
// as in JPEG. The decoder does not convert them, so black and white would both
// come out grey.
func widenRange(m *image.YCbCr) {
	var luma, chroma [256]byte
	for v := range 256 {
		luma[v] = clamp8((float64(v) - 16) * 255 / 219)
		chroma[v] = clamp8((float64(v)-128)*255/224 + 128)
	}
	for i, v := range m.Y {
		m.Y[i] = luma[v]
	}
	for _, plane := range [][]byte{m.Cb, m.Cr} {
		for i, v := range plane {
			plane[i] = chroma[v]
		}
	}
}

func clamp8(v float64) byte { return byte(min(max(v, 0), 255) + 0.5) }
