package media

import (
	"encoding/binary"
	"image"
)

// orientation is how the camera was held, in EXIF's numbers: 1 is upright, 2 to
// 8 are turned or mirrored. 0 and other values mean 1.
type orientation int

// upright tells whether the pixels are stored as they are shown.
func (o orientation) upright() bool { return o < 2 || o > 8 }

// lying tells whether width and height are swapped.
func (o orientation) lying() bool { return 5 <= o && o <= 8 }

// size converts a stored size to a displayed one, and back.
func (o orientation) size(width, height int) (int, int) {
	if o.lying() {
		return height, width
	}
	return width, height
}

// apply returns the pixels as they are shown.
func (o orientation) apply(stored *image.RGBA) *image.RGBA {
	if o.upright() {
		return stored
	}
	w, h := stored.Rect.Dx(), stored.Rect.Dy()
	dw, dh := o.size(w, h)
	shown := image.NewRGBA(image.Rect(0, 0, dw, dh))
	for y := range dh {
		for x := range dw {
			sx, sy := x, y
			if o.lying() {
				sx, sy = y, x
			}
			switch o {
			case 2, 3, 7, 8:
				sx = w - 1 - sx
			}
			switch o {
			case 3, 4, 6, 7:
				sy = h - 1 - sy
			}
			from := stored.PixOffset(sx, sy)
			copy(shown.Pix[shown.PixOffset(x, y):][:4], stored.Pix[from:from+4])
		}
	}
	return shown
}

// readOrientation finds tag 0x0112 in the first directory of EXIF data, which
// is structured as a TIFF file.
func readOrientation(tiff []byte) orientation {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 0
	}
	start := int64(order.Uint32(tiff[4:]))
	if start+2 > int64(len(tiff)) {
		return 0
	}
	entries := tiff[start+2:]
	for range order.Uint16(tiff[start:]) {
		if len(entries) < 12 {
			return 0
		}
		const tagOrientation, typeShort = 0x0112, 3
		if order.Uint16(entries) == tagOrientation && order.Uint16(entries[2:]) == typeShort {
			return orientation(order.Uint16(entries[8:]))
		}
		entries = entries[12:]
	}
	return 0
}
