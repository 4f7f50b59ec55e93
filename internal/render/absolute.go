package render

import (
	"bytes"
	"io"
	"net/url"

	"golang.org/x/net/html"

	"intraqvt/internal/site"
)

// AbsoluteText is the text of a page for those who read it elsewhere, in a
// mail or a feed: every address is absolute, where the portal has one. The
// error is the parser's.
func (r *Renderer) AbsoluteText(p *site.Page) ([]byte, error) {
	base, err := url.Parse(r.site.Config.BaseURL + escapePath(p.Path()))
	if err != nil {
		return nil, err
	}
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
				if a := &t.Attr[i]; a.Key == "href" || a.Key == "src" {
					if u, err := base.Parse(a.Val); err == nil {
						a.Val = u.String()
					}
				}
			}
			out.WriteString(t.String())
		default:
			out.Write(z.Raw())
		}
	}
}
