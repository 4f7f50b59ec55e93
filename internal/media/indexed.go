package media

import (
	"cmp"
	"image"
	"image/color"
	"maps"
	"slices"
)

// maxPalette is the maximum number of colours that a PNG can index.
const maxPalette = 256

// index returns an indexed image, or nil if a palette does not fit. A palette
// is exact if there are few enough colours; else it holds the colours of the
// original picture and, in the remaining places, the most frequent colours that
// resizing has added.
func (e encoder) index(img *image.RGBA) *image.Paletted {
	exact, _ := colours(img, maxPalette)
	if exact == nil && e.palette == nil {
		return nil
	}
	chosen := slices.Collect(maps.Keys(exact))
	if exact == nil {
		chosen = slices.Collect(maps.Keys(e.palette))
		mixed, _ := colours(img, len(img.Pix))
		byCount := slices.SortedFunc(maps.Keys(mixed), func(a, b uint32) int {
			return cmp.Or(cmp.Compare(mixed[b], mixed[a]), cmp.Compare(a, b))
		})
		for _, c := range byCount {
			if _, known := e.palette[c]; !known && len(chosen) < maxPalette {
				chosen = append(chosen, c)
			}
		}
	}
	// Alpha is the highest byte, so these come first: PNG keeps alpha for the
	// first entries only.
	slices.Sort(chosen)
	palette := make(color.Palette, len(chosen))
	for i, c := range chosen {
		palette[i] = unpack(c)
	}
	indexed := image.NewPaletted(img.Rect, palette)
	nearest := map[uint32]uint8{}
	for i := range indexed.Pix {
		p := img.Pix[4*i:][:4]
		c := pack(p[0], p[1], p[2], p[3])
		n, ok := nearest[c]
		if !ok {
			n = uint8(palette.Index(unpack(c)))
			nearest[c] = n
		}
		indexed.Pix[i] = n
	}
	return indexed
}

// colours counts the pixels of each colour (premultiplied, see pack), and how
// often the colour changes from one pixel to the next. found is nil if there
// are more colours than limit.
func colours(img image.Image, limit int) (found map[uint32]int, changes int) {
	found = map[uint32]int{}
	var last uint32
	run := 0 // pixels of the current colour, not yet counted
	bounds := img.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			r, g, b, a := img.At(x, y).RGBA()
			p := pack(uint8(r>>8), uint8(g>>8), uint8(b>>8), uint8(a>>8))
			if p != last && run > 0 {
				changes++
				found[last] += run
				if run = 0; len(found) > limit {
					return nil, changes
				}
			}
			last = p
			run++
		}
	}
	if found[last] += run; len(found) > limit {
		return nil, changes
	}
	return found, changes
}

func pack(r, g, b, a uint8) uint32 {
	return uint32(a)<<24 | uint32(r)<<16 | uint32(g)<<8 | uint32(b)
}

func unpack(c uint32) color.RGBA {
	return color.RGBA{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c), A: uint8(c >> 24)}
}
