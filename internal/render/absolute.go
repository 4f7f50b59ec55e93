package render

import (
	"bytes"
	"io"
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"intraqvt/internal/site"
)

// AbsoluteText is the text of a page for those who read it elsewhere, in a
// mail or a feed: every address is absolute, where the portal has one. The
// error is the parser's.
func (r *Renderer) AbsoluteText(p *site.Page) ([]byte, error) {
	base, err := url.Parse(r.absolute("", p.Path()))
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
				switch a := &t.Attr[i]; a.Key {
				case "href", "src":
					a.Val = resolve(base, a.Val)
				case "srcset":
					sizes := strings.Split(a.Val, ", ")
					for k, size := range sizes {
						address, width, _ := strings.Cut(size, " ")
						sizes[k] = resolve(base, address) + " " + width
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

// resolve makes an address absolute; one that cannot be read stays as it is.
func resolve(base *url.URL, address string) string {
	u, err := base.Parse(address)
	if err != nil {
		return address
	}
	return u.String()
}
