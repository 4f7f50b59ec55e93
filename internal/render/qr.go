package render

import (
	"bytes"
	"html/template"
	"strconv"

	"rsc.io/qr"
)

// quietModules is the width of the empty border that readers of QR codes need.
const quietModules = 4

// qrCode draws an address as a QR code (ISO/IEC 18004, correction level M) with
// its quiet zone; "" if the address is too long. The library does not search
// the best of the eight masks: a printed code of this size does not need it,
// and it takes a hundred times as long as the rest of the page.
func qrCode(address string) template.HTML {
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return ""
	}
	side := strconv.Itoa(code.Size + 2*quietModules)
	var b bytes.Buffer
	b.WriteString(`<svg class="qr" viewBox="0 0 ` + side + ` ` + side + `" aria-hidden="true"><path d="`)
	for y := range code.Size {
		for x := 0; x < code.Size; {
			run := 0
			for x+run < code.Size && code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				n := strconv.Itoa(run)
				b.WriteString("M" + strconv.Itoa(x+quietModules) + " " + strconv.Itoa(y+quietModules) + "h" + n + "v1h-" + n + "z")
			}
			x += max(run, 1)
		}
	}
	b.WriteString(`"/></svg>`)
	return template.HTML(b.String())
}
