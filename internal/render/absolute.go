package render

import (
	"bytes"
	"io"
	"strings"

	"golang.org/x/net/html"

	"intraqvt/internal/site"
)

// AbsoluteText is the text of a page for those who read it elsewhere, in a
// mail or a feed: every address is absolute. The portal has a base address.
// The error is the parser's.
func (r *Renderer) AbsoluteText(p *site.Page) ([]byte, error) {
	here := r.site.Config.Absolute(p.Path())
	var out bytes.Buffer
	z := html.NewTokenizer(bytes.NewReader(r.bodyHTML(p, p.Path())))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() == io.EOF {
				return out.Bytes(), nil
			}
			return nil, z.Err()
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			for i := range t.Attr {
				switch a := &t.Attr[i]; a.Key {
				case "href", "src":
					a.Val = here.Resolve(a.Val).String()
				case "srcset":
					sizes := strings.Split(a.Val, ", ")
					for k, size := range sizes {
						picture, width, _ := strings.Cut(size, " ")
						sizes[k] = here.Resolve(picture).String() + " " + width
					}
					a.Val = strings.Join(sizes, ", ")
				}
			}
			out.WriteString(t.String())
		default:
			out.Write(z.Raw())
		}
	}
}

// textFor is the text of a page for a feed: absolute, or as seen from the feed
// where the portal has no base address.
func (r *Renderer) textFor(p *site.Page, feed string) ([]byte, error) {
	if r.site.Config.BaseURL == "" {
		return r.bodyHTML(p, feed), nil
	}
	return r.AbsoluteText(p)
}
