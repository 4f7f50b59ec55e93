package mail

import (
	"strconv"
	"strings"

	"intraqvt/internal/french"
)

// frame writes the text around the body.
func (w *textWriter) frame(body func()) {
	i := w.issue
	w.para.WriteString(i.Title)
	longest := w.flush()
	w.write(strings.Repeat("=", longest))
	w.paragraph(joined(" · ", i.Portal, french.Date(i.Date)))
	w.gap = true
	w.paragraph(i.Summary)
	if i.Online != "" {
		w.gap = true
		w.paragraph("Voir en ligne : " + i.Online)
	}
	w.gap = true
	body()
	if len(w.order) > 0 {
		w.gapTwice()
		w.gap = true
		w.para.WriteString("Liens")
		w.headline(2)
		for n, href := range w.order {
			w.indent("[" + strconv.Itoa(n+1) + "] ")
			w.paragraph(href)
			w.margins = w.margins[:len(w.margins)-1]
		}
	}
	w.gap = true
	w.write("-- ")
	if i.Portal != "" {
		w.paragraph(joined(" : ", "Vous recevez cette lettre de « "+i.Portal+" »", i.Home))
	}
	if i.Unsubscribe != "" {
		w.paragraph("Pour ne plus la recevoir, écrivez à " + i.Unsubscribe)
	}
}

func (w *textWriter) paragraph(s string) {
	w.para.WriteString(s)
	w.flush()
}
