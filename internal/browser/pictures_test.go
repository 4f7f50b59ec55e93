package browser

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var pictures = flag.String("pictures", "", "folder for the pictures of README; none are taken without")

// TestPictures takes the pictures that README shows.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("make screenshot takes them")
	}
	for _, p := range []struct {
		name, scheme, address string
		width, height         int64
	}{
		{"accueil", "light", "index.html", 1200, 860},
		{"fiche", "light", "determinants/prevenir-les-rps.html", 1200, 860},
		{"liste", "dark", "bonnes-pratiques/index.html", 1200, 860},
		{"telephone", "light", "determinants/prevenir-les-rps.html", phone, 780},
	} {
		r := newReader(t, p.width, p.address)
		r.do(emulateScheme(p.scheme), chromedp.EmulateViewport(p.width, p.height))
		r.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			shot, err := cdp.Call(ctx, target, page.CaptureScreenshot,
				page.CaptureScreenshotParams{Format: page.CaptureScreenshotFormatWebp})
			if err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(*pictures, p.name+".webp"), shot.Data, 0o644)
		}))
	}
}
