package render

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"regexp"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// A telephone reads the page's address from paper.
func TestQRCodeIsReadBack(t *testing.T) {
	for _, address := range []string{
		"https://a.fr/",
		"https://qvct.example.org/bonnes-pratiques/analyse-de-pratiques-bimestrielle.html",
		"https://qvct.example.org/" + strings.Repeat("dossier/", 30) + "page.html",
		"https://qvct.example.org/%C3%A9t%C3%A9.html",
	} {
		picture := drawn(t, string(qrCode(address)))
		bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
		if err != nil {
			t.Fatal(err)
		}
		read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
		if err != nil {
			t.Errorf("%s: %v", address, err)
		} else if read.GetText() != address {
			t.Errorf("read %s, want %s", read.GetText(), address)
		}
	}
	if got := qrCode("https://a.fr/" + strings.Repeat("x", 3000)); got != "" {
		t.Error("an address that no code holds gets one")
	}
}

var barOfCode = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`)

// drawn paints the code as a browser does.
func drawn(t *testing.T, svg string) image.Image {
	t.Helper()
	var side, height int
	if _, err := fmt.Sscanf(svg, `<svg class="qr" viewBox="0 0 %d %d"`, &side, &height); err != nil {
		t.Fatal(err)
	}
	const scale = 4
	picture := image.NewGray(image.Rect(0, 0, side*scale, height*scale))
	draw.Draw(picture, picture.Bounds(), image.White, image.Point{}, draw.Src)
	for _, bar := range barOfCode.FindAllString(svg, -1) {
		var x, y, n int
		if _, err := fmt.Sscanf(bar, "M%d %dh%d", &x, &y, &n); err != nil {
			t.Fatal(err)
		}
		draw.Draw(picture, image.Rect(x*scale, y*scale, (x+n)*scale, (y+1)*scale), image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	return picture
}
