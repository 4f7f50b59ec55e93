package media

import (
	"image"
	stddraw "image/draw"
	"math"

	"golang.org/x/image/draw"
)

// widths are the widths of copies, in pixels: a phone, a column of text, and
// both on a screen of twice the density.
var widths = [...]int{360, 720, 1080, 1440}

// copySizes returns the sizes of a picture's copies, the narrowest first: all
// below its own width.
func copySizes(width, height int) []image.Point {
	var sizes []image.Point
	for _, w := range widths {
		if w < width {
			h := math.Round(float64(w) * float64(height) / float64(width))
			sizes = append(sizes, image.Pt(w, max(1, int(h))))
		}
	}
	return sizes
}

// resize returns the upright picture; size is its size after turning.
func resize(stored image.Image, size image.Point, o orientation) *image.RGBA {
	w, h := o.size(size.X, size.Y)
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(dst, dst.Rect, stored, stored.Bounds(), draw.Src, nil)
	return o.apply(dst)
}

// upright returns the upright picture in its own size.
func upright(stored image.Image, o orientation) *image.RGBA {
	b := stored.Bounds()
	dst := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	stddraw.Draw(dst, dst.Rect, stored, b.Min, stddraw.Src)
	return o.apply(dst)
}
