package render

import (
	"bytes"
	"html/template"
	"image/color"
	"strconv"
	"strings"

	"github.com/boombuler/barcode/qr"

	"intraqvt/internal/site"
)

// maxPrinted is how many pages a section has at most that prints as one
// document.
const maxPrinted = 150

// printable tells whether a section has a page on which it stands whole.
func (r *Renderer) printable(s *site.Section) bool {
	return owned(s.Type, s) && len(s.Pages) > 1 && len(s.Pages) <= maxPrinted
}

// printAddress is where a section stands whole.
func printAddress(s *site.Section) string { return s.Path + "/" + site.PrintName }

// print makes a section as one document: a title, a table of contents, then
// all its pages.
func (r *Renderer) print(s *site.Section) ([]byte, error) {
	address := printAddress(s)
	v := r.view(address, s.Title, s.Summary())
	v.Trail = r.trail(s, address, r.theme.words["imprimer_rubrique"])
	if s.Index != nil {
		v.Intro = template.HTML(r.bodyHTML(s.Index, address))
	}
	for _, p := range s.Listed() {
		a := r.article(p, address)
		a.Body = template.HTML(lowered(a.Body))
		a.Anchor = printID(p)
		v.Articles = append(v.Articles, a)
		v.Letters = append(v.Letters, Link{Title: p.Title, URL: "#" + printID(p)})
	}
	v.Count = len(v.Articles)
	return r.execute("print", v)
}

// printID is a page's anchor in its section's one document.
func printID(p *site.Page) string { return "page-" + p.Slug }

// lowered puts headings one level down: the titles of pages are second to the
// section's.
func lowered(html template.HTML) string { return lower.Replace(string(html)) }

var lower = strings.NewReplacer("<h5", "<h6", "</h5>", "</h6>", "<h4", "<h5", "</h4>", "</h5>", "<h3", "<h4", "</h3>", "</h4>", "<h2", "<h3", "</h2>", "</h3>")

// qrCode draws an address as a QR code (ISO/IEC 18004, correction level M)
// with the quiet zone of four modules that readers need; "" where the address
// is too long for one.
func qrCode(address string) template.HTML {
	code, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		return ""
	}
	const quiet = 4
	size := code.Bounds().Dx()
	dark := func(x, y int) bool {
		return color.GrayModel.Convert(code.At(x, y)).(color.Gray).Y < 128
	}
	side := strconv.Itoa(size + 2*quiet)
	var b bytes.Buffer
	b.WriteString(`<svg class="qr" viewBox="0 0 ` + side + ` ` + side + `" aria-hidden="true"><path d="`)
	for y := range size {
		for x := 0; x < size; {
			run := 0
			for x+run < size && dark(x+run, y) {
				run++
			}
			if run > 0 {
				n := strconv.Itoa(run)
				b.WriteString("M" + strconv.Itoa(x+quiet) + " " + strconv.Itoa(y+quiet) + "h" + n + "v1h-" + n + "z")
			}
			x += max(run, 1)
		}
	}
	b.WriteString(`"/></svg>`)
	return template.HTML(b.String())
}
