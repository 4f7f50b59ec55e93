package media

import (
	"fmt"
	"image"
	"slices"
)

// form is the content of a rendition.
type form struct {
	data []byte
	ext  string
	size image.Point
}

// pixels is the number of pixels in memory while the forms are made.
func (f facts) pixels() int {
	if f.Kind == kindSVG || f.Animated {
		return 0
	}
	return f.Width * f.Height
}

// forms makes all forms of a picture, the narrowest first.
func (f facts) forms(name string, data []byte) ([]form, error) {
	whole := form{ext: pictures[f.Kind].ext, size: image.Pt(f.Width, f.Height)}
	if f.Kind == kindSVG {
		drawing, err := readSVG(name, data)
		whole.data = drawing.clean
		return []form{whole}, err
	}
	c, err := openContainer(f.Kind, data)
	if err != nil {
		return nil, unreadable(name, err)
	}
	whole.data = c.clean
	if f.Animated {
		return []form{whole}, nil
	}
	// Decode the picture even without copies: this checks that it is complete.
	stored, err := decode(f.Kind, data)
	if err != nil {
		return nil, unreadable(name, err)
	}
	enc := newEncoder(f.Kind, stored, c.profile)
	if !c.orientation.upright() {
		whole.data, whole.ext, err = enc.encode(upright(stored, c.orientation))
		if err != nil {
			return nil, fmt.Errorf("%s : image impossible à écrire : %w", name, err)
		}
	}
	forms := []form{whole}
	sizes := copySizes(f.Width, f.Height)
	var widest *image.RGBA
	for _, size := range slices.Backward(sizes) {
		var pixels *image.RGBA
		// At twice the width or more, a copy of a copy looks the same and takes
		// a tenth of the time.
		if widest != nil && widest.Rect.Dx() >= 2*size.X {
			pixels = resize(widest, size, 1)
		} else {
			pixels = resize(stored, size, c.orientation)
		}
		if widest == nil {
			widest = pixels
		}
		v := form{size: size}
		v.data, v.ext, err = enc.encode(pixels)
		if err != nil {
			return nil, fmt.Errorf("%s : image impossible à écrire : %w", name, err)
		}
		if len(v.data) < len(forms[len(forms)-1].data) {
			forms = append(forms, v)
		}
	}
	slices.Reverse(forms)
	return forms, nil
}
